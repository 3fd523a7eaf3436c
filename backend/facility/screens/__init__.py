"""Pages of the entrance and the floor: each calls one work function and shows cards."""

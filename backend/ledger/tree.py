"""The stored tree of one facility: full subtrees from few reads, for proofs."""

from __future__ import annotations

from backend.kit import merkle
from backend.ledger.models import Node, Seal

WIDTH = 1 << merkle.TILE_LEVELS


class Tree:
    """Roots of full subtrees, read by whole tiles of 256 and remembered while this object lives."""

    def __init__(self, facility: int) -> None:
        self._facility = facility
        self._tiles: dict[tuple[int, int], dict[int, bytes]] = {}

    def subtree(self, level: int, index: int) -> bytes:
        """The root of the full subtree `index` of 2**level events; KeyError if the ledger is not that long."""
        if level % merkle.TILE_LEVELS == 0:
            tile = (level, index // WIDTH)
            if tile not in self._tiles:
                self._tiles[tile] = self._read(*tile)
            return self._tiles[tile][index]
        return merkle.node_hash(self.subtree(level - 1, 2 * index), self.subtree(level - 1, 2 * index + 1))

    def _read(self, level: int, tile: int) -> dict[int, bytes]:
        first = tile * WIDTH
        if level == 0:
            seals = Seal.objects.filter(facility=self._facility, seq__gt=first, seq__lte=first + WIDTH)
            return {seq - 1: bytes(leaf) for seq, leaf in seals.values_list("seq", "leaf")}
        nodes = Node.objects.filter(facility=self._facility, level=level, index__gte=first, index__lt=first + WIDTH)
        return {index: bytes(made) for index, made in nodes.values_list("index", "hash")}

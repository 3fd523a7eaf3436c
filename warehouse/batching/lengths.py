"""How long the shortest walk past the stops of a batch is, asked a hundred thousand times in a second.

The method of `routing.exact` goes aisle by aisle and keeps the least length of a handful of states. Less the smallest
of them, these lengths are one of a few thousand vectors, so the walk through the aisles is a walk through nodes that
are made when first met: one look-up for each aisle instead of a dozen sums. Source of the idea: lazy construction of
a deterministic automaton, Aho, Lam, Sethi & Ullman, Compilers, 2nd ed., 3.7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from warehouse import routing
from warehouse.batching.columns import MOST_REMEMBERED, Contents, Masks
from warehouse.batching.watch import Watch
from warehouse.routing import Depot, Junction, Layout, Stop
from warehouse.routing.columns import Columns, Values, columns_of

_BETWEEN_LOOKS: Final = 128


class Node(dict[int, tuple["Node", int]]):
    """What `left_mm` says of the aisles so far; leads to the node after another aisle, and how much longer that is."""

    def __init__(self, walk: Walk, aisle: int, values: Values) -> None:
        super().__init__()
        self._walk = walk
        self.aisle = aisle
        self.left_mm = values
        self.end_mm = walk.steps.end(values) if values != walk.steps.start else 0

    def __missing__(self, content: int) -> tuple[Node, int]:
        return self._walk.step(self, content)


class Walk:
    """The walks from one depot."""

    def __init__(self, layout: Layout, depot: Depot, steps: Columns, masks: Masks) -> None:
        assert isinstance(depot.at, Junction)
        self.steps: Final = steps
        self.look: Callable[[], None] | None = None
        self._masks: Final = masks
        self._contents: Final = Contents(steps)
        self._columns: Final = masks.columns(self._contents, layout.aisles, depot.at.aisle)
        self._least: Final = depot.at.aisle + 1
        self._ways_mm: Final = 2 * depot.gap_mm
        self._is_even: Final = len(set(layout.steps_mm[0])) < 2
        self._nodes: Final[list[dict[Values, Node]]] = [{} for _ in range(layout.aisles)]
        self._known = 0
        self._root: Final = Node(self, -1, steps.start)

    def length_mm(self, mask: int) -> int:
        """The length of the shortest walk past these stops, at least one. O(aisles)."""
        node = self._root
        total = self._ways_mm
        for field, column in zip(self._masks.fields(mask, self._least), self._columns, strict=False):
            node, more = node[column[field]]
            total += more
        return total + node.end_mm

    def step(self, node: Node, content: int) -> tuple[Node, int]:
        """Find out where an aisle leads that was not met here before."""
        if self.look is not None:
            self.look()
        aisle = node.aisle + 1
        values, least = self.steps.after(node.left_mm, aisle, self._contents.prices[content])
        nodes = self._nodes[0 if self._is_even else aisle]
        found = nodes.get(values)
        if found is None:
            found = nodes[values] = Node(self, 0 if self._is_even else aisle, values)
        self._known += 1
        if self._known > MOST_REMEMBERED:
            self._known = 0
            for other in (each for some in self._nodes for each in some.values()):
                other.clear()
        node[content] = found, least
        return found, least


class Lengths:
    """The lengths of walks in one layout for the orders of one wave. Raises TimeUp when the watch says so.

    Exact where `routing.route` is, quick where aisles of a block are alike; in any other layout every walk is routed
    whole, once.
    """

    def __init__(self, layout: Layout, stops: Iterable[Stop], watch: Watch) -> None:
        self.masks: Final = Masks(layout, stops)
        self.watch = watch
        self._layout: Final = layout
        self._asked = 0
        self._known: Final[dict[int, int]] = {}
        self._walks: Final = _walks(layout, self.masks)
        if layout.crosses > 2:
            for walk in self._walks:
                walk.look = self._look

    def of(self, mask: int) -> int:
        """The length of the shortest walk past these stops; 0 for none. Raises TimeUp."""
        if not mask:
            return 0
        self._asked += 1
        if self._asked % _BETWEEN_LOOKS == 0:
            self.watch.look()
        if len(self._walks) == 1:
            return self._walks[0].length_mm(mask)
        if self._walks:
            return min(walk.length_mm(mask) for walk in self._walks)
        found = self._known.get(mask)
        if found is None:
            self.watch.look()
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            found = self._known[mask] = routing.shortest_mm(self._layout, self.masks.stops_in(mask))
        return found

    def _look(self) -> None:
        self.watch.look()


def _walks(layout: Layout, masks: Masks) -> list[Walk]:
    found = [(depot, columns_of(layout, depot)) for depot in layout.depots]
    walks = [Walk(layout, depot, steps, masks) for depot, steps in found if steps is not None]
    return walks if len(walks) == len(found) else []

"""Small pick areas drawn at random, for laws that must hold in all of them."""

from __future__ import annotations

from hypothesis import strategies as st

from warehouse.routing import Depot, Junction, Layout, Piece, Stop, Traffic


@st.composite
def rectangles(draw: st.DrawFn, *, least_crosses: int = 2, most_crosses: int = 4, most_aisles: int = 4) -> Layout:
    """Equal open aisles and equal cross-aisles, one depot at any junction."""
    crosses, aisles = draw(st.integers(least_crosses, most_crosses)), draw(st.integers(1, most_aisles))
    pieces = [Piece(draw(st.integers(1, 12))) for _ in range(crosses - 1)]
    steps = tuple(draw(st.integers(1, 9)) for _ in range(aisles - 1))
    return Layout(
        blocks=tuple((piece,) * aisles for piece in pieces),
        steps_mm=(steps,) * crosses,
        depots=(draw(_junction_depots(crosses, aisles)),),
    )


@st.composite
def yards(draw: st.DrawFn, *, one_way: bool = False, most_crosses: int = 4) -> Layout:
    """Aisles of any length, closed and barred pieces, cross-aisles with holes, depots even within an aisle."""
    crosses, aisles = draw(st.integers(2, most_crosses)), draw(st.integers(1, 4))
    traffic = st.sampled_from([Traffic.BOTH] * 4 + ([Traffic.UP, Traffic.DOWN] if one_way else [Traffic.CLOSED]))

    def piece() -> Piece:
        length = draw(st.integers(0, 12))
        barrier = draw(st.one_of(st.none(), st.none(), st.integers(0, length)))
        return Piece(length, draw(traffic), barrier)

    blocks = tuple(tuple(piece() for _ in range(aisles)) for _ in range(crosses - 1))
    step = st.one_of(st.integers(0, 9), st.integers(0, 9), st.none())
    steps = tuple(tuple(draw(step) for _ in range(aisles - 1)) for _ in range(crosses))
    depots = draw(st.lists(_depots(blocks), min_size=1, max_size=2))
    drops = draw(st.lists(_depots(blocks), max_size=2)) if one_way else []
    return Layout(blocks, steps, tuple(depots), tuple(drops))


def stops_in(layout: Layout, *, least: int = 0, most: int = 5) -> st.SearchStrategy[set[Stop]]:
    """Some stops of a layout, none of them in a closed piece."""
    places = [
        Stop(aisle, block, height)
        for block, row in enumerate(layout.blocks)
        for aisle, piece in enumerate(row)
        if piece.traffic != Traffic.CLOSED
        for height in range(piece.length_mm + 1)
    ]
    most = min(most, len(places))
    return st.sets(st.sampled_from(places), min_size=min(least, most), max_size=most) if places else st.just(set())


def _junction_depots(crosses: int, aisles: int) -> st.SearchStrategy[Depot]:
    junctions = st.builds(Junction, st.integers(0, crosses - 1), st.integers(0, aisles - 1))
    return st.builds(Depot, junctions, st.integers(0, 3))


def _depots(blocks: tuple[tuple[Piece, ...], ...]) -> st.SearchStrategy[Depot]:
    aisles, crosses = len(blocks[0]), len(blocks) + 1
    inside = [
        Stop(aisle, block, height)
        for block, row in enumerate(blocks)
        for aisle, piece in enumerate(row)
        if piece.traffic != Traffic.CLOSED
        for height in range(piece.length_mm + 1)
    ]
    junctions = _junction_depots(crosses, aisles)
    return st.one_of(junctions, st.builds(Depot, st.sampled_from(inside), st.integers(0, 3))) if inside else junctions

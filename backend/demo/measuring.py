"""The floor of a demo as somebody would have measured it: equal aisles of bays, the benches in front."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

BAY_MM: Final = 1_200
END_MM: Final = 900
PITCH_MM: Final = 3_200
TO_BENCHES_MM: Final = 4_000
BAYS_OF_A_BLOCK: Final = 24
AISLES_OF_A_ZONE: Final = 2


def drawing(names: Sequence[str], *, bays: int) -> dict[str, Any]:
    """The drawing of aisles with these names; one block for up to 24 bays, else a way across in the middle."""
    aisles, blocks = len(names), _blocks(bays)
    piece = {"length_mm": 2 * END_MM + (bays // blocks - 1) * BAY_MM, "traffic": "both", "barrier_mm": None}
    zones = [str(aisle // AISLES_OF_A_ZONE + 1) for aisle in range(aisles)]
    known = list(dict.fromkeys(zones))
    return {
        "aisles": [{"name": name, "zone": zone} for name, zone in zip(names, zones, strict=True)],
        "blocks": [[piece] * aisles for _ in range(blocks)],
        "steps_mm": [[PITCH_MM] * (aisles - 1) for _ in range(blocks + 1)],
        "depots": [{"cross": 0, "aisle": aisles // 2, "gap_mm": TO_BENCHES_MM}],
        "neighbours": [list(pair) for pair in pairwise(known)],
    }


def place_of(aisle: int, bay: int, *, bays: int) -> dict[str, int]:
    """Where a bay stands, as the columns of a location; bays are counted from the benches."""
    block, within = divmod(bay, bays // _blocks(bays))
    return {"aisle": aisle, "block": block, "at_mm": END_MM + within * BAY_MM}


def _blocks(bays: int) -> int:
    return -(-bays // BAYS_OF_A_BLOCK)

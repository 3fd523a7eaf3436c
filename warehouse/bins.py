"""Which bins an order's units come from: a pure choice, first expired first out and without crumbs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby


@dataclass(frozen=True)
class Bin:
    """Free units of one lot at one place; `is_face` where people pick by hand, not in bulk; lowest `pick_seq` first."""

    balance: int
    location: int
    pick_seq: int
    is_face: bool
    expires_on: date | None
    free: int


@dataclass(frozen=True)
class Take:
    """So many units out of one bin."""

    bin: Bin
    quantity: int


def choose(quantity: int, bins: Iterable[Bin], *, taken: Mapping[int, int] | None = None) -> tuple[Take, ...]:
    """The bins for `quantity` units of one product, fewer in sum if not all can be found.

    The earliest expiry goes first. Within one expiry: a pick face that holds all of it, else pick faces by `pick_seq`,
    then bulk the same way. Never the largest bin first, which leaves crumbs all over the house. `taken` says how many
    units of a balance are spoken for by earlier choices of the same plan. Source: warehouse practice (FEFO), ours.
    """
    takes: list[Take] = []
    for each in _in_turn(quantity, bins, taken or {}):
        takes.append(each)
        quantity -= each.quantity
    return tuple(takes)


def _in_turn(quantity: int, bins: Iterable[Bin], taken: Mapping[int, int]) -> Iterator[Take]:
    for _, group in groupby(sorted(bins, key=_rank), key=lambda each: _rank(each)[:2]):
        left = [(each, each.free - taken.get(each.balance, 0)) for each in group]
        whole = next((each for each, free in left if free >= quantity), None)
        for each, free in [(whole, quantity)] if whole else left:
            units = min(free, quantity)
            if units > 0:
                yield Take(each, units)
                quantity -= units
        if quantity == 0:
            return


def _rank(each: Bin) -> tuple[date, bool, int, int]:
    return (each.expires_on or date.max, not each.is_face, each.pick_seq, each.balance)

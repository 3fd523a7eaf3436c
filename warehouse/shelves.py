"""What lies on the shelves for orders: the bins that may be picked from, and which of them each order gets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from backend.facility.models import Facility
from backend.kit import clock
from warehouse import bins
from warehouse.bins import Bin, Take
from warehouse.models import Allocation, Balance, Location, Lot

IN_BINS: Final = (Location.Kind.PICK, Location.Kind.BULK)


def pickable(facility: int, *, products: Any) -> QuerySet[Balance]:
    """The balances that orders may be picked from: free units of good lots in bins that nobody doubts."""
    return Balance.objects.filter(
        facility=facility,
        lot__product__in=products,
        lot__status=Lot.Status.OK,
        location__kind__in=IN_BINS,
        location__is_counting=False,
        on_hand__gt=F("allocated"),
    ).select_related("location", "lot__product")


def choose_bins(rows: Sequence[Allocation], balances: Sequence[Balance], *, facility: int) -> dict[int, list[Take]]:
    """For each order in turn the bins of its soft rows, by row; nothing for an order that cannot get all of them."""
    shelves = on_shelves(balances, facility=facility)
    taken: dict[int, int] = defaultdict(int)
    chosen: dict[int, list[Take]] = {}
    by_order: dict[int, list[Allocation]] = defaultdict(list)
    for row in rows:
        by_order[row.line.order_id].append(row)
    for order_rows in by_order.values():
        tried, takes = dict(taken), {}
        for row in order_rows:
            takes[row.pk] = bins.choose(row.quantity, shelves.get(row.line.product_id, ()), taken=tried)
            for take in takes[row.pk]:
                tried[take.bin.balance] = tried.get(take.bin.balance, 0) + take.quantity
        if all(sum(take.quantity for take in takes[row.pk]) == row.quantity for row in order_rows):
            taken.update(tried)
            chosen |= {pk: list(each) for pk, each in takes.items()}
    return chosen


def on_shelves(balances: Iterable[Balance], *, facility: int) -> dict[int, list[Bin]]:
    """The bins of each product whose lot keeps long enough for a buyer."""
    today = _today(facility)
    shelves: dict[int, list[Bin]] = defaultdict(list)
    for each in balances:
        if _keeps(each.lot, today=today):
            shelves[each.lot.product_id].append(
                Bin(
                    balance=each.pk,
                    location=each.location_id,
                    pick_seq=each.location.pick_seq,
                    is_face=each.location.kind == Location.Kind.PICK,
                    expires_on=each.lot.expires_on,
                    free=each.on_hand - each.allocated,
                )
            )
    return shelves


def out_of_reach(facility: int, *, products: Sequence[int] | None = None) -> dict[int, int]:
    """Free units per product that nobody can be sent for: the bin is being counted, or the lot is too old to sell."""
    doubtful = (
        Balance.objects.filter(facility=facility, on_hand__gt=F("allocated"))
        .filter(Q(location__is_counting=True) | Q(lot__expires_on__isnull=False))
        .filter(location__kind__in=Location.SELLABLE, lot__status=Lot.Status.OK)
        .select_related("location", "lot__product")
    )
    if products is not None:
        doubtful = doubtful.filter(lot__product__in=products)
    today = _today(facility)
    units: dict[int, int] = defaultdict(int)
    for each in doubtful:
        if each.location.is_counting or not _keeps(each.lot, today=today):
            units[each.lot.product_id] += each.on_hand - each.allocated
    return units


def _keeps(lot: Lot, *, today: date) -> bool:
    return lot.expires_on is None or lot.expires_on >= today + timedelta(days=lot.product.min_days_left)


def _today(facility: int) -> date:
    return clock.now().astimezone(Facility.objects.get(pk=facility).clock_zone).date()

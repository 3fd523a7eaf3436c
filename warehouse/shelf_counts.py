"""Counting a doubted shelf: staff say what lies there, the books follow, and the shelf is planned with again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from backend.jobs import asking
from backend.kit import locks
from backend.kit.errors import Invalid, Refused
from backend.ledger.recording import record
from backend.ledger.work import work
from backend.people.models import Person
from warehouse import stock
from warehouse.events.stock import ShelfCounted
from warehouse.models import Balance, Location

MOST_UNITS = 1_000_000


@dataclass(frozen=True)
class DoubtedLot:
    """Goods that should lie on a doubted shelf; how many the books have is not said, so that counting stays blind."""

    balance: int
    product: str
    sku: str
    picture: str


@dataclass(frozen=True)
class DoubtedShelf:
    """A shelf on which fewer lay than the books said; nothing is planned from it until it is counted."""

    id: int
    name: str
    lots: tuple[DoubtedLot, ...]


@dataclass(frozen=True)
class CountedCard:
    """What a count came to."""

    shelf: str
    lost: int
    found: int


def waiting(facility: int) -> tuple[DoubtedShelf, ...]:
    """The shelves that wait for a count, in the order of a walk."""
    rows = (
        Balance.objects.filter(facility=facility, location__is_counting=True)
        .select_related("location", "lot__product")
        .order_by("location__pick_seq", "pk")
    )
    by_shelf: dict[Location, list[DoubtedLot]] = {}
    for row in rows:
        goods = row.lot.product
        by_shelf.setdefault(row.location, []).append(DoubtedLot(row.pk, goods.title, goods.sku, goods.picture))
    return tuple(DoubtedShelf(shelf.pk, shelf.name, tuple(lots)) for shelf, lots in by_shelf.items())


@work
def settle(shelf: Location, *, counted: Mapping[int, int], by: Person) -> CountedCard:
    """Book what was counted on each lot of the shelf (units by balance) and plan with it again.

    Refused `spoken_for` while more units are set aside for open walks than lie there: free those first.
    """
    if not shelf.is_counting:
        raise Refused(_("This shelf was counted already."), code="not_in_doubt")
    (balances,) = locks.take(Balance.objects.filter(location=shelf))
    if set(counted) != {row.pk for row in balances} or not all(0 <= units <= MOST_UNITS for units in counted.values()):
        raise Invalid(_("Say for each thing how many lie there."), code="count_incomplete")
    lost = found = 0
    for row in balances:
        difference = counted[row.pk] - row.on_hand
        if counted[row.pk] < row.allocated:
            raise Refused(_("Open walks still take from this shelf. Free them first."), code="spoken_for")
        if difference < 0:
            stock.write_off.inside(row, quantity=-difference, by=by, document="count")
            lost -= difference
        elif difference > 0:
            stock.find.inside(row.lot, at=shelf, quantity=difference, by=by, document="count")
            found += difference
    Location.objects.filter(pk=shelf.pk).update(is_counting=False)
    facility = shelf.facility_id
    asking.ask("warehouse.promise", subject=f"facility.facility:{facility}", facility=facility)
    record(ShelfCounted(lots=len(balances), lost=lost, found=found), on=shelf, by=by)
    return CountedCard(shelf=shelf.name, lost=lost, found=found)

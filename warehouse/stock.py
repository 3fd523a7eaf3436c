"""Goods and where they lie: every change of place is a `shift`, which keeps journal, balances and levels as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

from backend.jobs.asking import ask
from backend.kit import clock, locks
from backend.kit.errors import Invalid, NotFound, Refused, ensure
from backend.ledger.happenings import Actor
from backend.ledger.recording import record, record_all
from backend.ledger.work import work
from warehouse.counters import grown
from warehouse.events.stock import StockFound, StockReceived, StockWrittenOff
from warehouse.models import Balance, Level, Location, Lot, Move, Product

Place = tuple[int, int]
AT_ONCE: Final = 500


@dataclass(frozen=True)
class Shift:
    """So many units of a lot go from one place to another; if they are spoken for, they stay so."""

    lot: int
    source: int
    target: int
    quantity: int
    reason: str
    document: str = ""
    carries_allocation: bool = False


@dataclass(frozen=True)
class Receipt:
    """So many units of a lot came in and lie at a place."""

    lot: int
    location: int
    quantity: int


@dataclass(frozen=True)
class Received:
    """What came in with one delivery."""

    receipts: int
    units: int


@dataclass
class _Growth:
    """By how much the two counters of a balance (on hand, allocated) or of a level (sellable, promised) grow."""

    first: int = 0
    second: int = 0


def shift(shifts: Sequence[Shift], *, facility: int, by: Actor) -> dict[Place, Balance]:
    """Move goods as part of a work function; the balances of the real places that changed, by (location, lot).

    Refused `not_enough_here` when fewer lie there, `spoken_for` when the rest would not cover what orders were
    promised. Goods that leave for the customer take their promise along.
    """
    kinds = _kinds(shifts, facility=facility)
    at_places = _at_places(shifts, kinds)
    of_products = _of_products(shifts, kinds)
    levels, balances = locks.take(
        Level.objects.filter(product__in=of_products),
        Balance.objects.filter(
            location__in={location for location, _ in at_places}, lot__in={lot for _, lot in at_places}
        ),
    )
    _grow_levels(levels, of_products)
    known: dict[Place, Balance] = {(each.location_id, each.lot_id): each for each in balances}
    _grow_balances({place: each for place, each in known.items() if place in at_places}, at_places)
    missing = {place: growth for place, growth in at_places.items() if place not in known}
    touched = {place: known[place] for place in at_places if place in known} | _new_balances(missing, facility=facility)
    now = clock.now()
    Move.objects.bulk_create(
        Move(
            facility_id=facility,
            lot_id=each.lot,
            source_id=each.source,
            target_id=each.target,
            quantity=each.quantity,
            reason=each.reason,
            document=each.document,
            by=by.actor,
            at=now,
        )
        for each in shifts
    )
    return touched


@work
def receive(receipts: Sequence[Receipt], *, facility: int, by: Actor, document: str = "") -> Received:
    """Book goods in that came from a supplier; orders that wait for them are promised again."""
    if not receipts or any(each.quantity < 1 for each in receipts):
        raise Invalid("Say how many units came in.", code="nothing_received")
    products = _products({each.lot for each in receipts}, facility=facility)
    supplier = outside(facility, Location.Kind.SUPPLIER)
    shift(
        [Shift(each.lot, supplier, each.location, each.quantity, Move.Reason.RECEIVED, document) for each in receipts],
        facility=facility,
        by=by,
    )
    record_all(
        [(StockReceived(each.location, each.lot, each.quantity), products[each.lot]) for each in receipts], by=by
    )
    _ask_again(facility)
    return Received(receipts=len(receipts), units=sum(each.quantity for each in receipts))


@work
def write_off(balance: Balance, *, quantity: int, by: Actor, document: str = "") -> None:
    """Book out units that are gone from a place; units that orders hold must be let go first."""
    if quantity < 1:
        raise Invalid("Say how many units are gone.", code="nothing_written_off")
    loss = outside(balance.facility_id, Location.Kind.LOSS)
    shift(
        [Shift(balance.lot_id, balance.location_id, loss, quantity, Move.Reason.LOST, document)],
        facility=balance.facility_id,
        by=by,
    )
    product = Product.objects.get(lots=balance.lot_id)
    record(StockWrittenOff(balance.location_id, balance.lot_id, quantity, Move.Reason.LOST), on=product, by=by)


@work
def find(lot: Lot, *, at: Location, quantity: int, by: Actor, document: str = "") -> None:
    """Book in units that lie where the books had none; orders that wait for them are promised again."""
    if quantity < 1:
        raise Invalid("Say how many units were found.", code="nothing_found")
    facility = at.facility_id
    product = _products({lot.pk}, facility=facility)[lot.pk]
    found = outside(facility, Location.Kind.FOUND)
    shift([Shift(lot.pk, found, at.pk, quantity, Move.Reason.FOUND, document)], facility=facility, by=by)
    record(StockFound(at.pk, lot.pk, quantity), on=product, by=by)
    _ask_again(facility)


def outside(facility: int, kind: Location.Kind) -> int:
    """The place that stands for the world outside the books: supplier, customer, loss, found; made when first used."""
    ensure(kind in Location.VIRTUAL, "place_is_real")
    place, _ = Location.objects.get_or_create(
        facility_id=facility, kind=kind, defaults={"code": kind.value.upper(), "name": kind.label}
    )
    return place.pk


def _kinds(shifts: Iterable[Shift], *, facility: int) -> dict[int, str]:
    places = {place for each in shifts for place in (each.source, each.target)}
    kinds = dict(Location.objects.filter(facility=facility, pk__in=places).values_list("pk", "kind"))
    if len(kinds) < len(places):
        raise NotFound("There is no such place here.", code="unknown_location")
    return kinds


def _products(lots: set[int], *, facility: int) -> dict[int, Product]:
    found = Lot.objects.filter(pk__in=lots, product__facility=facility).select_related("product")
    products = {lot.pk: lot.product for lot in found}
    if len(products) < len(lots):
        raise NotFound("There is no such lot here.", code="unknown_lot")
    return products


def _at_places(shifts: Iterable[Shift], kinds: Mapping[int, str]) -> dict[Place, _Growth]:
    growth: dict[Place, _Growth] = defaultdict(_Growth)
    for each in shifts:
        ensure(each.quantity > 0 and each.source != each.target, "shift_goes_nowhere")
        ensure({kinds[each.source], kinds[each.target]} - set(Location.VIRTUAL) != set(), "shift_outside_the_books")
        spoken_for = each.quantity if each.carries_allocation else 0
        for place, sign in ((each.source, -1), (each.target, 1)):
            if kinds[place] not in Location.VIRTUAL:
                growth[place, each.lot].first += sign * each.quantity
                growth[place, each.lot].second += sign * spoken_for
    return growth


def _of_products(shifts: Iterable[Shift], kinds: Mapping[int, str]) -> dict[int, _Growth]:
    """What the shifts do to what can be sold: only goods that cross between sellable and other places count."""
    crossing = [each for each in shifts if _sells(each.source, kinds) != _sells(each.target, kinds)]
    for each in shifts:
        stays_sellable = _sells(each.source, kinds) and _sells(each.target, kinds)
        leaves = _sells(each.source, kinds) and kinds[each.target] == Location.Kind.CUSTOMER
        ensure(stays_sellable or leaves or not each.carries_allocation, "allocation_cannot_go_there")
    if not crossing:
        return {}
    lots = {
        pk: (product, status)
        for pk, product, status in Lot.objects.filter(pk__in={each.lot for each in crossing}).values_list(
            "pk", "product", "status"
        )
    }
    growth: dict[int, _Growth] = defaultdict(_Growth)
    for each in crossing:
        product, status = lots[each.lot]
        if status == Lot.Status.OK:
            growth[product].first += each.quantity if _sells(each.target, kinds) else -each.quantity
        if each.carries_allocation:
            growth[product].second -= each.quantity
    return growth


def _sells(location: int, kinds: Mapping[int, str]) -> bool:
    return kinds[location] in Location.SELLABLE


def _grow_levels(levels: Sequence[Level], of_products: Mapping[int, _Growth]) -> None:
    if not of_products:
        return
    ensure(len(levels) == len(of_products), "product_without_level")
    for level in levels:
        growth = of_products[level.product_id]
        if level.sellable + growth.first < level.promised + growth.second:
            raise Refused("These goods are promised to orders.", code="spoken_for")
    Level.objects.filter(pk__in=[level.pk for level in levels]).update(
        sellable=grown("sellable", {level.pk: of_products[level.product_id].first for level in levels}),
        promised=grown("promised", {level.pk: of_products[level.product_id].second for level in levels}),
    )


def _grow_balances(known: Mapping[Place, Balance], at_places: Mapping[Place, _Growth]) -> None:
    for place, growth in at_places.items():
        balance = known.get(place) or Balance()
        on_hand, allocated = balance.on_hand + growth.first, balance.allocated + growth.second
        if on_hand < 0 or allocated < 0:
            raise Refused("Fewer lie here than that.", code="not_enough_here")
        if allocated > on_hand:
            raise Refused("These goods are set aside for orders.", code="spoken_for")
        balance.on_hand, balance.allocated = on_hand, allocated
    if not known:
        return
    changed = Balance.objects.filter(pk__in=[balance.pk for balance in known.values()]).update(
        on_hand=grown("on_hand", {balance.pk: at_places[place].first for place, balance in known.items()}),
        allocated=grown("allocated", {balance.pk: at_places[place].second for place, balance in known.items()}),
    )
    ensure(changed == len(known), "balance_gone")


def _new_balances(missing: Mapping[Place, _Growth], *, facility: int) -> dict[Place, Balance]:
    """Make the balances of places where none of the lot lay before; somebody else may be making the same ones now."""
    made: dict[Place, Balance] = {}
    rows = [(facility, *place, missing[place].first, missing[place].second) for place in sorted(missing)]
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO warehouse_balance (facility_id, location_id, lot_id, on_hand, allocated)"  # noqa: S608
                f" VALUES {', '.join(['(%s, %s, %s, %s, %s)'] * len(some))}"
                " ON CONFLICT (location_id, lot_id) DO UPDATE SET"
                " on_hand = warehouse_balance.on_hand + excluded.on_hand,"
                " allocated = warehouse_balance.allocated + excluded.allocated"
                " RETURNING id, location_id, lot_id, on_hand, allocated",
                [value for row in some for value in row],
            )
            for pk, location, lot, on_hand, allocated in cursor.fetchall():
                made[location, lot] = Balance(
                    id=pk,
                    facility_id=facility,
                    location_id=location,
                    lot_id=lot,
                    on_hand=on_hand,
                    allocated=allocated,
                )
    return made


def _ask_again(facility: int) -> None:
    ask("warehouse.promise", subject=f"facility.facility:{facility}", facility=facility)

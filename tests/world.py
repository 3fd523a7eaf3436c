"""One small world of people and places for the tests: a facility, its stations, its people, a merchant with goods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from backend.facility.models import Facility, Seat, Station, Supervision, WorkArea
from backend.kit import clock, codes
from backend.ledger.happenings import SYSTEM
from backend.ledger.models import Event
from backend.partners.models import Merchant
from backend.people.models import Badge, Person
from warehouse import allocation, stock, waves
from warehouse.models import Balance, Level, Location, Lot, Order, OrderLine, OrderRef, Product, ProductCode

_serial = count(1)


def facility(name: str = "North works", *, zone: str = "Europe/Brussels") -> Facility:
    """A site with nothing in it."""
    return Facility.objects.create(name=f"{name} {next(_serial)}", zone=zone)


def area(site: Facility, name: str = "Hall 1") -> WorkArea:
    """A part of the floor."""
    return WorkArea.objects.get_or_create(facility=site, name=name)[0]


def station(site: Facility, kind: str = Station.Kind.PICK, *, at: WorkArea | None = None) -> Station:
    """A place to work."""
    return Station.objects.create(
        facility=site,
        area=at or area(site),
        number=Station.objects.filter(facility=site).count() + 1,
        kind=kind,
    )


def person(site: Facility, role: str = Person.Role.WORKER, first_name: str = "Samir") -> Person:
    """Somebody; staff get a username, workers a badge."""
    number = next(_serial)
    someone = Person(
        facility=site.pk,
        role=role,
        first_name=first_name,
        last_name="K",
        username=None if role == Person.Role.WORKER else f"{role}{number}",
        made_at=clock.now(),
    )
    someone.set_unusable_password()
    someone.save()
    if role == Person.Role.WORKER:
        Badge.objects.create(person=someone, code=codes.draw("N"), issued_at=clock.now())
    return someone


def supervisor(site: Facility) -> Person:
    """Somebody who answers for every area there is."""
    someone = person(site, Person.Role.SUPERVISOR, "Maria")
    for each in WorkArea.objects.filter(facility=site):
        Supervision.objects.create(area=each, person=someone)
    return someone


def seat(at: Station, someone: Person | None = None) -> Seat:
    """A worker sitting at a station."""
    return Seat.objects.create(
        facility_id=at.facility_id, station=at, person=someone or person(at.facility), sat_at=clock.now()
    )


def merchant(site: Facility, name: str = "Fern & Flint") -> Merchant:
    """A shop."""
    return Merchant.objects.create(facility=site, name=f"{name} {next(_serial)}")


def location(site: Facility, kind: str = Location.Kind.PICK, name: str = "") -> Location:
    """A place for goods."""
    number = next(_serial)
    return Location.objects.create(
        facility=site,
        code=codes.make("T" if kind == Location.Kind.TOTE else "L", number),
        name=name or f"A {number:02d} 1",
        kind=kind,
        pick_seq=number,
    )


def product(shop: Merchant, sku: str = "", *, title: str = "Lavender soap", weight_grams: int | None = 100) -> Product:
    """Something to sell, with its lotless lot, its level and a code that is its SKU."""
    sku = sku or f"SKU-{next(_serial)}"
    made = Product.objects.create(
        facility_id=shop.facility_id,
        merchant=shop,
        sku=sku,
        title=title,
        weight_grams=weight_grams,
        made_at=clock.now(),
    )
    ProductCode.objects.create(product=made, merchant=shop, text=sku)
    Lot.objects.create(product=made)
    Level.objects.create(facility_id=shop.facility_id, product=made)
    return made


def received(goods: Product, units: int, *, at: Location | None = None, lot: Lot | None = None) -> Balance:
    """Goods that lie in a bin, ready to be sold."""
    at = at or location(goods.facility)
    lot = lot or Lot.objects.get(product=goods, code="")
    stock.receive([stock.Receipt(lot.pk, at.pk, units)], facility=goods.facility_id, by=SYSTEM)
    return Balance.objects.get(location=at, lot=lot)


def order(
    shop: Merchant, wanted: Mapping[Product, int], *, ship_by: datetime | None = None, ships_complete: bool = False
) -> Order:
    """An accepted order."""
    made = Order.objects.create(
        facility_id=shop.facility_id,
        merchant=shop,
        ship_by=ship_by or clock.now() + timedelta(days=1),
        ships_complete=ships_complete,
        made_at=clock.now(),
    )
    OrderLine.objects.bulk_create(
        OrderLine(order=made, product=goods, quantity=quantity) for goods, quantity in wanted.items()
    )
    OrderRef.objects.create(order=made, merchant=shop, merchant_ref=f"REF-{next(_serial)}")
    return made


def promised(*orders: Order) -> None:
    """Orders for which what is free was spoken for."""
    allocation.promise(orders, by=SYSTEM)
    for each in orders:
        each.refresh_from_db()


def released(*orders: Order) -> None:
    """Orders that wait on batches for a worker."""
    promised(*orders)
    waves.plan(orders[0].facility_id)
    for each in orders:
        each.refresh_from_db()


@dataclass
class Quiet:
    """Remembers how many events there were, to show that a refusal wrote none."""

    before: int = field(default_factory=Event.objects.count)

    def holds(self) -> bool:
        """Whether still nothing was recorded."""
        return Event.objects.count() == self.before

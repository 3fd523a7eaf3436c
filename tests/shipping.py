"""A sealed parcel and the desk it comes to, for the tests of dispatch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from backend.facility.models import Facility, Station
from backend.kit import clock, codes
from backend.ledger.happenings import SYSTEM
from backend.partners.models import Merchant
from backend.people.models import Person
from backend.printing.models import Printer, StationPrinter
from tests import world
from warehouse import stock
from warehouse.models import (
    Allocation,
    Balance,
    Carton,
    Level,
    Location,
    Order,
    OrderLine,
    OrderRef,
    Parcel,
    ParcelLine,
)


@dataclass
class Desk:
    """A dispatch station with its dispatcher, its printer, and the places goods leave from and to."""

    site: Facility
    station: Station
    dispatcher: Person
    shop: Merchant
    out: Location
    customer: Location


def desk() -> Desk:
    """An empty dispatch desk."""
    site = world.facility()
    station = world.station(site, Station.Kind.DISPATCH)
    printer = Printer.objects.create(
        facility=site,
        name="Desk",
        zone=Printer.Zone.DISPATCH,
        way=Printer.Way.BROWSER,
        technique=Printer.Technique.LASER,
    )
    StationPrinter.objects.create(station=station, printer=printer)
    return Desk(
        site=site,
        station=station,
        dispatcher=world.person(site, Person.Role.DISPATCHER, "Rik"),
        shop=world.merchant(site),
        out=world.location(site, Location.Kind.DISPATCH, "Dispatch"),
        customer=world.location(site, Location.Kind.CUSTOMER, "Customer"),
    )


def sealed_parcel(at: Desk, *, units: int = 2, wanted: int | None = None, token: str = "") -> Parcel:
    """A sealed parcel of one line, its goods packed at the dispatch place."""
    now = clock.now()
    product = world.product(at.shop)
    lot = product.lots.get()
    stock.receive([stock.Receipt(lot.pk, at.out.pk, units)], facility=at.site.pk, by=SYSTEM)
    order = Order.objects.create(
        facility=at.site,
        merchant=at.shop,
        state=Order.State.PACKED,
        ship_by=now + timedelta(hours=4),
        made_at=now,
    )
    OrderRef.objects.create(order=order, merchant=at.shop, merchant_ref=f"W-{order.pk}", vault_token=token)
    line = OrderLine.objects.create(order=order, product=product, quantity=wanted or units)
    Balance.objects.filter(lot=lot, location=at.out).update(allocated=units)
    Level.objects.filter(product=product).update(promised=units)
    Allocation.objects.create(
        facility=at.site,
        line=line,
        balance=Balance.objects.get(lot=lot, location=at.out),
        quantity=units,
        state=Allocation.State.PACKED,
        made_at=now,
    )
    carton, _ = Carton.objects.get_or_create(
        facility=at.site, name="Box S", defaults={"length_mm": 1, "width_mm": 1, "height_mm": 1, "tare_grams": 95}
    )
    parcel = Parcel.objects.create(
        facility=at.site,
        merchant=at.shop,
        order=order,
        tag=codes.draw("P"),
        state=Parcel.State.SEALED,
        carton=carton,
        expected_grams=300,
        weight_grams=302,
        seal="20418",
        packed_by=world.person(at.site),
        made_at=now,
        sealed_at=now,
    )
    ParcelLine.objects.create(parcel=parcel, line=line, lot=lot, wanted=units, checked=units)
    return parcel

"""Sets the stage for the pictures: a demo house at midday, with people at their stations and work in every state."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from backend.demo import opening, sign_ins
from backend.facility import keys, seating
from backend.facility.models import Facility, Seat, Station, StationKey
from backend.kit import clock
from backend.people.models import Badge, Person
from backend.vault import addressees
from backend.vault.cards import AddresseeCard
from tests.browser.works import Works, do_jobs
from warehouse import stepping
from warehouse.models import Order, OrderRef, Parcel, ParcelLine, Tote

SHOWN_AT_HOUR: Final = 13
NOBODY: Final = AddresseeCard(
    name="Jo Nowhere", lines=("Imaginary Lane 14, box 2",), postcode="9999", city="Inventville", country="BE"
)
EXTRAS: Final = (2, 3, 6)
EMPTY: Final = 4


def set_up() -> Works:
    """Open the demo, and let midday be now in its own zone: the pictures look the same at any hour."""
    site = opening.open_demo()
    Facility.objects.filter(pk=site.pk).update(zone=_zone_of_midday(datetime.now(UTC)))
    do_jobs()
    works = Works(Facility.objects.get(pk=site.pk), sign_ins.kept())
    for number in (*EXTRAS, EMPTY):
        _put_screen(works.site, number)
    for number in EXTRAS:
        _seat_somebody(works.site, number)
    return works


def tote_to_pack() -> str:
    """The tote of the picked order with most different goods."""
    totes = Tote.objects.filter(order__state=Order.State.PICKED).select_related("order")
    tote = max(totes, key=lambda each: each.order.lines.count() if each.order else 0)
    return tote.code


def goods_of(parcel: Parcel) -> list[str]:
    """The codes to scan for a parcel, one for each unit."""
    lines = ParcelLine.objects.filter(parcel=parcel).select_related("line__product").order_by("pk")
    return [line.line.product.sku for line in lines for _unit in range(line.wanted)]


def parcel_for_nobody() -> str:
    """The tag of a sealed parcel whose addressee is plainly invented."""
    parcel = Parcel.objects.filter(state=Parcel.State.SEALED).order_by("-pk")[0]
    token = addressees.keep(NOBODY, merchant=parcel.merchant_id, facility=parcel.facility_id)
    addressees.confirm([token])
    OrderRef.objects.filter(order=parcel.order_id).update(vault_token=token)
    return parcel.tag


def _put_screen(site: Facility, number: int) -> None:
    """A screen that nobody looks at answers for as long as the pictures take."""
    now = clock.now()
    StationKey.objects.create(
        station=Station.objects.get(facility=site, number=number),
        digest=keys.digest_of(keys.draw()),
        enrolled_by=Person.objects.get(facility=site.pk, role=Person.Role.MANAGER),
        enrolled_at=now,
        seen_at=now + timedelta(hours=1),
    )


def _seat_somebody(site: Facility, number: int) -> None:
    """A worker sits down and begins the next task."""
    station = Station.objects.get(facility=site, number=number)
    badge = (
        Badge.objects.select_related("person").filter(person__facility=site.pk, revoked_at=None).order_by("pk")[number]
    )
    card = seating.sit(station, by=badge.person, badge=badge.code, secret=keys.draw())
    seat = Seat.objects.select_related("station__facility", "station__area", "person").get(pk=card.id)
    stepping.claim(by=seat)


def _zone_of_midday(now: datetime) -> str:
    ahead = SHOWN_AT_HOUR - now.hour
    ahead += 24 if ahead < -12 else -24 if ahead > 14 else 0
    # POSIX turns the sign around: Etc/GMT-3 is three hours ahead of Greenwich.
    return f"Etc/GMT{-ahead:+d}"

"""Gives the demo a morning: orders came in, some were picked, packed and sent, so every screen has something to show.

It is made by the same work functions that people use, with the clock set to when it would have happened.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from backend.demo import own_labels
from backend.demo.founding import DATA
from backend.demo.robots import orders_file
from backend.demo.robots.merchants import addressee
from backend.demo.robots.orders_file import Wanted
from backend.facility import helping, keys, seating
from backend.facility.models import Facility, HelpCall, Seat, Station
from backend.kit import clock
from backend.ledger import sealing
from backend.ledger.commands import Asked
from backend.partners.models import ApiKey
from backend.people.models import Badge, Person
from backend.vault.addressees import AddresseeCard
from warehouse import dispatch, intake, manifests, releasing, stepping, waves
from warehouse.cards.orders import LineIn, OrderIn
from warehouse.cards.step import StepCard
from warehouse.models import Balance, Cart, Location, Manifest, Parcel, Run, Tote
from warehouse.stepping import Scan

EARLY: Final = 44
LATE: Final = 56
WALKS: Final = 7
PACKED: Final = 20
LABELLED: Final = 16
SENT: Final = 12
LENGTH: Final = timedelta(minutes=110)
SCAN_SECONDS: Final = (5.0, 14.0)


@dataclass
class Morning:
    """The demo facility's hours before now, told step by step."""

    site: Facility
    at: datetime
    source: random.Random
    carts: list[str] = field(default_factory=list)
    totes: list[str] = field(default_factory=list)
    inside: dict[str, Counter[str]] = field(default_factory=dict)
    picked: list[str] = field(default_factory=list)
    has_found_a_gap: bool = False

    def wait(self, **length: float) -> None:
        """Time passes."""
        self.at += timedelta(**length)


def tell(site: Facility) -> None:
    """Let the hours before now happen."""
    source = random.Random(11)
    orders = orders_file.read(DATA / "orders.csv", limit=EARLY + LATE).orders
    morning = Morning(site, clock.now() - LENGTH, source)
    morning.carts = list(Cart.objects.filter(facility=site).order_by("pk").values_list("code", flat=True))
    morning.totes = list(Tote.objects.filter(facility=site).order_by("pk").values_list("code", flat=True))
    _send(morning, orders[:EARLY], every=timedelta(seconds=12))
    with clock.at(morning.at):
        releasing.release(site.pk)
    _pick_and_pack(morning)
    _dispatch(morning)
    with clock.at(morning.at):
        own_labels.send_some(site)
    morning.at = max(morning.at, clock.now() - timedelta(minutes=25))
    _send(morning, orders[EARLY:], every=timedelta(seconds=20))
    with clock.at(clock.now()):
        releasing.release(site.pk)
    _raise_a_hand(morning)
    sealing.run_all()


def _send(morning: Morning, orders: list[Wanted], *, every: timedelta) -> None:
    by_prefix = {
        key.merchant.name: key
        for key in ApiKey.objects.filter(merchant__facility=morning.site).select_related("merchant__facility")
    }
    shops = {"FF": "Fern & Flint", "HP": "Harbour Paper Co", "LL": "Little Lantern"}
    for order in orders:
        key = by_prefix[shops[order.ref[:2]]]
        person = addressee(order.ref, morning.source) if morning.source.random() < 0.7 else None
        wanted = intake.Wanted(
            OrderIn(
                merchant_ref=order.ref,
                lines=tuple(LineIn(sku, quantity) for sku, quantity in order.lines.items()),
                service=order.service,
                ship_by=clock.now() + timedelta(minutes=morning.source.randint(20, 240)),
            ),
            None if person is None else _card(person),
        )
        with clock.at(morning.at):
            asked = Asked(f"merchant:{key.merchant_id}", order.ref, order.ref, "order.accept")
            intake.receive(key.merchant, by=key, wanted=wanted, asked=asked)
        morning.at += every


def _card(person: dict[str, object]) -> AddresseeCard:
    blank = {"company": "", "phone": "", "email": "", "note": ""}
    return AddresseeCard(**{**blank, **person, "lines": tuple(person["lines"])})  # type: ignore[arg-type]


def _pick_and_pack(morning: Morning) -> None:
    """Walks one after the other, with parcels packed from the third on."""
    seats = [_sit(morning, kind) for kind in (Station.Kind.PICK, Station.Kind.PICK, Station.Kind.PACK)]
    packed = 0
    for walk in range(WALKS):
        _walk(morning, seats[walk % 2])
        while walk > 1 and packed < PACKED * (walk - 1) / (WALKS - 2) and morning.picked:
            _pack(morning, seats[2], morning.picked.pop(0))
            packed += 1
        morning.wait(minutes=morning.source.uniform(1, 4))
    for seat in seats:
        with clock.at(morning.at):
            seating.leave(seat, by=seat)


def _sit(morning: Morning, kind: Station.Kind) -> Seat:
    taken = Seat.objects.filter(facility=morning.site, left_at=None)
    station = Station.objects.filter(facility=morning.site, kind=kind).exclude(seat__in=taken).order_by("number")[0]
    badge = (
        Badge.objects.filter(person__facility=morning.site.pk, revoked_at=None, person__role=Person.Role.WORKER)
        .exclude(person__seat__in=taken)
        .select_related("person")
        .order_by("-pk")[0]
    )
    with clock.at(morning.at):
        card = seating.sit(station, by=badge.person, badge=badge.code, secret=keys.draw())
    return Seat.objects.select_related("station__facility", "station__area", "person").get(pk=card.id)


def _walk(morning: Morning, seat: Seat) -> None:
    with clock.at(morning.at):
        waves.plan_all(morning.site.pk)
        card = stepping.claim(by=seat)
    mine: dict[str, str] = {}
    while card.step != "done":
        card = _scan(morning, seat, card, _picker_scan(morning, card, mine))
    morning.carts.append(morning.carts.pop(0))
    morning.picked += [code for code in mine.values() if morning.inside.get(code)]


def _picker_scan(morning: Morning, card: StepCard, mine: dict[str, str]) -> Scan:
    if card.step == "cart":
        return _text(card, morning.carts[0])
    if card.step == "totes":
        code = morning.totes.pop(0)
        mine[Tote.objects.get(facility=morning.site, code=code).name] = code
        return _text(card, code)
    if card.step == "drop":
        return _text(card, Location.objects.get(facility=morning.site, kind=Location.Kind.PACKING).code)
    shelf = Location.objects.get(facility=morning.site, name=card.place)
    if card.step == "bin":
        return _text(card, shelf.code)
    sku = Balance.objects.values_list("lot__product__sku", flat=True).get(location=shelf)
    if card.step == "tote":
        morning.inside.setdefault(mine[card.tote], Counter())[sku] += card.wanted
        return _text(card, mine[card.tote])
    if card.wanted == 1 and not morning.has_found_a_gap and len(morning.inside) > 12:
        morning.has_found_a_gap = True
        return Scan(revision=card.revision, action="short", value="0", reason="empty")
    return _text(card, sku)


def _pack(morning: Morning, seat: Seat, tote: str) -> None:
    left = list(morning.inside.pop(tote).elements())
    with clock.at(morning.at):
        card = stepping.claim(by=seat)
    card = _scan(morning, seat, card, _text(card, tote))
    while card.step != "tote":
        card = _scan(morning, seat, card, _packer_scan(seat, card, left))
    morning.totes.append(tote)


def _packer_scan(seat: Seat, card: StepCard, left: list[str]) -> Scan:
    if card.step == "item":
        return _text(card, left.pop())
    parcel = Run.objects.select_related("parcel__carton").get(station=seat.station, closed_at=None).parcel
    assert parcel is not None
    if card.step == "carton":
        return Scan(revision=card.revision, action="carton", value=card.choices[0].value)
    if card.step == "weight":
        return Scan(revision=card.revision, action="weight", value=str((parcel.expected_grams or 0) + 3))
    if card.step == "seal":
        return _text(card, str(20_000 + parcel.pk))
    return _text(card, parcel.tag)


def _scan(morning: Morning, seat: Seat, card: StepCard, scan: Scan) -> StepCard:
    morning.wait(seconds=morning.source.uniform(*SCAN_SECONDS))
    with clock.at(morning.at):
        return stepping.take_scan(scan, by=seat)


def _text(card: StepCard, text: str) -> Scan:
    return Scan(revision=card.revision, text=text)


def _dispatch(morning: Morning) -> None:
    """Most parcels get their label, the first cages are signed out, the next stand half full."""
    station = Station.objects.get(facility=morning.site, kind=Station.Kind.DISPATCH)
    staff = {each.role: each for each in Person.objects.filter(facility=morning.site.pk)}
    dispatcher, gate = staff[Person.Role.DISPATCHER], staff[Person.Role.SECURITY]
    sealed = Parcel.objects.filter(facility=morning.site, state=Parcel.State.SEALED).order_by("pk")[:LABELLED]
    for number, parcel in enumerate(sealed.select_related("order", "merchant", "manifest")):
        morning.wait(seconds=25)
        with clock.at(morning.at):
            dispatch.label(parcel, by=dispatcher, at=station)
            parcel.refresh_from_db()
            manifests.load(parcel, by=dispatcher, at=station)
        if number == SENT - 1:
            _sign_out(morning, dispatcher, gate, station)


def _sign_out(morning: Morning, first: Person, second: Person, station: Station) -> None:
    for manifest in Manifest.objects.filter(facility=morning.site, state=Manifest.State.OPEN):
        with clock.at(morning.at):
            closed = manifests.close(manifest, by=first, at=station)
            manifest.refresh_from_db()
            manifests.hand_over(manifest, gate_count=closed.parcels, first=first, second=second, at=station)


def _raise_a_hand(morning: Morning) -> None:
    station = Station.objects.filter(facility=morning.site, kind=Station.Kind.PACK).order_by("-number")[0]
    worker = Person.objects.filter(facility=morning.site.pk, role=Person.Role.WORKER).order_by("pk")[0]
    with clock.at(clock.now() - timedelta(minutes=2)):
        helping.call(station, reason=HelpCall.Reason.HELP, by=worker)

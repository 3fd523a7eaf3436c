"""Founds a demo facility: halls, stations, people in every role, shops, shelves, carts and printers."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import transaction

from backend.demo import measuring
from backend.demo.sign_ins import SignIn
from backend.facility.models import Facility, Station, Supervision, WorkArea
from backend.kit import clock, codes
from backend.partners import keys
from backend.partners.models import Merchant
from backend.people import badges, pins
from backend.people.models import Person
from backend.printing.models import Printer, StationPrinter
from warehouse import floor_plans
from warehouse.models import Cart, Carton, Location, Tote

DATA: Final = Path(__file__).parent / "data"
SHOPS: Final = ("Fern & Flint", "Harbour Paper Co", "Little Lantern")
WORKERS: Final = (
    ("Samir", "K", "en"),
    ("Noor", "B", "nl"),
    ("Luca", "V", "fr"),
    ("Ana", "M", "es"),
    ("Wei", "L", "zh-hans"),
    ("Yusuf", "H", "ar"),
    ("Tom", "D", "en"),
    ("Iris", "P", "en"),
)
STAFF: Final = (
    (Person.Role.SUPERVISOR, "supervisor", "Maria", "Claes"),
    (Person.Role.DISPATCHER, "dispatch", "Rik", "Maes"),
    (Person.Role.SECURITY, "gate", "Eva", "Stevens"),
    (Person.Role.MANAGER, "manager", "Paul", "Jacobs"),
)
AISLES: Final = "ABCDEFGH"
BAYS: Final = 12
BAYS_OF_LARGE: Final = 48
LEVELS: Final = 3
CARTONS: Final = (
    ("Box S", 230, 160, 110, 95),
    ("Box M", 330, 250, 180, 190),
    ("Box L", 450, 350, 280, 360),
    ("Box XL", 600, 450, 400, 620),
    ("Pallet box", 1200, 800, 1500, 9800),
)
HEAVIEST_GRAMS: Final = 25_000
CART_GRAMS: Final = 120_000
TOTE_ML: Final = 60_000
HEAVIEST_PALLET_GRAMS: Final = 900_000


@dataclass(frozen=True)
class Plan:
    """How large a demo is: stations of each kind, workers, carts with their slots, shelf places.

    `batches_ahead` is the facility's: how many batches wait for a worker before orders stay in the pool.
    """

    pickers: int = 4
    packers: int = 2
    carts: int = 8
    slots: int = 4
    places: int = len(AISLES) * BAYS * LEVELS
    batches_ahead: int | None = None

    @property
    def bays(self) -> int:
        """How many bays an aisle has: a large house has longer aisles, with a way across in the middle."""
        return BAYS if self.places <= len(AISLES) * BAYS * LEVELS else BAYS_OF_LARGE

    @property
    def aisles(self) -> int:
        """How many aisles there are."""
        return -(-self.places // (self.bays * LEVELS))


@dataclass(frozen=True)
class Founded:
    """What a founding made, with the sign-ins that are shown once."""

    facility: Facility
    sign_ins: tuple[SignIn, ...]


@transaction.atomic
def found(plan: Plan | None = None, *, name: str = "Demo works", shops: Sequence[str] = SHOPS) -> Founded:
    """Make the whole facility; goods are put on its shelves by `stocking.fill`."""
    plan = plan or Plan()
    site = Facility.objects.create(name=name, zone="Europe/Brussels", batches_ahead=plan.batches_ahead)
    halls = {kind: WorkArea.objects.create(facility=site, name=hall) for kind, hall in _halls().items()}
    stations = _place_stations(site, halls, plan)
    _place_printers(site, stations)
    _build_shelves(site, plan)
    floor_plans.draw.inside(
        site.pk, measuring.drawing([aisle_name(place) for place in range(plan.aisles)], bays=plan.bays)
    )
    _roll_in_carts(site, plan)
    staff = _hire_staff(site, halls)
    manager = Person.objects.get(facility=site.pk, role=Person.Role.MANAGER)
    merchants = Merchant.objects.bulk_create([Merchant(facility=site, name=shop) for shop in shops])
    return Founded(site, (*_hire_workers(site, plan, by=manager), *staff, *_hand_out_keys(merchants, by=manager)))


def _halls() -> dict[Station.Kind, str]:
    return {Station.Kind.PICK: "Shelves", Station.Kind.PACK: "Packing", Station.Kind.DISPATCH: "Dispatch"}


def _place_stations(site: Facility, halls: dict[Station.Kind, WorkArea], plan: Plan) -> list[Station]:
    kinds = [Station.Kind.PICK] * plan.pickers + [Station.Kind.PACK] * plan.packers + [Station.Kind.DISPATCH]
    return [
        Station.objects.create(facility=site, area=halls[kind], number=number, kind=kind)
        for number, kind in enumerate(kinds, start=1)
    ]


def _place_printers(site: Facility, stations: list[Station]) -> None:
    """One beside each bench, and one that only dispatch can reach."""
    for station in stations:
        if station.kind == Station.Kind.PACK:
            printer = Printer.objects.create(
                facility=site, name=f"Bench {station.number}", zone=Printer.Zone.WORKER, way=Printer.Way.FILE
            )
        elif station.kind == Station.Kind.DISPATCH:
            printer = Printer.objects.create(
                facility=site,
                name=f"Dispatch {station.number}",
                zone=Printer.Zone.DISPATCH,
                way=Printer.Way.BROWSER,
                technique=Printer.Technique.LASER,
            )
        else:
            continue
        StationPrinter.objects.create(station=station, printer=printer)


def _build_shelves(site: Facility, plan: Plan) -> None:
    places = [
        Location(
            facility=site,
            code=codes.make("L", number),
            name=f"{aisle_name(place // plan.bays)} {place % plan.bays + 1:02d} {level + 1}",
            kind=Location.Kind.PICK,
            pick_seq=number,
            **measuring.place_of(place // plan.bays, place % plan.bays, bays=plan.bays),
        )
        for number in range(1, plan.places + 1)
        for place, level in [divmod(number - 1, LEVELS)]
    ]
    others = [
        ("Receiving", Location.Kind.RECEIVING),
        ("Quarantine", Location.Kind.QUARANTINE),
        ("Damaged", Location.Kind.DAMAGED),
        ("Benches", Location.Kind.PACKING),
        ("Dispatch", Location.Kind.DISPATCH),
        ("Supplier", Location.Kind.SUPPLIER),
        ("Customer", Location.Kind.CUSTOMER),
        ("Loss", Location.Kind.LOSS),
        ("Found", Location.Kind.FOUND),
    ]
    places += [
        Location(facility=site, code=codes.make("L", 900_000 + offset), name=name, kind=kind)
        for offset, (name, kind) in enumerate(others)
    ]
    Location.objects.bulk_create(places)


def aisle_name(place: int) -> str:
    """A, B ... Z, AA, AB ... from the left."""
    letters = ""
    while True:
        letters = chr(65 + place % 26) + letters
        place = place // 26 - 1
        if place < 0:
            return letters


def _roll_in_carts(site: Facility, plan: Plan) -> None:
    Cart.objects.bulk_create(
        [
            Cart(
                facility=site,
                code=codes.make("C", number),
                slots=plan.slots,
                limit_grams=CART_GRAMS,
                limit_ml=plan.slots * TOTE_ML,
            )
            for number in range(1, plan.carts + 1)
        ]
    )
    numbers = range(101, 101 + 3 * plan.carts * plan.slots)
    places = Location.objects.bulk_create(
        [
            Location(facility=site, code=codes.make("T", number), name=f"T-{number}", kind=Location.Kind.TOTE)
            for number in numbers
        ]
    )
    Tote.objects.bulk_create(
        [Tote(facility=site, code=place.code, name=place.name, location=place) for place in places]
    )
    Carton.objects.bulk_create(
        [
            Carton(
                facility=site,
                name=name,
                length_mm=length,
                width_mm=width,
                height_mm=height,
                tare_grams=tare,
                limit_grams=HEAVIEST_PALLET_GRAMS if name.startswith("Pallet") else HEAVIEST_GRAMS,
            )
            for name, length, width, height, tare in CARTONS
        ]
    )


def _hire_workers(site: Facility, plan: Plan, *, by: Person) -> list[SignIn]:
    hired = []
    for number in range(max(len(WORKERS), plan.pickers + plan.packers)):
        first, last, language = WORKERS[number % len(WORKERS)]
        someone = Person(
            facility=site.pk,
            role=Person.Role.WORKER,
            first_name=first,
            last_name=last,
            language=language,
            made_at=clock.now(),
        )
        someone.set_unusable_password()
        someone.save()
        pin = pins.draw()
        pins.set_pin.inside(someone, pin, by=by)
        badge = badges.issue.inside(someone, by=by)
        hired.append(SignIn(role="worker", who=first, name=badge.code, secret=pin))
    return hired


def _hire_staff(site: Facility, halls: dict[Station.Kind, WorkArea]) -> list[SignIn]:
    hired = []
    for role, username, first, last in STAFF:
        password = secrets.token_urlsafe(12)
        someone = Person(
            facility=site.pk,
            role=role,
            username=username if site.name == "Demo works" else f"{username}-{site.pk}",
            first_name=first,
            last_name=last,
            made_at=clock.now(),
        )
        someone.set_password(password)
        someone.save()
        if role == Person.Role.SUPERVISOR:
            Supervision.objects.bulk_create([Supervision(area=hall, person=someone) for hall in halls.values()])
        hired.append(SignIn(role=role, who=f"{first} {last}", name=someone.username or "", secret=password))
    return hired


def _hand_out_keys(merchants: list[Merchant], *, by: Person) -> list[SignIn]:
    handed = []
    for shop in merchants:
        fresh = keys.draw()
        keys.issue.inside(shop, by=by, label="demo", fresh=fresh)
        handed.append(SignIn(role="merchant", who=shop.name, name=shop.name, secret=fresh.text))
    return handed

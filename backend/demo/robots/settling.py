"""Inside the house of a shift: found it, and afterwards count what it has against what it acknowledged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, Sum

from backend.demo import founding, stocking
from backend.demo.founding import Plan
from backend.demo.stocking import Good
from backend.facility import enrolling
from backend.facility.models import Facility, Station
from backend.ledger import sealing, verifying
from backend.ledger.models import Command
from backend.people.models import Person
from backend.printing.models import StationPrinter
from warehouse import reconciling
from warehouse.models import Allocation, Balance, Cart, Carton, Location, Order, OrderLine, OrderRef, Parcel, Tote

SHOP = "Robot shop"
AT_ONCE = 500


@dataclass(frozen=True)
class Found:
    """What robots must know to begin: sign-ins, codes, labels, weights."""

    sign_ins: list[dict[str, str]]
    codes: dict[int, str]
    kinds: dict[int, str]
    shelves: dict[str, tuple[str, str, int]]
    totes: dict[str, str]
    carts: dict[int, str]
    bench: str
    weights: dict[str, int]
    tares: dict[str, int]
    printers: dict[int, int]


def found(spec: dict[str, Any]) -> Found:
    """Make the facility of a shift from `pickers`, `packers` and `goods` as (sku, title, units in the books)."""
    goods = [
        Good(SHOP, sku, title, units, weight_grams=40, length_mm=60, width_mm=40, height_mm=30)
        for sku, title, units in spec["goods"]
    ]
    plan = Plan(
        pickers=spec["pickers"], packers=spec["packers"], carts=2 * spec["pickers"] + 2, places=max(len(goods), 36)
    )
    founded = founding.found(plan, name="Robot works", shops=[SHOP])
    stocking.fill(founded.facility, goods)
    weights = {good.sku: good.weight_grams for good in goods}
    return _describe(founded.facility, [asdict(each) for each in founded.sign_ins], weights)


def count(facility: int, *, refs: dict[str, int], scans: list[tuple[int, str]]) -> dict[str, Any]:
    """The books after a shift: orders by state, what was acknowledged and is missing, what is double, drift, proof."""
    sealing.run_all()
    proof = verifying.verify(facility)
    shipped = Allocation.objects.filter(facility=facility, state=Allocation.State.SHIPPED)
    return {
        "states": dict(Order.objects.filter(facility=facility).values_list("state").annotate(n=Count("id"))),
        "units_ordered": _units(OrderLine.objects.filter(order__facility=facility)),
        "units_shipped": _units(shipped),
        "lost": _lost_orders(refs) + lost_scans(facility, scans),
        "doubled": _doubled(facility),
        "drift": [str(drift) for drift in reconciling.reconcile(facility)][:20],
        "drifts": len(reconciling.reconcile(facility)),
        "verified": proof.is_proven,
        "problems": list(proof.problems)[:10],
        "events": proof.events,
    }


def _describe(site: Facility, sign_ins: list[dict[str, str]], weights: dict[str, int]) -> Found:
    manager = Person.objects.get(facility=site.pk, role=Person.Role.MANAGER)
    stations = list(Station.objects.filter(facility=site).order_by("number"))
    stocked = Balance.objects.filter(facility=site, location__kind=Location.Kind.PICK, on_hand__gt=0)
    return Found(
        sign_ins=sign_ins,
        codes={each.number: enrolling.make_code(each, by=manager).code for each in stations},
        kinds={each.number: each.kind for each in stations},
        shelves={
            each.location.name: (each.location.code, each.lot.product.sku, each.on_hand)
            for each in stocked.select_related("location", "lot__product")
        },
        totes=dict(Tote.objects.filter(facility=site).values_list("name", "code")),
        carts=dict(enumerate(Cart.objects.filter(facility=site).order_by("pk").values_list("code", flat=True), 1)),
        bench=Location.objects.get(facility=site, kind=Location.Kind.PACKING).code,
        weights=weights,
        tares=dict(Carton.objects.filter(facility=site).values_list("name", "tare_grams")),
        printers=dict(
            StationPrinter.objects.filter(station__facility=site).values_list("station__number", "printer_id")
        ),
    )


def _units(rows: Any) -> int:
    return int(rows.aggregate(units=Sum("quantity"))["units"] or 0)


def _lost_orders(refs: dict[str, int]) -> int:
    known = dict(OrderRef.objects.values_list("merchant_ref", "order_id"))
    return sum(known.get(ref) != order for ref, order in refs.items())


def lost_scans(facility: int, scans: list[tuple[int, str]]) -> int:
    """How many acknowledged scans, by station number and scan id, the house does not know."""
    stations = dict(Station.objects.filter(facility=facility).values_list("number", "pk"))
    return sum(
        len(some) - Command.objects.filter(scope=f"station:{stations[number]}", key__in=some).count()
        for number in stations
        for some in _portions(key for station, key in scans if station == number)
    )


def _portions(keys: Iterable[str]) -> Iterator[list[str]]:
    waiting: list[str] = []
    for key in keys:
        waiting.append(key)
        if len(waiting) == AT_ONCE:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _doubled(facility: int) -> int:
    """Orders under one reference, live parcels of one order, and units beyond what a line asked for."""
    parcels = Parcel.objects.filter(facility=facility).exclude(state=Parcel.State.UNPACKED)
    twice = parcels.values("order").annotate(n=Count("id")).filter(n__gt=1).count()
    held = Allocation.objects.filter(facility=facility).exclude(
        state__in=[Allocation.State.FREED, Allocation.State.SHORT]
    )
    units = held.values("line", "line__quantity").annotate(units=Sum("quantity"))
    refs = OrderRef.objects.values("merchant", "merchant_ref").annotate(n=Count("order")).filter(n__gt=1).count()
    beyond = sum(1 for row in units if row["units"] > row["line__quantity"])
    return int(twice) + int(refs) + beyond

"""Inside the house: orders placed by the hundred, planned at once, and workers seated without a kiosk."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import islice
from typing import Any

from backend.demo.bench import orders
from backend.demo.robots import settling
from backend.facility.models import Facility, Seat, Station
from backend.kit import clock
from backend.ledger.happenings import SYSTEM
from backend.partners.models import Merchant
from backend.people.models import Person
from warehouse import intake, releasing
from warehouse.cards.orders import LineIn, OrderIn
from warehouse.models import Batch

AT_ONCE = 500


def found(asked: dict[str, Any]) -> dict[str, Any]:
    """Make the facility, and say how to come in."""
    answer: dict[str, Any] = json.loads(json.dumps(asdict(settling.found(asked))))
    return answer


def place_orders(asked: dict[str, Any]) -> dict[str, Any]:
    """Take `count` orders of `lines` lines in, without addressees."""
    shop = Merchant.objects.get()
    bodies = orders.bodies(asked["seed"], prefix="placed", lines=asked["lines"], goods=asked["goods"])
    accepted = 0
    for start in range(0, asked["count"], AT_ONCE):
        some = [
            OrderIn(each["merchant_ref"], tuple(LineIn(line["sku"], line["quantity"]) for line in each["lines"]))
            for each in islice(bodies, min(AT_ONCE, asked["count"] - start))
        ]
        accepted += intake.accept_many(shop, by=SYSTEM, orders=some).accepted
    return {"accepted": accepted}


def release(asked: dict[str, Any]) -> dict[str, Any]:
    """Promise and plan all that waits; how many batches then wait for a worker."""
    site = Facility.objects.get()
    releasing.release(site.pk)
    return {"batches": Batch.objects.filter(facility=site, state=Batch.State.OPEN).count()}


def scans_kept(asked: dict[str, Any]) -> dict[str, Any]:
    """How many of the acknowledged scans the house does not know."""
    scans = [(int(station), str(key)) for station, key in asked["scans"]]
    return {"lost": settling.lost_scans(Facility.objects.get().pk, scans)}


def seat_workers(asked: dict[str, Any]) -> dict[str, Any]:
    """Seat one worker at each picking station; the ids of the seats."""
    stations = Station.objects.filter(kind=Station.Kind.PICK).order_by("number")
    workers = Person.objects.filter(role=Person.Role.WORKER).order_by("pk")
    return {
        "seats": [
            Seat.objects.create(facility_id=station.facility_id, station=station, person=worker, sat_at=clock.now()).pk
            for station, worker in zip(stations, workers, strict=False)
        ]
    }

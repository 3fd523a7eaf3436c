"""Everybody at the table must be kept apart from everybody else, and all reach for a walk at once."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import Any

from backend.demo import measuring
from backend.facility.models import Facility, Seat
from backend.kit.errors import Refused
from backend.people import separating
from backend.people.models import Person
from tests import world
from tests.warehouse.measured import measured_goods
from warehouse import floor_plans, picking, waves
from warehouse.models import Allocation, Batch

AISLES_OF_A_ZONE = 2


def lay(site: Facility, players: int) -> dict[str, Any]:
    """Two walks into each of six aisles in three zones, of which only the outer two are no neighbours."""
    here = world.facility()
    floor_plans.draw(here.pk, measuring.drawing(list("ABCDEF"), bays=12))
    shop, boss = world.merchant(here), world.person(here, Person.Role.SECURITY)
    orders = [world.order(shop, {measured_goods(shop, aisle, 3): 1}) for aisle in range(6) for _ in range(2)]
    world.promised(*orders)
    waves.open_carts(here.pk, [[order.pk] for order in orders], by=boss)
    seats = [world.seat(world.station(here)) for _ in range(players)]
    for one, other in combinations(seats, 2):
        separating.keep_apart(one.person, other.person, scope="adjacent", by=boss)
    return {"facility": here.pk, "seats": [seat.pk for seat in seats]}


def play(player: int, table: dict[str, Any]) -> str:
    """Reach for a walk."""
    seat = Seat.objects.select_related("station", "person", "facility").get(pk=table["seats"][player])
    try:
        picking.claim_next(by=seat)
    except Refused:
        return "lost"
    return "won"


def judge(table: dict[str, Any], outcomes: Counter[str]) -> int:
    """Nobody may be in the same zone as another or in one beside it; counted by aisles, not by what the house says."""
    held = Batch.objects.filter(facility=table["facility"], state=Batch.State.CLAIMED)
    zones = []
    for batch in held:
        aisles = Allocation.objects.filter(batch=batch).values_list("balance__location__aisle", flat=True)
        zones.append({aisle // AISLES_OF_A_ZONE for aisle in aisles})
    met = sum(1 for one, other in combinations(zones, 2) if any(abs(a - b) <= 1 for a in one for b in other))
    return met + (not 1 <= outcomes["won"] <= 2) + abs(len(zones) - outcomes["won"])

"""A planner that is killed again and again, at any moment of its thinking, and what the database says afterwards.

    python -m tests.races.killed_planning --kills 20

plays on the database of the environment (migrated) and ends with one JSON object.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import sys
import time

import django

django.setup()

from django.db import connection, connections  # noqa: E402

from backend.demo import measuring  # noqa: E402
from tests import world  # noqa: E402
from tests.warehouse.measured import measured_goods  # noqa: E402
from warehouse import floor_plans, planning  # noqa: E402
from warehouse.models import Wave, WaveOrder  # noqa: E402

ORDERS = 60
LONGEST_SECONDS = 1.5


def main() -> None:
    """Lay a wave, kill its planner, compare; at the end let one planner live."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=20)
    kills = parser.parse_args().kills
    wave, source = _lay(), random.Random(kills)
    before = _dump()
    alive = changed = 0
    for _ in range(kills):
        alive += _killed(wave, after=source.uniform(0.0, LONGEST_SECONDS))
        changed += _dump() != before
    planning.BUDGETS[Wave.Mode.GOOD] = planning.BUDGETS[Wave.Mode.INSTANT]
    planning.plan(Wave.objects.select_related("facility").get(pk=wave))
    json.dump({"killed": alive, "changed": changed, "planned": WaveOrder.objects.count()}, sys.stdout)


def _lay() -> int:
    site = world.facility()
    floor_plans.draw(site.pk, measuring.drawing(list("ABCDEF"), bays=12))
    shop, boss = world.merchant(site), world.supervisor(site)
    goods = [measured_goods(shop, aisle, bay) for aisle in range(6) for bay in (2, 7)]
    source = random.Random(5)
    world.promised(*[world.order(shop, dict.fromkeys(source.sample(goods, 2), 1)) for _ in range(ORDERS)])
    asked = planning.Asked(slots=6, workers=3, mode="good")
    return planning.ask(site.pk, asked=asked, by=boss).wave


def _killed(wave: int, *, after: float) -> bool:
    """Whether the planner was still alive when it was killed."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        planning.plan(Wave.objects.select_related("facility").get(pk=wave))
        os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _dump() -> str:
    """Every row of every table, in one digest."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            for row in cursor.fetchall():
                digest.update(repr((table, row)).encode())
    return digest.hexdigest()


if __name__ == "__main__":
    main()

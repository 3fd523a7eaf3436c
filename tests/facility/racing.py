"""Real processes at the doors of one floor: they sit down, guess, freeze and enrol at the same moment.

    python -m tests.facility.racing two_stations --processes 2 --rounds 20

plays on the database of the environment (migrated) and ends with one JSON object: how each attempt ended, and in how
many rounds the floor was wrong afterwards.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import django

django.setup()

from backend.facility import enrolling, holds, seating  # noqa: E402
from backend.facility.models import Hold, Seat, Station, StationKey  # noqa: E402
from backend.kit.errors import Refused  # noqa: E402
from backend.people import throttle  # noqa: E402
from backend.people.models import Attempt, Person  # noqa: E402
from tests import doors, world  # noqa: E402

Table = dict[str, Any]
PATIENCE = 60


def lay_two_stations(site: Any, players: int) -> Table:
    """One worker, as many stations as players."""
    stations = [world.station(site) for _player in range(players)]
    return {"stations": [each.pk for each in stations], "person": doors.worker(stations[0]).pk}


def lay_one_station(site: Any, players: int) -> Table:
    """One station, as many workers as players."""
    station = world.station(site)
    return {"stations": [station.pk] * players, "people": [doors.worker(station).pk for _player in range(players)]}


def sit(player: int, table: Table) -> str:
    """Sit down at the own station, or as the own worker."""
    person = Person.objects.get(pk=table["person"] if "person" in table else table["people"][player])
    station = Station.objects.get(pk=table["stations"][player])
    seating.sit(station, by=person, badge=doors.badge(person), secret=f"secret{player}")
    return "won"


def one_seat(table: Table) -> bool:
    """Exactly one of them sits."""
    return Seat.objects.filter(station__in=table["stations"], left_at=None).count() == 1


def lay_badge(site: Any, players: int) -> Table:
    """One badge that everybody tries."""
    station = world.station(site)
    return {"badge": doors.badge(doors.worker(station)), "station": station.pk}


def guess(player: int, table: Table) -> str:
    """Try three PINs."""
    looked = [not throttle.begin(table["badge"], station=table["station"]).wait for _time in range(3)]
    return f"looked {sum(looked)}"


def five_guesses(table: Table) -> bool:
    """Five attempts were counted and not one more was let through."""
    return Attempt.objects.get(badge=table["badge"], station=table["station"]).tried == throttle.FREE_TRIES


def lay_freeze(site: Any, players: int) -> Table:
    """A floor and somebody in charge."""
    place = world.facility()
    world.station(place)
    return {"facility": place.pk, "person": world.supervisor(place).pk}


def freeze(player: int, table: Table) -> str:
    """Press the big red button."""
    holds.place("fire", scope=holds.Scope(table["facility"]), by=Person.objects.get(pk=table["person"]))
    return "held"


def one_hold(table: Table) -> bool:
    """All presses are one hold."""
    return Hold.objects.filter(facility_id=table["facility"]).count() == 1


def lay_code(site: Any, players: int) -> Table:
    """One one-time code."""
    station = world.station(site)
    return {"station": station.pk, "code": enrolling.make_code(station, by=world.supervisor(site)).code}


def enrol(player: int, table: Table) -> str:
    """Type the code on the own device."""
    enrolling.enrol(table["code"], secret=f"device {player} {table['station']}")
    return "won"


def one_device(table: Table) -> bool:
    """One device is the station's screen."""
    return StationKey.objects.filter(station=table["station"]).count() == 1


GAMES: dict[str, tuple[Callable[..., Table], Callable[..., str], Callable[[Table], bool]]] = {
    "two_stations": (lay_two_stations, sit, one_seat),
    "one_station": (lay_one_station, sit, one_seat),
    "guess": (lay_badge, guess, five_guesses),
    "freeze": (lay_freeze, freeze, one_hold),
    "one_code": (lay_code, enrol, one_device),
}


def main() -> None:
    """Play one game and print what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("game", choices=GAMES)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    json.dump(run(options.game, options.processes, options.rounds), sys.stdout)


def run(game: str, processes: int, rounds: int) -> dict[str, object]:
    """Fork the players before anything is connected, then lay, play and judge each round."""
    lay, _play, is_right = GAMES[game]
    context = multiprocessing.get_context("fork")
    start = context.Barrier(processes)
    pipes = []
    for number in range(processes):
        ours, theirs = context.Pipe()
        context.Process(target=_player, args=(game, number, theirs, start), daemon=True).start()
        pipes.append(ours)
    site = world.facility()
    outcomes: Counter[str] = Counter()
    wrong = 0
    for _round in range(rounds):
        table = lay(site, processes)
        for pipe in pipes:
            pipe.send(table)
        outcomes.update(str(pipe.recv()) if pipe.poll(PATIENCE) else "error: no answer" for pipe in pipes)
        wrong += not is_right(table)
    for pipe in pipes:
        pipe.send(None)
    return {"wrong": wrong, "outcomes": outcomes}


def _player(game: str, number: int, pipe: Any, start: Any) -> None:
    play = GAMES[game][1]
    while (table := pipe.recv()) is not None:
        start.wait(PATIENCE)
        try:
            pipe.send(play(number, table))
        except Refused as refusal:
            pipe.send(refusal.code)
        except Exception as fault:
            pipe.send(f"error: {fault!r}")


if __name__ == "__main__":
    main()

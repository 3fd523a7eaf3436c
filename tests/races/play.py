"""Real processes that all go for the same thing at the same moment, round after round.

    python -m tests.races.play last_unit --processes 8 --rounds 50

plays on the database of the environment (migrated) and ends with one JSON object.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from collections import Counter
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

import django

django.setup()

from tests import world  # noqa: E402
from tests.races.faults import FAULTS  # noqa: E402
from tests.races.games import GAMES, Game  # noqa: E402
from warehouse.reconciling import reconcile  # noqa: E402

PATIENCE = 60


def main() -> None:
    """Play one game and print what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("game", choices=GAMES)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--fault", choices=FAULTS)
    options = parser.parse_args()
    json.dump(play(GAMES[options.game], options.processes, options.rounds, options.fault), sys.stdout)


def play(game: Game, processes: int, rounds: int, fault: str | None) -> dict[str, object]:
    """Fork the players before anything is connected, then lay, play and judge each round."""
    context = multiprocessing.get_context("fork")
    start = context.Barrier(processes)
    pipes, players = [], []
    for number in range(processes):
        ours, theirs = context.Pipe()
        player = context.Process(target=_player, args=(game, number, theirs, start, fault), daemon=True)
        player.start()
        pipes.append(ours)
        players.append(player)
    site = world.facility()
    outcomes: Counter[str] = Counter()
    faults, sites = 0, {site.pk}
    for _ in range(rounds):
        table = game.lay(site, processes)
        sites.add(table.get("facility", site.pk))
        for pipe in pipes:
            pipe.send(table)
        of_round = Counter(_answer(pipe) for pipe in pipes)
        faults += game.judge(table, of_round)
        outcomes += of_round
    for pipe in pipes:
        pipe.send(None)
    for player in players:
        player.join(PATIENCE)
    drift = [str(each) for facility in sites for each in reconcile(facility)]
    errors = sum(count for outcome, count in outcomes.items() if outcome.startswith("error"))
    return {"rounds": rounds, "wrong": faults, "errors": errors, "drift": drift[:5], "outcomes": outcomes}


def _answer(pipe: Connection) -> str:
    return str(pipe.recv()) if pipe.poll(PATIENCE) else "error: no answer"


def _player(game: Game, number: int, pipe: Connection, start: Barrier, fault: str | None) -> None:
    if fault:
        FAULTS[fault]()
    while (table := pipe.recv()) is not None:
        start.wait(PATIENCE)
        try:
            outcome = game.play(number, table)
        except Exception as error:
            outcome = f"error: {type(error).__name__} {error}"[:200]
        pipe.send(outcome)


if __name__ == "__main__":
    main()

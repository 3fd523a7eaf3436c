"""The sealer's day: seal, let the readers follow, sign from time to time, rest, until told to stop."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection
from threading import Event as Flag
from threading import Thread
from typing import Final

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from backend.ledger import checkpoints, readers, sealing
from backend.ledger.models import Head

log = logging.getLogger(__name__)
PAUSE_SECONDS: Final = 0.2
FULL_PAUSE_SECONDS: Final = 0.01  # others get the database for a moment between two full portions
FAULT_PAUSE_SECONDS: Final = 2.0
LOOK_ROUND_SECONDS: Final = 5.0


def run(stop: Flag) -> None:
    """Go on until `stop` is set; a database that is away is waited for, and no fault ends the sealing."""
    looked_at = 0.0
    while not stop.is_set():
        pause = PAUSE_SECONDS
        try:
            close_old_connections()
            sealed = _seal()
            if time.monotonic() - looked_at >= LOOK_ROUND_SECONDS:
                looked_at = time.monotonic()
                _look_round()
            if any(count >= sealing.portion() for count in sealed.values()):
                pause = FULL_PAUSE_SECONDS
        except (DatabaseError, InterfaceError) as fault:
            log.warning("The sealer waits for the database: %s", type(fault).__name__)
            pause = FAULT_PAUSE_SECONDS
        except Exception:
            log.exception("The sealer stumbled and tries again")
            pause = FAULT_PAUSE_SECONDS
        stop.wait(pause)
    connection.close()


def start() -> Thread:
    """Seal from a daemon thread of this process: on one computer the web process is the sealer too."""
    thread = Thread(target=run, args=[Flag()], name="sealer", daemon=True)
    thread.start()
    return thread


def drain() -> dict[int, int]:
    """Seal all there is, let every reader come to the end, sign what is due; how many events in which facility."""
    sealed = sealing.run_all()
    _look_round()
    return sealed


def _seal() -> dict[int, int]:
    sealed = {facility: sealing.run_once(facility) for facility in sealing.waiting()}
    _follow([facility for facility, count in sealed.items() if count])
    return sealed


def _look_round() -> None:
    """Readers that stood still try again, and what has grown is signed."""
    facilities = list(Head.objects.values_list("facility", flat=True))
    _follow(facilities)
    for facility in facilities:
        checkpoints.make_if_due(facility)


def _follow(facilities: Collection[int]) -> None:
    for facility in facilities:
        readers.catch_up_all(facility=facility)

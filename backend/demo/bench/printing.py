"""Whether a label ever leaves twice, how many an accident leaves in doubt, and whether every piece is found in the end.

A fake printer on loopback fails as printers do, at labels that a seed draws; consumers are real processes, some of
which are killed with kill -9. People of the bench do what the pages let people do: they load paper, scan what lies in
the tray, say what never came out, and allow reprints.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from backend.demo.bench import scratch
from backend.demo.bench.asked import Ask
from backend.demo.bench.inside import Within, inside
from backend.demo.bench.printing_fake import FakePrinter
from backend.demo.houses import house

LABELS_BETWEEN: Final = 250
LONGEST_RUN_SECONDS: Final = 30.0
LABELS_LOST: Final = 20
KILL: Final = "kill -9"
KILLS: Final = 0.3
MOST_ROUNDS: Final = 30


def run(ask: Ask) -> dict[str, Any]:
    """Print so many labels through accidents, then account for each."""
    ask = ask.bounded(seconds=900, count=10_000, clients=1)
    until = time.monotonic() + ask.seconds
    with (
        scratch.databases(ask.database) as database,
        house(database=database) as ours,
        inside(ours) as within,
        FakePrinter() as device,
    ):
        within("printing_found", {"address": device.address, "labels": ask.count})
        shift = Shift(within, device, seed=ask.seed, until=until)
        shift.print_all()
        account = within("printing_account", {"paper": device.journal.paper})
    received = Counter(device.journal.received)
    return {
        "labels": account["confirmed"],
        "machine_duplicates": sum(times - 1 for times in received.values()) + account["live_twice"],
        "unknown_per_incident": max((doubts for _, doubts in shift.incidents), default=0),
        "reconciled": round(account["accounted"] / account["sent"], 6) if account["sent"] else 0.0,
        "missing": account["missing"],
        "not_printed": ask.count - account["confirmed"],
        "incidents": len(shift.incidents),
        "incidents_by_kind": dict(sorted(Counter(kind for kind, _ in shift.incidents).items())),
        "unknown": sum(doubts for _, doubts in shift.incidents),
        "sent": account["sent"],
        "given_up_by_people": account["given_up"],
        "doubled_by_printer": sum(Counter(device.journal.paper).values()) - len(set(device.journal.paper)),
        "most_in_printer": device.journal.most_inside,
        "labels_per_second": round(len(device.journal.received) / shift.seconds, 1) if shift.seconds else 0.0,
    }


class Shift:
    """Consumers at work, accidents on the way, and people who put things right in between."""

    def __init__(self, within: Within, device: FakePrinter, *, seed: int, until: float) -> None:
        self.incidents: list[tuple[str, int]] = []
        self.seconds = 0.0
        self._within = within
        self._device = device
        self._until = until
        self._draw = random.Random(seed)
        self._accidents = self._kinds()
        self._happened: dict[str, bool] = {}

    def print_all(self) -> None:
        """Until each label is on paper and scanned, the time is over, or people have tried often enough."""
        waiting, rounds = 1, 0
        while waiting and rounds < MOST_ROUNDS and time.monotonic() < self._until:
            while waiting and time.monotonic() < self._until:
                waiting = self._one_run()
            rounds += 1
            waiting = self._scan()

    def _one_run(self) -> int:
        """One consumer until it ends, with one accident on its way; how many labels wait afterwards."""
        kind = KILL if self._draw.random() < KILLS else self._draw.choice([*self._accidents])
        before, began = len(self._device.journal.received), time.monotonic()
        asked: dict[str, Any] = {"seconds": LONGEST_RUN_SECONDS, "kill_after": 0.0}
        if kind == KILL:
            asked["kill_after"] = self._draw.uniform(0.05, 1.5)
        else:
            self._device.plan = {before + self._draw.randrange(1, 2 * LABELS_BETWEEN): self._happening(kind)}
        ended = self._within("printing_consume", asked)
        has_happened = ended["killed"] if kind == KILL else self._happened.pop(kind, False)
        self.seconds += time.monotonic() - began
        self._device.plan = {}
        self._device.repair()
        if has_happened or ended["doubtful"]:
            self.incidents.append((kind, ended["doubtful"]))
        self._within("printing_look", {"paper": self._device.journal.paper[-2 * LABELS_BETWEEN :]})
        return int(ended["waiting"])

    def _scan(self) -> int:
        """Everything on paper is scanned; what was sent and lies nowhere is allowed to print once more."""
        return int(self._within("printing_scan", {"paper": self._device.journal.paper})["waiting"])

    def _happening(self, kind: str) -> Callable[[], None]:
        def happen() -> None:
            self._happened[kind] = True
            self._accidents[kind]()

        return happen

    def _kinds(self) -> dict[str, Callable[[], None]]:
        """The accidents; each happens when the label that was drawn has just come in."""
        device, draw = self._device, self._draw

        def set_to(**troubles: Any) -> Callable[[], None]:
            def happen() -> None:
                for name, value in troubles.items():
                    setattr(device.troubles, name, value)

            return happen

        return {
            "paper out": set_to(paper_left=0),
            "head open": set_to(head_open=True),
            "half label": lambda: set_to(cut_after=draw.randrange(1, 250))(),
            "silence": set_to(is_silent=True),
            "no reading": set_to(stalls=True),
            "stuck": set_to(seconds_each=3600.0),
            "nonsense": set_to(is_garbled=True),
            "restart": device.restart,
            "power cut": device.switch_off,
            "printed twice": set_to(doubles_next=True),
            "wrong status": set_to(lies=True, paper_left=0),
            "wrong status, then power cut": self._lie_and_die,
            "buffer full": set_to(capacity=0, paused=True),
        }

    def _lie_and_die(self) -> None:
        """It says that all is well while nothing comes out, and then everything inside is lost."""
        self._device.troubles.lies, self._device.troubles.paper_left = True, 0
        self._device.plan[len(self._device.journal.received) + LABELS_LOST] = self._device.switch_off

"""The robot at a bench: it checks every item, chooses the box, weighs, seals and scans the tag that was printed."""

from __future__ import annotations

import queue
import time
from collections import Counter
from typing import Any, Final

from backend.demo.robots.floor import Papers
from backend.demo.robots.screens import Seen
from backend.demo.robots.workers import IDLE_SECONDS, KioskRobot, Lost

CALL_SECONDS: Final = 20.0
TAG_SECONDS: Final = 180.0


class PackerRobot(KioskRobot):
    """Packs totes: every item, box, weight, seal, tag."""

    def __init__(self, *args: Any, papers: Papers, **options: Any) -> None:
        super().__init__(*args, **options)
        self._papers = papers
        self._seal = 10_000 * self._station

    def work(self) -> None:
        """One tote from its scan to the trolley."""
        try:
            tote = self._floor.dropped.get(timeout=IDLE_SECONDS)
        except queue.Empty:
            return
        seen = self._at_bench()
        seen = self.scan(seen, self._floor.totes[tote])
        if seen.tone == "wrong":
            raise Lost(f"Tote {tote} was refused at the bench: {seen.words}")
        inside = Counter(self._floor.contents[tote])
        left = list(inside.elements())
        self._carton = ""
        while seen.step != "tote":
            seen = self._act(self.stumble(seen), inside, left)
        self._floor.stack(tote)

    def _at_bench(self) -> Seen:
        while True:
            seen = self.see() or self.begin()
            if seen is not None and seen.step == "tote":
                return seen
            if seen is not None:
                raise Lost(f"The bench stands at {seen.step}: {seen.words}")
            time.sleep(IDLE_SECONDS)

    def _act(self, seen: Seen, inside: Counter[str], left: list[str]) -> Seen:
        if seen.step == "item":
            if not left:
                raise Lost(f"The tote is empty, but the card asks for more: {seen.more}")
            return self._check(seen, left)
        if seen.step == "carton":
            value, self._carton = seen.cartons[0]
            return self.touch(seen, "carton", value)
        if seen.step == "weight":
            goods = sum(units * self._floor.weights[sku] for sku, units in inside.items())
            return self.touch(seen, "weight", str(goods + self._floor.tares[self._carton]))
        if seen.step == "seal":
            self._seal += 1
            return self.scan(seen, str(self._seal))
        if seen.step == "tag":
            return self._tag(seen)
        raise Lost(f"A packer does not know the step {seen.step}: {seen.words}")

    def _check(self, seen: Seen, left: list[str]) -> Seen:
        sku = left.pop()
        after = self.scan(seen, sku)
        if after.tone == "wrong":
            raise Lost(f"{sku} was refused at the bench: {after.words}")
        same = sum(1 for each in left if each == sku)
        if same and "count" in after.asks:
            after = self.touch(after, "count", str(same + 1))
            left[:] = [each for each in left if each != sku]
        return after

    def _tag(self, seen: Seen) -> Seen:
        until = time.monotonic() + TAG_SECONDS
        calls_at = time.monotonic() + CALL_SECONDS
        while time.monotonic() < until:
            tag = self._papers.tag()
            if tag is None:
                if time.monotonic() >= calls_at:
                    seen = self.touch(seen, "no_tag", "")
                    calls_at = time.monotonic() + CALL_SECONDS
                time.sleep(0.05)
                continue
            after = self.scan(seen, tag)
            if after.tone != "wrong":
                self._floor.belt.put(tag)
                return after
            seen = after
        raise Lost("No tag came out of the printer.")

"""The robot that walks: it takes a batch, scans shelf, item and tote, and leaves its cart at the benches."""

from __future__ import annotations

import time

from backend.demo.robots.screens import Seen
from backend.demo.robots.workers import IDLE_SECONDS, KEYED_ABOVE, KioskRobot, Lost


class PickerRobot(KioskRobot):
    """Walks batches: cart, totes, shelf, item, tote, bench."""

    def work(self) -> None:
        """One batch from the first scan to the bench."""
        seen = self.begin()
        if seen is None:
            time.sleep(IDLE_SECONDS)
            return
        self._cart = self._floor.take_cart() if seen.cart is None else seen.cart
        self._mine: list[str] = []
        while seen.step != "done":
            seen = self._act(self.stumble(seen))
        self._floor.bring_back(self._cart)
        for tote in self._mine:
            if self._floor.contents.get(tote):
                self._floor.dropped.put(tote)
            else:
                self._floor.stack(tote)

    def _act(self, seen: Seen) -> Seen:
        if seen.step == "cart":
            return self.scan(seen, self._floor.carts[self._cart])
        if seen.step == "totes":
            return self._place_tote(seen)
        if seen.step == "bin":
            return self.scan(seen, self._floor.shelves[seen.place].code)
        if seen.step == "item":
            return self._take(seen)
        if seen.step == "drop":
            return self.scan(seen, self._floor.bench)
        raise Lost(f"A picker does not know the step {seen.step}: {seen.words}")

    def _place_tote(self, seen: Seen) -> Seen:
        tote = self._floor.take_tote()
        after = self.scan(seen, self._floor.totes[tote])
        if after.tone == "wrong":
            return after  # still in use: it comes back when it is empty
        self._mine.append(tote)
        return after

    def _take(self, seen: Seen) -> Seen:
        shelf, wanted, tote = self._floor.shelves[seen.place], seen.wanted, seen.tote
        taken = self._floor.take_units(seen.place, wanted)
        after, counted = seen, 0
        while counted < taken and after.step == "item":
            if counted and wanted > KEYED_ABOVE and "count" in after.asks:
                after, counted = self.touch(after, "count", str(taken)), taken
            else:
                after, counted = self.scan(after, shelf.sku), counted + 1
            if after.tone == "wrong":
                raise Lost(f"{shelf.sku} from {seen.place} was refused: {after.words}")
        if taken < wanted:
            after = self.touch(after, "short", str(taken), "empty")
        if taken:
            if after.step != "tote":
                raise Lost(f"{taken} of {wanted} in hand, but the step is {after.step}: {after.words}")
            after = self.scan(after, self._floor.totes[tote])
            self._floor.put(tote, shelf.sku, taken)
        return after

"""Hands in front of a screen: a scanner that types, a PIN, and eyes that wait for the answer."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from backend.demo.sign_ins import SignIn
from tests.browser import chromium

TRIES = 6


class Hands:
    """A worker in front of one screen."""

    def __init__(self, page: Page, house: str) -> None:
        self.page, self.house = page, house
        self._answers = 0
        page.on("response", self._count)

    def enrol(self, code: str) -> None:
        """Make this screen a station."""
        self.page.goto(f"{self.house}/enrol/")
        self.page.get_by_label("Code").fill(code)
        self.page.get_by_role("button", name="Make it a station").click()

    def sit_down(self, badge: SignIn) -> None:
        """Badge by scanner, PIN by keys."""
        self.press_scan(badge.name, until=lambda: self.page.locator("form[data-pin]").is_visible())
        for _try in range(TRIES):
            if self.page.locator("[data-pin-send]").is_enabled():
                break
            self.page.keyboard.type(badge.secret)
        self.page.locator("[data-pin-send]").click()
        expect(self.page.locator("#next-step")).to_be_visible()

    def scan(self, text: str) -> None:
        """Scan at a task; the screen shows its answer afterwards."""
        before = self._answers
        self.press_scan(text, until=lambda: self._answers > before)

    def press_scan(self, text: str, *, until: Callable[[], bool]) -> None:
        """F8, the characters, Enter. A busy computer may read the keys too slowly: then it says so, one scans again."""
        for _try in range(TRIES):
            self.page.keyboard.press("F8")
            self.page.keyboard.type(text)
            self.page.keyboard.press("Enter")
            if self._settles(until):
                return
        raise AssertionError(f"{text} was not read in {TRIES} tries: {self.page.locator('#tell').inner_text()}")

    def step(self, name: str) -> None:
        """See that the screen stands at a step."""
        expect(self.page.locator("#card")).to_have_attribute("data-step", name)

    def tone(self, name: str) -> None:
        """See how the last scan was answered."""
        expect(self.page.locator("#card")).to_have_attribute("data-tone", name)

    def _count(self, response: object) -> None:
        self._answers += "/station/scans/" in response.url  # type: ignore[attr-defined]

    def _settles(self, done: Callable[[], bool]) -> bool:
        until = time.monotonic() + chromium.PATIENCE_MS / 1000
        while time.monotonic() < until:
            if done():
                return True
            if self.page.locator("#tell:popover-open").is_visible():
                return False
            self.page.wait_for_timeout(20)
        return False

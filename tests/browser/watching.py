"""Looks over the shoulder of a browser: what its pages ask for, say, allow, and how well everybody can use them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

RULES: Final = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SMALLEST_TARGET, SMALLEST_TEXT = 64, 18
KIOSKS: Final = ((1366, 768), (1280, 800))

TARGETS = """smallest => [...document.querySelectorAll("a, button, input:not([type=hidden])")]
  .filter(el => el.checkVisibility()).map(el => [el.outerHTML.slice(0, 90), el.getBoundingClientRect()])
  .filter(([, box]) => box.width < smallest || box.height < smallest)
  .map(([html, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`)"""
TEXTS = """smallest => [...document.querySelectorAll("body *")].filter(el => el.checkVisibility() && !el.closest("svg")
  && [...el.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())
  && parseFloat(getComputedStyle(el).fontSize) < smallest).map(el => el.outerHTML.slice(0, 90))"""
ROOM = """() => { const page = document.documentElement;
  const inner = [...document.querySelectorAll("#card, #card *")].filter(el =>
    /auto|scroll/.test(getComputedStyle(el).overflowY) && el.scrollHeight > el.clientHeight + 1);
  const over = [page.scrollWidth - innerWidth, page.scrollHeight - innerHeight];
  return [...over, ...inner.map(el => `${el.scrollHeight - el.clientHeight} ${el.outerHTML.slice(0, 90)}`)];
}"""


@dataclass
class Watch:
    """What the pages of one browser did since it was opened."""

    house: str
    strangers: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    unguarded: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    cramped: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Follow every page of a browser."""
        context.on("request", lambda request: self._note_request(request.url))
        context.on("response", self._note_response)
        context.on("console", self._note_words)
        context.on("weberror", lambda fault: self.said.append(str(fault.error)))

    def check(self, page: Page, name: str) -> None:
        """Let axe look at the page as it stands, and measure it on both kinds of screen if it is a worker's."""
        self.seen.append(name)
        for fault in Axe().run(page, options=RULES).response["violations"]:
            where = [node["target"] for node in fault["nodes"]][:3]
            self.faults.append(f"{name}: {fault['id']} at {where}")
        if page.locator("html[data-density=kiosk]").count():
            self._measure(page, name)

    def findings(self) -> dict[str, list[str]]:
        """Everything that should not have been."""
        return {
            "faults of access": self.faults,
            "cramped": self.cramped,
            "other houses": self.strangers,
            "console": self.said,
            "policy": self.unguarded,
            "failed": self.failed,
        }

    def _measure(self, page: Page, name: str) -> None:
        for width, height in KIOSKS:
            page.set_viewport_size({"width": width, "height": height})
            found = [*too_small(page), *needs_scrolling(page)]
            self.cramped += [f"{name} at {width}x{height}: {what}" for what in found]

    def _note_request(self, url: str) -> None:
        if not url.startswith((self.house, "data:", "blob:", "about:", "chrome-extension:", "chrome:")):
            self.strangers.append(url)

    def _note_response(self, response: Response) -> None:
        if response.status >= 500:
            self.failed.append(f"{response.status} {response.url}")
        if response.headers.get("content-type", "").startswith("text/html"):
            policy = response.headers.get("content-security-policy", "")
            if "default-src 'self'" not in policy or "unsafe" in policy:
                self.unguarded.append(f"{response.url}: {policy}")

    def _note_words(self, line: ConsoleMessage) -> None:
        # Chromium writes a line for every answer from 400 on, and hints at form design; a refusal of ours is no fault.
        if line.type in ("error", "warning") and not re.search(r"status of 4\d\d", line.text):
            self.said.append(f"{line.type}: {line.text}")


def too_small(page: Page) -> list[str]:
    """Targets that a glove misses and words that nobody reads at arm's length."""
    found: list[str] = page.evaluate(TARGETS, SMALLEST_TARGET) + page.evaluate(TEXTS, SMALLEST_TEXT)
    return found


def needs_scrolling(page: Page) -> list[int | str]:
    """How far the page reaches beyond the screen, sideways and down, and parts that scroll in themselves."""
    sideways, down, *inner = page.evaluate(ROOM)
    return [] if (sideways <= 0 and down <= 0 and not inner) else [sideways, down, *inner]

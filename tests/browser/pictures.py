"""Takes the pictures of the README: `./outbound pictures`, or with `--all FOLDER` every screen there is."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import django
from playwright.sync_api import Browser, Page, expect, sync_playwright

from backend.command.places import ROOT
from backend.demo import houses
from tests.browser import chromium

if TYPE_CHECKING:
    from tests.browser.works import Works

SHOWN: Final = ROOT / "backend" / "web" / "help" / "pictures"
NAMES: Final = ("sign-in", "pick", "pack", "dispatch", "wall", "waves", "api")
HEAVIEST_BYTES: Final = 250_000
KIOSK, STAFF, PHONE, ROOM = (1280, 800), (1366, 768), (390, 844), (1920, 1080)


@dataclass
class Studio:
    """A browser in front of a house, and the folder for what it sees."""

    browser: Browser
    house: str
    works: Works
    folder: Path
    is_all: bool

    def open(self, size: tuple[int, int] = KIOSK) -> Page:
        """A screen of its own."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", base_url=self.house
        )
        context.set_default_timeout(30_000)
        return context.new_page()

    def take(self, page: Page, name: str) -> None:
        """Take a picture if it is asked for, and refuse one that is too heavy for a README."""
        if not self.is_all and name not in NAMES:
            return
        path = self.folder / f"{name}.png"
        page.mouse.move(1, 1)
        page.wait_for_timeout(500)
        page.screenshot(path=path, animations="disabled", caret="hide")
        if path.stat().st_size > HEAVIEST_BYTES:
            sys.exit(f"{path} has {path.stat().st_size} bytes; {HEAVIEST_BYTES} are the limit.")

    def visit(self, page: Page, path: str, name: str) -> None:
        """Take a page by its address."""
        if self.is_all:
            page.goto(path)
            self.take(page, name)


def main(arguments: list[str]) -> int:
    """Found a house, walk through it, take the pictures."""
    parser = argparse.ArgumentParser(prog="./outbound pictures", description=__doc__)
    parser.add_argument("--all", metavar="FOLDER", type=Path, help="take every screen into a folder")
    folder: Path | None = parser.parse_args(arguments).all
    how = chromium.how_to_launch()
    if how is None:
        sys.exit("Chromium is not here: install chromium, or set OUTBOUND_CHROMIUM to its path.")
    (folder or SHOWN).mkdir(parents=True, exist_ok=True)
    with houses.house() as house:
        os.environ.update(house.environment)
        django.setup()
        # Only now: rows can be imported when the settings of this house are known.
        from tests.browser import scenes, stage

        works = stage.set_up()
        house.start(worker=False)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**how)
            expect.set_options(timeout=30_000)
            scenes.play(Studio(browser, house.url, works, folder or SHOWN, is_all=folder is not None))
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

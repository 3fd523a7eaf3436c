"""A house with real rows behind a real server, and the Chromium of this computer in front of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser import chromium
from tests.browser.watching import Watch
from tests.browser.works import Works, found

Opened = Callable[..., BrowserContext]


@pytest.fixture
def works(transactional_db: None, settings: Settings, tmp_path: Path) -> Works:
    """The demo facility, founded, with goods on its shelves and empty printer trays.

    The trays are the test's own: a test before it may have printed at a printer of the same number.
    """
    settings.PRINT_FOLDER = tmp_path / "print"
    return found()


@pytest.fixture
def watch(live_server: LiveServer) -> Watch:
    """Eyes on every browser that is opened."""
    return Watch(live_server.url)


@pytest.fixture
def open_browser(browser: Browser, watch: Watch) -> Iterator[Opened]:
    """Opens a browser of its own for somebody: own cookies, own storage."""
    opened: list[BrowserContext] = []

    def open_one(width: int = 1280, height: int = 800) -> BrowserContext:
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        context.set_default_timeout(chromium.PATIENCE_MS)
        watch.over(context)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()

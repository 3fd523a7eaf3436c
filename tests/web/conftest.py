"""Chromium and a house without a database for the tests of pages and scripts."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from playwright.sync_api import Page

from tests.browser import chromium
from tests.web.floor import FLOOR, Floor

PLAIN = {
    "ROOT_URLCONF": "tests.web.floor",
    "ALLOWED_HOSTS": ["*"],
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
    "MIDDLEWARE": [
        "django.middleware.security.SecurityMiddleware",
        "backend.web.request_ids.RequestIdMiddleware",
        "csp.middleware.CSPMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django_htmx.middleware.HtmxMiddleware",
        "backend.web.refusals.RefusalMiddleware",
    ],
}


class QuietHandler(WSGIRequestHandler):
    """No line per request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def plain_house() -> Iterator[None]:
    """Pages of the shell alone: no database, no manifest of static files."""
    with override_settings(**PLAIN):
        yield


@pytest.fixture(scope="module")
def house() -> Iterator[str]:
    """The address of a running house with the test floor; its settings end with the file, for those that come next."""
    with override_settings(**PLAIN):
        server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
        server.daemon_threads = True
        server.set_app(StaticFilesHandler(get_wsgi_application()))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


@pytest.fixture
def floor() -> Floor:
    """An empty floor."""
    FLOOR.reset()
    return FLOOR


@pytest.fixture
def page(page: Page) -> Page:
    """One with as much patience as the journeys have."""
    page.set_default_timeout(chromium.PATIENCE_MS)
    return page

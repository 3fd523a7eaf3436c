"""What every test stands on; the data folder and the databases of the tests are made in `settings.py`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase

from backend.ledger import append_only
from tests.browser import chromium


@pytest.fixture(autouse=True, scope="session")
def _flush_may_empty_append_only_tables() -> Iterator[None]:
    """Take the append-only triggers off for exactly as long as Django empties the tables after a committing test."""
    flush = TransactionTestCase._fixture_teardown

    def flush_unguarded(case: TransactionTestCase) -> None:
        with append_only.lifted(connection):
            flush(case)

    TransactionTestCase._fixture_teardown = flush_unguarded
    yield
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The Chromium of this computer; without one the tests that need it are skipped aloud."""
    how = chromium.how_to_launch()
    if how is None:
        pytest.skip("Chromium is not here: set OUTBOUND_CHROMIUM or install chromium")
    from playwright.sync_api import expect

    expect.set_options(timeout=chromium.PATIENCE_MS)
    return how


@pytest.fixture
def committed(transactional_db: None) -> dict[str, str]:
    """Real commits on a database that other processes may open: the environment to give them.

    Use it with `@pytest.mark.django_db(transaction=True)`; everything is emptied afterwards, the ledger too.
    """
    if connection.vendor == "sqlite":
        here = f"sqlite:///{connection.settings_dict['NAME']}"
    else:
        settings = connection.settings_dict
        login = f"{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}"
        here = f"postgres://{login}/{settings['NAME']}"
    return {**os.environ, "OUTBOUND_DATABASE_URL": here, "DJANGO_SETTINGS_MODULE": "backend.settings"}

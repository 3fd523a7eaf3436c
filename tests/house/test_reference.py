"""The reference pages of the help are complete: every setting, event, state, address and command stands there."""

from __future__ import annotations

import re

import pytest

from backend.dashboard import reference
from backend.ledger import catalogue, states
from backend.ledger.happenings import CATALOGUE
from tests.house.sources import ROOT, files

pytestmark = pytest.mark.house


def test_every_setting_is_described_and_none_that_is_not_read() -> None:
    read = set()
    for path in [
        *files(),
        ROOT / "outbound",
        ROOT / "tests/settings.py",
        ROOT / "tests/conftest.py",
        *ROOT.glob("tests/*/*.py"),
    ]:
        if path.name != "reference.py":
            read |= set(re.findall(r"OUTBOUND_[A-Z_]*[A-Z]", path.read_text()))

    # The command tells its own second start by this one; nobody sets it.
    read.discard("OUTBOUND_RESTARTED")
    assert read - set(reference.SETTINGS) == set()
    assert set(reference.SETTINGS) - read == set()


def test_every_event_stands_in_the_catalogue() -> None:
    page = catalogue.markdown()

    assert [kind for kind in CATALOGUE if f"`{kind}`" not in page] == []


def test_every_row_with_moves_is_drawn() -> None:
    page = reference.states_page()

    assert {model.__name__ for model in states.WATCHED} >= {"Order", "Batch", "Parcel", "Manifest", "LabelSerial"}
    for model in states.WATCHED:
        for event in model.MOVES:  # type: ignore[attr-defined]
            assert f"`{event.kind}`" in page


def test_every_address_and_command_says_what_it_is_for() -> None:
    silent = [
        address for address, _name, words in reference.routes() if not words and not address.startswith("api/docs")
    ]
    commands = reference.commands_page()

    assert silent == []
    assert [
        name for name in ("verify", "replay", "simulate", "bench", "demo") if f"outbound {name}`" not in commands
    ] == []

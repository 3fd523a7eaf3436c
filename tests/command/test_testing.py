"""./outbound test says loudly what it has to leave out, and one failed round fails the whole."""

import os
import subprocess
from pathlib import Path

import pytest

from backend.command import testing
from backend.command.places import ROOT

BOTH = ["sqlite", "postgres"]
ADDRESS = "postgres://postgres@127.0.0.1/outbound"


def test_a_computer_with_everything_skips_nothing() -> None:
    assert testing.what_is_skipped(BOTH, browser="/usr/bin/chromium", postgres=ADDRESS) == ""


def test_what_cannot_be_run_is_named_with_the_next_step() -> None:
    words = testing.what_is_skipped(BOTH, browser=None, postgres=None)

    assert "SKIPPED: the browser journeys" in words
    assert "apt-get install chromium" in words
    assert "SKIPPED: everything on PostgreSQL" in words
    assert "OUTBOUND_TEST_POSTGRES=" in words


def test_what_was_not_asked_for_is_not_skipped() -> None:
    assert testing.what_is_skipped(["sqlite"], browser="/usr/bin/chromium", postgres=None) == ""


def test_each_database_has_a_round_of_its_own(tmp_path: Path) -> None:
    rounds = testing.plan(BOTH, folder=tmp_path, browser=None, postgres=ADDRESS)

    file = str(tmp_path / "test.sqlite3")
    assert [(each.database, dict(each.settings)) for each in rounds] == [
        ("SQLite", {"OUTBOUND_TEST_POSTGRES": ADDRESS, "OUTBOUND_TEST_SQLITE": file}),
        ("PostgreSQL", {"OUTBOUND_TEST_POSTGRES": ADDRESS}),
    ]
    assert "tests/browser" in rounds[0].leave_out
    assert all((ROOT / place).exists() for place in testing.ONE_DATABASE_IS_ENOUGH)


def test_what_is_said_to_us_is_parted_from_what_is_said_to_pytest() -> None:
    assert testing.asked_for(["--sqlite", "tests/kit", "-x"]) == (["sqlite"], ["tests/kit", "-x"])
    assert testing.asked_for(["-k", "freeze"]) == (BOTH, ["-k", "freeze"])


def test_the_tests_never_touch_a_real_database(tmp_path: Path) -> None:
    outside = {"OUTBOUND_DATABASE_URL": "postgres://db/live", "OUTBOUND_DATA": "/srv/outbound", "LANG": "C.UTF-8"}

    settings = testing.settings_for(outside, folder=tmp_path, browser=None)

    assert "OUTBOUND_DATABASE_URL" not in settings
    assert settings["OUTBOUND_DATA"] == str(tmp_path)
    assert settings["LANG"] == "C.UTF-8"


@pytest.mark.parametrize(
    ("codes", "verdict"), [([0, 0], 0), ([0, 5], 0), ([5, 5], 5), ([0, 1], 1), ([2, 0], 2), ([], 5)]
)
def test_one_failed_round_fails_the_whole(codes: list[int], verdict: int) -> None:
    assert testing.verdict(codes) == verdict


def test_in_ci_nothing_may_be_skipped() -> None:
    lacking = {**os.environ, "CI": "true", "OUTBOUND_CHROMIUM": "no-such-browser", "OUTBOUND_TEST_POSTGRES": ADDRESS}
    lacking["OUTBOUND_PYTHON"] = "python3"

    done = subprocess.run([ROOT / "outbound", "test", "--collect-only"], env=lacking, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr.startswith("In CI nothing may be skipped.\nSKIPPED: the browser journeys.")
    assert "===" not in done.stdout

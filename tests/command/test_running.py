"""./outbound run makes a private data folder, and two of them never share one."""

import os
import stat
from pathlib import Path

import pytest

from backend.command import family, running
from backend.command.listening import Listen
from backend.command.places import SERVER_LOCK
from backend.command.words import Stop

LOCAL = Listen("127.0.0.1", 8000)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("OUTBOUND_")]:
        monkeypatch.delenv(name)


def test_the_data_folder_and_the_secret_are_for_their_owner_only(tmp_path: Path) -> None:
    data = running.make_data_folder(tmp_path / "var")

    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "secret.key").stat().st_mode) == 0o600
    assert len((data / "secret.key").read_text()) >= 50


def test_the_secret_is_made_once(tmp_path: Path) -> None:
    first = (running.make_data_folder(tmp_path) / "secret.key").read_text()

    second = (running.make_data_folder(tmp_path) / "secret.key").read_text()

    assert first == second


def test_two_houses_never_share_a_data_folder(tmp_path: Path) -> None:
    first = running.only_one(tmp_path, LOCAL)
    second = running.only_one(tmp_path, LOCAL)

    with first, pytest.raises(Stop, match=f"already runs on .*process {os.getpid()}"):
        second.__enter__()


def test_what_is_set_outside_is_kept_and_this_computer_can_always_ask(tmp_path: Path) -> None:
    outside = {"OUTBOUND_HOSTS": "floor.prison.example", "LANG": "nl_BE.UTF-8"}

    settings = running.settings_for(outside, data=tmp_path, listen=LOCAL)

    assert settings["OUTBOUND_HOSTS"] == "floor.prison.example,localhost,127.0.0.1,[::1]"
    assert settings["LANG"] == "nl_BE.UTF-8"
    assert settings["OUTBOUND_TLS"] == "0"
    assert settings["OUTBOUND_DATA"] == str(tmp_path)


def test_a_certificate_turns_tls_on(tmp_path: Path) -> None:
    listen = Listen("0.0.0.0", 8443, tmp_path / "fullchain.pem", tmp_path / "privkey.pem")

    assert running.settings_for({}, data=tmp_path, listen=listen)["OUTBOUND_TLS"] == "1"


def test_only_the_web_server_seals_the_ledger(tmp_path: Path) -> None:
    web = family.web(Path("python"), {}, listen=LOCAL, logs=tmp_path)
    worker = family.worker(Path("python"), {}, logs=tmp_path)

    assert web.environment["OUTBOUND_SEALER_THREAD"] == "1"
    assert worker.environment["OUTBOUND_SEALER_THREAD"] == "0"
    assert (web.restarts, worker.restarts) == (False, True)


def test_a_sealer_of_its_own_can_take_the_sealing_over(tmp_path: Path) -> None:
    web = family.web(Path("python"), {"OUTBOUND_SEALER_THREAD": "0"}, listen=LOCAL, logs=tmp_path)

    assert web.environment["OUTBOUND_SEALER_THREAD"] == "0"


def test_static_files_are_collected_again_only_when_the_packages_change(tmp_path: Path) -> None:
    python = tmp_path / "bin" / "python"
    (tmp_path / ".stamp").write_text("one")
    first = running.static_fingerprint(python)
    again = running.static_fingerprint(python)

    (tmp_path / ".stamp").write_text("two")

    assert first == again
    assert running.static_fingerprint(python) != first


@pytest.mark.parametrize(
    ("settings", "locks"),
    [
        ({}, []),
        ({"OUTBOUND_DATABASE_URL": "sqlite", "OUTBOUND_BROKER_URL": "amqp://guest@127.0.0.1//"}, []),
        ({"OUTBOUND_DATABASE_URL": "postgres://postgres@127.0.0.1/outbound"}, [SERVER_LOCK]),
        ({"OUTBOUND_BROKER_URL": "redis://127.0.0.1:6379/0"}, [SERVER_LOCK]),
    ],
)
def test_a_server_brings_its_client(settings: dict[str, str], locks: list[str]) -> None:
    assert running.locks_for(settings) == locks

"""A backup can be taken while the house runs, shows when it was touched, and comes back whole."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from backend.command import running
from backend.command.listening import Listen
from backend.command.places import ROOT

SERVER = os.environ.get("OUTBOUND_TEST_POSTGRES")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "photo.png").write_bytes(b"photo")
    (folder / "vault.key").write_text("key")
    for name in ("main", "vault"):
        with closing(sqlite3.connect(folder / f"{name}.sqlite3")) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("CREATE TABLE parcel (tag TEXT)")
            database.execute("INSERT INTO parcel VALUES (?)", [name])
            database.commit()
    return folder


def backup(*arguments: str | Path, data: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith("OUTBOUND_")}
    return subprocess.run(
        [ROOT / "docker" / "backup", *arguments],
        env={**outside, "OUTBOUND_DATA": str(data), **settings},
        capture_output=True,
        text=True,
    )


def tags(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as opened:
        return [row[0] for row in opened.execute("SELECT tag FROM parcel ORDER BY rowid")]


def test_a_backup_taken_while_somebody_writes_comes_back_whole(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / "main.sqlite3")) as writer:
        writer.execute("INSERT INTO parcel VALUES ('committed')")
        writer.commit()
        writer.execute("INSERT INTO parcel VALUES ('not committed')")
        taken = backup("take", tmp_path / "backups", data=data)
    shutil.rmtree(data)

    restored = backup("restore", taken.stdout.strip(), data=data)

    assert restored.returncode == 0, restored.stderr
    assert tags(data / "main.sqlite3") == ["main", "committed"]
    assert tags(data / "vault.sqlite3") == ["vault"]
    assert (data / "media" / "photo.png").read_bytes() == b"photo"


def test_keys_are_left_out_unless_they_get_another_place(data: Path, tmp_path: Path) -> None:
    without = backup("take", tmp_path / "backups", data=data)
    beside = backup("take", tmp_path / "more", "--keys", tmp_path / "more", data=data)
    apart = backup("take", tmp_path / "again", "--keys", tmp_path / "safe", data=data)

    assert "NOT in it" in without.stderr
    assert not list((tmp_path / "backups").rglob("*.key"))
    assert beside.returncode == 1
    assert apart.returncode == 0
    assert [path.name for path in (tmp_path / "safe").rglob("*.key")] == ["vault.key"]


def test_a_backup_that_was_touched_is_not_restored(data: Path, tmp_path: Path) -> None:
    taken = Path(backup("take", tmp_path / "backups", data=data).stdout.strip())
    (taken / "media" / "photo.png").write_bytes(b"other")

    restored = backup("restore", taken, data=data)

    assert restored.returncode == 1
    assert "is not what was written" in restored.stderr
    assert not list(data.glob("before-restore-*"))


def test_nothing_is_restored_under_a_running_house(data: Path, tmp_path: Path) -> None:
    taken = Path(backup("take", tmp_path / "backups", data=data).stdout.strip())

    with running.only_one(data, Listen("127.0.0.1", 8000)):
        restored = backup("restore", taken, data=data)

    assert restored.returncode == 1
    assert "Outbound runs on" in restored.stderr
    assert not list(data.glob("before-restore-*"))


def test_what_a_restore_replaces_is_put_aside(data: Path, tmp_path: Path) -> None:
    taken = Path(backup("take", tmp_path / "backups", data=data).stdout.strip())
    with closing(sqlite3.connect(data / "main.sqlite3")) as later:
        later.execute("INSERT INTO parcel VALUES ('later')")
        later.commit()

    backup("restore", taken, data=data)

    assert tags(data / "main.sqlite3") == ["main"]
    assert [tags(path) for path in data.glob("before-restore-*/main.sqlite3")] == [["main", "later"]]


def test_old_backups_make_room(data: Path, tmp_path: Path) -> None:
    old = tmp_path / "backups" / "20200101T000000Z"
    old.mkdir(parents=True)
    os.utime(old, (1_577_836_800, 1_577_836_800))

    backup("take", tmp_path / "backups", data=data)

    assert not old.exists()
    assert len(list((tmp_path / "backups").iterdir())) == 1


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """Two small databases on a real server."""
    if not SERVER or not shutil.which("pg_dump"):
        pytest.skip("SKIPPED: the backup of PostgreSQL needs OUTBOUND_TEST_POSTGRES and pg_dump")
    address, name = SERVER.rsplit("/", 1)[0], f"backup_{os.getpid()}"
    for each in (name, f"{name}_vault"):
        subprocess.run(["psql", "-q", "-c", f"CREATE DATABASE {each}", f"{address}/postgres"], check=True)
        subprocess.run(
            ["psql", "-q", "-c", f"CREATE TABLE parcel AS SELECT '{each}' AS tag", f"{address}/{each}"], check=True
        )
    yield f"{address}/{name}"
    for each in (name, f"{name}_vault"):
        subprocess.run(["psql", "-q", "-c", f"DROP DATABASE {each} WITH (FORCE)", f"{address}/postgres"], check=True)


def test_a_server_comes_back_as_it_was(server: str, tmp_path: Path) -> None:
    taken = backup("take", tmp_path / "backups", data=tmp_path, OUTBOUND_DATABASE_URL=server)
    subprocess.run(["psql", "-q", "-c", "DELETE FROM parcel", server], check=True)

    restored = backup("restore", taken.stdout.strip(), data=tmp_path, OUTBOUND_DATABASE_URL=server)

    assert restored.returncode == 0, restored.stderr
    for url in (server, f"{server}_vault"):
        rows = subprocess.run(
            ["psql", "-Atc", "SELECT tag FROM parcel", url], check=True, capture_output=True, text=True
        )
        assert rows.stdout.strip() == url.rsplit("/", 1)[1]

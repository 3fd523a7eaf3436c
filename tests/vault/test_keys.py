"""Keys of the vault: one a quarter, changed while work goes on, wrapped under a file that only we can read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from backend.kit import clock, envelope
from backend.kit.envelope import Unreadable
from backend.vault import addressees, kek, keys
from backend.vault.cards import AddresseeCard
from backend.vault.models import Addressee, DataKey, Rotation

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
CARD = AddresseeCard(name="Zoë", lines=("Fern Street 4",), postcode="9120", city="Beveren", country="BE")


@pytest.fixture(autouse=True)
def key_file(tmp_path: Path, settings) -> Iterator[Path]:
    settings.VAULT_KEY_FILE = tmp_path / "vault.key"
    keys.forget()
    yield settings.VAULT_KEY_FILE
    keys.forget()


def kept(merchant: int = 1, count: int = 1) -> list[str]:
    return addressees.keep_all([CARD] * count, merchant=merchant, facility=1)


def opens(token: str) -> bool:
    row = Addressee.objects.select_related("key").get(pk=token)
    place = row.place
    return b"Zo" in envelope.open_sealed(bytes(row.card), key=keys.opened(row.key), place=place)


def test_the_key_of_the_house_is_made_once_and_readable_by_us_alone(key_file: Path):
    first = kek.current()

    assert stat.S_IMODE(os.stat(key_file).st_mode) == 0o400
    assert kek.current() == first
    assert os.listdir(key_file.parent) == ["vault.key"]


def test_each_merchant_has_a_key_of_its_own():
    kept(merchant=1)
    kept(merchant=2)
    kept(merchant=1)

    assert sorted(DataKey.objects.values_list("merchant", "uses", "state")) == [(1, 2, "active"), (2, 1, "active")]


def test_a_new_quarter_gets_a_new_key_and_the_old_one_still_reads():
    with clock.at(datetime(2026, 3, 31, 23, tzinfo=UTC)):
        old = kept()[0]
    with clock.at(datetime(2026, 4, 1, tzinfo=UTC)):
        new = kept()[0]

    assert list(DataKey.objects.order_by("made_at").values_list("period", "state")) == [
        ("2026Q1", "read_only"),
        ("2026Q2", "active"),
    ]
    assert opens(old)
    assert opens(new)


def test_a_key_is_changed_before_it_was_used_too_often():
    kept()
    DataKey.objects.update(uses=keys.MOST_USES - 1)

    kept(count=2)

    assert sorted(DataKey.objects.values_list("state", "uses")) == [("active", 2), ("read_only", keys.MOST_USES - 1)]


def test_a_wrapped_key_moved_to_another_merchant_does_not_open():
    kept()
    key = DataKey.objects.get()
    key.merchant = 2

    keys.forget()
    with pytest.raises(Unreadable):
        keys.opened(key)


def test_an_opened_key_stays_in_memory_for_five_minutes_at_most(monkeypatch: pytest.MonkeyPatch):
    kept()
    key = DataKey.objects.get()
    now = [1000.0]
    monkeypatch.setattr("backend.vault.keys.time.monotonic", lambda: now[0])
    keys.forget()
    keys.opened(key)
    DataKey.objects.update(state=DataKey.State.DESTROYED)
    key.refresh_from_db()

    now[0] = 1299.0
    assert len(keys.opened(key)) == 32
    now[0] = 1300.0
    with pytest.raises(Unreadable):
        keys.opened(key)


def test_rotating_reseals_everything_and_destroys_the_old_key():
    tokens = kept(count=450)
    kept(merchant=2)
    old = DataKey.objects.get(merchant=1)
    before = bytes(Addressee.objects.get(pk=tokens[0]).card)
    steps: list[int] = []

    count = keys.rotate(merchant=1, on_step=steps.append)

    assert (count, steps) == (450, [200, 200, 50])
    old.refresh_from_db()
    assert (old.state, bytes(old.wrapped)) == ("destroyed", b"")
    assert bytes(Addressee.objects.get(pk=tokens[0]).card) != before
    assert all(opens(token) for token in tokens)
    assert DataKey.objects.get(merchant=2).state == "active"


def test_a_stopped_rotation_goes_on_where_it_was():
    tokens = kept(count=450)

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keys.rotate(merchant=1, on_step=stop)
    assert Rotation.objects.get().resealed == 200
    assert all(opens(token) for token in tokens)

    assert keys.rotate(merchant=1, resume=True, on_step=lambda done: None) == 250

    assert sorted(DataKey.objects.values_list("state", flat=True)) == ["active", "destroyed"]
    assert Rotation.objects.get().resealed == 450
    assert all(opens(token) for token in tokens)


def test_a_new_key_of_the_house_wraps_all_keys_and_the_old_line_goes(key_file: Path):
    tokens = kept() + kept(merchant=2)
    old = kek.current()

    count = keys.rewrap()

    keys.forget()
    assert count == 2
    assert kek.current() != old
    assert len(key_file.read_text().split()) == 1
    assert all(opens(token) for token in tokens)
    assert stat.S_IMODE(os.stat(key_file).st_mode) == 0o400


def test_a_stopped_rewrap_leaves_everything_readable_and_goes_on(key_file: Path):
    tokens = kept() + kept(merchant=2)
    kek.add()
    keys.forget()
    assert len(key_file.read_text().split()) == 2
    assert all(opens(token) for token in tokens)

    assert keys.rewrap(resume=True) == 2

    keys.forget()
    assert len(key_file.read_text().split()) == 1
    assert all(opens(token) for token in tokens)


def test_a_lost_key_file_is_said_loudly(key_file: Path):
    kept()
    key_file.unlink()
    keys.forget()

    with pytest.raises(Unreadable, match="no longer holds"):
        keys.opened(DataKey.objects.get())


def test_the_inventory_lists_purpose_algorithm_age_and_uses():
    with clock.at(clock.now() - timedelta(days=3)):
        kept(count=2)
    out = StringIO()

    call_command("keys", "list", stdout=out)

    line = out.getvalue().splitlines()[1].split()
    assert line[1:5] == ["1", "addressees", "AES-256-GCM", DataKey.objects.get().period]
    assert line[5:9] == ["active", "3", "2", "2"]


def test_the_command_rotates_one_merchant():
    kept(count=3)
    out = StringIO()

    call_command("keys", "rotate", "--merchant", "1", stdout=out, stderr=StringIO())

    assert out.getvalue() == "3 sealed values are under the new key.\n"

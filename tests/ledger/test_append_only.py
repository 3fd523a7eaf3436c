from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from backend.kit import clock
from backend.ledger import append_only
from backend.ledger.models import Checkpoint, Event, Seal

pytestmark = pytest.mark.django_db


def _event() -> Event:
    return Event.objects.create(facility=1, at=clock.now(), kind="x", subject="a.b:1", actor="system", data={})


def test_a_recorded_event_cannot_be_edited() -> None:
    _event()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.update(kind="y")

    assert Event.objects.get().kind == "x"


def test_a_recorded_event_cannot_be_deleted() -> None:
    _event()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.all()._raw_delete("default")

    assert Event.objects.count() == 1


def test_events_seals_and_checkpoints_are_guarded() -> None:
    tables = {model._meta.db_table for model in (Event, Seal, Checkpoint)}

    guarded = append_only.guarded(connection)

    assert tables <= set(guarded)


def test_the_ledger_cannot_be_emptied_at_one_stroke() -> None:
    _event()
    stroke = "TRUNCATE ledger_event CASCADE" if connection.vendor == "postgresql" else "DELETE FROM ledger_event"

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(stroke)

    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_committing_test_leaves_nothing_behind_and_finds_the_guards_on(time: str, committed: dict[str, str]) -> None:
    _event()

    with pytest.raises(IntegrityError, match="append-only"):
        Event.objects.update(kind="y")

    assert Event.objects.count() == 1

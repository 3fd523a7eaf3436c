from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar

import pytest
from django.db import transaction

from backend.ledger import catalogue
from backend.ledger.happenings import SYSTEM, Happening
from backend.ledger.models import Event, Unsealed
from backend.ledger.recording import record_all
from tests.ledger.happening import BellRang, ring, ring_here, somebody


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        ring_here()

    assert not Event.objects.exists()


@pytest.mark.django_db
def test_an_event_keeps_who_what_where_and_waits_for_its_seal() -> None:
    ring(3, facility=7, subject=42)

    event = Event.objects.get()
    assert (event.facility, event.merchant, event.kind, event.version) == (7, None, "test.bell_rang", 1)
    assert (event.subject, event.actor, event.data) == ("people.person:42", "system", {"times": 3})
    assert Unsealed.objects.get().event_id == event.pk


@pytest.mark.django_db(transaction=True)
def test_an_action_that_fails_leaves_no_event() -> None:
    def ring_and_stumble() -> None:
        with transaction.atomic():
            ring_here()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ring_and_stumble()

    assert not Event.objects.exists()
    assert not Unsealed.objects.exists()


@pytest.mark.django_db
def test_several_events_are_recorded_in_order(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        record_all([(BellRang(1), somebody()), (BellRang(2), somebody())], by=SYSTEM)

    assert [event.data["times"] for event in Event.objects.order_by("id")] == [1, 2]


def test_dates_and_lists_are_kept_as_plain_words() -> None:
    @dataclass(frozen=True)
    class Closed(Happening):
        kind: ClassVar[str] = "test.closed"
        on: date
        at: datetime
        lines: tuple[int, ...]
        reason: str | None

    data = Closed(date(2026, 11, 21), datetime(2026, 11, 21, 17, tzinfo=UTC), (1, 2), None).data()

    assert data == {"on": "2026-11-21", "at": "2026-11-21T17:00:00+00:00", "lines": [1, 2], "reason": None}


@pytest.mark.parametrize("value", [1.5, {"a": 1}, object(), 2**53, -(2**53)])
def test_fractions_free_structures_and_numbers_that_javascript_rounds_are_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="An event holds"):
        BellRang(value).data()


def test_two_kinds_of_event_cannot_share_a_name() -> None:
    with pytest.raises(TypeError, match="Two events are called"):

        @dataclass(frozen=True)
        class Other(Happening):
            kind: ClassVar[str] = "test.bell_rang"


def test_the_catalogue_explains_every_kind_with_its_fields() -> None:
    page = catalogue.markdown()

    assert "## `test.bell_rang`\n\nThe bell of the tests rang so many times.\n" in page
    assert "| `times` | int |" in page

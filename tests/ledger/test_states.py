from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any, cast

import pytest

from backend.kit import clock
from backend.kit.errors import Refused
from backend.ledger import states, verifying
from backend.ledger.happenings import SYSTEM, Happening
from backend.ledger.moves import may, move
from backend.ledger.work import work
from backend.people.models import Person
from tests import world
from tests.world import Quiet
from warehouse.events.picking import PickClaimed, PickFinished, PickGivenBack
from warehouse.models import Batch

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch() -> Batch:
    return Batch.objects.create(
        facility=world.facility(), ship_by=clock.now() + timedelta(hours=1), stops=1, units=1, made_at=clock.now()
    )


def any_event(kind: type[Happening]) -> Happening:
    """One of its kind; its numbers do not matter here."""
    return kind(**{field.name: 1 for field in dataclasses.fields(cast(Any, kind))})


@work
def claim(batch: Batch, *, worker: Person) -> None:
    lease = clock.now() + timedelta(minutes=5)
    move(batch, any_event(PickClaimed), by=worker, worker=worker, lease_until=lease)


@work
def finish(batch: Batch) -> None:
    move(batch, any_event(PickFinished), by=SYSTEM)


def test_a_move_changes_the_state_and_is_recorded(batch: Batch) -> None:
    claim(batch, worker=world.person(batch.facility))

    batch.refresh_from_db()
    assert batch.state == Batch.State.CLAIMED
    assert verifying.verify(batch.facility_id).problems == []


def test_a_move_that_the_state_does_not_allow_is_refused(batch: Batch) -> None:
    quiet = Quiet()

    with pytest.raises(Refused) as refused:
        finish(batch)

    batch.refresh_from_db()
    assert refused.value.code == "wrong_state"
    assert batch.state == Batch.State.OPEN
    assert quiet.holds()
    assert (may(batch, PickClaimed), may(batch, PickGivenBack)) == (True, False)


def test_a_state_set_by_hand_is_found(batch: Batch) -> None:
    claim(batch, worker=world.person(batch.facility))
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.FINISHED)

    problems = verifying.verify(batch.facility_id).problems

    assert problems == [f"warehouse.batch:{batch.pk} is finished, but its events say claimed."]


def test_a_state_set_by_hand_before_anything_happened_is_found(batch: Batch) -> None:
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.FINISHED)

    problems = verifying.verify(batch.facility_id).problems

    assert problems == [f"warehouse.batch:{batch.pk} is finished, but its events say open."]


def test_only_a_model_with_moves_a_state_and_a_facility_can_be_watched() -> None:
    assert states.watch(Batch) is Batch
    assert states.WATCHED.count(Batch) == 1
    with pytest.raises(TypeError, match="Person cannot be watched: it has no MOVES, state"):
        states.watch(Person)

"""Stations as staff see them: who must answer, and what an empty place looks like."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.facility import floor
from backend.facility.models import Station, StationKey
from backend.kit import clock
from tests import doors, world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "seconds", "word", "is_unreached"),
    [
        (Station.Kind.PICK, 1, "Empty", False),
        (Station.Kind.PICK, 9, "No signal", True),
        (Station.Kind.DISPATCH, 1, "Dispatch", False),
        (Station.Kind.DISPATCH, 9, "Empty", False),
    ],
)
def test_the_screen_of_a_worker_must_answer_and_a_desk_of_staff_may_stand_empty(
    kind: str, seconds: int, word: str, is_unreached: bool
) -> None:
    place = world.station(world.facility(), kind)
    doors.enrolled(place)
    StationKey.objects.update(seen_at=clock.now() - timedelta(seconds=seconds))

    card = floor.station(place)

    assert (card.state_word, card.is_unreached) == (word, is_unreached)

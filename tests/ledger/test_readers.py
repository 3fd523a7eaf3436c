from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from backend.ledger import append_only, readers, sealing, sealing_loop
from backend.ledger.models import Cursor, Event
from backend.ledger.readers import Reader, SealedEvent
from tests.ledger.happening import ring

pytestmark = pytest.mark.django_db

# A reader keeps rows; these stand in for them, so that a rolled-back step shows in the cursor alone.
rung: Counter[int] = Counter()
seen: list[int] = []
broken: list[str] = []


def count(events: Sequence[SealedEvent]) -> None:
    if broken:
        raise ZeroDivisionError
    for event in events:
        rung[event.facility] += event.data["times"]
        seen.append(event.seq)


def forget(facility: int) -> None:
    rung[facility] = 0


def digest(facility: int) -> str:
    return str(rung[facility])


BELLS = Reader("test-bells", frozenset({"test.bell_rang"}), count, forget, digest)


@pytest.fixture(autouse=True)
def _only_this_reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(readers, "READERS", {})
    for kept in (rung, seen, broken):
        kept.clear()
    readers.register(BELLS)
    return


def test_a_reader_sees_each_sealed_event_once_in_order() -> None:
    ring(2)
    ring(3)
    ring(9, facility=2)
    assert readers.catch_up(BELLS, facility=1) == 0
    sealing.run_all()

    moved = [readers.catch_up(BELLS, facility=1) for _ in range(2)]

    assert moved == [2, 0]
    assert (seen, dict(rung)) == ([1, 2], {1: 5})
    assert Cursor.objects.get(reader="test-bells", facility=1).seq == 2


def test_a_reader_follows_five_hundred_events_at_a_time() -> None:
    ring(1, count=1201)
    while sealing.run_once(1):
        pass

    moved = [readers.catch_up(BELLS, facility=1) for _ in range(4)]

    assert moved == [500, 500, 201, 0]
    assert rung[1] == 1201


def test_a_reader_passes_over_what_it_does_not_care_for() -> None:
    deaf = Reader("test-deaf", frozenset({"test.other"}), count, forget, digest)
    ring(count=3)
    sealing.run_all()

    assert readers.catch_up(deaf, facility=1) == 3

    assert seen == []


def test_a_failing_reader_stands_still_alone_and_goes_on_later(caplog: pytest.LogCaptureFixture) -> None:
    other: list[int] = []

    def note(events: Sequence[SealedEvent]) -> None:
        other.extend(event.seq for event in events)

    readers.register(Reader("test-other", BELLS.kinds, note, forget, digest))
    ring(count=3)
    sealing.run_all()
    broken.append("yes")

    with caplog.at_level(logging.ERROR):
        followed = readers.catch_up_all(facility=1)

    assert (followed, other) == (3, [1, 2, 3])
    assert readers.behind(facility=1) == {"test-bells": 3, "test-other": 0}
    assert "Reader test-bells stands still in facility 1" in caplog.text
    broken.clear()
    assert readers.catch_up_all(facility=1) == 3
    assert seen == [1, 2, 3]


def test_the_sealer_lets_the_readers_follow() -> None:
    ring(4)

    sealed = sealing_loop.drain()

    assert sealed == {1: 1}
    assert rung[1] == 4


def test_two_readers_cannot_share_a_name() -> None:
    readers.register(BELLS)

    with pytest.raises(ValueError, match="Two readers"):
        readers.register(Reader("test-bells", frozenset(), count, forget, digest))


def test_a_rebuild_from_nothing_equals_what_is_kept() -> None:
    ring(2)
    ring(5)
    sealing_loop.drain()

    replayed = readers.replay(BELLS, facility=1)

    assert (replayed.events, replayed.kept, replayed.rebuilt, replayed.is_equal) == (2, "7", "7", True)


def test_what_was_changed_behind_the_readers_back_is_found_by_replay() -> None:
    ring(2)
    sealing_loop.drain()
    rung[1] += 1
    out = StringIO()

    with pytest.raises(SystemExit) as stopped:
        call_command("replay", "test-bells", "--json", stdout=out)

    assert stopped.value.code == 1
    assert "DIFFERENT: kept 3, rebuilt 2" in out.getvalue()
    assert json.loads(out.getvalue().splitlines()[-1])["equal"] is False


def test_replay_by_command_says_equal_or_which_readers_there_are() -> None:
    ring(2)
    sealing_loop.drain()
    out = StringIO()

    call_command("replay", "test-bells", "--facility", "1", "--json", stdout=out)

    assert out.getvalue().splitlines()[0] == "Facility 1: test-bells after 1 events: equal."
    with pytest.raises(CommandError, match="Readers: test-bells"):
        call_command("replay", "nonsense")


def test_the_feed_of_a_merchant_holds_only_what_is_its_own() -> None:
    ring(count=3)
    with append_only.lifted(connection):
        Event.objects.filter(pk=Event.objects.earliest("id").pk).update(merchant=8)
    sealing.run_all()

    feed = readers.sealed(1, after=0, upto=3, merchant=8)

    assert [(event.seq, event.merchant, event.kind) for event in feed] == [(1, 8, "test.bell_rang")]
    assert readers.sealed(1, after=1, upto=3, merchant=8) == []


def test_sealing_once_by_command() -> None:
    ring(2)
    out = StringIO()

    call_command("seal", "--once", stdout=out)

    assert out.getvalue() == "Sealed 1 events in 1 facilities.\n"

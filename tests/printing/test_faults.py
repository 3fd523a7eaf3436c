"""Whatever a printer does, no label leaves twice, at most two are in doubt, and what was not begun goes on."""

from __future__ import annotations

import time

import pytest

import labels
from backend.facility.models import Hold
from backend.jobs.models import Job
from backend.kit import clock
from backend.printing import leases, sending, wires
from backend.printing.models import LabelSerial, Printer
from tests.printing.fake_printer import Line, line
from tests.printing.places import many, spooled, states, story, supervisor, tag
from tests.statements import counted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wires, "STALL_SECONDS", 0.4)
    monkeypatch.setattr(wires, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(wires, "POLL_SECONDS", 0.01)


def in_doubt() -> int:
    return states().count("unknown")


def test_labels_come_out_in_the_order_in_which_they_were_asked_for() -> None:
    with line() as at:
        many(at.station, 10)

        assert at.send() == ["sent"] * 10

        digests = list(LabelSerial.objects.order_by("pk").values_list("digest", flat=True))
        assert at.device.journal.paper == digests
        assert at.printer.status == "ready"


def test_never_more_than_two_labels_are_in_a_slow_printer() -> None:
    with line() as at:
        at.device.troubles.seconds_each = 0.03
        many(at.station, 8)

        assert at.send() == ["sent"] * 8
        assert at.device.journal.most_inside <= 2


def test_a_printer_without_paper_gets_nothing() -> None:
    with line() as at:
        at.device.troubles.paper_left = 0
        many(at.station, 3)

        assert at.send() == ["waiting"] * 3
        assert (at.printer.status, at.device.journal.received) == ("paper_out", [])


def test_when_paper_runs_out_at_most_two_are_in_doubt_and_the_rest_waits() -> None:
    with line() as at:
        at.device.troubles.paper_left = 5
        many(at.station, 12)

        during = at.send()
        at.device.repair()
        after = at.send()

        assert 1 <= during.count("unknown") <= 2
        assert during.count("waiting") >= 5
        assert after.count("sent") + after.count("unknown") == 12
        assert in_doubt() == during.count("unknown")
        assert at.printed_twice() == []


def test_an_open_head_is_seen_before_the_first_label() -> None:
    with line() as at:
        at.device.troubles.head_open = True
        many(at.station, 1)

        assert (at.send(), at.printer.status) == (["waiting"], "head_open")


def test_a_label_cut_in_half_is_in_doubt_and_never_sent_again() -> None:
    with line() as at:
        many(at.station, 4)
        at.device.troubles.cut_after = 10

        at.send()
        again = at.send()

        assert 1 <= again.count("unknown") <= 2
        assert again.count("sent") + again.count("unknown") == 4
        assert at.device.journal.halves == 1
        assert at.printed_twice() == []


def test_a_printer_that_falls_silent_leaves_at_most_two_in_doubt() -> None:
    with line() as at:
        many(at.station, 2)
        at.send()
        at.device.troubles.is_silent = True
        many(at.station, 3, name="warehouse.tote")

        silent = at.send()

        # It was silent before a byte of theirs left.
        assert silent == ["sent"] * 2 + ["waiting"] * 3
        assert at.printer.status == "no_answer"


def test_a_printer_that_stalls_in_the_middle_leaves_at_most_two_in_doubt() -> None:
    with line() as at:
        at.device.troubles.seconds_each = 60
        many(at.station, 5)

        stalled = at.send()

        assert stalled.count("unknown") <= 2
        assert stalled.count("waiting") >= 2
        assert at.printer.status == "stalled"


def test_nonsense_instead_of_a_status_stops_the_line_before_a_label_leaves() -> None:
    with line() as at:
        at.device.troubles.is_garbled = True
        many(at.station, 2)

        assert at.send() == ["waiting"] * 2
        assert at.printer.status == "no_answer"


def test_a_printer_that_lies_is_found_out_by_scans_and_never_by_a_second_print() -> None:
    with line() as at:
        at.device.troubles.lies = True
        at.device.troubles.paper_left = 2
        many(at.station, 4)

        assert at.send() == ["sent"] * 4
        assert len(at.device.journal.paper) == 2
        assert at.printed_twice() == []


def test_a_restart_loses_what_was_inside_and_nothing_is_sent_again() -> None:
    with line() as at:
        at.device.troubles.seconds_each = 60
        many(at.station, 4)
        at.send()
        doubtful = in_doubt()

        at.device.restart()
        at.device.troubles.seconds_each = 0
        at.send()

        assert (in_doubt(), doubtful <= 2) == (doubtful, True)
        assert at.printed_twice() == []
        assert states().count("sent") == 4 - doubtful


def test_a_full_buffer_takes_nothing_more() -> None:
    with line() as at:
        at.device.troubles.capacity = 1
        at.device.troubles.paused = True
        many(at.station, 3)

        assert at.send() == ["waiting"] * 3
        assert at.printer.status == "halted"


def test_a_printer_that_prints_twice_was_sent_the_label_once() -> None:
    with line() as at:
        at.device.troubles.doubles_next = True
        many(at.station, 2)

        assert at.send() == ["sent"] * 2
        assert (len(at.device.journal.paper), len(at.device.journal.received)) == (3, 2)


def test_a_printer_that_is_off_costs_nothing_and_goes_on_when_it_is_back() -> None:
    with line() as at:
        at.device.switch_off()
        many(at.station, 2)

        off = at.send()
        at.device.switch_on()
        back = at.send()

        assert (off, back) == (["waiting"] * 2, ["sent"] * 2)


def test_a_silent_printer_gets_one_label_at_a_time() -> None:
    with line(answers=False) as at:
        many(at.station, 3)

        assert at.send() == ["sent"] * 3
        assert at.device.journal.most_inside == 1


def test_a_silent_printer_that_slams_the_door_leaves_one_in_doubt() -> None:
    with line(answers=False) as at:
        many(at.station, 3)
        at.device.troubles.cut_after = 1000

        first = at.send()
        then = at.send()

        assert (first, then) == (["unknown", "waiting", "waiting"], ["unknown", "sent", "sent"])
        assert at.printed_twice() == []


def test_a_hold_lets_the_current_labels_out_and_then_empties_the_printer() -> None:
    with line() as at:
        many(at.station, 6)
        run = _begun(at, labels=3)
        boss = supervisor(at.station)
        Hold.objects.create(facility=at.station.facility, kind="freeze", placed_at=clock.now(), placed_by=boss)

        is_empty = sending._drain(run)
        run.wire.close()
        leases.release(run.lease)
        held = states()
        Hold.objects.update(released_at=clock.now())

        assert (is_empty, held) == (False, ["sent"] * 3 + ["waiting"] * 3)
        assert at.device.journal.cleared == 1
        assert at.send() == ["sent"] * 6
        assert at.printed_twice() == []


def test_a_format_that_is_stored_in_the_printer_is_no_paper_and_goes_after_a_hold() -> None:
    with line() as at:
        views = [tag() for _ in range(3)]
        printed = labels.render(views, backend="zpl")
        unfinished = printed.data[: printed.data.rindex(b"^XA")]
        wire = wires.AnsweringLine(at.printer)

        wire.ready()
        wire.put(unfinished, name="three")
        wire.wait_for_room(3, room=0)
        stored = (at.device.formats, at.device.journal.stored, len(at.device.journal.paper))
        wire.clear()
        wire.close()

        assert (stored, at.device.formats) == ((1, 1, 3), 0)


def test_asking_for_a_label_is_only_an_insert_while_the_printer_hangs() -> None:
    with line() as at:
        at.device.troubles.stalls = True
        with counted() as hanging:
            spooled(at.station, "warehouse.parcel:1")
        at.device.troubles.stalls = False
        with counted() as running:
            spooled(at.station, "warehouse.parcel:2")

        assert len(hanging) == len(running)
        assert at.device.journal.received == []
        assert states() == ["waiting", "waiting"]


def test_a_killed_consumer_leaves_a_doubt_and_the_next_one_goes_on() -> None:
    with line() as at:
        many(at.station, 4)
        # Its lease stays and nothing is written any more, as after kill -9.
        _begun(at, labels=2).wire.close()
        killed = states()

        with clock.at(clock.now() + 2 * leases.LEASE):
            doubted = sending.doubt_the_abandoned()
            woken = sending.wake_the_waiting()
            sending.send_waiting(at.printer.pk)

        assert (killed, doubted, woken) == (["sent", "sending", "waiting", "waiting"], 1, 1)
        assert states() == ["sent", "unknown", "sent", "sent"]
        assert at.printed_twice() == []


def test_the_next_consumer_doubts_what_the_killed_one_left_before_it_sends() -> None:
    with line() as at:
        many(at.station, 3)
        _begun(at, labels=1).wire.close()

        with clock.at(clock.now() + 2 * leases.LEASE):
            sending.send_waiting(at.printer.pk)

        assert states() == ["unknown", "sent", "sent"]
        assert at.printed_twice() == []


def test_a_consumer_that_lost_its_printer_sends_nothing_more() -> None:
    with line() as at:
        many(at.station, 2)
        lease = leases.take(at.printer.pk)
        assert lease is not None
        Printer.objects.update(lease_key="somebody else")

        with pytest.raises(leases.LeaseLost):
            leases.keep(lease)
        leases.release(lease)

        assert at.printer.lease_key == "somebody else"
        assert (states(), at.device.journal.received) == (["waiting"] * 2, [])


def test_after_its_turn_a_long_queue_lets_other_jobs_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    with line() as at:
        many(at.station, 4)
        Job.objects.all().delete()
        monkeypatch.setattr(sending, "TURN_SECONDS", 0)

        first = at.send()
        asked = list(Job.objects.values_list("kind", "subject"))
        monkeypatch.setattr(sending, "TURN_SECONDS", 60)

        assert first == ["sent", "waiting", "waiting", "waiting"]
        assert asked == [("printing.send", f"printing.printer:{at.printer.pk}")]
        assert at.send() == ["sent"] * 4


def test_the_story_of_a_label_is_in_the_ledger_before_its_first_byte() -> None:
    with line() as at:
        serial = spooled(at.station)
        at.device.troubles.cut_after = 10
        at.send()

        assert story(serial) == ["label.asked", "label.sending", "label.doubtful"]


def _begun(at: Line, *, labels: int) -> sending.Run:
    """A consumer that has let so many labels leave, with the last one in the air."""
    lease = leases.take(at.printer.pk)
    assert lease is not None
    run = sending.Run(lease, at.printer, wires.open_to(at.printer), time.monotonic() + 60)
    for number in range(labels):
        serial = sending._next_label(run)
        assert serial is not None
        sending._send_one(run, serial)
        if number < labels - 1:
            sending._land(run, room=0)
    return run

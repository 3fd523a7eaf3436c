"""The server owns the step: what is late, doubled, foreign or held changes nothing, and says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.facility.models import HelpCall, Hold
from backend.kit import cards, clock, codes
from backend.kit.errors import Refused
from backend.ledger.commands import Asked, fingerprint
from backend.ledger.models import Command, Event
from tests import floor as floors
from tests import world
from tests.floor import Floor, Still
from warehouse import handing_back, layouts, leases, stepping, tasks
from warehouse.cards.step import StepCard, Tone
from warehouse.models import Batch, Move, Run, ScannerProfile, Tote
from warehouse.stepping import Scan

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    """A worker stands before the shelf of a single stop of two soaps."""
    made = floors.build()
    soap = made.product("Lavender soap", units=10)
    made.soap = soap  # type: ignore[attr-defined]
    made.set_out(made.order((soap, 2)))
    return made


def shelf(floor: Floor) -> str:
    return floor.shelves[floor.soap.pk].code  # type: ignore[attr-defined]


def hold(floor: Floor, *, minutes_ago: int = 0) -> Hold:
    return Hold.objects.create(
        facility=floor.site,
        kind=Hold.Kind.FREEZE,
        placed_at=clock.now() - timedelta(minutes=minutes_ago),
        placed_by=world.supervisor(floor.site),
    )


def refusal(floor: Floor, scan: Scan, seat: object = None) -> str:
    with pytest.raises(Refused) as no:
        stepping.take_scan(scan, by=seat or floor.seat)  # type: ignore[arg-type]
    assert no.value.status == 409
    return no.value.code


def asked(key: str, text: str) -> Asked:
    return Asked("station:1", key, fingerprint(text), "scan")


def test_a_scan_of_an_older_screen_is_refused(floor: Floor) -> None:
    revision = Run.objects.get().revision
    still = Still(floor.site)

    assert refusal(floor, Scan(revision=revision - 1, text=shelf(floor))) == "stale_revision"
    assert refusal(floor, Scan(revision=revision + 1, text=shelf(floor))) == "stale_revision"
    assert still.holds()


def test_a_scan_during_a_hold_is_refused(floor: Floor) -> None:
    hold(floor)
    still = Still(floor.site)

    assert refusal(floor, Scan(revision=Run.objects.get().revision, text=shelf(floor))) == "held"
    assert refusal(floor, Scan(revision=Run.objects.get().revision, action="skip")) == "held"
    assert still.holds()


def test_after_the_hold_the_same_scan_goes_on(floor: Floor) -> None:
    stop = hold(floor)
    Hold.objects.filter(pk=stop.pk).update(released_at=clock.now())

    assert floor.scan(shelf(floor)).step == "item"


def test_a_scan_taken_before_the_hold_is_kept_for_staff(floor: Floor) -> None:
    floor.scan(shelf(floor))
    hold(floor)
    run, moves = Run.objects.get(), Move.objects.count()
    early = clock.now() - timedelta(minutes=2)

    card = stepping.take_scan(
        Scan(revision=run.revision, text=floor.soap.sku, taken_at=early),  # type: ignore[attr-defined]
        by=floor.seat,
    )

    assert (card.tone, card.code) == (Tone.HOLD, "kept_for_staff")
    after = Run.objects.get()
    assert (after.step, after.revision, after.counted) == (run.step, run.revision, 0)
    assert Move.objects.count() == moves
    assert Tote.objects.get(pk=floor.totes[0].pk).at_check_lane
    assert Tote.objects.filter(at_check_lane=True).count() == 1
    assert HelpCall.objects.count() == 1
    kept = Event.objects.get(kind="scan.kept").data
    assert (kept["step"], kept["seconds_late"] >= 120) == ("item", True)


def test_a_worker_cannot_scan_into_another_workers_task(floor: Floor) -> None:
    still = Still(floor.site)
    floor.seat.left_at = clock.now()
    floor.seat.save()
    other = world.seat(floor.station, world.person(floor.site, first_name="Ana"))

    assert refusal(floor, Scan(revision=Run.objects.get().revision, text=shelf(floor)), other) == "not_yours"
    assert still.holds()


def test_a_station_without_a_task_says_so() -> None:
    floor = floors.build()
    still = Still(floor.site)

    assert refusal(floor, Scan(revision=0, text="LBBBBBCT")) == "no_task"
    assert still.holds()


def test_a_touch_that_the_step_does_not_know_is_refused(floor: Floor) -> None:
    still = Still(floor.site)

    assert refusal(floor, Scan(revision=Run.objects.get().revision, action="weight")) == "not_now"
    assert still.holds()


# Leases.


def test_a_scan_after_the_lease_is_refused(floor: Floor) -> None:
    still = Still(floor.site)

    with clock.at(clock.now() + leases.LENGTH + timedelta(seconds=1)):
        assert refusal(floor, Scan(revision=Run.objects.get().revision, text=shelf(floor))) == "lease_over"

    assert still.holds()


def test_the_time_of_a_hold_does_not_count_against_the_lease(floor: Floor) -> None:
    begin = clock.now()
    stop = hold(floor)
    Hold.objects.filter(pk=stop.pk).update(released_at=begin + timedelta(minutes=30))

    with clock.at(begin + timedelta(minutes=40)):
        card = floor.scan(shelf(floor))

    assert card.step == "item"


def test_every_scan_renews_the_lease_at_most_once_a_minute(floor: Floor) -> None:
    before = Batch.objects.get().lease_until
    assert before is not None
    floor.scan(shelf(floor))
    assert Batch.objects.get().lease_until == before

    with clock.at(clock.now() + timedelta(minutes=5)):
        floor.scan(floor.soap.sku)  # type: ignore[attr-defined]

    renewed = Batch.objects.get().lease_until
    assert renewed is not None
    assert renewed - before >= timedelta(minutes=5)


def test_the_house_takes_back_a_batch_whose_lease_ran_out(floor: Floor) -> None:
    with clock.at(clock.now() + leases.LENGTH + timedelta(seconds=1)):
        tasks.free_lapsed()

    assert Batch.objects.get().state == Batch.State.OPEN
    event = Event.objects.get(kind="pick.given_back")
    assert (event.actor, event.data["reason"]) == ("system", "lapsed")


def test_the_house_leaves_a_batch_alone_that_is_held(floor: Floor) -> None:
    hold(floor)
    still = Still(floor.site)

    with clock.at(clock.now() + timedelta(hours=3)):
        tasks.free_lapsed()

    assert still.holds()


def test_a_worker_whose_lease_ran_out_may_begin_again_where_it_stopped(floor: Floor) -> None:
    with clock.at(clock.now() + timedelta(hours=1)):
        card = floor.claim()
        assert floor.scan(shelf(floor)).step == "item"

    assert card.step == "bin"


def test_who_leaves_the_seat_leaves_the_batch(floor: Floor) -> None:
    handing_back.take_back_from(floor.seat, floor.seat)

    assert Batch.objects.get().state == Batch.State.OPEN
    assert Event.objects.get(kind="pick.given_back").data["reason"] == "left"


def test_a_batch_is_not_given_back_by_another_worker(floor: Floor) -> None:
    other = floor.colleague()
    still = Still(floor.site)

    with pytest.raises(Refused) as no:
        handing_back.give_back(Batch.objects.get(), by=other, reason="help")

    assert no.value.code == "not_yours"
    assert still.holds()


# The same scan twice, and a worker who asks for help.


def test_the_same_scan_delivered_twice_counts_once(floor: Floor) -> None:
    floor.scan(shelf(floor))
    scan = Scan(revision=Run.objects.get().revision, text=floor.soap.sku)  # type: ignore[attr-defined]

    first = stepping.take_scan.once(asked("one", "x"), scan, by=floor.seat)
    second = stepping.take_scan.once(asked("one", "x"), scan, by=floor.seat)

    assert (first.replayed, second.replayed) == (False, True)
    assert first.card == second.card
    assert Run.objects.get().counted == 1


def test_two_equal_scans_are_two_items(floor: Floor) -> None:
    floor.scan(shelf(floor))
    for key in ("one", "two"):
        revision = Run.objects.get().revision
        stepping.take_scan.once(asked(key, key), Scan(revision, floor.soap.sku), by=floor.seat)  # type: ignore[attr-defined]

    assert Run.objects.get().counted == 2


def test_a_scan_number_used_for_another_scan_is_refused(floor: Floor) -> None:
    revision = Run.objects.get().revision
    stepping.take_scan.once(asked("one", "x"), Scan(revision, shelf(floor)), by=floor.seat)
    still = Still(floor.site)

    with pytest.raises(Refused) as no:
        stepping.take_scan.once(asked("one", "y"), Scan(revision, shelf(floor)), by=floor.seat)

    assert no.value.code == "idempotency_key_reused"
    assert still.holds()


def test_a_refused_scan_leaves_no_answer_behind_and_may_be_sent_again(floor: Floor) -> None:
    scan = Scan(Run.objects.get().revision, shelf(floor))
    stop = hold(floor)
    with pytest.raises(Refused):
        stepping.take_scan.once(asked("one", "x"), scan, by=floor.seat)
    assert not Command.objects.exists()
    Hold.objects.filter(pk=stop.pk).update(released_at=clock.now())

    assert stepping.take_scan.once(asked("one", "x"), scan, by=floor.seat).card.step == "item"


def test_help_is_called_and_the_step_stays(floor: Floor) -> None:
    step = Run.objects.get().step

    card = floor.touch("help")

    assert (card.tone, card.code, card.step) == (Tone.HELP, "help", step)
    assert HelpCall.objects.get().reason == HelpCall.Reason.HELP


def test_a_printed_command_does_what_its_button_does(floor: Floor) -> None:
    assert floor.scan(codes.make("K", 1)).code == "help"


def test_wrong_scans_are_counted_and_a_right_one_ends_the_row(floor: Floor) -> None:
    for _ in range(3):
        floor.scan("NONSENSE")
    assert (Run.objects.get().misscans, Run.objects.get().misscans_in_a_row) == (3, 3)

    floor.scan(shelf(floor))

    assert (Run.objects.get().misscans, Run.objects.get().misscans_in_a_row) == (3, 0)


def test_keys_are_read_by_the_layout_of_the_stations_scanner(floor: Floor) -> None:
    floor.scan(shelf(floor))
    soap = floor.soap  # type: ignore[attr-defined]
    soap.codes.create(merchant=floor.shop, text="9506000134352")
    ScannerProfile.objects.create(station=floor.station, layout="be")
    belgian = {sign: place for place, sign in layouts.TABLES["be"].items() if not place[0].startswith("Numpad")}
    keys = tuple((belgian[sign][0], belgian[sign][1], False, False) for sign in "9506000134352")

    card = stepping.take_scan(Scan(revision=Run.objects.get().revision, keys=keys), by=floor.seat)

    assert (card.tone, card.done) == (Tone.OK, 1)


def test_a_card_survives_being_written_down(floor: Floor) -> None:
    card = floor.scan("NONSENSE")

    assert cards.decode(StepCard, cards.encode(card)) == card


def test_the_same_step_is_drawn_again_after_a_reload(floor: Floor) -> None:
    card = floor.scan(shelf(floor))
    again = stepping.show(floor.seat)

    assert again is not None
    assert (again.step, again.revision, again.place, again.words) == (card.step, card.revision, card.place, card.words)
    assert again.tone == Tone.PROMPT

"""After a jam a person looks: what came out stays, what did not prints anew under the next generation."""

from __future__ import annotations

import pytest

from backend.facility.models import Station
from backend.kit import clock
from backend.kit.errors import NotFound, Refused
from backend.ledger.models import Event
from backend.people.models import Person
from backend.printing import incidents, sending, spool
from backend.printing.models import LabelSerial
from labels import ParcelTag
from tests import world
from tests.printing.places import bench, beside, many, states, story, supervisor
from tests.world import Quiet

pytestmark = pytest.mark.django_db


def jammed(count: int = 3) -> tuple[Station, list[LabelSerial]]:
    """A bench at which so many labels are in doubt."""
    station = bench()
    many(station, count)
    LabelSerial.objects.update(state=LabelSerial.State.SENDING, begun_at=clock.now())
    sending.doubt_the_abandoned()
    return station, list(LabelSerial.objects.order_by("pk"))


def test_scanning_the_last_good_label_proves_those_before_it() -> None:
    station, serials = jammed()

    found = incidents.find_last_good(beside(station), scanned=serials[1].code, by=supervisor(station))

    assert found == 2
    assert states() == ["confirmed", "confirmed", "unknown"]
    assert story(serials[0])[-1] == "label.found"


@pytest.mark.parametrize("typed", ["J{0}", "{0}", "j{0} 02/03 R0"])
def test_the_number_in_the_corner_may_be_typed(typed: str) -> None:
    station, serials = jammed()

    found = incidents.find_last_good(beside(station), scanned=typed.format(serials[1].pk), by=supervisor(station))

    assert found == 2


def test_a_square_with_an_address_is_read_as_its_token() -> None:
    station, serials = jammed()

    scanned = f"HTTPS://OB.EXAMPLE/P/{serials[0].code}"
    found = incidents.find_last_good(beside(station), scanned=scanned, by=supervisor(station))

    assert found == 1


def test_the_others_print_anew_under_the_next_generation() -> None:
    station, serials = jammed()
    boss = supervisor(station)
    incidents.find_last_good(beside(station), scanned=serials[0].code, by=boss)

    missing = incidents.give_up_the_rest(beside(station), by=boss)
    sending.send_waiting(beside(station).pk)

    assert missing == 2
    rows = LabelSerial.objects.order_by("subject", "generation").values_list("subject", "generation", "state", "fate")
    assert list(rows) == [
        ("warehouse.parcel:1", 0, "confirmed", "applied"),
        ("warehouse.parcel:2", 0, "revoked", "not_printed"),
        ("warehouse.parcel:2", 1, "sent", ""),
        ("warehouse.parcel:3", 0, "revoked", "not_printed"),
        ("warehouse.parcel:3", 1, "sent", ""),
    ]


@pytest.mark.parametrize("scanned", ["J999999", "nonsense", "", "PBCDFGHJKLNPRSTVC"])
def test_a_label_that_is_not_in_doubt_resolves_nothing(scanned: str) -> None:
    station, _serials = jammed()
    boss, quiet = supervisor(station), Quiet()

    with pytest.raises(Refused) as refusal:
        incidents.find_last_good(beside(station), scanned=scanned, by=boss)

    assert (refusal.value.code, refusal.value.status) == ("label_not_in_doubt", 422)
    assert states() == ["unknown"] * 3
    assert quiet.holds()


def test_without_a_doubt_there_is_nothing_to_give_up() -> None:
    station = bench()
    boss, quiet = supervisor(station), Quiet()

    with pytest.raises(Refused) as refusal:
        incidents.give_up_the_rest(beside(station), by=boss)

    assert refusal.value.code == "nothing_in_doubt"
    assert quiet.holds()


@pytest.mark.parametrize("role", [Person.Role.WORKER, Person.Role.MANAGER, Person.Role.DISPATCHER])
def test_only_a_supervisor_decides_what_becomes_of_a_label(role: Person.Role) -> None:
    station, serials = jammed(1)
    someone, quiet = world.person(station.facility, role), Quiet()
    deeds = (
        lambda: incidents.find_last_good(beside(station), scanned=serials[0].code, by=someone),
        lambda: incidents.give_up_the_rest(beside(station), by=someone),
        lambda: incidents.see(serials[0], by=someone),
        lambda: incidents.spoil(serials[0], by=someone, reason="torn"),
        lambda: incidents.hand_back(serials[0], by=someone, reason="not_needed"),
        lambda: spool.allow_reprint(serials[0], by=someone, reason="torn"),
    )

    for deed in deeds:
        with pytest.raises(Refused) as refusal:
            deed()
        assert (refusal.value.code, refusal.value.status) == ("supervisor_only", 403)
    assert states() == ["unknown"]
    assert quiet.holds()


def test_a_supervisor_of_another_house_does_not_even_find_it() -> None:
    _station, serials = jammed(1)
    stranger, quiet = world.person(world.facility(), Person.Role.SUPERVISOR), Quiet()

    with pytest.raises(NotFound):
        incidents.see(serials[0], by=stranger)

    assert (states(), quiet.holds()) == (["unknown"], True)


def test_a_piece_is_seen_destroyed_or_handed_back() -> None:
    station = bench()
    many(station, 3)
    sending.send_waiting(beside(station).pk)
    boss = supervisor(station)
    seen, torn, spare = LabelSerial.objects.order_by("pk")

    incidents.see(seen, by=boss)
    incidents.spoil(torn, by=boss, reason="torn")
    incidents.hand_back(spare, by=boss, reason="too_many")

    assert states() == ["confirmed", "spoiled", "returned"]
    assert list(LabelSerial.objects.order_by("pk").values_list("fate", flat=True)) == ["applied", "spoiled", "returned"]


def test_why_a_piece_is_destroyed_comes_from_the_list() -> None:
    station, serials = jammed(1)
    boss, quiet = supervisor(station), Quiet()

    for deed in (incidents.spoil, incidents.hand_back):
        with pytest.raises(Refused) as refusal:
            deed(serials[0], by=boss, reason="because")
        assert refusal.value.code == "reason_unknown"
    assert (states(), quiet.holds()) == (["unknown"], True)


def test_a_label_that_counts_no_more_raises_an_alarm_when_it_is_scanned() -> None:
    station, _serials = jammed(1)
    boss = supervisor(station)
    incidents.give_up_the_rest(beside(station), by=boss)

    happened = spool.scanned(ParcelTag, subject="warehouse.parcel:1")

    [(event, serial)] = happened
    assert (event.kind, serial.generation, serial.state) == ("label.alarm", 1, "waiting")
    assert not Event.objects.filter(kind="label.confirmed").exists()


def test_a_replaced_label_without_a_follower_raises_an_alarm_too() -> None:
    station, serials = jammed(1)
    serials[0].view = ""
    serials[0].save()
    incidents.give_up_the_rest(beside(station), by=supervisor(station))

    [(event, _serial)] = spool.scanned(ParcelTag, subject="warehouse.parcel:1")

    assert event.kind == "label.alarm"

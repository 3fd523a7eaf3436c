"""A hold stops what it names and nothing else, at once, and resumes without touching a task."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.facility import holds
from backend.facility.holds import Scope
from backend.facility.models import Facility, Hold, Station
from backend.kit import clock
from backend.kit.errors import NotFound, Refused
from backend.ledger.models import Event
from backend.people.models import Person
from tests import doors, world
from tests.world import Quiet

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Facility:
    return world.facility()


def is_held(station: Station) -> bool:
    try:
        holds.refuse_if_held(station)
    except Refused as refusal:
        return refusal.code == "held"
    return False


def freeze(scope: Scope, by: Person, kind: str = Hold.Kind.FREEZE) -> Hold:
    return Hold.objects.get(pk=holds.place(kind, scope=scope, by=by).id)


def test_a_hold_on_the_facility_stops_every_station_and_its_release_resumes_them(site: Facility):
    stations = [world.station(site), world.station(site, at=world.area(site, "Hall 2"))]
    elsewhere = world.station(world.facility())
    supervisor = world.supervisor(site)

    hold = freeze(Scope(site.pk), supervisor)
    assert [is_held(each) for each in (*stations, elsewhere)] == [True, True, False]
    with clock.at(clock.now() + timedelta(seconds=90)):
        holds.release(hold, by=supervisor)

    assert [is_held(each) for each in stations] == [False, False]
    placed, released = Event.objects.order_by("pk")
    assert (placed.kind, placed.data) == ("hold.placed", {"hold_kind": "freeze", "area": 0, "station": 0})
    assert (released.kind, released.data["held_seconds"] // 10) == ("hold.released", 9)


def test_a_hold_on_an_area_or_a_station_stops_only_that(site: Facility):
    one, two = world.station(site), world.station(site)
    other = world.station(site, at=world.area(site, "Hall 2"))
    supervisor = world.supervisor(site)

    freeze(Scope(site.pk, station=one.pk), supervisor)
    assert [is_held(each) for each in (one, two, other)] == [True, False, False]
    freeze(Scope(site.pk, area=other.area_id), supervisor)
    assert [is_held(each) for each in (one, two, other)] == [True, False, True]


def test_a_second_press_finds_the_hold_that_is_there(site: Facility):
    supervisor = world.supervisor(site)
    world.station(site)
    supervisor = world.supervisor(site)
    first = freeze(Scope(site.pk), supervisor)
    quiet = Quiet()

    again = freeze(Scope(site.pk), supervisor)

    assert again == first
    assert quiet.holds()


def test_work_stands_until_the_last_of_two_holds_is_released(site: Facility):
    station = world.station(site)
    supervisor = world.supervisor(site)
    roll_call = freeze(Scope(site.pk), supervisor, Hold.Kind.ROLL_CALL)
    freeze(Scope(site.pk, area=station.area_id), supervisor)

    holds.release(roll_call, by=supervisor)

    assert is_held(station)


@pytest.mark.parametrize("role", [Person.Role.WORKER, Person.Role.DISPATCHER, Person.Role.PAYROLL, Person.Role.AUDITOR])
def test_other_roles_stop_nothing(site: Facility, role: Person.Role):
    station = world.station(site)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        holds.place(Hold.Kind.FREEZE, scope=Scope(site.pk), by=world.person(site, role))

    assert refusal.value.code == "not_your_area"
    assert not is_held(station)
    assert quiet.holds()


def test_a_supervisor_of_another_area_neither_stops_nor_resumes(site: Facility):
    mine = world.station(site)
    supervisor = world.supervisor(site)
    other = world.station(site, at=world.area(site, "Hall 2"))
    security = world.person(site, Person.Role.SECURITY)
    hold = freeze(Scope(site.pk, area=other.area_id), security)
    quiet = Quiet()

    for scope in (Scope(site.pk, area=other.area_id), Scope(site.pk, station=other.pk), Scope(site.pk)):
        with pytest.raises(Refused) as refusal:
            holds.place(Hold.Kind.LOCKDOWN, scope=scope, by=supervisor)
        assert refusal.value.code == "not_your_area"
    with pytest.raises(Refused) as refusal:
        holds.release(hold, by=supervisor)

    assert refusal.value.code == "not_your_area"
    assert is_held(other)
    assert not is_held(mine)
    assert quiet.holds()


def test_a_blocked_supervisor_stops_nothing(site: Facility):
    world.station(site)
    supervisor = world.supervisor(site)
    supervisor.blocked_at = clock.now()

    assert not holds.may_hold(supervisor, Scope(site.pk))


def test_resuming_twice_is_refused(site: Facility):
    world.station(site)
    supervisor = world.supervisor(site)
    hold = freeze(Scope(site.pk), supervisor)
    holds.release(hold, by=supervisor)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        holds.release(hold, by=supervisor)

    assert refusal.value.code == "hold_released"
    assert quiet.holds()


def test_a_kind_that_does_not_exist_is_refused(site: Facility):
    world.station(site)
    supervisor = world.supervisor(site)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        holds.place("picnic", scope=Scope(site.pk), by=supervisor)

    assert refusal.value.code == "hold_kind_unknown"
    assert quiet.holds()


@pytest.mark.parametrize(
    "value", ["", "area-", "area-x", "area-999999", "station-999999", "room-1", "area-1-2", "area-²"]
)
def test_a_scope_that_is_not_here_is_not_found(site: Facility, value: str):
    with pytest.raises(NotFound):
        holds.read_scope(value, by=world.supervisor(site))


def test_a_scope_of_another_facility_is_not_found(site: Facility):
    elsewhere = world.station(world.facility())

    for value in (f"area-{elsewhere.area_id}", f"station-{elsewhere.pk}"):
        with pytest.raises(NotFound):
            holds.read_scope(value, by=world.supervisor(site))


def test_held_seconds_count_overlapping_holds_once(site: Facility):
    station = world.station(site)
    supervisor = world.supervisor(site)
    start = clock.now()

    def minute(number: int):
        return clock.at(start + timedelta(minutes=number))

    with minute(0):
        first = freeze(Scope(site.pk), supervisor)
    with minute(5):
        second = freeze(Scope(site.pk, area=station.area_id), supervisor, Hold.Kind.ROLL_CALL)
    with minute(8):
        holds.release(first, by=supervisor)
    with minute(10):
        holds.release(second, by=supervisor)
    with minute(20):
        freeze(Scope(site.pk, station=station.pk), supervisor)

    with minute(21):
        assert holds.held_seconds(station, since=start) == 660
        assert holds.held_seconds(station, since=start + timedelta(minutes=9)) == 120
        assert holds.held_seconds(station, since=start + timedelta(minutes=10)) == 60


def test_of_several_holds_the_gravest_is_shown(site: Facility):
    station = world.station(site)
    supervisor = world.supervisor(site)
    for kind in (Hold.Kind.FREEZE, Hold.Kind.FIRE, Hold.Kind.ROLL_CALL):
        freeze(Scope(site.pk), supervisor, kind)

    card = holds.held_card(station)

    assert card is not None
    assert (card.kind, card.title) == ("fire", "Fire alarm")


def test_asking_whether_a_station_is_held_is_one_query(site: Facility, django_assert_num_queries):
    station = world.station(site)

    with django_assert_num_queries(1):
        holds.refuse_if_held(station)


def test_one_press_in_the_browser_stops_and_the_check_page_resumes(site: Facility):
    station = world.station(site)
    browser = doors.signed_in(world.supervisor(site))

    assert (
        browser.post("/floor/holds/place/", {"scope": "facility", "reason": "roll_call"})["Location"] == "/floor/holds/"
    )
    hold = Hold.objects.get()
    assert is_held(station)
    check = browser.get(f"/floor/holds/{hold.pk}/resume/")
    assert b"Resume now" in check.content
    assert is_held(station)
    browser.post(f"/floor/holds/{hold.pk}/resume/")

    assert not is_held(station)


def test_a_hold_of_another_facility_is_not_there(site: Facility):
    elsewhere = world.facility()
    world.station(elsewhere)
    hold = freeze(Scope(elsewhere.pk), world.supervisor(elsewhere))
    world.station(site)

    answer = doors.signed_in(world.supervisor(site)).post(f"/floor/holds/{hold.pk}/resume/")

    assert answer.status_code == 404
    assert Hold.objects.get().released_at is None

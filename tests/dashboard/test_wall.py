"""The wall: its numbers are what happened, it asks little of the database, and it names nobody to the room."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import models
from django.test import Client

from backend.dashboard import day, pulse, wall
from backend.dashboard.cards import Wall
from backend.facility import helping, holds
from backend.facility.holds import Scope
from backend.facility.models import Seat, Station, StationKey
from backend.jobs.models import Job
from backend.kit import clock
from backend.ledger import readers, sealing
from backend.ledger.happenings import SYSTEM
from backend.people.models import Person
from tests import doors, world
from tests import floor as floors
from tests.floor import Floor
from tests.statements import counted
from warehouse import allocation
from warehouse.models import Allocation, Batch, Manifest, Order, OrderLine, Parcel, Tally, Tote

pytestmark = pytest.mark.django_db
# A Friday morning in Brussels, one hour ahead of UTC.
NINE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def floor() -> Floor:
    with clock.at(NINE):
        return floors.build(totes=12)


def supervisor(floor: Floor) -> Person:
    return world.supervisor(floor.site)


def look(floor: Floor, who: Person | None = None, *, in_room: bool = False) -> Wall:
    today = day.today(floor.site.clock_zone)
    beat = pulse.feel(floor.site.pk, today)
    return wall.draw(who or supervisor(floor), site=floor.site, day=today, pulse=beat, in_room=in_room)


def seal(floor: Floor) -> None:
    sealing.run_all()
    readers.catch_up_all(facility=floor.site.pk)


def ship(floor: Floor, order: Order, *, at: datetime) -> None:
    number = Manifest.objects.filter(facility=floor.site).count() + 1
    manifest = Manifest.objects.create(
        facility=floor.site, number=number, carrier="Own", state="handed_over", made_at=at, handed_over_at=at
    )
    Parcel.objects.create(
        facility=floor.site,
        merchant=floor.shop,
        order=order,
        tag=f"P{order.pk}",
        state=Parcel.State.SHIPPED,
        packed_by=floor.seat.person,
        manifest=manifest,
        made_at=at,
    )
    Order.objects.filter(pk=order.pk).update(state=Order.State.SHIPPED)


def tile(drawn: Wall, label: str) -> tuple[str, str, str]:
    stat = next(stat for stat in drawn.tiles if stat.label == label)
    return stat.value, stat.of, stat.word


def stage(drawn: Wall, label: str) -> int:
    return next(stage.count for stage in drawn.flow if stage.label == label)


def test_the_flow_counts_the_orders_where_they_stand(floor: Floor) -> None:
    with clock.at(NINE):
        soap = floor.product("Soap", units=20)
        first, second = floor.order((soap, 1)), floor.order((soap, 1))
        floor.order((soap, 1))
        floor.pick_all(first, second)
        gone = floor.order((soap, 1))
        ship(floor, gone, at=NINE)
        floor.order((world.product(floor.shop, title="Gone"), 1))

        drawn = look(floor)

    assert [(s.count, s.label) for s in drawn.flow] == [
        (2, "to pick"),
        (0, "picking"),
        (2, "to pack"),
        (0, "checking"),
        (0, "to send"),
        (1, "sent"),
    ]


def test_what_lies_at_the_check_lane_is_not_counted_as_to_pack(floor: Floor) -> None:
    with clock.at(NINE):
        soap = floor.product("Soap", units=20)
        order = floor.order((soap, 1))
        floor.pick_all(order)
        Tote.objects.filter(order=order).update(at_check_lane=True)

        drawn = look(floor)

    assert (stage(drawn, "to pack"), stage(drawn, "checking")) == (0, 1)
    assert any(call.title == "1 tote at the check lane" for call in drawn.calls)


def test_sent_today_counts_orders_that_left_since_midnight_of_the_facility(floor: Floor) -> None:
    midnight = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
    with clock.at(NINE):
        soap = floor.product("Soap", units=20)
        today, yesterday = floor.order((soap, 1)), floor.order((soap, 1))
        ship(floor, today, at=midnight)
        ship(floor, yesterday, at=midnight - timedelta(seconds=1))
        floor.order((soap, 1), ship_by=NINE + timedelta(hours=6))

        drawn = look(floor)

    assert tile(drawn, "Sent today") == ("1", "of 2", "On course")


def test_what_left_too_late_was_not_on_time(floor: Floor) -> None:
    with clock.at(NINE):
        soap = floor.product("Soap", units=20)
        for hours in (-2, 2):
            ship(floor, floor.order((soap, 1), ship_by=NINE + timedelta(hours=hours)), at=NINE)

        drawn = look(floor)

    assert tile(drawn, "Sent today") == ("2", "of 2", "Nothing more is due")
    assert tile(drawn, "Will leave on time") == ("50", "%", "None at risk")


def test_an_order_is_at_risk_when_too_little_time_is_left_for_its_stage(floor: Floor) -> None:
    with clock.at(NINE):
        soap = floor.product("Soap", units=50)
        soon = NINE + timedelta(minutes=59)
        floor.order((soap, 1), ship_by=soon)
        floor.order((soap, 1), ship_by=NINE + timedelta(minutes=61))
        packed = floor.order((soap, 1), ship_by=soon)
        Order.objects.filter(pk=packed.pk).update(state=Order.State.PACKED)
        without = floor.order((soap, 1), ship_by=NINE + timedelta(hours=8))
        Order.objects.filter(pk=without.pk).update(state=Order.State.SHORT)

        assert tile(look(floor), "Will leave on time") == ("50", "%", "2 orders at risk")


def test_the_plot_and_its_table_show_what_the_tallies_and_the_orders_say(floor: Floor) -> None:
    begin = NINE - timedelta(hours=1)
    for quarter, lines, misscans in ((0, 4, 0), (1, 6, 1), (3, 10, 0)):
        for person in (1, 2):
            Tally.objects.create(
                facility=floor.site.pk,
                quarter=begin + timedelta(minutes=15 * quarter),
                person=person,
                lines=lines // 2,
                misscans=misscans if person == 1 else 0,
            )
    with clock.at(begin):
        soap, tea = floor.product("Soap", units=50), floor.product("Tea", units=50)
        for _ in range(20):
            floor.order((soap, 1), (tea, 1), ship_by=NINE + timedelta(hours=3))

    with clock.at(NINE):
        drawn = look(floor)

    assert drawn.plot.figure.conclusion == "20 picked by 10:00; at this pace all 40 by 11:00"
    assert [row.cells for row in drawn.plot.table.rows] == [("09:00", "10", "20", "0 min")]
    assert drawn.plot.table.foot == ("So far", "10", "20", "0 min")
    assert tile(drawn, "Lines an hour") == ("20", "", "13 above plan")
    assert tile(drawn, "Misscans per 1,000") == ("50.0", "", "Limit 4.0")


def test_the_plot_shows_what_a_walk_through_the_scanner_did(floor: Floor) -> None:
    with clock.at(NINE):
        soap, tea = floor.product("Soap", units=20), floor.product("Tea", units=20)
        floor.pick_all(floor.order((soap, 2), (tea, 1)))
        seal(floor)

    with clock.at(NINE + timedelta(minutes=20)):
        drawn = look(floor)

    assert drawn.plot.figure.conclusion == "2 picked by 10:20, 2 due"


def test_a_roll_call_is_a_mark_on_the_plot_and_its_minutes_stand_in_the_table(floor: Floor) -> None:
    begin = NINE - timedelta(hours=1)
    Tally.objects.create(facility=floor.site.pk, quarter=begin, person=1, lines=5)
    boss = supervisor(floor)
    with clock.at(begin + timedelta(minutes=20)):
        held = holds.place("roll_call", scope=Scope(floor.site.pk), by=boss)
    with clock.at(begin + timedelta(minutes=32)):
        holds.release(holds.find(held.id, seen_by=boss), by=boss)

    with clock.at(NINE):
        drawn = look(floor, boss)

    assert "roll-call, 12 min" in drawn.plot.figure.svg
    assert drawn.plot.table.foot[-1] == "12 min"
    assert tile(drawn, "Lines an hour")[0] == "6"


def test_a_hold_is_said_at_once_and_leads_to_where_it_ends(floor: Floor) -> None:
    boss = supervisor(floor)
    with clock.at(NINE):
        StationKey.objects.create(station=floor.station, digest="x", enrolled_by=boss, enrolled_at=NINE, seen_at=NINE)
        before = look(floor, boss)
        held = holds.place("lockdown", scope=Scope(floor.site.pk, area=floor.station.area_id), by=boss)

        drawn = look(floor, boss)

    assert (before.state_word, before.is_held) == ("Running", False)
    assert (drawn.state_word, drawn.is_held) == ("Lockdown: Hall 1", True)
    assert (drawn.calls[0].title, drawn.calls[0].href) == ("Lockdown: Hall 1", f"/floor/holds/{held.id}/resume/")
    assert drawn.seats[0].word == "Held"


def test_everything_that_waits_for_staff_has_a_line_with_a_place_to_act(floor: Floor) -> None:
    boss = supervisor(floor)
    with clock.at(NINE):
        soap = floor.product("Soap", units=3)
        floor.set_out(floor.order((soap, 1)))
        helping.call(floor.station, reason="help", by=floor.seat)
        Job.objects.create(kind="x", subject="y", facility=floor.site.pk, state="dead", due_at=NINE, made_at=NINE)
    later = NINE + timedelta(minutes=12)
    with clock.at(later):
        StationKey.objects.create(station=floor.station, digest="x", enrolled_by=boss, enrolled_at=NINE, seen_at=NINE)

        drawn = look(floor, boss)

    batch = Batch.objects.get()
    assert {(call.title, call.href) for call in drawn.calls} == {
        ("Station 1 has no signal", f"/floor/stations/{floor.station.pk}/"),
        ("Station 1 asks for help", "/floor/help/"),
        (f"Batch {batch.pk} stands still", f"/batches/{batch.pk}/free/"),
        ("1 job was given up", "/wall/jobs/"),
    }
    assert [call.tone for call in drawn.calls] == ["bad", "bad", "warn", "warn"]
    assert tile(drawn, "Stations up") == ("0", "of 1", "1 silent")


def test_a_batch_is_not_stuck_while_its_worker_scans(floor: Floor) -> None:
    with clock.at(NINE):
        soap = floor.product("Soap", units=3)
        floor.set_out(floor.order((soap, 1)))

    with clock.at(NINE + timedelta(minutes=9)):
        assert look(floor).calls == ()


def test_a_shortage_names_the_goods_the_reason_and_the_order_that_holds_the_rest(floor: Floor) -> None:
    with clock.at(NINE):
        soap = floor.product("Soap", units=3, name="A 03 2")
        holder = floor.order((soap, 3))
        batch = floor.plan(holder)
        allocation.promise([floor.order((soap, 2))], by=SYSTEM)

        drawn = look(floor)

    [row] = drawn.shortages
    assert (row.title, row.units, row.orders, row.why) == ("Soap", 2, 1, "None is free")
    assert row.holder
    assert (row.holder.order_number, row.holder.batch, row.holder.place) == (holder.number, batch.pk, "A 03 2")


def test_a_supervisor_sees_only_the_stations_of_the_own_areas(floor: Floor) -> None:
    boss = supervisor(floor)
    world.station(floor.site, Station.Kind.PACK, at=world.area(floor.site, "Hall 2"))

    with clock.at(NINE):
        assert [seat.number for seat in look(floor, boss).seats] == ["1"]


def test_the_room_sees_no_name_no_button_and_no_goods(floor: Floor) -> None:
    boss = supervisor(floor)
    with clock.at(NINE):
        soap = floor.product("Odd soap", units=3)
        floor.set_out(floor.order((soap, 1)))
        allocation.promise([floor.order((soap, 9))], by=SYSTEM)
        StationKey.objects.create(station=floor.station, digest="x", enrolled_by=boss, enrolled_at=NINE, seen_at=NINE)
        browser = doors.signed_in(boss)

        desk, room = browser.get("/wall/").content.decode(), browser.get("/wall/room/").content.decode()

    assert "Samir" in desk
    assert "Odd soap" in desk
    assert "Samir" not in room
    assert "Odd soap" not in room
    assert "<button" not in room
    assert "<a " not in room
    assert 'data-theme="dark"' in room


def test_security_and_the_manager_see_counts_and_no_lines(floor: Floor) -> None:
    with clock.at(NINE):
        goods = floor.product("Odd soap", units=1)
        allocation.promise([floor.order((goods, 9), complete=True)], by=SYSTEM)
        for role in (Person.Role.SECURITY, Person.Role.MANAGER):
            browser = doors.signed_in(world.person(floor.site, role, "Eva"))

            page = browser.get("/wall/").content.decode()

            assert "1 order waits for goods" in page
            assert "Odd soap" not in page
            assert 'href="/shortages/"' not in page


def test_an_unchanged_wall_answers_nothing(floor: Floor) -> None:
    with clock.at(NINE):
        browser = doors.signed_in(supervisor(floor))
        first = browser.get("/wall/")
        seen = _version(first.content.decode())

        again = browser.get("/wall/", {"seen": seen}, headers={"HX-Request": "true", "HX-Target": "wall"})
        floor.plan(floor.order((floor.product("Soap", units=1), 1)))
        changed = browser.get("/wall/", {"seen": seen}, headers={"HX-Request": "true", "HX-Target": "wall"})

    assert (again.status_code, again.content) == (204, b"")
    assert changed.status_code == 200
    assert "<html" not in changed.content.decode()
    assert _version(changed.content.decode()) != seen


def test_what_no_event_announces_changes_the_wall_too(floor: Floor) -> None:
    boss = supervisor(floor)
    with clock.at(NINE):
        key = StationKey.objects.create(
            station=floor.station, digest="x", enrolled_by=boss, enrolled_at=NINE, seen_at=NINE
        )
        seen = [_feel(floor)]
        StationKey.objects.filter(pk=key.pk).update(seen_at=NINE - timedelta(seconds=6))
        seen.append(_feel(floor))
        Job.objects.create(kind="x", subject="y", facility=floor.site.pk, state="dead", due_at=NINE, made_at=NINE)
        seen.append(_feel(floor))
    with clock.at(NINE + timedelta(minutes=1)):
        seen.append(_feel(floor))

    assert len(set(seen)) == 4


def test_an_unchanged_poll_asks_one_question_of_its_own(floor: Floor) -> None:
    with clock.at(NINE):
        browser = doors.signed_in(supervisor(floor))
        seen = _version(browser.get("/wall/").content.decode())

        with counted() as bare:
            browser.get("/floor/nowhere/")
        with counted() as asked:
            assert browser.get("/wall/", {"seen": seen}).status_code == 204

    # Session, person and facility stand before every page of staff.
    assert len(bare) == 0
    assert len(asked) == 4


@pytest.mark.parametrize("orders", [10, 1000])
def test_the_wall_asks_at_most_ten_questions_whatever_there_is(floor: Floor, orders: int) -> None:
    boss = supervisor(floor)
    with clock.at(NINE):
        _many(floor, orders)
        helping.call(floor.station, reason="help", by=floor.seat)

        with counted() as asked:
            drawn = look(floor, boss)

    assert stage(drawn, "to pick") == orders
    assert len(drawn.shortages) == 5
    assert len(asked) <= 10


def test_a_whole_page_and_a_changed_poll_stay_small(floor: Floor) -> None:
    with clock.at(NINE):
        _many(floor, 100)
        browser = doors.signed_in(supervisor(floor))

        with counted() as page:
            browser.get("/wall/")
        with counted() as poll:
            browser.get("/wall/", headers={"HX-Request": "true", "HX-Target": "wall"})

    assert len(poll) <= 13
    assert len(page) <= 18


def test_the_wall_holds_cards_and_plain_values_only(floor: Floor) -> None:
    with clock.at(NINE):
        _many(floor, 10)
        browser = doors.signed_in(supervisor(floor))

        context = browser.get("/wall/").context

    assert _rows_in(context["wall"]) == []
    assert _rows_in(context["shell"]) == []


@pytest.mark.parametrize(
    "role", [role for role in Person.Role if role not in ("worker", "supervisor", "manager", "security")]
)
def test_nobody_else_sees_the_wall(floor: Floor, role: Person.Role) -> None:
    with clock.at(NINE):
        browser = doors.signed_in(world.person(floor.site, role, "Rik"))

        assert browser.get("/wall/").status_code == 403
        assert browser.get("/wall/room/").status_code == 403


def test_a_stranger_is_sent_to_sign_in(floor: Floor) -> None:
    answer = Client().get("/wall/")

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")


def test_an_empty_house_has_a_wall_too(floor: Floor) -> None:
    Seat.objects.all().delete()
    with clock.at(NINE):
        drawn = look(floor)

    assert tile(drawn, "Sent today") == ("0", "of 0", "Nothing more is due")
    assert tile(drawn, "Lines an hour")[0] == "–"
    assert drawn.calls == ()


def test_a_job_that_was_given_up_is_tried_again_by_a_supervisor(floor: Floor) -> None:
    boss = supervisor(floor)
    with clock.at(NINE):
        job = Job.objects.create(
            kind="warehouse.promise",
            subject="z",
            facility=floor.site.pk,
            state="dead",
            attempts=8,
            due_at=NINE,
            made_at=NINE,
        )
        browser = doors.signed_in(boss)
        body = {"job": job.pk, "command_id": "9f5a3f1e-92a7-4a3a-9d0e-0a3f4a1c5b11"}

        answers = [browser.post("/wall/jobs/", body) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("due", 0)


def _many(floor: Floor, orders: int) -> None:
    goods = [floor.product(f"Thing {n}", units=5) for n in range(6)]
    now = clock.now()
    made = Order.objects.bulk_create(
        Order(
            facility=floor.site,
            merchant=floor.shop,
            state=Order.State.PROMISED,
            ship_by=now + timedelta(minutes=n),
            made_at=now,
        )
        for n in range(orders)
    )
    lines = OrderLine.objects.bulk_create(
        OrderLine(order=order, product=goods[n % 6], quantity=2) for n, order in enumerate(made)
    )
    Allocation.objects.bulk_create(
        Allocation(facility=floor.site, line=line, quantity=1, state="short", reason="no_stock", made_at=now)
        for line in lines
    )


def _feel(floor: Floor) -> str:
    return pulse.feel(floor.site.pk, day.today(floor.site.clock_zone)).version


def _version(page: str) -> str:
    found = re.search(r'data-version="([^"]+)"', page)
    assert found
    return found.group(1)


def _rows_in(value: Any) -> list[str]:
    """The names of models found anywhere in a card."""
    if isinstance(value, models.Model | models.QuerySet):
        return [type(value).__name__]
    if is_dataclass(value) and not isinstance(value, type):
        return [name for field in fields(value) for name in _rows_in(getattr(value, field.name))]
    if isinstance(value, tuple | list):
        return [name for item in value for name in _rows_in(item)]
    return []

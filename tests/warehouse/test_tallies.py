"""Counts per quarter of an hour and person, read off the sealed ledger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.kit import clock
from backend.ledger import readers, sealing
from backend.ledger.recording import record_all
from tests import world
from tests.statements import counted
from warehouse import tallies
from warehouse.events.packing import ParcelSealed
from warehouse.events.picking import LinePicked, PickClaimed, PickFinished
from warehouse.models import Tally

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
READER = readers.READERS["tallies"]


def _line(worker, *, units=2, misscans=0):
    return LinePicked(order=1, line=1, product=1, location=1, units=units, misscans=misscans, worker=worker, station=1)


def _finished(worker):
    return PickFinished(worker=worker, station=1, orders=4, units=9, location=1)


def _sealed(worker, *, misscans=0):
    return ParcelSealed(order=1, units=3, misscans=misscans, weight_grams=300, worker=worker, station=5)


def _happened(site, at, *events):
    with clock.at(at):
        record_all([(event, site) for event in events], by=world.person(site))


def _follow(site):
    while sealing.run_once(site.pk):
        pass
    readers.catch_up_all(facility=site.pk)


def _rows(site):
    return list(
        Tally.objects.filter(facility=site.pk)
        .order_by("quarter", "person")
        .values_list("quarter", "person", *tallies.COUNTS)
    )


def test_a_workers_quarter_hour_adds_up(site):
    _happened(site, NINE + timedelta(minutes=3), _line(7), _line(7, units=3, misscans=2), _finished(7))
    _happened(site, NINE + timedelta(minutes=14, seconds=59), _sealed(7, misscans=1))

    _follow(site)

    assert _rows(site) == [(NINE, 7, 2, 5, 3, 1, 1)]


def test_every_person_and_every_quarter_has_its_own_row(site):
    _happened(site, NINE, _line(7), _line(8))
    _happened(site, NINE + timedelta(minutes=15), _line(7))

    _follow(site)

    assert _rows(site) == [
        (NINE, 7, 1, 2, 0, 0, 0),
        (NINE, 8, 1, 2, 0, 0, 0),
        (NINE + timedelta(minutes=15), 7, 1, 2, 0, 0, 0),
    ]


def test_later_events_of_the_same_quarter_are_added(site):
    _happened(site, NINE, _line(7))
    _follow(site)
    _happened(site, NINE + timedelta(minutes=1), _line(7))

    _follow(site)
    _follow(site)

    assert _rows(site) == [(NINE, 7, 2, 4, 0, 0, 0)]
    assert Tally.objects.get(quarter=NINE).lines == 2


def test_what_is_no_output_is_not_counted(site):
    _happened(site, NINE, PickClaimed(worker=7, station=1, orders=4))

    _follow(site)

    assert _rows(site) == []


def test_one_facility_does_not_count_for_another(site):
    other = world.facility()
    _happened(site, NINE, _line(7))
    _happened(other, NINE, _line(8))

    _follow(site)
    _follow(other)

    assert [row[1] for row in _rows(site)] == [7]
    assert [row[1] for row in _rows(other)] == [8]


def test_a_replay_from_nothing_gives_the_same_tallies(site):
    for minutes in range(0, 90, 4):
        _happened(site, NINE + timedelta(minutes=minutes), _line(minutes % 3 + 1), _sealed(4))
    _follow(site)

    replayed = readers.replay(READER, facility=site.pk)

    assert replayed.is_equal
    assert replayed.events == 46


def test_a_tally_that_somebody_changed_shows_in_the_replay(site):
    _happened(site, NINE, _line(7))
    _follow(site)
    Tally.objects.update(lines=99)

    assert not readers.replay(READER, facility=site.pk).is_equal


@pytest.mark.parametrize("count", [10, 1000])
def test_many_events_of_few_people_are_one_statement(site, count):
    event = readers.SealedEvent(
        facility=site.pk,
        seq=1,
        at=NINE,
        kind="pick.line_picked",
        version=1,
        subject="",
        actor="",
        merchant=None,
        data=_line(7).data(),
    )

    with counted() as asked:
        tallies.follow([event] * count)

    assert len(asked) == 1
    assert Tally.objects.get().lines == count

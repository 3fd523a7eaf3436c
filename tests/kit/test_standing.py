"""A standing query answers as the query it was made from, on every database, and asks once."""

from __future__ import annotations

import pytest
from django.db.models import F, FilteredRelation, Q

from backend.facility.models import Seat, Station
from backend.kit.errors import Broken
from backend.kit.standing import Standing
from tests import world
from tests.statements import counted

pytestmark = pytest.mark.django_db

of_kind = Standing(lambda kind: Station.objects.select_related("facility", "area").filter(kind=kind).order_by("pk"))


def test_rows_and_what_they_name_come_with_one_statement():
    site = world.facility()
    first, second = world.station(site), world.station(site)
    world.station(site, Station.Kind.PACK)

    with counted() as asked:
        found = of_kind(Station.Kind.PICK)
        names = [each.facility.name for each in found]

    assert (found, names) == ([first, second], [site.name, site.name])
    assert len(asked) == 1


def test_another_value_gives_other_rows():
    station = world.station(world.facility(), Station.Kind.PACK)

    assert (of_kind(Station.Kind.PACK), of_kind(Station.Kind.PICK)) == ([station], [])


def test_moments_are_moments_and_what_is_not_there_is_none():
    seat = world.seat(world.station(world.facility()))
    empty = world.station(world.facility())
    sitting = Standing(
        lambda kind: (
            Station.objects.annotate(sitting=FilteredRelation("seat", condition=Q(seat__left_at=None)))
            .select_related("sitting__person")
            .filter(kind=kind)
            .order_by("pk")
        )
    )

    taken, free = sitting(Station.Kind.PICK)

    assert (taken.sitting, taken.sitting.sat_at) == (seat, Seat.objects.get().sat_at)
    assert (free, getattr(free, "sitting", None)) == (empty, None)


def test_a_query_with_another_number_of_values_is_a_fault_of_ours():
    two = Standing(lambda kind: Station.objects.filter(kind=kind, number=3))

    with pytest.raises(Broken):
        two("pick")


def test_a_changed_row_is_seen():
    station = world.station(world.facility())
    of_kind(Station.Kind.PICK)

    Station.objects.filter(pk=station.pk).update(number=F("number") + 7)

    assert of_kind(Station.Kind.PICK)[0].number == station.number + 7

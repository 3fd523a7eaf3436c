"""Every kind of paper x every zone x every technique, by every way of asking: what may come out where."""

from __future__ import annotations

from itertools import product

import pytest
from django.db import transaction

import labels
from backend.facility.models import Station
from backend.kit.errors import Refused
from backend.printing import rendering, spool, zones
from backend.printing.models import LabelJob, LabelSerial, Printer
from labels import View
from tests import world
from tests.printing.places import bench, beside
from tests.world import Quiet

pytestmark = pytest.mark.django_db
PLACES = list(product(Printer.Zone.values, Printer.Technique.values))
KINDS = sorted(labels.KINDS)


def may(kind: type[View], zone: str, technique: str) -> bool:
    """The rule in words: personal papers at dispatch and never through a ribbon, internal ones not among workers."""
    if kind.personal == "yes":
        return zone == "dispatch" and technique != "thermal_transfer"
    return kind.personal == "none" or zone != "worker"


def refused(station: Station, kind: type[View]) -> list[str]:
    """The codes with which asking, asking for several, and handing out are refused; empty where it is not."""
    by = world.person(station.facility)
    wanted = [spool.Wanted(kind.longest(), "thing:2")]
    ways = (
        lambda: spool.ask(kind.longest(), at=station, subject="thing:1", by=by),
        lambda: spool.ask_all(wanted, on=beside(station), by=by),
        lambda: spool.hand_out(kind, at=station, subject="thing:3", by=by),
    )
    said = []
    for way in ways:
        try:
            with transaction.atomic():
                way()
            said.append("")
        except Refused as refusal:
            said.append(f"{refusal.code} {refusal.status}")
    return said


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_comes_out_where_it_may_and_nowhere_else(name: str) -> None:
    kind = labels.KINDS[name]
    for zone, technique in PLACES:
        station = bench(zone=zone, technique=technique)
        quiet = Quiet()
        before = LabelSerial.objects.count()

        asked, asked_for_several, handed_out = refused(station, kind)

        if may(kind, zone, technique):
            # What an addressee stands on is drawn at dispatch and kept nowhere, so it is never spooled.
            spooled = "zone_forbidden 403" if kind.personal == "yes" else ""
            assert (asked, asked_for_several, handed_out) == (spooled, spooled, "")
        else:
            code = "ribbon_forbidden 403" if zone == "dispatch" else "zone_forbidden 403"
            assert (asked, asked_for_several) in {(code, code), ("zone_forbidden 403",) * 2}
            assert handed_out == code
            assert quiet.holds()
            assert LabelSerial.objects.count() == before
        LabelSerial.objects.all().delete()
        LabelJob.objects.all().delete()


def test_nobody_stores_a_personal_paper() -> None:
    personal = [kind for kind in labels.KINDS.values() if kind.personal == "yes"]
    assert personal
    station = bench(zone=Printer.Zone.DISPATCH)

    for number, kind in enumerate(personal):
        with transaction.atomic():
            spool.hand_out(kind, at=station, subject=f"thing:{number}", by=world.person(station.facility))

    assert set(LabelSerial.objects.values_list("view", flat=True)) == {""}


def test_the_zone_is_looked_at_again_before_a_byte_is_drawn() -> None:
    internal = next(kind for kind in labels.KINDS.values() if kind.personal == "internal")
    station = bench(zone=Printer.Zone.STAFF)
    with transaction.atomic():
        serial = spool.ask(internal.longest(), at=station, subject="thing:1", by=world.person(station.facility))
    printer = beside(station)
    printer.zone = Printer.Zone.WORKER

    with pytest.raises(Refused) as refusal:
        rendering.render(serial, on=printer)

    assert (refusal.value.code, refusal.value.status) == ("zone_forbidden", 403)
    assert printer.name in refusal.value.message


def test_every_level_of_privacy_has_its_zones() -> None:
    assert set(zones.ALLOWED) == {kind.personal for kind in labels.KINDS.values()}

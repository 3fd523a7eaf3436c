"""Printers, stations and people for the tests of the printing room."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from backend.facility.models import Station
from backend.kit import codes
from backend.ledger.models import Event
from backend.people.models import Person
from backend.printing import spool
from backend.printing.models import LabelJob, LabelSerial, Printer, StationPrinter
from labels import ParcelTag
from tests import world


def bench(*, zone: str = Printer.Zone.WORKER, way: str = Printer.Way.FILE, **more: Any) -> Station:
    """A packing station with a printer beside it."""
    site = world.facility()
    station = world.station(site, Station.Kind.PACK)
    printer = Printer.objects.create(facility=site, name="Bench", zone=zone, way=way, **more)
    StationPrinter.objects.create(station=station, printer=printer)
    return station


def beside(station: Station) -> Printer:
    """The printer there."""
    return Printer.objects.get(stationprinter__station=station)


def supervisor(station: Station) -> Person:
    """Somebody who decides there."""
    return world.person(station.facility, Person.Role.SUPERVISOR, "Maria")


def tag() -> ParcelTag:
    """A parcel tag with a token of its own."""
    return ParcelTag(token=codes.draw("P"), dock="DISPATCH", carton="Box S")


def spooled(station: Station, subject: str = "warehouse.parcel:1") -> LabelSerial:
    """A tag that waits."""
    view = tag()
    with transaction.atomic():
        return spool.ask(view, at=station, subject=subject, by=world.person(station.facility), code=view.token)


def many(station: Station, count: int, *, name: str = "warehouse.parcel") -> LabelJob:
    """Several tags that wait, asked for together."""
    views = [tag() for _ in range(count)]
    wanted = [spool.Wanted(view, f"{name}:{number}", view.token) for number, view in enumerate(views, start=1)]
    with transaction.atomic():
        return spool.ask_all(wanted, on=beside(station), by=world.person(station.facility))


def states() -> list[str]:
    """The states of all labels in the order in which they were asked for."""
    return list(LabelSerial.objects.order_by("pk").values_list("state", flat=True))


def story(serial: LabelSerial) -> list[str]:
    """The kinds of what happened to a label."""
    rows = Event.objects.filter(subject=f"printing.labelserial:{serial.pk}").order_by("id")
    return list(rows.values_list("kind", flat=True))

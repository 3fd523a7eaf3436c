"""The demo facility as the browser tests find it: who may sign in, what lies where, and its jobs done on demand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from backend.demo import founding, stocking
from backend.demo.robots.floor import Papers
from backend.demo.sign_ins import SignIn
from backend.facility import enrolling
from backend.facility.models import Facility, Station
from backend.jobs import running
from backend.jobs.models import Job
from backend.kit import clock
from backend.people.models import Person
from backend.printing.models import StationPrinter
from warehouse.models import Balance, Cart, Location, Tote


@dataclass
class Works:
    """One demo facility."""

    site: Facility
    sign_ins: tuple[SignIn, ...]

    def of(self, role: str, number: int = 0) -> SignIn:
        """How somebody of a role signs in."""
        return [each for each in self.sign_ins if each.role == role][number]

    def key(self, shop: str) -> str:
        """The key of a shop's system."""
        return next(each.secret for each in self.sign_ins if each.role == "merchant" and each.who == shop)

    def station(self, kind: Station.Kind) -> Station:
        """The first station of a kind."""
        return Station.objects.filter(facility=self.site, kind=kind).order_by("number")[0]

    def enrol_code(self, kind: Station.Kind) -> str:
        """A fresh code for the first station of a kind."""
        manager = Person.objects.get(facility=self.site.pk, role=Person.Role.MANAGER)
        return enrolling.make_code(self.station(kind), by=manager).code

    def shelf(self, sku: str) -> str:
        """The label of the shelf where a product lies."""
        place = Location.objects.get(balance__lot__product__sku=sku, kind=Location.Kind.PICK, facility=self.site)
        return place.code

    def cart(self) -> str:
        """The label of the first cart."""
        return Cart.objects.filter(facility=self.site).order_by("pk")[0].code

    def totes(self) -> list[str]:
        """The labels of all totes."""
        return list(Tote.objects.filter(facility=self.site).order_by("pk").values_list("code", flat=True))

    def bench(self) -> str:
        """The label of the packing benches."""
        return Location.objects.get(facility=self.site, kind=Location.Kind.PACKING).code

    def papers(self, kind: Station.Kind) -> Papers:
        """The tray of the printer beside the first station of a kind."""
        printer = StationPrinter.objects.get(station=self.station(kind)).printer_id
        return Papers(Path(settings.PRINT_FOLDER) / f"printer-{printer}")

    def units_of(self, sku: str) -> int:
        """How many units of a product lie anywhere in the house."""
        places = Balance.objects.filter(facility=self.site, lot__product__sku=sku)
        return sum(places.exclude(location__kind__in=["supplier", "customer"]).values_list("on_hand", flat=True))


def found() -> Works:
    """Found it and fill its shelves."""
    founded = founding.found()
    stocking.fill(founded.facility, stocking.demo_goods(units=20))
    return Works(founded.facility, founded.sign_ins)


def do_jobs() -> int:
    """Do what is due, as the worker process would: how many were done."""
    done = 0
    while due := list(Job.objects.filter(state=Job.State.DUE, due_at__lte=clock.now()).order_by("pk")):
        for job in due:
            if not running.run(job.pk):
                raise AssertionError(f"{job.kind} failed: {Job.objects.get(pk=job.pk).error_code}")
            done += 1
    return done

"""A packing bench with its printer: somebody works there, and the goods of an order wait in a tote."""

from __future__ import annotations

from backend.facility.models import Seat, Station
from backend.people.models import Person
from backend.printing.models import Printer, StationPrinter
from tests import floor as floors
from tests import world
from tests.floor import Floor
from warehouse import handing_back
from warehouse.cards.step import StepCard
from warehouse.models import Carton, Order, Parcel, Product, Tote

SEAL = "20418"


class Bench:
    """A worker at a packing bench, with a picked order waiting in a tote."""

    def __init__(self, *wanted: int, weight_grams: int | None = 100) -> None:
        self.floor: Floor = floors.build()
        self.goods: list[Product] = [
            self.floor.product(f"Thing {n}", units=20, weight_grams=weight_grams) for n, _ in enumerate(wanted)
        ]
        self.order: Order = self.floor.order(*zip(self.goods, wanted, strict=True))
        self.floor.pick_all(self.order)
        self.tote: Tote = self.floor.tote_of(self.order)
        self.station = world.station(self.floor.site, Station.Kind.PACK)
        printer = Printer.objects.create(
            facility=self.floor.site, name="Bench printer", zone=Printer.Zone.WORKER, way=Printer.Way.FILE
        )
        StationPrinter.objects.create(station=self.station, printer=printer)
        self.seat: Seat = world.seat(self.station, world.person(self.floor.site, first_name="Nadia"))
        self.floor.claim(self.seat)

    @property
    def parcel(self) -> Parcel:
        """The newest one."""
        return Parcel.objects.latest("pk")

    def scan(self, text: str) -> StepCard:
        """The packer scans, or the scale says, this."""
        return self.floor.scan(text, seat=self.seat)

    def touch(self, action: str, value: str = "") -> StepCard:
        """The packer touches a button."""
        return self.floor.touch(action, value, seat=self.seat)

    def change(self, name: str = "Omar") -> None:
        """The packer's sitting ends, and somebody else sits down."""
        self.leave()
        self.sit(world.person(self.floor.site, first_name=name))

    def leave(self) -> None:
        """The packer's sitting ends; what was begun stays as it is."""
        handing_back.take_back_from(self.seat, self.seat)
        self.seat.left_at = self.seat.sat_at
        self.seat.save()

    def sit(self, someone: Person) -> None:
        """Somebody takes the free seat and begins."""
        self.seat = world.seat(self.station, someone)
        self.floor.claim(self.seat)

    def seal(self) -> StepCard:
        """Everything up to the number of the seal: the tag is asked for."""
        self.fill()
        self.box()
        self.scan("400")
        return self.scan(SEAL)

    def fill(self) -> StepCard:
        """Scan the tote, unless that was done, and every item that is still to come."""
        card = self.scan(self.tote.code) if not Parcel.objects.filter(state="open").exists() else None
        for line in self.parcel.lines.select_related("line__product"):
            for _ in range(line.wanted - line.checked):
                card = self.scan(line.line.product.sku)
        assert card is not None
        return card

    def box(self, name: str = "Box S") -> StepCard:
        """Choose a carton."""
        return self.touch("carton", str(Carton.objects.get(name=name).pk))

"""A packing bench with its printer: somebody works there, and the goods of an order wait in a tote."""

from __future__ import annotations

from backend.facility.models import Seat, Station
from backend.printing.models import Printer, StationPrinter
from tests import floor as floors
from tests import world
from tests.floor import Floor
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

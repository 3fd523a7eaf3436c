"""A small floor to pick and pack on: shelves with goods, totes, carts, a bench, and batches planned from orders."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from backend.facility.models import Facility, Seat, Station
from backend.kit import clock, codes
from backend.ledger.happenings import SYSTEM
from backend.ledger.models import Event
from backend.partners.models import Merchant
from tests import world
from warehouse import allocation, stepping, stock, waves
from warehouse.cards.step import StepCard
from warehouse.models import (
    Allocation,
    Balance,
    Batch,
    Cart,
    Carton,
    Level,
    Location,
    Lot,
    Move,
    Order,
    OrderLine,
    Product,
    Run,
    Tote,
)
from warehouse.stepping import Scan


@dataclass
class Floor:
    """One facility with one shop, its people seated, its goods on shelves."""

    site: Facility
    shop: Merchant
    station: Station
    seat: Seat
    cart: Cart
    bench_place: Location
    dispatch_place: Location
    totes: list[Tote] = field(default_factory=list)
    shelves: dict[int, Location] = field(default_factory=dict)

    def product(self, title: str, *, units: int, name: str = "", weight_grams: int | None = 100) -> Product:
        """Goods on a shelf of their own."""
        made = world.product(self.shop, title=title, weight_grams=weight_grams)
        self.put(made, units=units, name=name)
        return made

    def put(self, product: Product, *, units: int, name: str = "", shelf: Location | None = None) -> Location:
        """More of a product on a (new) shelf."""
        place = shelf or world.location(self.site, name=name)
        self.shelves.setdefault(product.pk, place)
        lot = Lot.objects.get(product=product)
        stock.receive([stock.Receipt(lot.pk, place.pk, units)], facility=self.site.pk, by=SYSTEM)
        return place

    def order(self, *wanted: tuple[Product, int], ship_by: datetime | None = None, complete: bool = False) -> Order:
        """An accepted order of the shop."""
        now = clock.now()
        made = Order.objects.create(
            facility=self.site,
            merchant=self.shop,
            ship_by=ship_by or now + timedelta(hours=6),
            made_at=now,
            ships_complete=complete,
        )
        for product, quantity in wanted:
            OrderLine.objects.create(order=made, product=product, quantity=quantity)
        return made

    def plan(self, *orders: Order) -> Batch:
        """Promise the orders and plan them: the batch they are on."""
        allocation.promise(list(orders), by=SYSTEM)
        waves.plan(self.site.pk)
        return Batch.objects.filter(slots__order=orders[0]).latest("pk")

    def claim(self, seat: Seat | None = None) -> StepCard:
        """The worker at the seat begins."""
        return stepping.claim(by=seat or self.seat)

    def scan(self, text: str, *, seat: Seat | None = None) -> StepCard:
        """A code is scanned on the card as it stands."""
        return self.send(seat, text=text)

    def touch(self, action: str, value: str = "", reason: str = "", *, seat: Seat | None = None) -> StepCard:
        """A button is touched on the card as it stands."""
        return self.send(seat, action=action, value=value, reason=reason)

    def send(self, seat: Seat | None, **what: str) -> StepCard:
        """A scan or touch of whoever sits there."""
        who = seat or self.seat
        run = Run.objects.get(station=who.station, closed_at=None)
        return stepping.take_scan(Scan(revision=run.revision, **what), by=who)

    def set_out(self, *orders: Order) -> StepCard:
        """Claim a planned batch, take the cart and as many totes as it wants: the card of its first stop."""
        self.plan(*orders)
        card = self.claim()
        card = self.scan(self.cart.code)
        for tote in self.totes[: len(orders)]:
            card = self.scan(tote.code)
        return card

    def pick(self, card: StepCard) -> StepCard:
        """Do the stop that the card shows: shelf if asked, items, tote."""
        row = self.row()
        product = row.line.product
        if card.step == "bin":
            card = self.scan(row.balance.location.code)  # type: ignore[union-attr]
        while card.step == "item":
            card = self.scan(product.sku)
        return self.scan(Tote.objects.get(order=row.line.order).code)

    def pick_all(self, *orders: Order) -> StepCard:
        """A whole walk to the packing bench."""
        card = self.set_out(*orders)
        while card.step in ("bin", "item", "tote"):
            card = self.pick(card)
        return self.scan(self.bench_place.code)

    def row(self, seat: Seat | None = None) -> Allocation:
        """The stop at which the worker stands."""
        run = Run.objects.get(station=(seat or self.seat).station, closed_at=None)
        rows = Allocation.objects.select_related("line__product", "line__order", "balance__location")
        return rows.get(pk=run.allocation_id)

    def tote_of(self, order: Order) -> Tote:
        """The tote that an order has."""
        return Tote.objects.get(order=order)

    def colleague(self, kind: str = Station.Kind.PICK) -> Seat:
        """Another worker at another station."""
        return world.seat(world.station(self.site, kind), world.person(self.site, first_name="Ana"))


@dataclass
class Still:
    """What a refusal may not change: stock, orders, batches, totes, runs (but for misscans), and the ledger."""

    site: Facility

    def __post_init__(self) -> None:
        self.before = self.picture()

    def picture(self) -> list[object]:
        """Every row of the floor that work may change."""
        mine = {"facility": self.site}
        return [
            Event.objects.count(),
            Move.objects.count(),
            sorted(Balance.objects.filter(**mine).values_list("pk", "on_hand", "allocated")),
            sorted(Level.objects.filter(**mine).values_list("pk", "sellable", "promised")),
            sorted(Allocation.objects.filter(**mine).values_list("pk", "state", "quantity", "stop", "skips")),
            sorted(Order.objects.filter(**mine).values_list("pk", "state")),
            sorted(Batch.objects.filter(**mine).values_list("pk", "state", "worker")),
            sorted(Tote.objects.filter(**mine).values_list("pk", "order", "at_check_lane"), key=str),
            sorted(Run.objects.filter(**mine).values_list("pk", "step", "revision", "counted", "parcel"), key=str),
        ]

    def holds(self) -> bool:
        """Whether it all still is as it was."""
        return self.picture() == self.before


def build(*, totes: int = 6, slots: int = 4) -> Floor:
    """A floor with one picker seated, empty totes and one cart."""
    site = world.facility()
    station = world.station(site)
    floor = Floor(
        site=site,
        shop=world.merchant(site),
        station=station,
        seat=world.seat(station),
        cart=Cart.objects.create(facility=site, code=codes.make("C", site.pk), slots=slots),
        bench_place=world.location(site, Location.Kind.PACKING, "Bench 1"),
        dispatch_place=world.location(site, Location.Kind.DISPATCH, "Dispatch"),
    )
    for number in range(totes):
        place = world.location(site, Location.Kind.TOTE, f"T-{117 + number}")
        floor.totes.append(Tote.objects.create(facility=site, code=place.code, name=place.name, location=place))
    for name, side in (("Box S", 200), ("Box M", 300), ("Box L", 500)):
        Carton.objects.create(
            facility=site, name=name, length_mm=side, width_mm=side, height_mm=side // 2, tare_grams=side // 2
        )
    return floor

"""What a station offers whoever sits there: the next walk, the next parcel, and the worker's own day."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.facility.cards import Fact, Offer, Panel, Picture, Standing, Tile
from backend.facility.models import Seat
from warehouse import durations, keeping_apart, own_day, picking, stepping
from warehouse.models import Allocation, Batch, Order, Parcel, ParcelLine, Run, Tote
from warehouse.walk import place_of, product_of

PICTURES: Final = 5


def pick(seat: Seat) -> Offer:
    """The walk that this worker would get now, or goes on with."""
    mine = Batch.objects.filter(worker=seat.person_id, state=Batch.State.CLAIMED).first()
    batch = mine or keeping_apart.claimable(picking.waiting(seat.facility_id), by=seat).first()
    if batch is None:
        return Offer(_("Nothing to pick now. Wait."), icon="clock", eyebrow=_("Picking"))
    rows = list(
        Allocation.objects.filter(batch=batch, state=Allocation.State.HARD)
        .select_related("line__product", "balance__location")
        .order_by("stop", "pk")
    )
    units = sum(row.quantity for row in rows)
    minutes = max(5, round(durations.seconds_to_pick(len(rows)) / 300) * 5)
    counts = {"stops": len(rows), "items": units}
    return Offer(
        title=_("%(stops)d stops, %(items)d items left") % counts
        if mine
        else _("Pick %(stops)d stops, %(items)d items") % counts,
        eyebrow=_("Your walk waits") if mine else "",
        facts=(
            Fact("clock", _("About %(n)d minutes") % {"n": minutes}),
            Fact("map-pin", _aisles(rows)),
            Fact("shopping-basket", _("Cart with %(n)d totes") % {"n": batch.slots.count()}),
        ),
        pictures=_pictures(rows),
        action_label=_("Go on picking") if mine else _("Start picking"),
        url=reverse("station-claim"),
        is_post=True,
    )


def pack(seat: Seat) -> Offer:
    """How many totes wait at the benches."""
    begun = Run.objects.filter(worker=seat.person_id, closed_at=None, parcel__state=Parcel.State.OPEN).first()
    if begun is not None:
        lines = ParcelLine.objects.filter(parcel=begun.parcel_id).select_related("line__product").order_by("pk")
        return Offer(
            _("Go on with your parcel"),
            icon="package",
            pictures=tuple(Picture(line.line.product.picture, line.line.product.title) for line in lines[:PICTURES]),
            action_label=_("Go on packing"),
            url=reverse("station-claim"),
            is_post=True,
        )
    waiting = Tote.objects.filter(facility=seat.facility_id, order__state=Order.State.PICKED, at_check_lane=False)
    count = waiting.count()
    if not count:
        return Offer(_("Nothing to pack now. Wait."), icon="clock", eyebrow=_("Packing"))
    return Offer(
        _("Pack 1 parcel") if count == 1 else _("Pack %(n)d parcels") % {"n": count},
        icon="package",
        facts=(
            Fact("shopping-basket", _("Totes stand at the benches")),
            Fact("scale", _("Scan, weigh, seal, tag")),
        ),
        pictures=_pictures_in_totes(seat.facility_id),
        action_label=_("Start packing"),
        url=reverse("station-claim"),
        is_post=True,
    )


def panel(seat: Seat) -> Panel:
    """What the worker did today, for their own eyes."""
    day = own_day.today(seat)
    more = _("%(stops)d stops, %(parcels)d parcels") % {"stops": day.lines, "parcels": day.parcels}
    return Panel(_("Your day"), _("%(n)d items") % {"n": day.units}, more=more, note=_("Only you see this"))


def tile(seat: Seat) -> Tile:
    """The way to the worker's own day."""
    return Tile("chart-column", _("My day"), _("What I did today"), reverse("station-day"))


def standing(seat: Seat) -> Standing | None:
    """Where the worker stands, for the screen of a hold."""
    card = stepping.show(seat)
    if card is None:
        return None
    where = f"{card.heading} {card.part} / {card.of}" if card.of else card.heading
    return Standing(place=card.place if card.flow == Run.Flow.PICK else "", where=where)


def _aisles(rows: list[Allocation]) -> str:
    names = sorted({place_of(row).name.split()[0] for row in rows})
    if len(names) < 2:
        return _("Aisle %(name)s") % {"name": names[0]} if names else _("Bring in the cart")
    return _("Aisles %(first)s to %(last)s") % {"first": names[0], "last": names[-1]}


def _pictures(rows: list[Allocation]) -> tuple[Picture, ...]:
    products = {row.line.product_id: product_of(row) for row in rows}
    return tuple(Picture(product.picture, product.title) for product in list(products.values())[:PICTURES])


def _pictures_in_totes(facility: int) -> tuple[Picture, ...]:
    rows = Allocation.objects.filter(facility=facility, state=Allocation.State.PICKED).select_related("line__product")
    return _pictures(list(rows.order_by("picked_at")[: 2 * PICTURES]))

"""What happened to a merchant's orders and goods, in sealed order, for systems that may neither call in nor be called.

Only kinds on the list leave the house, each with the fields named there: no worker, no station, no place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from backend.ledger.models import Head, Seal
from backend.partners.models import Merchant

# How far one request looks: a merchant with few events among many pays no more than this many places.
REACH: Final = 5_000
PUBLIC: Final[dict[str, tuple[str, ...]]] = {
    "order.accepted": ("lines", "units"),
    "order.promised": ("units", "missing"),
    "order.short": ("missing",),
    "order.released": (),
    "order.picking": (),
    "order.picked": ("units", "missing"),
    "order.packed": ("parcels",),
    "order.shipped": ("units", "missing"),
    "order.held": ("reason",),
    "order.lifted": ("reason",),
    "order.cancel_asked": (),
    "order.cancelled": (),
    "order.cancel_refused": ("state",),
    "order.rejected": ("reason",),
    "carrier_label.received": ("order",),
    "carrier_label.accepted": ("order",),
    "carrier_label.refused": ("order", "reason"),
    "carrier_label.unclear": ("order", "reason"),
    "carrier_label.set_aside": ("order", "reason"),
    "product.registered": ("codes",),
    "stock.received": ("units",),
    "stock.written_off": ("units", "reason"),
    "stock.found": ("units",),
}
SUBJECTS: Final = {
    "warehouse.order": "order",
    "warehouse.product": "product",
    "warehouse.carrierlabelfile": "carrier_label",
}


@dataclass(frozen=True)
class HappeningCard:
    """One thing that happened, at its place in the facility's sealed sequence."""

    seq: int
    type: str
    timestamp: datetime
    subject: str
    id: int
    data: dict[str, Any]


@dataclass(frozen=True)
class FeedCard:
    """A stretch of the feed; ask again with `after=next_after`, at once if there is more."""

    events: tuple[HappeningCard, ...]
    next_after: int
    has_more: bool


def read(merchant: Merchant, *, after: int, size: int) -> FeedCard:
    """The merchant's events after a place in the sequence, which are never reordered and never late."""
    last = Head.objects.filter(facility=merchant.facility_id).values_list("size", flat=True).first() or 0
    until = min(after + REACH, last)
    found = list(
        Seal.objects.filter(
            facility=merchant.facility_id,
            seq__gt=after,
            seq__lte=until,
            event__merchant=merchant.pk,
            event__kind__in=PUBLIC,
        )
        .select_related("event")
        .defer("leaf", "chain")
        .order_by("seq")[: size + 1]
    )
    if len(found) > size:
        return FeedCard(_cards(found[:size]), next_after=found[size - 1].seq, has_more=True)
    return FeedCard(_cards(found), next_after=max(after, until), has_more=until < last)


def _cards(seals: list[Seal]) -> tuple[HappeningCard, ...]:
    return tuple(_card(seal) for seal in seals)


def _card(seal: Seal) -> HappeningCard:
    event = seal.event
    label, pk = event.subject.split(":")
    return HappeningCard(
        seq=seal.seq,
        type=event.kind,
        timestamp=event.at,
        subject=SUBJECTS[label],
        id=int(pk),
        data={name: event.data[name] for name in PUBLIC[event.kind] if name in event.data},
    )

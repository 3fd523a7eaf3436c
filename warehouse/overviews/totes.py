"""Totes at the check lane: what they hold, and whether their order is still wanted."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext as _

from backend.kit import codes
from backend.kit.errors import NotFound, Refused
from warehouse import wording
from warehouse.cards.staff import ToteRow
from warehouse.models import Allocation, Batch, Order, Slot, Tote

MOST = 100


def rows(facility: int) -> tuple[ToteRow, ...]:
    """The totes that wait for staff: at the check lane, or with goods of a stopped order that no walk brings back."""
    units = (
        Allocation.objects.filter(line__order=OuterRef("order"), state=Allocation.State.PICKED)
        .order_by()
        .values("line__order")
        .annotate(units=Sum("quantity"))
        .values("units")
    )
    walked = Slot.objects.filter(order=OuterRef("order"), batch__state__in=[Batch.State.OPEN, Batch.State.CLAIMED])
    waiting = Q(at_check_lane=True) | Q(Q(order__state=Order.State.CANCELLED), ~Exists(walked))
    found = Tote.objects.filter(waiting, facility=facility).select_related("order").annotate(units=Subquery(units))
    return tuple(
        ToteRow(
            id=tote.pk,
            name=tote.name,
            order=tote.order_id,
            order_number=tote.order.number if tote.order else "",
            state=wording.order_state(tote.order.state if tote.order else Order.State.PICKED),
            units=tote.units or 0,
            is_stopped=tote.order is not None and tote.order.state == Order.State.CANCELLED,
        )
        for tote in found.order_by("name")[:MOST]
    )


def find(pk: int, *, facility: int) -> Tote:
    """A tote of this facility; 404 for others."""
    tote = Tote.objects.filter(pk=pk, facility=facility).select_related("order").first()
    if tote is None:
        raise NotFound()
    return tote


def find_empty(text: str, *, facility: int) -> Tote:
    """The empty tote whose code was scanned, or whose name was typed."""
    wanted = text.strip().upper()
    if codes.looks_internal(wanted):
        wanted = codes.parse(wanted).text
    tote = Tote.objects.filter(Q(code=wanted) | Q(name=wanted), facility=facility).first()
    if tote is None:
        raise Refused(_("No tote has this code. Scan again."), code="unknown_tote", status=422)
    if tote.order_id is not None or tote.at_check_lane:
        raise Refused(_("This tote is in use. Take another."), code="tote_in_use", status=422)
    return tote

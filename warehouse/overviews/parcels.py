"""The list of parcels, and one parcel with what is in it, what it weighs and what was printed for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

import labels
from backend.kit import codes, paging
from backend.kit.errors import NotFound, Refused
from backend.kit.paging import Page
from backend.printing.models import LabelSerial
from warehouse import packing, repacking, wording
from warehouse.cards.staff import PackedLine, ParcelCard, ParcelRow
from warehouse.models import Order, Parcel, ParcelLine
from warehouse.overviews.serials import serial_row

WEIGHT: Final = "weight"
PRINT: Final = "print"


def page(facility: int, *, state: str = "", needs: str = "", cursor: str = "") -> Page[ParcelRow]:
    """Newest first. Two queries at any size."""
    rows = Parcel.objects.filter(facility=facility)
    if state:
        rows = rows.filter(state=state)
    if needs == WEIGHT:
        rows = weight_refused(rows)
    if needs == PRINT:
        rows = rows.filter(pk__in=in_doubt(facility))
    found = paging.page(rows.select_related("order", "carton"), cursor=cursor)
    doubtful = set(in_doubt(facility)) if needs != PRINT else {parcel.pk for parcel in found.rows}
    return Page(tuple(_row(parcel, doubtful) for parcel in found.rows), found.next_cursor)


def weight_refused(parcels: QuerySet[Parcel]) -> QuerySet[Parcel]:
    """Open boxes that the scale refused for the last time: a supervisor decides."""
    return parcels.filter(state=Parcel.State.OPEN, weighings__gte=packing.WEIGHINGS, seal="")


def in_doubt(facility: int) -> list[int]:
    """The parcels with a label of which nobody knows whether it printed."""
    subjects = LabelSerial.objects.filter(
        facility=facility, state=LabelSerial.State.UNKNOWN, subject__startswith="warehouse.parcel:"
    ).values_list("subject", flat=True)
    return [int(subject.rpartition(":")[2]) for subject in subjects[:500]]


def find(pk: int, *, facility: int) -> Parcel:
    """A parcel of this facility; 404 for others."""
    parcel = (
        Parcel.objects.filter(pk=pk, facility=facility)
        .select_related("order", "merchant", "carton", "manifest", "packed_by", "witnessed_by")
        .first()
    )
    if parcel is None:
        raise NotFound()
    return parcel


def find_by_tag(text: str, *, facility: int) -> Parcel:
    """The parcel whose tag was scanned or typed."""
    try:
        tag = codes.parse(text)
    except Refused as refusal:
        raise NotFound(refusal.message, code=refusal.code) from refusal
    parcel = Parcel.objects.filter(tag=tag.text, facility=facility).first()
    if parcel is None:
        raise NotFound(_("No parcel here has this tag."), code="unknown_tag")
    return parcel


def serials(parcel: Parcel) -> tuple[LabelSerial, ...]:
    """Every label that was printed for a parcel, the newest first."""
    rows = LabelSerial.objects.filter(kind__in=list(labels.KINDS), subject=f"warehouse.parcel:{parcel.pk}")
    return tuple(rows.order_by("-pk"))


def find_serial(parcel: Parcel, pk: int) -> LabelSerial:
    """One of them; 404 for labels of other things."""
    for serial in serials(parcel):
        if serial.pk == pk:
            return serial
    raise NotFound()


def card(parcel: Parcel, *, printed: Sequence[LabelSerial]) -> ParcelCard:
    """One parcel with its contents and labels."""
    doubtful = {parcel.pk} if any(each.state == LabelSerial.State.UNKNOWN for each in printed) else set()
    lines = ParcelLine.objects.filter(parcel=parcel).select_related("line__product").order_by("pk")
    return ParcelCard(
        row=_row(parcel, doubtful),
        shop=parcel.merchant.name,
        seal=parcel.seal,
        packer=parcel.packed_by.first_name,
        witness=parcel.witnessed_by.first_name if parcel.witnessed_by else "",
        cage=_cage(parcel),
        weighings=parcel.weighings,
        sealed_at=parcel.sealed_at,
        lines=tuple(
            PackedLine(
                title=each.line.product.title,
                sku=each.line.product.sku,
                picture=each.line.product.picture,
                wanted=each.wanted,
                checked=each.checked,
            )
            for each in lines
        ),
        labels=tuple(serial_row(each) for each in printed),
        may_allow_weight=repacking.waits_for_weight(parcel),
        may_unpack=repacking.may_unpack(parcel),
    )


def of_order(order: Order) -> tuple[ParcelRow, ...]:
    """The parcels of an order."""
    subject = Concat(Value("warehouse.parcel:"), Cast(OuterRef("pk"), CharField()))
    doubt = LabelSerial.objects.filter(kind__in=list(labels.KINDS), subject=subject, state=LabelSerial.State.UNKNOWN)
    rows = Parcel.objects.filter(order=order).select_related("order", "carton").annotate(is_doubtful=Exists(doubt))
    return tuple(_row(parcel, {parcel.pk} if parcel.is_doubtful else ()) for parcel in rows.order_by("pk"))


def _row(parcel: Parcel, doubtful: Iterable[int]) -> ParcelRow:
    return ParcelRow(
        id=parcel.pk,
        tag=parcel.tag,
        order=parcel.order_id,
        order_number=parcel.order.number,
        state=wording.parcel_state(parcel.state),
        carton=parcel.carton.name if parcel.carton else "",
        weight_grams=parcel.weight_grams,
        expected_grams=parcel.expected_grams,
        made_at=parcel.made_at,
        needs=_needs(parcel, doubtful),
    )


def _needs(parcel: Parcel, doubtful: Iterable[int]) -> str:
    if repacking.waits_for_weight(parcel):
        return WEIGHT
    return PRINT if parcel.pk in doubtful else ""


def _cage(parcel: Parcel) -> str:
    if parcel.manifest is None:
        return ""
    return _("Cage %(number)s, %(state)s") % {
        "number": parcel.manifest.number,
        "state": wording.manifest_state(parcel.manifest.state),
    }

"""A shop's own carrier label as dispatch sees it: how far it is; and laid open, once that was recorded."""

from __future__ import annotations

import base64

from backend.vault.cards import AddresseeCard
from backend.vault.carrier_files import Label
from labels.foreign import ZPL, clean
from labels.foreign_pages import shown
from warehouse import papers, wording
from warehouse.cards.dispatch import OwnLabelRow, OwnLabelShown
from warehouse.models import CarrierLabelFile

State = CarrierLabelFile.State


def row(label: CarrierLabelFile) -> OwnLabelRow:
    """How far it is."""
    return OwnLabelRow(
        id=label.pk,
        order_number=label.order.number,
        shop=label.merchant.name,
        state=wording.carrier_label_state(label.state),
        is_accepted=label.state == State.ACCEPTED,
        is_refused=label.state == State.REFUSED,
        is_unclear=label.state == State.UNCLEAR,
        why=wording.carrier_label_because(label.reason),
        labels=label.labels,
        is_zpl=label.media_type == ZPL,
        received_at=label.made_at,
    )


def laid_open(label: Label, addressee: AddresseeCard | None) -> OwnLabelShown:
    """What stands on it, beside the address that we hold: pictures of a PDF, the texts of ZPL."""
    address = () if addressee is None else tuple(papers.address_lines(addressee))
    if label.media_type == ZPL:
        lines = clean(label.data, ZPL).text.splitlines()
        return OwnLabelShown(texts=tuple(line for line in lines if line.strip()), address=address)
    pictures = (base64.b64encode(picture).decode() for picture in shown(label.data))
    return OwnLabelShown(pictures=tuple(f"data:image/png;base64,{each}" for each in pictures), address=address)

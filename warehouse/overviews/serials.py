"""A printed label as staff see it, on the page of its parcel or in the list of labels."""

from __future__ import annotations

from backend.ledger import moves
from backend.printing import wording
from backend.printing.events import LabelReplaced
from backend.printing.models import LabelSerial
from warehouse.cards.staff import SerialRow


def serial_row(serial: LabelSerial) -> SerialRow:
    """One printed label."""
    return SerialRow(
        id=serial.pk,
        kind=wording.kind(serial.kind),
        generation=serial.generation,
        state=wording.label_state(serial.state),
        made_at=serial.made_at,
        may_reprint=moves.may(serial, LabelReplaced),
    )

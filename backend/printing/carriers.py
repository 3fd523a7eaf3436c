"""Labels that carriers make: what the house thinks of one before it may print, and its bytes when it does.

A label that tries to command the printer, cannot be read whole or belongs to another parcel is refused. Where its codes
are right and nothing on it can be compared with the addressee, a person looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext as _

from backend.kit import envelope
from backend.kit.errors import Refused
from backend.vault import carrier_files
from backend.vault.cards import AddresseeCard
from labels import CarrierLabel, Printed, Unprintable
from labels.errors import Hostile
from labels.foreign import PDF, PNG, ZPL, Expected, Foreign, clean, differences, whose
from labels.printed import finished

MEDIA_TYPES: Final = (PDF, PNG, ZPL)
# What a file of each kind begins with; ZPL has no such sign.
BEGINNINGS: Final = {PDF: b"%PDF-", PNG: b"\x89PNG\r\n\x1a\n"}
# The other verdicts on the text of a label are nobody's doubt.
DOUBTS: Final = {"unclear": "addressee_unclear", "unread": "addressee_unread"}


@dataclass(frozen=True)
class Verdict:
    """What is to become of a carrier's label, why (a stable code), and the label itself unless it is refused."""

    outcome: Literal["accepted", "refused", "unclear"]
    reason: str = ""
    label: Foreign | None = None


def examine(data: bytes, *, media_type: str, tracking: str, addressee: AddresseeCard | None) -> Verdict:
    """Clean a carrier's label and compare it with what its order knows; `addressee` is None if we hold none.

    Takes up to half a minute for a hostile PDF, so it is for jobs and never for a request.
    """
    try:
        label = clean(data, media_type)
        differs = differences(label.codes, Expected(tracking=tracking))
    except Hostile:
        return Verdict("refused", "hostile")
    except Unprintable:
        return Verdict("refused", "unreadable")
    if not label.codes:
        return Verdict("unclear", "no_code", label)
    if differs:
        return Verdict("refused", "other_parcel")
    if addressee is None:
        return Verdict("accepted", label=label)
    found = whose(label.text, names=(addressee.name, addressee.company), postcode=addressee.postcode)
    if found == "other":
        return Verdict("refused", "other_addressee")
    return Verdict("unclear", DOUBTS[found], label) if found in DOUBTS else Verdict("accepted", label=label)


def print_out(token: str) -> Printed:
    """The clean bytes of a label for the dispatch printer; Refused if it is gone, or was never read."""
    try:
        label = carrier_files.for_the_house(token)
    except envelope.Unreadable:
        raise Refused(_("This label does not open. Ask the shop for another."), code="carrier_label_gone") from None
    if label.outcome not in ("accepted", "unclear"):
        raise Refused(_("This label was not read yet."), code="carrier_label_waiting")
    return finished(label.data, count=label.labels, pages=label.labels, kind=CarrierLabel.kind, layout=None)

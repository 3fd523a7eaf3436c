"""Labels that carriers make: taken in clean and compared with the order, then kept sealed until dispatch prints them.

Not every carrier serves a label twice, so its bytes are kept; they name the addressee, so they are never kept open.
What comes back here is sealed under the merchant's own key for carrier labels and bound to one parcel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from backend.kit import envelope
from backend.kit.envelope import Place
from backend.kit.errors import Invalid, NotFound, Refused
from backend.vault import keys
from backend.vault.models import DataKey
from labels import Unprintable
from labels.foreign import Expected, Foreign, clean, differences

PURPOSE: Final = "carrier_labels"


@dataclass(frozen=True)
class CarrierFileCard:
    """A carrier's label as it may be stored: sealed bytes, and what is no secret about them."""

    sealed: bytes
    media_type: str
    labels: int
    digest: str
    dropped: tuple[str, ...]


def accept(data: bytes, *, media_type: str, expected: Expected, merchant: int, subject: str) -> CarrierFileCard:
    """Clean a carrier's label, compare it with the order and seal it for this parcel.

    Called within the transaction of the vault that stores the card, as every sealing. Refused, with nothing sealed and
    no key used, if the label cannot be printed or is not the one of the order; the words name no value of either.
    """
    label = _read(data, media_type=media_type, expected=expected)
    key, plain = keys.for_sealing(merchant=merchant, purpose=PURPOSE)
    sealed = envelope.seal(envelope.pad(label.data), key=plain, number=key.pk, place=_place(subject, merchant))
    return CarrierFileCard(
        sealed=sealed, media_type=label.media_type, labels=label.labels, digest=label.digest, dropped=label.dropped
    )


def open_bytes(sealed: bytes, *, merchant: int, subject: str) -> bytes:
    """The bytes for the printer, of this merchant and this parcel only.

    Called by whoever has just recorded that dispatch prints it; what is returned is not kept, logged or cached.
    """
    key = DataKey.objects.filter(pk=envelope.number_of(sealed), merchant=merchant, purpose=PURPOSE).first()
    if key is None:
        raise NotFound(_("This label is not here any more."), code="carrier_label_gone")
    padded = envelope.open_sealed(sealed, key=keys.opened(key), place=_place(subject, merchant))
    return envelope.unpad(padded)


def _read(data: bytes, *, media_type: str, expected: Expected) -> Foreign:
    try:
        label = clean(data, media_type)
        found = differences(label.codes, expected)
    except Unprintable as refusal:
        words = _("The carrier's label cannot be printed: %(why)s.") % {"why": str(refusal)}
        raise Invalid(words, code="carrier_label_unreadable") from None
    if found:
        words = _("The carrier's label is not the one of this order: %(why)s.") % {"why": "; ".join(found)}
        raise Refused(words, code="carrier_label_differs")
    return label


def _place(subject: str, merchant: int) -> Place:
    return Place("carrier_label", "file", subject, str(merchant))

"""Labels as a shop's own carrier would make them, drawn by our own code: nobody real, no real carrier."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, Final

import labels
from backend.facility.models import Facility
from backend.ledger.commands import Asked
from backend.partners.models import ApiKey
from backend.vault import addressees
from backend.vault.cards import AddresseeCard
from backend.vault.carrier_files import Label
from labels.foreign import PDF, PNG, ZPL
from warehouse import carrier_labels
from warehouse.models import Order, Parcel

PREFIX: Final = "9521239"
SERVICE: Final = "DEMO POST"


def body(person: Mapping[str, Any], *, tracking: str, is_zpl: bool) -> dict[str, str]:
    """What a shop sends over the API: the label of this addressee in ZPL, or as PDF (its tracking number an SSCC)."""
    if is_zpl:
        data, media_type = _zpl(person, tracking), ZPL
    else:
        tracking = _number(int.from_bytes(tracking.encode()[-4:]))
        data, media_type = labels.render([_label(person, tracking)], dpi=300).data, PDF
    return {
        "media_type": media_type,
        "tracking_number": tracking,
        "file": base64.b64encode(data).decode(),
    }


def send_some(site: Facility) -> None:
    """The first waiting parcels with an addressee: one label that may print, and one that somebody must look at."""
    waiting = Parcel.objects.filter(facility=site, state=Parcel.State.SEALED).exclude(order__ref__vault_token="")
    for parcel, media_type in zip(waiting.select_related("order__ref").order_by("pk"), (PDF, PNG), strict=False):
        _send(parcel.order, media_type)


def _send(order: Order, media_type: str) -> None:
    key = ApiKey.objects.filter(merchant=order.merchant_id).select_related("merchant__facility").earliest("pk")
    addressee = addressees.for_comparing(order.ref.vault_token, merchant=order.merchant_id)
    number = _number(order.pk)
    view = _label(_person(addressee), number)
    printed = labels.render([view], backend="pdf" if media_type == PDF else "png", dpi=300)
    asked = Asked(f"merchant:{key.merchant_id}", f"own-label-{order.pk}", number, "carrier_label.take")
    label = Label(printed.data, media_type, number)
    card = carrier_labels.receive(order, merchant=key.merchant, by=key, label=label, asked=asked).card
    carrier_labels.examine(card.id)


def _person(card: AddresseeCard) -> dict[str, Any]:
    return {"name": card.name, "lines": card.lines, "postcode": card.postcode, "city": card.city}


def _number(serial: int) -> str:
    return labels.make_sscc(extension=3, prefix=PREFIX, serial=serial % 10**9)


def _label(person: Mapping[str, Any], sscc: str) -> labels.CarrierLabel:
    return labels.CarrierLabel(
        sscc=sscc,
        name=person["name"],
        lines=tuple(person["lines"]),
        town=f"{person['postcode']} {person['city']}".strip(),
        country="BELGIUM",
        service=SERVICE,
        route="BE 1-01",
        weight_grams=1000,
        sender=("A shop of the demo",),
    )


def _zpl(person: Mapping[str, Any], tracking: str) -> bytes:
    words = [person["name"], *person["lines"], f"{person['postcode']} {person['city']}"]
    texts = "".join(f"^FO40,{60 + 40 * row}^A0N,30^FD{text}^FS" for row, text in enumerate(words))
    return f"^XA^CI28{texts}^FO40,400^BCN,160^FD{tracking.upper()}^FS^XZ".encode()

"""Labels that a shop's carrier made, for tests: what stands on them, and orders they belong to."""

from __future__ import annotations

from backend.ledger.commands import Asked
from backend.vault import addressees
from backend.vault.cards import AddresseeCard
from backend.vault.carrier_files import Label
from labels.foreign import PDF, ZPL
from tests.shipping import Desk
from warehouse import carrier_labels
from warehouse.cards.orders import CarrierLabelCard
from warehouse.models import CarrierLabelFile, Order

TRACKING = "3SABCD0123456789"
SSCC = "395212340000000007"
WHO = AddresseeCard(name="Żofia Voorbeeld", lines=("Proefstraat 14",), postcode="9999", city="Testdam", country="BE")
SENTINELS = ("Voorbeeld", "VOORBEELD", "Proefstraat", "Testdam", TRACKING)


def zpl(*texts: str, tracking: str = TRACKING) -> bytes:
    """A label in ZPL with these texts and one code."""
    fields = "".join(f"^FO9,{20 * number}^CI28^FD{text}^FS" for number, text in enumerate(texts, start=1))
    return f"^XA^MMP{fields}^FO9,99^BCN,90^FD{tracking}^FS^XZ".encode()


RIGHT = zpl("ZOFIA VOORBEELD", "Proefstraat 14", "9999 Testdam")


def addressed(order: Order) -> str:
    """Give the order an addressee; its token."""
    token = addressees.keep(WHO, merchant=order.merchant_id, facility=order.facility_id)
    order.ref.vault_token = token
    order.ref.save(update_fields=["vault_token"])
    return token


def sent(
    desk: Desk, order: Order, data: bytes = RIGHT, *, media_type: str = ZPL, key: str = "one", tracking: str = TRACKING
) -> CarrierLabelCard:
    """The shop sends a label for the order."""
    return carrier_labels.receive(
        order,
        merchant=desk.shop,
        by=desk.dispatcher,
        label=Label(data, media_type, tracking),
        asked=Asked(f"merchant:{desk.shop.pk}", key, key, "carrier_label.take"),
    ).card


def read(card: CarrierLabelCard) -> CarrierLabelFile:
    """The job runs; the row after it."""
    carrier_labels.examine(card.id)
    return CarrierLabelFile.objects.select_related("order", "merchant").get(pk=card.id)


__all__ = ["PDF", "RIGHT", "SENTINELS", "SSCC", "TRACKING", "WHO", "ZPL", "addressed", "read", "sent", "zpl"]

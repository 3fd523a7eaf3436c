"""One ordinary label of each kind, with nobody real on it."""

from typing import Any

from labels import (
    Badge,
    CarrierLabel,
    MaskedPackingSlip,
    PackingSlip,
    ParcelTag,
    ShelfLabel,
    SlipLine,
    ToteLabel,
    View,
)
from tests.labels.documents import DOCUMENTS
from tests.labels.goods import GOODS

TOKEN = "PBCDFGHJKLNPRSTVC"
SSCC = "395212340000000007"
LINES = (
    SlipLine(2, "SOAP-LAV-100", "Lavender soap bar, 100 g"),
    SlipLine(1, "TEA-MINT-125", "Mint tea tin, 125 g"),
    SlipLine(2, "CAN-BEE-S", "Beeswax candle, small"),
)


def parcel(**changes: Any) -> ParcelTag:
    return ParcelTag(**{"token": TOKEN, "dock": "3", "carton": "C4", "identity": "J1042 07/24 R0"} | changes)


def shelf(**changes: Any) -> ShelfLabel:
    return ShelfLabel(**{"code": "LBBBRRLS", "place": "A 03 2", "arrow": "right"} | changes)


def tote(**changes: Any) -> ToteLabel:
    return ToteLabel(**{"code": "TBBBBKJD", "name": "T 118", "serial": "2026-000118"} | changes)


def badge(**changes: Any) -> Badge:
    return Badge(**{"code": "NBCDFGHJKLNPRSTVC", "identity": "J8 01/01 R1"} | changes)


def carrier(**changes: Any) -> CarrierLabel:
    usual: dict[str, Any] = {
        "sscc": SSCC,
        "name": "Jo Voorbeeld",
        "lines": ("Proefstraat 14 bus 2",),
        "town": "9999 Voorbeeldegem",
        "country": "BELGIUM",
        "service": "PARCEL+",
        "route": "BE 9-04 / R 17",
        "weight_grams": 846,
        "sender": ("Return office 12", "Postbus 40", "1000 Teststad"),
    }
    return CarrierLabel(**usual | changes)


def slip(**changes: Any) -> PackingSlip:
    usual: dict[str, Any] = {
        "token": TOKEN,
        "shop": "Fern & Flint",
        "reference": "WEB-10042",
        "address": ("Jo Voorbeeld", "Proefstraat 14 bus 2", "9999 Voorbeeldegem"),
        "lines": LINES,
    }
    return PackingSlip(**usual | changes)


def masked_slip(**changes: Any) -> MaskedPackingSlip:
    return MaskedPackingSlip(**{"token": TOKEN, "shop": "Fern & Flint", "lines": LINES} | changes)


# Kind, an ordinary sample, and what a scanner must return: symbology identifier and text, sorted.
ORDINARY: list[tuple[View, list[tuple[str, str]]]] = [
    (parcel(), [("]C0", TOKEN), ("]Q1", TOKEN)]),
    (shelf(), [("]C0", "LBBBRRLS")]),
    (tote(), [("]C0", "TBBBBKJD"), ("]Q1", "TBBBBKJD")]),
    (badge(), [("]Q1", "NBCDFGHJKLNPRSTVC")]),
    (carrier(), [("]C1", f"(00){SSCC}"), ("]Q1", f"HTTPS://ID.GS1.ORG/00/{SSCC}")]),
    *GOODS,
    (slip(), [("]Q1", TOKEN)]),
    (masked_slip(), [("]Q1", TOKEN)]),
    *DOCUMENTS,
]

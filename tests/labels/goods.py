"""One ordinary label of each kind for goods, places, carts, pallets, returns, seals and tools, and what it scans as."""

from typing import Any

from labels import View
from labels.bin import BinLabel
from labels.cart import CartLabel
from labels.pallet import PalletLabel
from labels.product import BatchLabel, ItemLabel, ProductLabel
from labels.returns import ReturnLabel
from labels.seal import SealTag
from labels.tool import ToolTag

EAN = "4006381333931"
SSCC = "395212340000000007"
RETURN = "RBCDFGHJKLNPRSTVC"


def product(**changes: Any) -> ProductLabel:
    return ProductLabel(**{"gtin": EAN, "name": "Lavender soap bar, 100 g"} | changes)


def item(**changes: Any) -> ItemLabel:
    return ItemLabel(**{"sku": "SOAP-LAV-100", "name": "Lavender soap bar, 100 g"} | changes)


def batch(**changes: Any) -> BatchLabel:
    usual = {"gtin": f"0{EAN}", "name": "Mint tea tin, 125 g", "batch": "L2611", "expiry": "271130"}
    return BatchLabel(**usual | changes)


def bin_label(**changes: Any) -> BinLabel:
    return BinLabel(**{"code": "LBBBRRLS", "place": "A 03 2 B"} | changes)


def cart(**changes: Any) -> CartLabel:
    return CartLabel(**{"code": "CBBBBBKB", "name": "C 7", "slots": 6} | changes)


def pallet(**changes: Any) -> PalletLabel:
    usual: dict[str, Any] = {
        "sscc": SSCC,
        "sender": ("Proefwerk Services", "1000 Teststad"),
        "to": ("Fern & Flint, hall 2", "9999 Voorbeeldegem"),
        "gtin": f"0{EAN}",
        "count": 144,
        "item": "Lavender soap bar, 100 g",
    }
    return PalletLabel(**usual | changes)


def returned(**changes: Any) -> ReturnLabel:
    return ReturnLabel(**{"code": RETURN, "shop": "Fern & Flint", "address": ("Office 12", "1000 Teststad")} | changes)


def seal(**changes: Any) -> SealTag:
    return SealTag(**{"number": "0048211", "use": "Cage 4"} | changes)


def tool(**changes: Any) -> ToolTag:
    return ToolTag(**{"code": "JBBBBBCT", "name": "Carton knife 4", "board": "B 12"} | changes)


GOODS: list[tuple[View, list[tuple[str, str]]]] = [
    (product(), [("]E0", EAN)]),
    (item(), [("]C0", "SOAP-LAV-100")]),
    (batch(), [("]d2", f"(01)0{EAN}(17)271130(10)L2611")]),
    (bin_label(), [("]C0", "LBBBRRLS")]),
    (cart(), [("]C0", "CBBBBBKB"), ("]Q1", "CBBBBBKB")]),
    (pallet(), [("]C1", f"(00){SSCC}"), ("]C1", f"(02)0{EAN}(37)144")]),
    (returned(), [("]C0", RETURN), ("]Q1", RETURN)]),
    (seal(), [("]C0", "0048211")]),
    (tool(), [("]C0", "JBBBBBCT")]),
]

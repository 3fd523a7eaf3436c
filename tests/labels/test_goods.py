"""Labels for goods, places, carts, pallets, returns, seals and tools: what they say and what they refuse."""

import io
import re
from dataclasses import fields

import pytest
import zxingcpp
from PIL import Image

from labels import Unprintable, View, foreign, render
from labels.pallet import PalletLabel
from labels.returns import ReturnLabel
from tests.labels.goods import (
    EAN,
    GOODS,
    RETURN,
    SSCC,
    batch,
    bin_label,
    cart,
    item,
    pallet,
    product,
    returned,
    seal,
    tool,
)
from tests.labels.reading import scan, words


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        (product(), [EAN, "Lavender soap bar, 100 g"]),
        (item(), ["SOAP-LAV-100", "Lavender soap bar, 100 g"]),
        (batch(), [f"(01) 0{EAN}", "(17) 271130", "(10) L2611"]),
        (bin_label(), ["A 03 2 B", "LBBBRRLS"]),
        (cart(), ["C 7", "6 totes", "CBBB BBKB"]),
        (pallet(), ["FROM", "Fern & Flint, hall 2", "CONTENT", "144", f"(02)0{EAN}(37)144", f"(00){SSCC}"]),
        (returned(), ["RETURN", "Fern & Flint", "Office 12", "RBCD FGHJ KLNP RSTV C"]),
        (seal(), ["0048211", "Cage 4"]),
        (tool(), ["Carton knife 4", "B 12", "JBBBBBCT"]),
    ],
    ids=lambda each: getattr(each, "kind", ""),
)
def test_people_read_what_scanners_read(view: View, shown: list[str]) -> None:
    text = words(render([view]).data)

    for piece in shown:
        assert piece in text


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize(("view", "codes"), GOODS, ids=lambda each: getattr(each, "kind", ""))
def test_pixels_say_the_same_as_the_pdf(view: View, codes: list[tuple[str, str]], dpi: int) -> None:
    picture = Image.open(io.BytesIO(render([view], backend="png", dpi=dpi).data)).convert("L")

    found = zxingcpp.read_barcodes(picture)

    assert sorted((code.symbology_identifier, code.text) for code in found) == codes


@pytest.mark.parametrize(("view", "codes"), GOODS, ids=lambda each: getattr(each, "kind", ""))
def test_our_own_zpl_passes_the_guard_for_foreign_zpl(view: View, codes: list[tuple[str, str]]) -> None:
    stream = render([view], backend="zpl").data

    cleaned = foreign.clean(stream, foreign.ZPL)

    assert cleaned.data == stream
    assert cleaned.dropped == ()
    written = {(code.symbology, code.text) for code in cleaned.codes}
    assert written <= {(symbology, re.sub(r"[()]", "", text)) for symbology, text in codes}


def test_a_pallet_of_mixed_goods_shows_its_sscc_alone() -> None:
    printed = render([pallet(gtin="", count=0, item="")])

    assert [text for _, text, _ in scan(printed, dpi=203)[0]] == [f"(00){SSCC}"]
    assert "CONTENT" not in words(printed.data)
    assert "COUNT" not in words(printed.data)


def test_a_batch_without_expiry_leaves_it_out() -> None:
    [page] = scan(render([batch(expiry="")]), dpi=300)

    assert [text for _, text, _ in page] == [f"(01)0{EAN}(10)L2611"]


def test_a_return_leads_to_its_page() -> None:
    [page] = scan(render([returned(link=f"HTTPS://OB.EXAMPLE/R/{RETURN}")]), dpi=203)

    assert [text for _, text, _ in page] == [RETURN, f"HTTPS://OB.EXAMPLE/R/{RETURN}"]


def test_no_pallet_and_no_return_has_a_field_for_a_person() -> None:
    assert {field.name for field in fields(PalletLabel)} == {
        *("sscc", "sender", "to", "gtin", "count", "item", "identity", "words"),
    }
    assert {field.name for field in fields(ReturnLabel)} == {
        *("code", "shop", "address", "link", "identity", "words"),
    }


@pytest.mark.parametrize(
    ("view", "says"),
    [
        (product(gtin="4006381333932"), "product, gtin: EAN-13 check digit is 1, not 2"),
        (product(gtin="400638133393A"), "product, gtin: EAN-13 must be digits only"),
        (product(gtin="40063813"), "product, gtin: EAN-13 has 13 digits, not 8"),
        (product(name=" "), "product, name: an item needs a name"),
        (item(sku="S" * 15), "item, sku: an item number has 1 to 14 characters here"),
        (item(sku="soap"), "item, sku: an item number has capitals, digits and . - / _"),
        (batch(gtin=f"1{EAN}"), "batch, square: GTIN check digit is 8, not 1"),
        (batch(expiry="271332"), "batch, square: the expiry date is not a date in the form YYMMDD"),
        (batch(batch="L" * 13), "batch, batch: a batch has at most 12 characters here"),
        (bin_label(code="TBBBBKJD"), "bin, code: the code must start with L"),
        (cart(code="LBBBRRLS"), "cart, code: the code must start with C"),
        (cart(slots=0), "cart, slots: a cart takes 1 to 99 totes"),
        (pallet(sscc=SSCC[:-1] + "8"), "pallet, SSCC: SSCC check digit is 7, not 8"),
        (pallet(count=0), "pallet, content: GTIN and count of the content belong together"),
        (pallet(gtin=""), "pallet, content: GTIN and count of the content belong together"),
        (pallet(to=(" ",)), "pallet, to: a pallet needs a destination"),
        (returned(code="PBCDFGHJKLNPRSTVC"), "return, code: the code must start with R"),
        (returned(link="HTTPS://OB.EXAMPLE/R/OTHER"), "return, link: the link must be in capitals and end in the code"),
        (returned(address=()), "return, address: a return needs an address"),
        (seal(number="48"), "seal, number: the number of a seal has 4 to 12 digits and capitals"),
        (tool(code="LBBBRRLS"), "tool, code: the code must start with J"),
        (tool(name=""), "tool, name: a tool needs a name"),
    ],
)
def test_a_wrong_label_is_refused_by_element(view: View, says: str) -> None:
    with pytest.raises(Unprintable) as refusal:
        render([view])

    assert str(refusal.value) == says

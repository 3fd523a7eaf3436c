"""From rows to paper: which words of a parcel stand on its tag, its carrier label and its packing slip."""

from __future__ import annotations

from django.db.models import Sum

from backend.vault.addressees import AddresseeCard
from labels import CarrierLabel, MaskedPackingSlip, PackingSlip, ParcelTag, ShelfLabel, SlipLine, ToteLabel
from labels.cart import CartLabel
from warehouse import wording
from warehouse.models import Cart, Location, OrderRef, Parcel, ParcelLine, Tote

DOCKS = {"standard": "DISPATCH", "express": "EXPRESS"}


def parcel_tag(parcel: Parcel) -> ParcelTag:
    """The blind tag of a parcel: a token, where to put it, and its box."""
    return ParcelTag(
        token=parcel.tag,
        dock=DOCKS[parcel.order.service],
        carton=parcel.carton.name if parcel.carton else "",
    )


def shelf_label(place: Location) -> ShelfLabel:
    """The label of a place on a shelf."""
    return ShelfLabel(code=place.code, place=place.name)


def tote_label(tote: Tote) -> ToteLabel:
    """The permanent label of a tote."""
    return ToteLabel(code=tote.code, name=tote.name)


def cart_label(cart: Cart) -> CartLabel:
    """The permanent label of a cart."""
    return CartLabel(code=cart.code, name=wording.cart(cart.number).upper(), slots=cart.slots)


def carrier_label(
    parcel: Parcel, addressee: AddresseeCard | None, *, sscc: str, serial: int, generation: int
) -> CarrierLabel:
    """The built-in carrier's label; without an addressee it names the shop, which addresses the parcel itself."""
    if addressee is None:
        lines: tuple[str, ...] = ("Addressed by the shop",)
        name, town, country = parcel.merchant.name, "-", ""
    else:
        name = addressee.name
        lines = tuple(line for line in (addressee.company, *addressee.lines) if line)
        town = f"{addressee.postcode} {addressee.city}".strip()
        country = addressee.country.upper()
    return CarrierLabel(
        sscc=sscc,
        name=name,
        lines=lines,
        town=town,
        country=country,
        service=parcel.order.get_service_display().upper(),
        route=_route(addressee),
        weight_grams=parcel.weight_grams or 0,
        sender=(parcel.merchant.name,),
        identity=f"J{serial} 01/01 R{generation}",
    )


def packing_slip(parcel: Parcel, addressee: AddresseeCard | None) -> PackingSlip | MaskedPackingSlip:
    """What the customer finds in the box: with the address where we hold one."""
    lines = tuple(
        SlipLine(quantity=row["units"], sku=row["line__product__sku"], name=row["line__product__title"])
        for row in ParcelLine.objects.filter(parcel=parcel)
        .values("line__product__sku", "line__product__title")
        .annotate(units=Sum("checked"))
        .order_by("line__product__sku")
        if row["units"]
    )
    packed_on = parcel.sealed_at.date().isoformat() if parcel.sealed_at else ""
    if addressee is None:
        return MaskedPackingSlip(token=parcel.tag, shop=parcel.merchant.name, lines=lines, packed_on=packed_on)
    return PackingSlip(
        token=parcel.tag,
        shop=parcel.merchant.name,
        reference=OrderRef.objects.values_list("merchant_ref", flat=True).get(order_id=parcel.order_id),
        address=tuple(address_lines(addressee)),
        lines=lines,
        packed_on=packed_on,
    )


def address_lines(addressee: AddresseeCard) -> list[str]:
    """An address as it stands on an envelope."""
    town = f"{addressee.postcode} {addressee.city}".strip()
    return [line for line in (addressee.name, addressee.company, *addressee.lines, town, addressee.country) if line]


def _route(addressee: AddresseeCard | None) -> str:
    if addressee is None:
        return "SHOP"
    return f"{addressee.country[:2].upper()} {addressee.postcode[:2]}".strip()

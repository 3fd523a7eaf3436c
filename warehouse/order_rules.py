"""What an order must be to be taken: known goods that may leave, whole quantities, a day that can be kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _

from backend.kit import personal_data
from backend.kit.errors import Fault, Invalid, Refused
from backend.partners.models import Merchant
from warehouse.cards.orders import OrderIn
from warehouse.models import Order, Product

LARGEST_QUANTITY: Final = 10_000
MOST_LINES: Final = 700
LONGEST_REF: Final = 64
STANDARD_TIME: Final = timedelta(hours=24)
FARTHEST: Final = timedelta(days=366)
ASKED_AT_ONCE: Final = 5_000


@dataclass(frozen=True)
class Good:
    """What intake must know of a product."""

    id: int
    is_banned: bool


@dataclass(frozen=True)
class Checked:
    """An order that may be written, with its products and the moment by which it leaves."""

    order: OrderIn
    products: tuple[int, ...]
    ship_by: datetime


def check(merchant: Merchant, asked: Sequence[OrderIn | Refused], *, now: datetime) -> list[Checked | Refused]:
    """Each order checked, or the reason against it; those refused before pass through. One query for all goods."""
    goods = known(merchant, {line.sku for order in asked if isinstance(order, OrderIn) for line in order.lines})
    return [order if isinstance(order, Refused) else _check(order, merchant, goods, now) for order in asked]


def known(merchant: Merchant, skus: Iterable[str]) -> dict[str, Good]:
    """The merchant's products among these SKUs."""
    wanted = sorted(skus)
    return {
        sku: Good(pk, security == Product.Security.BANNED)
        for start in range(0, len(wanted), ASKED_AT_ONCE)
        for pk, sku, security in Product.objects.filter(
            merchant=merchant, sku__in=wanted[start : start + ASKED_AT_ONCE]
        ).values_list("pk", "sku", "security")
    }


def ship_by_default(service: str, merchant: Merchant, *, now: datetime) -> datetime:
    """A day for standard, the end of the works' own day for express."""
    if service == Order.Service.EXPRESS:
        tomorrow = now.astimezone(merchant.facility.clock_zone).date() + timedelta(days=1)
        return datetime.combine(tomorrow, time.min, merchant.facility.clock_zone)
    return now + STANDARD_TIME


def _check(order: OrderIn, merchant: Merchant, goods: Mapping[str, Good], now: datetime) -> Checked | Refused:
    faults = (*_head_faults(order, now), *_line_faults(order, goods))
    if faults:
        return invalid(faults)
    return Checked(
        order=order,
        products=tuple(goods[line.sku].id for line in order.lines),
        ship_by=order.ship_by or ship_by_default(order.service, merchant, now=now),
    )


def invalid(faults: tuple[Fault, ...]) -> Invalid:
    """One kind of fault gives the refusal its code and words; several kinds are `order_invalid`."""
    if len({fault.code for fault in faults}) == 1:
        return Invalid(faults[0].detail, code=faults[0].code, faults=faults)
    return Invalid(_("Several things in this order are wrong. See errors."), code="body_invalid", faults=faults)


def _head_faults(order: OrderIn, now: datetime) -> Iterator[Fault]:
    ref = order.merchant_ref
    if not 1 <= len(ref) <= LONGEST_REF or not ref.isprintable() or " " in ref:
        yield Fault("/merchant_ref", "form", _("A reference has 1 to 64 visible characters and no spaces."))
    elif personal_data.find(ref):
        yield Fault("/merchant_ref", "personal_data", _("This looks like personal data. Use your own order number."))
    if order.service not in Order.Service.values:
        yield Fault("/service", "not_a_choice", _("Send one of: standard, express."))
    if order.ship_by and order.ship_by <= now:
        yield Fault("/ship_by", "ship_by_past", _("This moment has passed. Send a later one, or leave it out."))
    if order.ship_by and order.ship_by > now + FARTHEST:
        yield Fault("/ship_by", "ship_by_too_late", _("This is more than a year away. Send an earlier moment."))
    if not 1 <= len(order.lines) <= MOST_LINES:
        yield Fault("/lines", "too_many" if order.lines else "empty", _("An order has 1 to %d lines.") % MOST_LINES)


def _line_faults(order: OrderIn, goods: Mapping[str, Good]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, line in enumerate(order.lines[:MOST_LINES]):
        good = goods.get(line.sku)
        at = f"/lines/{index}"
        if good is None:
            yield Fault(f"{at}/sku", "unknown_sku", _("We do not know this SKU. Register the product first."))
        elif good.is_banned:
            yield Fault(f"{at}/sku", "sku_not_allowed", _("This product may not be handled here. Take it out."))
        if line.sku in seen:
            yield Fault(f"{at}/sku", "duplicate_sku", _("This SKU stands on an earlier line. Add the quantities up."))
        if not 1 <= line.quantity <= LARGEST_QUANTITY:
            yield Fault(f"{at}/quantity", "out_of_range", _("Send a quantity from 1 to %d.") % LARGEST_QUANTITY)
        seen.add(line.sku)

"""Goods that orders wait for: how many are missing, why, and who holds the stock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db.models import Count, F, Min, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from warehouse import wording
from warehouse.cards.staff import HolderCard, ShortageRow
from warehouse.models import Allocation, Balance, Level, Order

OPEN: Final = (
    Order.State.ACCEPTED,
    Order.State.PROMISED,
    Order.State.SHORT,
    Order.State.RELEASED,
    Order.State.PICKING,
    Order.State.PICKED,
    Order.State.PACKED,
)
HOLDING: Final = (Allocation.State.SOFT, Allocation.State.HARD, Allocation.State.PICKED, Allocation.State.PACKED)
MOST: Final = 100


def rows(facility: int, *, most: int = MOST, holders_each: int = 3) -> tuple[ShortageRow, ...]:
    """The goods that open orders wait for, the order that leaves first on top. Five queries."""
    found = list(
        missing(facility)
        .values("line__product", "line__product__title", "line__product__sku", "line__product__picture")
        .annotate(
            shop=F("line__order__merchant__name"),
            units=Sum("quantity"),
            orders=Count("line__order", distinct=True),
            since=Min("made_at"),
            ship_by=Min("line__order__ship_by"),
        )
        .order_by("ship_by", "line__product")[:most]
    )
    products = [each["line__product"] for each in found]
    levels = {level.product_id: level for level in Level.objects.filter(product__in=products)} if products else {}
    reasons = _reasons(facility, products)
    held, counts = holders(products, each=holders_each)
    doubted = _doubted(facility, products)
    return tuple(_row(each, levels, reasons, held, counts, doubted) for each in found)


def holders(
    products: Sequence[int], *, each: int, states: Sequence[str] = HOLDING
) -> tuple[dict[int, tuple[HolderCard, ...]], dict[int, int]]:
    """The first `each` that hold units of each product, oldest first, and how many hold some. One query."""
    if not products:
        return {}, {}
    rows = (
        Allocation.objects.filter(line__product__in=products, state__in=states)
        .annotate(
            product=F("line__product"),
            place=Window(RowNumber(), partition_by=F("line__product"), order_by=["made_at", "pk"]),
            of=Window(Count("pk"), partition_by=F("line__product")),
        )
        .filter(place__lte=each)
        .select_related("line__order", "balance__location")
        .order_by("product", "place")
    )
    held: dict[int, list[HolderCard]] = defaultdict(list)
    counts: dict[int, int] = {}
    for row in rows:
        held[row.line.product_id].append(_holder(row))
        counts[row.line.product_id] = row.of
    return {product: tuple(cards) for product, cards in held.items()}, counts


def missing(facility: int) -> QuerySet[Allocation]:
    """The rows of units that open orders wait for."""
    return Allocation.objects.filter(
        facility=facility, state=Allocation.State.SHORT, line__order__state__in=OPEN
    ).order_by()


def _reasons(facility: int, products: Iterable[int]) -> dict[int, tuple[str, ...]]:
    reasons: dict[int, list[str]] = defaultdict(list)
    found = missing(facility).filter(line__product__in=products).values_list("line__product", "reason").distinct()
    for product, reason in sorted(found):
        reasons[product].append(wording.missing_because(reason))
    return {product: tuple(words) for product, words in reasons.items()}


def _doubted(facility: int, products: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The shelves on which the books have free units, but which nobody may pick from until they are counted."""
    if not products:
        return {}
    places: dict[int, list[str]] = defaultdict(list)
    rows = Balance.objects.filter(
        facility=facility, lot__product__in=products, location__is_counting=True, on_hand__gt=F("allocated")
    )
    for product, place in rows.order_by("location").values_list("lot__product", "location__name"):
        places[product].append(place)
    return {product: tuple(names) for product, names in places.items()}


def _row(
    found: Mapping[str, Any],
    levels: dict[int, Level],
    reasons: dict[int, tuple[str, ...]],
    held: dict[int, tuple[HolderCard, ...]],
    counts: dict[int, int],
    doubted: dict[int, tuple[str, ...]],
) -> ShortageRow:
    product = found["line__product"]
    level = levels.get(product)
    shown = held.get(product, ())
    return ShortageRow(
        product=product,
        title=found["line__product__title"],
        sku=found["line__product__sku"],
        picture=found["line__product__picture"],
        shop=found["shop"],
        missing=found["units"],
        orders=found["orders"],
        since=found["since"],
        ship_by=found["ship_by"],
        reasons=reasons.get(product, ()),
        sellable=level.sellable if level else 0,
        promised=level.promised if level else 0,
        holders=shown,
        more_holders=max(0, counts.get(product, 0) - len(shown)),
        doubted=doubted.get(product, ()),
    )


def _holder(row: Allocation) -> HolderCard:
    return HolderCard(
        order=row.line.order_id,
        order_number=row.line.order.number,
        batch=row.batch_id,
        state=wording.allocation_state(row.state).word,
        place=row.balance.location.name if row.balance else "",
        units=row.quantity,
        since=row.picked_at or row.made_at,
    )

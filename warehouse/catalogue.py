"""A merchant's goods are registered and read: title, weight, measures, and the codes that scanners find on them."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from backend.kit import clock, codes, paging
from backend.kit.errors import Fault, Invalid, NotFound, Refused
from backend.kit.paging import Page
from backend.ledger import recording
from backend.ledger.happenings import Actor
from backend.ledger.work import work
from backend.partners.models import Merchant
from warehouse.cards.products import (
    CodeCard,
    CodeIn,
    LevelCard,
    ProductCard,
    ProductIn,
    ProductItemCard,
    ProductsCard,
)
from warehouse.cards.refusals import refusal
from warehouse.events.catalogue import ProductRegistered
from warehouse.models import Level, Lot, Product, ProductCode

MOST_AT_ONCE: Final = 500
MOST_CODES: Final = 10
HEAVIEST_GRAMS: Final = 30_000
LONGEST_MM: Final = 2_000
MOST_UNITS: Final = 1_000
MEASURES: Final = ("length_mm", "width_mm", "height_mm")


@work
def register(merchant: Merchant, *, by: Actor, product: ProductIn) -> ProductCard:
    """Enter one product in the catalogue, ready to be received and ordered."""
    [checked] = _check(merchant, [product])
    if isinstance(checked, Refused):
        raise checked

    [(row, card)] = _write(merchant, [checked])

    recording.record(ProductRegistered(codes=len(card.codes)), on=row, by=by)
    return card


@work
def register_many(merchant: Merchant, *, by: Actor, products: Sequence[ProductIn | Refused]) -> ProductsCard:
    """Enter up to 500 products in one go, each accepted or refused by itself."""
    if not 1 <= len(products) <= MOST_AT_ONCE:
        raise Invalid(_("Send 1 to %d products at a time.") % MOST_AT_ONCE, code="too_many")

    checked = _check(merchant, products)
    good = {index: each for index, each in enumerate(checked) if isinstance(each, ProductIn)}
    written = dict(zip(good, _write(merchant, list(good.values())), strict=True))

    recording.record_all([(ProductRegistered(codes=len(card.codes)), row) for row, card in written.values()], by=by)
    results = [
        ProductItemCard(index, refusal=refusal(each))
        if isinstance(each, Refused)
        else ProductItemCard(index, product=written[index][1])
        for index, each in enumerate(checked)
    ]
    return ProductsCard(accepted=len(written), refused=len(checked) - len(written), results=tuple(results))


def one(merchant: Merchant, sku: str) -> ProductCard:
    """One product of the merchant; NotFound in the same words for another's and for none."""
    product = Product.objects.filter(merchant=merchant, sku=sku).prefetch_related("codes").first()
    if product is None:
        raise NotFound(_("You have no such product."))
    return _card(product, product.codes.all())


def page(merchant: Merchant, *, cursor: str = "", size: int = paging.DEFAULT_SIZE) -> Page[ProductCard]:
    """The merchant's products, by SKU."""
    found = _page(Product.objects.filter(merchant=merchant).prefetch_related("codes"), cursor, size)
    return Page(tuple(_card(row, row.codes.all()) for row in found.rows), found.next_cursor)


def levels(merchant: Merchant, *, sku: str = "", cursor: str = "", size: int = paging.DEFAULT_SIZE) -> Page[LevelCard]:
    """How much of each product lies here and is free to order, by SKU."""
    products = Product.objects.filter(merchant=merchant).select_related("level")
    if sku:
        products = products.filter(sku=sku)
    found = _page(products, cursor, size)
    return Page(tuple(_level(row.sku, row.level) for row in found.rows), found.next_cursor)


def _page(products: QuerySet[Product], cursor: str, size: int) -> Page[Product]:
    """The page after the SKU that the cursor holds: the unique index on (merchant, sku) is the order."""
    if cursor:
        products = products.filter(sku__gt=_sku_of(cursor))
    found = tuple(products.order_by("sku")[: size + 1])
    if len(found) <= size:
        return Page(found)
    last = found[size - 1].sku.encode()
    return Page(found[:size], base64.urlsafe_b64encode(last).decode().rstrip("="))


def _sku_of(cursor: str) -> str:
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().replace("\0", "")
    except ValueError as fault:
        raise Invalid(_("This cursor is not one of ours. Start from the first page."), code="cursor_invalid") from fault


def _check(merchant: Merchant, asked: Sequence[ProductIn | Refused]) -> list[ProductIn | Refused]:
    """Each product, or the reason against it: SKUs and codes stand once per merchant, and once in the list."""
    products = [each for each in asked if isinstance(each, ProductIn)]
    skus = set(
        Product.objects.filter(merchant=merchant, sku__in=[each.sku for each in products]).values_list("sku", flat=True)
    )
    texts = set(
        ProductCode.objects.filter(
            merchant=merchant, text__in=[code.text for each in products for code in _codes(each)]
        ).values_list("text", flat=True)
    )
    result: list[ProductIn | Refused] = []
    for each in asked:
        if isinstance(each, ProductIn):
            refused = _refused(each, skus, texts)
            skus.add(each.sku)
            texts.update(code.text for code in _codes(each))
            result.append(refused or each)
        else:
            result.append(each)
    return result


def _refused(product: ProductIn, skus: set[str], texts: set[str]) -> Refused | None:
    if product.sku in skus:
        words = _("You registered this SKU before. Read it, or send another.")
        return Refused(words, code="duplicate_product", faults=(Fault("/sku", "duplicate_product", words),))
    faults = tuple(_faults(product, texts))
    return Invalid(faults[0].detail, code=faults[0].code, faults=faults) if faults else None


def _faults(product: ProductIn, texts: set[str]) -> Iterator[Fault]:
    twice = {text for text, times in Counter(code.text for code in product.codes).items() if times > 1}
    if product.sku in texts:
        yield Fault("/sku", "code_taken", _("This SKU is a code of another product of yours. Send another."))
    if codes.looks_internal(product.sku):
        yield Fault("/sku", "code_reserved", _("This looks like a label of the works. Send another SKU."))
    for index, code in enumerate(product.codes):
        at = f"/codes/{index}/text"
        if code.text in texts or code.text in twice:
            yield Fault(at, "code_taken", _("This code stands on another product of yours, or twice on this one."))
        if codes.looks_internal(code.text):
            yield Fault(at, "code_reserved", _("This looks like a label of the works. Leave it out."))


def _write(merchant: Merchant, products: Sequence[ProductIn]) -> list[tuple[Product, ProductCard]]:
    """The rows of several products: each with its lotless lot, its level and its codes."""
    now = clock.now()
    rows = Product.objects.bulk_create(
        Product(
            facility_id=merchant.facility_id,
            merchant=merchant,
            sku=each.sku,
            title=each.title,
            detail=each.detail,
            weight_grams=each.weight_grams,
            made_at=now,
            **{name: getattr(each, name) for name in MEASURES if getattr(each, name) is not None},
        )
        for each in products
    )
    marked = {row.pk: _codes(each) for row, each in zip(rows, products, strict=True)}
    ProductCode.objects.bulk_create(
        ProductCode(product_id=pk, merchant=merchant, text=code.text, units=code.units)
        for pk, found in marked.items()
        for code in found
    )
    Lot.objects.bulk_create(Lot(product=row) for row in rows)
    Level.objects.bulk_create(Level(facility_id=merchant.facility_id, product=row) for row in rows)
    return [(row, _card(row, marked[row.pk])) for row in rows]


def _codes(product: ProductIn) -> tuple[CodeIn, ...]:
    """The product's codes; its SKU is one, so that goods without a barcode can carry a printed SKU."""
    if any(code.text == product.sku for code in product.codes):
        return product.codes
    return (*product.codes, CodeIn(product.sku))


def _card(product: Product, marked: Iterable[ProductCode | CodeIn] | QuerySet[ProductCode]) -> ProductCard:
    return ProductCard(
        sku=product.sku,
        title=product.title,
        detail=product.detail,
        weight_grams=product.weight_grams,
        length_mm=product.length_mm,
        width_mm=product.width_mm,
        height_mm=product.height_mm,
        may_be_ordered=product.security != Product.Security.BANNED,
        codes=tuple(sorted((CodeCard(code.text, code.units) for code in marked), key=lambda code: code.text)),
    )


def _level(sku: str, level: Level) -> LevelCard:
    return LevelCard(sku=sku, sellable=level.sellable, promised=level.promised, free=level.sellable - level.promised)

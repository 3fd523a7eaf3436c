"""A merchant's goods as the merchant sees them: no shelf, no lot, nobody's task."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.cards.refusals import RefusalCard


@dataclass(frozen=True)
class CodeIn:
    """A code that scanners read on the product or its pack; a pack of six counts six."""

    text: str
    units: int = 1


@dataclass(frozen=True)
class ProductIn:
    """A product as its merchant describes it; the house weighs and measures what is left out."""

    sku: str
    title: str
    detail: str = ""
    weight_grams: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    codes: tuple[CodeIn, ...] = ()


@dataclass(frozen=True)
class CodeCard:
    """A code on the product."""

    text: str
    units: int


@dataclass(frozen=True)
class ProductCard:
    """A product that is registered."""

    sku: str
    title: str
    detail: str
    weight_grams: int | None
    length_mm: int
    width_mm: int
    height_mm: int
    may_be_ordered: bool
    codes: tuple[CodeCard, ...]


@dataclass(frozen=True)
class ProductItemCard:
    """What became of one product of many."""

    index: int
    product: ProductCard | None = None
    refusal: RefusalCard | None = None


@dataclass(frozen=True)
class ProductsCard:
    """What became of many products, each by its place in the list."""

    accepted: int
    refused: int
    results: tuple[ProductItemCard, ...]


@dataclass(frozen=True)
class LevelCard:
    """How much of a product lies here, how much of it is spoken for, and what is free to order."""

    sku: str
    sellable: int
    promised: int
    free: int

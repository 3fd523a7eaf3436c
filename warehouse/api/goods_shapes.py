"""What merchants send about their goods, and what they get back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.partners.bodies import Body, Items, Moment, Rows, Text, Whole
from backend.partners.documenting import FaultOut
from warehouse import catalogue
from warehouse.api import links
from warehouse.cards.products import CodeIn, LevelCard, ProductCard, ProductIn, ProductItemCard, ProductsCard
from warehouse.cards.refusals import RefusalCard
from warehouse.feed import FeedCard, HappeningCard

SKU = r"[!-~]+"
SKU_FORM = _("letters, digits and signs of plain ASCII, without spaces")


class CodeBody(Body):
    """A barcode on the product or its pack, which counts `units`."""

    # Numbers of goods and of cards have the same check digit; scanners read this field, people do not.
    text = Text(most=64, pattern=SKU, form=SKU_FORM, checks_personal=False)
    units = Whole(least=1, most=catalogue.MOST_UNITS, required=False)


class ProductBody(Body):
    """A product of yours, before its first delivery or order."""

    sku = Text(most=64, pattern=SKU, form=SKU_FORM)
    title = Text(most=120)
    detail = Text(most=120, required=False, may_be_empty=True)
    weight_grams = Whole(least=1, most=catalogue.HEAVIEST_GRAMS, required=False)
    length_mm = Whole(least=1, most=catalogue.LONGEST_MM, required=False)
    width_mm = Whole(least=1, most=catalogue.LONGEST_MM, required=False)
    height_mm = Whole(least=1, most=catalogue.LONGEST_MM, required=False)
    codes = Items(child=CodeBody(), max_length=catalogue.MOST_CODES, required=False)


class ProductsBody(serializers.Serializer[Any]):
    """Up to 500 products; each is accepted or refused by itself."""

    products = Items(child=ProductBody(), allow_empty=False, max_length=catalogue.MOST_AT_ONCE)


class ProductsFrame(Body):
    """The frame of many products, which are read one by one."""

    products = Rows(most=catalogue.MOST_AT_ONCE)


def product(values: dict[str, Any]) -> ProductIn:
    """What the values of a `ProductBody` describe."""
    codes = tuple(CodeIn(code["text"], code.get("units", 1)) for code in values.get("codes", ()))
    return ProductIn(**{**values, "codes": codes})


class CodeOut(serializers.Serializer[Any]):
    """A code on the product."""

    text = serializers.CharField()
    units = serializers.IntegerField()


class ProductOut(serializers.Serializer[ProductCard]):
    """A product that is registered."""

    sku = serializers.CharField()
    url = serializers.SerializerMethodField()
    title = serializers.CharField()
    detail = serializers.CharField()
    weight_grams = serializers.IntegerField(allow_null=True)
    length_mm = serializers.IntegerField()
    width_mm = serializers.IntegerField()
    height_mm = serializers.IntegerField()
    may_be_ordered = serializers.BooleanField()
    codes = CodeOut(many=True)

    def get_url(self, card: ProductCard) -> str:
        """Where the product is read."""
        return links.product(card.sku)


class ProductRefusalOut(serializers.Serializer[RefusalCard]):
    """Why one of many was refused."""

    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    errors = FaultOut(many=True, source="faults")  # type: ignore[assignment]


class ProductItemOut(serializers.Serializer[ProductItemCard]):
    """What became of one product of many: one of the two is null."""

    index = serializers.IntegerField()
    product = ProductOut(allow_null=True)
    refusal = ProductRefusalOut(allow_null=True)


class ProductsOut(serializers.Serializer[ProductsCard]):
    """What became of many products."""

    accepted = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = ProductItemOut(many=True)


class LevelOut(serializers.Serializer[LevelCard]):
    """How much of a product lies here, is spoken for, and is free to order."""

    sku = serializers.CharField()
    sellable = serializers.IntegerField()
    promised = serializers.IntegerField()
    free = serializers.IntegerField()


class ProductPageOut(serializers.Serializer[Any]):
    """A page of products and where the next one is."""

    products = ProductOut(many=True)
    next = serializers.CharField(allow_null=True)


class LevelPageOut(serializers.Serializer[Any]):
    """A page of stock levels and where the next one is."""

    levels = LevelOut(many=True)
    next = serializers.CharField(allow_null=True)


class HappeningOut(serializers.Serializer[HappeningCard]):
    """One thing that happened; `subject` and `id` say to what, `data` holds numbers only."""

    seq = serializers.IntegerField()
    type = serializers.CharField()
    timestamp = Moment()
    subject = serializers.ChoiceField(choices=["order", "product", "carrier_label"])
    id = serializers.IntegerField()
    data = serializers.DictField()  # type: ignore[assignment]


class FeedOut(serializers.Serializer[FeedCard]):
    """A stretch of the feed."""

    events = HappeningOut(many=True)
    next_after = serializers.IntegerField()
    has_more = serializers.BooleanField()

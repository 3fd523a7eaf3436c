"""Labels for goods: the retail code a shop reads, our own item number, or batch and expiry in a square."""

from dataclasses import dataclass
from typing import ClassVar, Self

from labels import gs1
from labels.errors import Unprintable
from labels.media import LABEL_57X32, Media
from labels.view import Personal, require

LONGEST_SKU = 14

_LONGEST_NAME = "Lavender soap bar with wild mint, hand cut"


@dataclass(frozen=True, slots=True)
class ProductLabel:
    """One item with its EAN-13: `gtin` has 13 digits with a right check digit."""

    kind: ClassVar[str] = "product"
    personal: ClassVar[Personal] = "none"
    media: ClassVar[Media] = LABEL_57X32

    gtin: str
    name: str
    identity: str = ""

    def check(self) -> None:
        """Refuse a number that is no EAN-13 and an item without a name."""
        require("gtin", lambda: gs1.check_number(self.gtin, "EAN-13", length=13))
        _check_name(self.name)

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        return cls(gtin="8888888888888", name=_LONGEST_NAME, identity="J8888888 888/888 R88")


@dataclass(frozen=True, slots=True)
class ItemLabel:
    """One item with the merchant's own item number as Code 128: at most 14 capitals, digits and . - / _."""

    kind: ClassVar[str] = "item"
    personal: ClassVar[Personal] = "none"
    media: ClassVar[Media] = LABEL_57X32

    sku: str
    name: str
    identity: str = ""

    def check(self) -> None:
        """Refuse an item number that a scanner may not give back on every keyboard, and an item without a name."""
        if not 1 <= len(self.sku) <= LONGEST_SKU:
            raise Unprintable(f"an item number has 1 to {LONGEST_SKU} characters here", element="sku")
        if not all(
            letter.isascii() and (letter.isdigit() or letter.isupper() or letter in ".-/_") for letter in self.sku
        ):
            raise Unprintable("an item number has capitals, digits and . - / _", element="sku")
        _check_name(self.name)

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        return cls(sku="WWW-8W8W8W-8WW", name=_LONGEST_NAME, identity="J8888888 888/888 R88")


@dataclass(frozen=True, slots=True)
class BatchLabel:
    """One item whose batch and expiry matter, as GS1 DataMatrix: `gtin` of 14 digits, `expiry` as YYMMDD or empty."""

    kind: ClassVar[str] = "batch"
    personal: ClassVar[Personal] = "none"
    media: ClassVar[Media] = LABEL_57X32

    gtin: str
    name: str
    batch: str
    expiry: str = ""
    identity: str = ""

    @property
    def elements(self) -> list[tuple[str, str]]:
        """What the square holds, the batch last because its length varies."""
        expiry = [("17", self.expiry)] if self.expiry else []
        return [("01", self.gtin), *expiry, ("10", self.batch)]

    @property
    def square(self) -> str:
        """The same as one text with brackets."""
        return gs1.readable(self.elements)

    @property
    def readable_gtin(self) -> str:
        """The first of the lines people read."""
        return f"(01) {self.gtin}"

    @property
    def readable_expiry(self) -> str:
        """The second, if there is an expiry."""
        return f"(17) {self.expiry}" if self.expiry else ""

    @property
    def readable_batch(self) -> str:
        """The third."""
        return f"(10) {self.batch}"

    def check(self) -> None:
        """Refuse what GS1 refuses, and an item without a name."""
        require("square", gs1.check, self.elements)
        if len(self.batch) > LONGEST_BATCH:
            raise Unprintable(f"a batch has at most {LONGEST_BATCH} characters here", element="batch")
        _check_name(self.name)

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        return cls("08888888888888", _LONGEST_NAME, "W8W8W8W8W8W8", "881231", "J8888888 888/888 R88")


LONGEST_BATCH = 12


def _check_name(name: str) -> None:
    if not name.strip():
        raise Unprintable("an item needs a name", element="name")

"""The pallet label: a GS1 logistic label. The SSCC is the lowest code; what the pallet holds may stand above it.

Source: GS1 Logistic Label Guideline; bars vertical, 31.75 mm high at least, with the line people read.
"""

from dataclasses import dataclass, field
from typing import ClassVar, Self

from labels import gs1
from labels.errors import Unprintable
from labels.media import A5, Media
from labels.view import Personal, require


@dataclass(frozen=True, slots=True)
class PalletWords:
    """The words on a pallet label, in the language of whoever receives it."""

    sender: str = "FROM"
    to: str = "TO"
    content: str = "CONTENT"
    count: str = "COUNT"
    sscc: str = "SSCC"


@dataclass(frozen=True, slots=True)
class PalletLabel:
    """One pallet for a business: `sscc` of 18 digits; `gtin` (14 digits) and `count` of what it holds, both or neither.

    `sender` and `to` are places of business, line by line. There is no field for a person.
    """

    kind: ClassVar[str] = "pallet"
    personal: ClassVar[Personal] = "none"
    media: ClassVar[Media] = A5

    sscc: str
    sender: tuple[str, ...]
    to: tuple[str, ...]
    gtin: str = ""
    count: int = 0
    item: str = ""
    identity: str = ""
    words: PalletWords = field(default_factory=PalletWords)

    @property
    def content(self) -> str:
        """The element string of what it holds, or nothing."""
        return gs1.readable([("02", self.gtin), ("37", str(self.count))]) if self.gtin else ""

    @property
    def content_caption(self) -> str:
        """The caption over what it holds, if that is known."""
        return self.words.content if self.gtin or self.item else ""

    @property
    def count_caption(self) -> str:
        """The caption over how many it holds, if that is known."""
        return self.words.count if self.gtin else ""

    @property
    def counted(self) -> str:
        """How many it holds, if that is known."""
        return str(self.count) if self.gtin else ""

    def check(self) -> None:
        """Refuse a wrong SSCC or GTIN, a count without a GTIN or the other way round, and a pallet to nowhere."""
        require("SSCC", gs1.check_sscc, self.sscc)
        if bool(self.gtin) != bool(self.count):
            raise Unprintable("GTIN and count of the content belong together", element="content")
        if self.gtin:
            require("content", gs1.check, [("02", self.gtin), ("37", str(self.count))])
        if not any(line.strip() for line in self.to):
            raise Unprintable("a pallet needs a destination", element="to")

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        place = (
            "Wagenmakers & Wommelgem Wholesale and Winter Warehouse",
            "Bedrijvencentrum Noordwesterwaterleiding, gebouw W",
            "9999-WW Llanfairpwllgwyngyllgogerychwyrndrobwll",
            "SOUTH GEORGIA AND THE SOUTH SANDWICH ISLANDS",
        )
        return cls(
            sscc="395212340000000007",
            sender=place,
            to=place,
            gtin="08888888888888",
            count=8_888_888,
            item="Lavender soap bar with wild mint, hand cut, 100 g",
            identity="J8888888 888/888 R88",
            words=PalletWords("ABSENDER", "EMPFÄNGER", "INHALT", "ANZAHL"),
        )

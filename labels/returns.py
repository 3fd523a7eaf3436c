"""The return label that a customer sticks on a parcel: where it goes back to, and a code that says nothing else."""

from dataclasses import dataclass, field
from typing import ClassVar, Self

from labels import lettercode
from labels.errors import Unprintable
from labels.media import LABEL_100X150, Media
from labels.view import Personal, require


@dataclass(frozen=True, slots=True)
class ReturnWords:
    """The words on a return label, in the customer's language."""

    title: str = "RETURN"
    to: str = "TO"
    stick: str = "Stick this over the old label. Keep the number below until you have your answer."


@dataclass(frozen=True, slots=True)
class ReturnLabel:
    """One return with its random R code, to the office of `shop`. There is no field for the customer.

    `address` is that office line by line; `link` the text of the square, in capitals and ending in the code, or empty.
    """

    kind: ClassVar[str] = "return"
    personal: ClassVar[Personal] = "none"
    media: ClassVar[Media] = LABEL_100X150

    code: str
    shop: str
    address: tuple[str, ...]
    link: str = ""
    identity: str = ""
    words: ReturnWords = field(default_factory=ReturnWords)

    @property
    def grouped_code(self) -> str:
        """The code as people read it aloud."""
        return lettercode.grouped(self.code)

    @property
    def square(self) -> str:
        """What the square holds."""
        return self.link or self.code

    def check(self) -> None:
        """Refuse a code of another kind, a link to another return, and a return to nowhere."""
        require("code", lettercode.check, self.code, kinds="R")
        if self.link and (self.link != self.link.upper() or not self.link.endswith(f"/{self.code}")):
            raise Unprintable("the link must be in capitals and end in the code", element="link")
        if not any(line.strip() for line in self.address):
            raise Unprintable("a return needs an address", element="address")

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        return cls(
            code="R" + "X" * 16,
            shop="Wagenmakers & Wommelgem Wholesale and Winter Warehouse",
            address=(
                "Return centre, office W, Wilhelmina Wagenmakers building",
                "Burgemeester-Wackenroder-und-Mommsenwegkreuzung 1148 bus 20.07",
                "9999-WW Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
                "SOUTH GEORGIA AND THE SOUTH SANDWICH ISLANDS",
            ),
            link="HTTPS://OUTBOUND.EXAMPLE.ORG/R/R" + "X" * 16,
            identity="J8888888 888/888 R88",
            words=ReturnWords(
                "RÜCKSENDUNG",
                "EMPFÄNGER",
                "Bitte über das alte Etikett kleben. Bewahren Sie die Nummer auf, bis Sie eine Antwort haben.",
            ),
        )

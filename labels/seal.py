"""The seal tag: the number of a seal, to be compared with the one written down when it was closed."""

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from labels.errors import Unprintable
from labels.media import LABEL_57X32, Media
from labels.view import Personal

_NUMBER = re.compile(r"[0-9A-Z]{4,12}")


@dataclass(frozen=True, slots=True)
class SealTag:
    """One seal: `number` has 4 to 12 digits and capitals, `use` says what it closes ("Cage 4")."""

    kind: ClassVar[str] = "seal"
    personal: ClassVar[Personal] = "none"
    media: ClassVar[Media] = LABEL_57X32

    number: str
    use: str = ""
    identity: str = ""

    def check(self) -> None:
        """Refuse a number that a person could not compare at a glance."""
        if not _NUMBER.fullmatch(self.number):
            raise Unprintable("the number of a seal has 4 to 12 digits and capitals", element="number")

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        return cls(number="W8W8W8W8W8W8", use="CAGE 888 WEST", identity="J8888888 888/888 R88")

"""The badge: what a person holds at a station to sign in. It is a key, so it says nothing about its bearer."""

from dataclasses import dataclass, field
from typing import ClassVar, Self

from labels import lettercode
from labels.media import CARD_CR80, Media
from labels.view import Personal, require


@dataclass(frozen=True, slots=True)
class BadgeWords:
    """The words on a badge, in the language of the floor."""

    title: str = "Work badge"
    use: str = "Scan here to sign in. Your PIN is only yours."
    found: str = "Found? Hand it to staff."


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge with its random, revocable N code as a square and as letters. No name, no number, no picture."""

    kind: ClassVar[str] = "badge"
    personal: ClassVar[Personal] = "internal"
    media: ClassVar[Media] = CARD_CR80

    code: str
    identity: str = ""
    words: BadgeWords = field(default_factory=BadgeWords)

    @property
    def grouped_code(self) -> str:
        """The code as people read it aloud."""
        return lettercode.grouped(self.code)

    def check(self) -> None:
        """Refuse a code of another kind."""
        require("code", lettercode.check, self.code, kinds="N")

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        words = BadgeWords(
            title="Carte de travail",
            use="Scannez ici pour vous connecter. Votre code PIN est à vous seul, ne le donnez pas.",
            found="Trouvée ? Remettez-la au personnel.",
        )
        return cls(code="N" + "X" * 16, identity="J88888 88/88 R88", words=words)

"""Personal fields with marked words that stand nowhere else, and the search for them in anything.

Pure: text or bytes in, the names of the fields found out. A marked word is six letters that mark the run, one letter
for the field and four for the order, so that whatever shows even part of it shows the mark.
"""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Iterator
from typing import Any, Final

LETTERS: Final = "bcdfghjklmnpqrstvwxz"
FIELDS: Final = {
    "r": "merchant_ref",
    "n": "name",
    "c": "company",
    "l": "street",
    "m": "second line",
    "z": "postcode",
    "t": "city",
    "e": "email",
    "o": "note",
    "k": "tracking number",
}
PHONE: Final = "phone"
PERSONAL: Final = frozenset(FIELDS.values()) - {"merchant_ref"} | {PHONE}


class Tokens:
    """The marked words of one run."""

    def __init__(self, seed: int) -> None:
        source = random.Random(f"canary-{seed}")
        self.mark: Final = "".join(source.choice(LETTERS) for _ in range(6))
        self.dial: Final = "".join(source.choice("3456789") for _ in range(6))
        self._word = re.compile(rf"{self.mark}([{''.join(FIELDS)}])[{LETTERS}]{{4}}", re.IGNORECASE)
        self._phone = re.compile(rf"{self.dial}\d{{5}}")
        self._disguised = tuple(self._disguises())

    def word(self, field: str, order: int) -> str:
        """The marked word of one field of one order; `field` is its letter."""
        letters = ""
        for _ in range(4):
            order, letter = divmod(order, len(LETTERS))
            letters = LETTERS[letter] + letters
        return self.mark + field + letters

    def ref(self, order: int) -> str:
        """The merchant's reference of one order."""
        return f"R-{self.word('r', order)}"

    def addressee(self, order: int) -> dict[str, Any]:
        """Every personal field of one order; only the country says something that others say too."""
        word = {letter: self.word(letter, order) for letter in FIELDS}
        return {
            "name": word["n"].title(),
            "company": word["c"].title(),
            "lines": [f"{word['l'].title()} 12", word["m"].title()],
            "postcode": word["z"].upper(),
            "city": word["t"].title(),
            "country": "BE",
            "phone": f"+32 {self.dial}{order:05d}",
            "email": f"{word['e']}@example.org",
            "note": f"Ring {word['o']} twice",
        }

    def find(self, where: str | bytes) -> set[str]:
        """The names of the fields whose words stand there: as they are, in base64 or in hexadecimal."""
        text = where if isinstance(where, str) else where.decode("latin-1")
        found = {FIELDS[match[1].lower()] for match in self._word.finditer(text)}
        if self._phone.search(text):
            found.add(PHONE)
        if not found and any(each in text for each in self._disguised):
            found.add("disguised")
        return found

    def _disguises(self) -> Iterator[str]:
        """The mark as base64 shows it at each of three places, and as hexadecimal digits."""
        for form in (self.mark, self.mark.title(), self.mark.upper()):
            yield form.encode().hex()
            yield form.encode("utf-16-be").hex()
            for shift in range(3):
                # The letters at both edges depend on the neighbours.
                coded = base64.b64encode(b"\0" * shift + form.encode()).decode().rstrip("=")
                yield coded[2 if shift else 0 : -1][-7:]

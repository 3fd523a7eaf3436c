"""How routing says no: in words that name the aisle, bin or depot which has to be put right."""

from __future__ import annotations


class Unroutable(ValueError):
    """What was asked has no walk, or is no layout; nothing was computed.

    `words` says why in one sentence and what to do, `element` which part it concerns ("aisle 3", "stop in aisle 3,
    block 0, at 4000 mm").
    """

    def __init__(self, words: str, *, element: str) -> None:
        super().__init__(f"{element}: {words}")
        self.words = words
        self.element = element

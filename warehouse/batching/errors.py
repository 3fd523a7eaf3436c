"""How batching says no: in words that name the order, bin or pair which has to be put right."""

from __future__ import annotations


class Unbatchable(ValueError):
    """What was asked has no plan; nothing was computed.

    `words` says why in one sentence and what to do, `element` which part it concerns ("order 12", "workers 3 and 5").
    """

    def __init__(self, words: str, *, element: str) -> None:
        super().__init__(f"{element}: {words}")
        self.words = words
        self.element = element

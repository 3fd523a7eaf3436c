"""Goods and orders that measurements ask for: names without meaning, drawn from the seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count
from typing import Any, Final

from backend.demo.bench.inside import Within

GOODS: Final = 200
UNITS: Final = 1_000_000
LINES: Final = 3


def found(
    within: Within, *, pickers: int = 1, packers: int = 1, goods: int = GOODS, units: int = UNITS
) -> dict[str, Any]:
    """A facility with full shelves in this house, and how to come in: what `robots found` answers."""
    wanted = [(f"SKU-{number:05d}", f"Article {number}", units) for number in range(goods)]
    return within("found", {"pickers": pickers, "packers": packers, "goods": wanted})


def key_of(found: dict[str, Any]) -> str:
    """The merchant's API key."""
    return str(next(each["secret"] for each in found["sign_ins"] if each["role"] == "merchant"))


def bodies(seed: int, *, prefix: str, lines: int = LINES, goods: int = GOODS) -> Iterator[dict[str, Any]]:
    """Orders without end, each of so many different goods."""
    source = random.Random(f"{seed}-{prefix}")
    for number in count(1):
        yield {
            "merchant_ref": f"{prefix}-{number:07d}",
            "lines": [
                {"sku": f"SKU-{article:05d}", "quantity": source.randint(1, 3)}
                for article in source.sample(range(goods), lines)
            ],
        }

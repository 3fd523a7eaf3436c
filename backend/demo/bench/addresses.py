"""Every address of the house with its places filled, so that whoever reads them all leaves none out in silence."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any, Final

from django.urls import URLPattern, URLResolver

from backend.web import help as help_pages
from warehouse import labelling

PLACE: Final = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
# A pattern that is no plain route: which texts fit it cannot be told.
NO_ROUTE: Final = re.compile(r"[\\^$(){}\[\]*+?|<>]")
# Whatever an int is called, the first few rows of its table exist in a measured house.
NUMBERS: Final = ("1", "2", "3")


def every(patterns: list[Any], *, without: str) -> list[str]:
    """Every address that the patterns stand for, sorted, except those with `without` in their route.

    RuntimeError when a place cannot be filled: an address that nobody asks for is one that nobody has read.
    """
    return sorted(path for route in _routes(patterns, "/") if without not in route for path in _filled(route))


def _routes(patterns: list[Any], before: str) -> Iterator[str]:
    for each in patterns:
        here = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, here)
        elif isinstance(each, URLPattern):
            yield here


def _filled(route: str) -> Iterator[str]:
    places = list(PLACE.finditer(route))
    if NO_ROUTE.search(PLACE.sub("", route)):
        raise RuntimeError(f"{route} is no plain route: nobody can say which addresses it stands for.")
    between = PLACE.sub("\0", route).split("\0")
    for words in itertools.product(*(_words(place, route) for place in places)):
        yield "".join(itertools.chain.from_iterable(zip(between, (*words, ""), strict=True)))


def _words(place: re.Match[str], route: str) -> tuple[str, ...]:
    if place["kind"] == "int":
        return NUMBERS
    words = _named().get(place["name"])
    if not words:
        raise RuntimeError(f"{route} cannot be asked for: say in {__name__} what stands for {place[0]}.")
    return words


def _named() -> dict[str, tuple[str, ...]]:
    """What stands for a place that is no number, by its name: something that is there, and something that is not."""
    return {
        "slug": tuple(sorted(help_pages.pages())),
        "code": ("unknown_sku", "held"),
        "kind": (*labelling.LABELLED, "parcel", "nothing"),
        "name": ("htmx", "nothing"),
        "sku": ("SKU-00001",),
    }

"""What a robot sees on a kiosk's screen: the few facts of a card that a worker reads, taken from the page's HTML."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Final

CARD: Final = re.compile(r'<main id="card"([^>]*)>')
ATTRIBUTE: Final = re.compile(r'data-(tone|code|flow|step|revision)="([^"]*)"')
PLATES: Final = re.compile(r'<div class="plates.*?</div>', re.DOTALL)
PLATE: Final = re.compile(r'<span class="plate"[^>]*><b>([^<]*)</b>')
TOTE: Final = re.compile(r'<b class="code">([^<]*)</b>')
TAKE: Final = re.compile(r'<p class="qty"><span>[^<]*</span><b>(\d+)</b>')
CHOICE: Final = re.compile(r'data-action="carton" data-value="(\d+)".*?<b>([^<]*)</b>', re.DOTALL)
PROMPT: Final = re.compile(r"<section class=\"prompt.*?<h1>(.*?)</h1>(?:<p>(.*?)</p>)?", re.DOTALL)
CART: Final = re.compile(r"\bcart (\d+)\b")
OPENS: Final = re.compile(r'data-opens="(\w+)"')


@dataclass(frozen=True)
class Seen:
    """One card as it is seen."""

    flow: str
    step: str
    tone: str
    code: str
    revision: int
    words: str
    more: str
    place: str
    tote: str
    wanted: int
    cart: int | None
    cartons: tuple[tuple[str, str], ...]
    asks: frozenset[str]


def look(page: str) -> Seen | None:
    """The card on a page, None if there is none (a hold, the home page, a sign-in)."""
    card = CARD.search(page)
    if card is None:
        return None
    marks = dict(ATTRIBUTE.findall(card[1]))
    if "flow" not in marks:
        return None  # the grey screen of a hold
    prompt = PROMPT.search(page)
    words, more = (html.unescape(prompt[1]), html.unescape(prompt[2] or "")) if prompt else ("", "")
    plates = [" ".join(PLATE.findall(group)) for group in PLATES.findall(page)]
    tote, take, cart = TOTE.search(page), TAKE.search(page), CART.search(words)
    return Seen(
        flow=marks["flow"],
        step=marks["step"],
        tone=marks["tone"],
        code=marks["code"],
        revision=int(marks["revision"]),
        words=words,
        more=more,
        place=plates[0] if plates else "",
        tote=tote[1] if tote else "",
        wanted=int(take[1]) if take else 0,
        cart=int(cart[1]) if cart else None,
        cartons=tuple((value, html.unescape(name).strip()) for value, name in CHOICE.findall(page)),
        asks=frozenset(OPENS.findall(page)),
    )

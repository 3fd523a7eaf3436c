"""What a kiosk shows of one step of work: plain words, places and goods, and no field that could hold a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.kit.errors import Refused
from warehouse.routing import Stop


class Tone(StrEnum):
    """The server's signals; each is a colour, a shape, a sound and a word together."""

    PROMPT = "prompt"
    OK = "ok"
    DONE = "done"
    WRONG = "wrong"
    HELP = "help"
    HOLD = "hold"


@dataclass(frozen=True)
class Chip:
    """One of the steps above the prompt."""

    word: str
    icon: str
    is_done: bool = False
    is_now: bool = False


@dataclass(frozen=True)
class Thing:
    """Goods as a worker tells them apart: name, what to look at, drawing."""

    name: str
    detail: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Versus:
    """What was scanned beside what is looked for."""

    scanned: str
    wanted: str
    scanned_place: str = ""
    wanted_place: str = ""
    scanned_more: str = ""
    wanted_more: str = ""
    scanned_picture: str = ""
    wanted_picture: str = ""


@dataclass(frozen=True)
class Place:
    """One place on the cart and the tote that stands there."""

    number: int
    word: str
    icon: str = "square-dashed"
    tone: str = ""


@dataclass(frozen=True)
class Check:
    """One kind of goods on the packing list."""

    name: str
    picture: str
    count: str
    is_done: bool = False
    is_now: bool = False


@dataclass(frozen=True)
class Scales:
    """A weight in grams against what the books expect, and its drawing."""

    weight: int
    is_right: bool
    drawing: str


@dataclass(frozen=True)
class Choice:
    """A big button that answers the prompt."""

    action: str
    value: str
    word: str
    more: str = ""
    is_best: bool = False


@dataclass(frozen=True)
class Action:
    """One of at most two other things to do: a touch that is sent, or a question that opens."""

    label: str
    icon: str
    name: str = ""
    opens: str = ""
    tone: str = ""
    href: str = ""


@dataclass(frozen=True)
class Numbers:
    """A question with number buttons and, if it is asked, why."""

    id: str
    question: str
    more: str
    action: str
    go: str
    choices: tuple[int, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    note: str = ""
    name: str = ""
    picture: str = ""
    back: str = ""
    digits: int = 0
    unit: str = ""


@dataclass(frozen=True)
class Leg:
    """The way to stop `number` as the floor plan knows it: from the last shelf or the start, and what comes later."""

    there: Stop
    number: int
    here: Stop | None = None
    is_first: bool = False
    later: tuple[Stop, ...] = ()


@dataclass(frozen=True)
class StepCard:
    """The step at which a station stands, drawn the same after a reload, a power cut or a stop.

    `words` is the one prompt (at most eight words), `more` a second sentence under it. `code` is stable and for
    programs: `wrong_item`, `unknown_code`. `flash` is what a right scan says for a moment.
    """

    flow: str
    step: str
    revision: int
    words: str
    tone: Tone = Tone.PROMPT
    more: str = ""
    code: str = ""
    icon: str = ""
    flash: str = ""
    flash_more: str = ""
    heading: str = ""
    title: str = ""
    part: int = 0
    of: int = 0
    tote: str = ""
    marks: tuple[str, ...] = ()
    place: str = ""
    way: str = ""
    leg: Leg | None = None
    thing: Thing | None = None
    wanted: int = 0
    done: int = 0
    chips: tuple[Chip, ...] = ()
    versus: Versus | None = None
    places: tuple[Place, ...] = ()
    checks: tuple[Check, ...] = ()
    unlisted: int = 0
    scales: Scales | None = None
    choices: tuple[Choice, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    actions: tuple[Action, ...] = ()
    numbers: tuple[Numbers, ...] = ()
    can_type: bool = True

    @property
    def pips(self) -> tuple[bool, ...]:
        """One mark per unit, filled when counted; none above twelve, where the figures say it."""
        return tuple(n < self.done for n in range(self.wanted)) if self.wanted <= 12 else ()


@dataclass(frozen=True)
class Outcome:
    """What a scan or touch came to: the signal, its code, the words that stay, and whether goods moved."""

    tone: Tone
    words: str = ""
    more: str = ""
    code: str = ""
    versus: Versus | None = None
    moved: bool = False


def wrong(code: str, words: str, more: str = "", *, versus: Versus | None = None) -> Outcome:
    """A scan that does not fit: said aloud, and nothing changes."""
    return Outcome(Tone.WRONG, words, more, code, versus)


def refused(card: StepCard, no: Refused) -> StepCard:
    """The step as it stands, with the words of a refusal and the way back where the task itself is over.

    A screen that was overtaken by what staff did tells that, not that it is old.
    """
    if no.code == "stale_revision" and card.tone == Tone.HELP:
        return replace(card, code=no.code)
    told_no = replace(card, tone=Tone.WRONG, code=no.code, words=no.message, more="")
    if no.code not in ("lease_over", "not_yours"):
        return told_no
    again = Action(_("Start again"), "arrow-right", tone="main", href=reverse("station"))
    return replace(told_no, actions=(again,), numbers=(), can_type=False)


def chips(now: int, *steps: tuple[str, str]) -> tuple[Chip, ...]:
    """The steps (word, icon) of a task, those before `now` done."""
    return tuple(Chip(word, icon, is_done=n < now, is_now=n == now) for n, (word, icon) in enumerate(steps))


def told(card: StepCard, outcome: Outcome | None) -> StepCard:
    """The card with the answer to the last scan: a flash for a right one, words that stay for any other."""
    if outcome is None:
        return card
    if outcome.tone == Tone.OK:
        flash, more = outcome.words or _("Right"), outcome.more or _flash_more(card)
        return replace(card, tone=Tone.OK, code=outcome.code, flash=flash, flash_more=more)
    words, more = outcome.words or card.words, outcome.more
    return replace(card, tone=outcome.tone, code=outcome.code, words=words, more=more, versus=outcome.versus)


def _flash_more(card: StepCard) -> str:
    if card.step == "item" and card.done:
        left = card.wanted - card.done
        return _("%(done)d of %(wanted)d. Take %(left)d more.") % {
            "done": card.done,
            "wanted": card.wanted,
            "left": left,
        }
    return card.words

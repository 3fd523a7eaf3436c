"""What the entrance, the home page and the floor's staff pages show; a worker's card never names somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class HeldCard:
    """The grey screen of a held station: what it is, what to do, what is safe; `place` and `where` name the step."""

    kind: str
    title: str
    words: str
    safe: tuple[str, ...]
    since: datetime
    place: str = ""
    where: str = ""


@dataclass(frozen=True)
class HoldCard:
    """An open hold as staff see it."""

    id: int
    kind: str
    title: str
    scope: str
    placed_at: datetime
    placed_by: str
    may_release: bool


@dataclass(frozen=True)
class SeatCard:
    """A sitting, as the command that changed it answers."""

    id: int
    station: int
    is_locked: bool


@dataclass(frozen=True)
class CallCard:
    """A raised hand as staff see it."""

    id: int
    station: str
    reason: str
    words: str
    tone: str
    icon: str
    called_at: datetime
    waited_seconds: int


@dataclass(frozen=True)
class StationCard:
    """One station in the list of staff: what it is for, who sits there, and whether its screen still answers."""

    id: int
    number: int
    title: str
    area: str
    kind: str
    kind_word: str
    kind_icon: str
    tone: str
    state_icon: str
    state_word: str
    person: str
    since: datetime | None
    seen_at: datetime | None
    is_enrolled: bool
    is_unreached: bool


@dataclass(frozen=True)
class CodeCard:
    """A one-time code, shown once to the one who made it."""

    station: int
    title: str
    code: str
    expires_at: datetime


@dataclass(frozen=True)
class PinPad:
    """The PIN pad of `web/_pin.html`."""

    url: str
    length: int
    hidden: tuple[tuple[str, str], ...]

    @property
    def places(self) -> range:
        """One dot a digit."""
        return range(self.length)


@dataclass(frozen=True)
class Entrance:
    """The sign-in screen of a station: first the badge, then the PIN; `refusal` says what was wrong last time."""

    kind_word: str
    kind_icon: str
    area: str
    is_locked: bool
    may_leave: bool
    languages: tuple[LanguageChoice, ...]
    badge: str = ""
    pin: PinPad | None = None
    refusal: str = ""
    code: str = ""


@dataclass(frozen=True)
class LanguageChoice:
    """One language on a button, written in itself."""

    code: str
    name: str
    is_current: bool


@dataclass(frozen=True)
class Tile:
    """One way on from the home page of a worker; `is_post` makes it a form with a command number."""

    icon: str
    title: str
    more: str
    url: str
    is_post: bool = False
    leaves: bool = False


@dataclass(frozen=True)
class Picture:
    """A thing in the offered task: its drawing and its name."""

    picture: str
    name: str


@dataclass(frozen=True)
class Fact:
    """One short fact about the offered task, beside its drawing."""

    icon: str
    words: str


@dataclass(frozen=True)
class Offer:
    """The one big next step that a station offers whoever sits there; without an `action_label` nothing can start."""

    title: str
    icon: str = "shopping-basket"
    eyebrow: str = ""
    facts: tuple[Fact, ...] = ()
    pictures: tuple[Picture, ...] = ()
    action_label: str = ""
    url: str = ""
    is_post: bool = False


@dataclass(frozen=True)
class Panel:
    """A figure of the worker's own day, beside the next step; `limit` and `done` draw a bar when there is a limit."""

    title: str
    figure: str
    more: str = ""
    note: str = ""
    done: int = 0
    limit: int = 0


@dataclass(frozen=True)
class Standing:
    """At which step a worker stands: the shelf as its plates show it, and how far they are."""

    place: str = ""
    where: str = ""


@dataclass(frozen=True)
class Reach:
    """Whether every screen in the room still answers: what is stopped, and where somebody must walk."""

    stations: int
    unreached: tuple[StationCard, ...]


@dataclass(frozen=True)
class ResumeCard:
    """The check before work goes on: what goes on, for how long it stood, and what still stands."""

    hold: HoldCard
    stood_seconds: int
    stations: int
    others: tuple[HoldCard, ...]

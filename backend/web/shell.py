"""What every page shows around its own content: the bar of a kiosk, the rail and head of a staff page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class KioskShell:
    """The bar above a worker's screen: where, running or held, who (first name only), and the three ways out.

    `state` is "running" or "held"; `seen` is the version of that state which the ping compares.
    A way out with an empty address is not drawn. `help_url` and `stop_url` take a POST with a `command_id`.
    `scanner` is "prefix" (F8 before each code) or "burst" (a scanner that cannot send a prefix).
    """

    station: str
    state: str
    state_word: str
    initials: str
    first_name: str
    language: str
    ping_url: str
    seen: int
    help_url: str = ""
    stop_url: str = ""
    language_url: str = ""
    scanner: str = "prefix"
    volume: int = 60


@dataclass(frozen=True)
class NavItem:
    """One place in the rail: where it leads, its drawing and word, and how many things wait there."""

    url: str
    icon: str
    label: str
    count: int = 0
    current: bool = False


@dataclass(frozen=True)
class FreezeCard:
    """The freeze dialog of a supervisor: one touch on a scope stops it. Pairs are (value, words)."""

    url: str
    scopes: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class StaffShell:
    """The rail and head of a staff page; `state` is "running", "held" or empty where no floor is meant."""

    title: str
    sub: str
    who: str
    role: str
    nav: tuple[NavItem, ...]
    state: str = ""
    state_word: str = ""
    can_freeze: bool = False
    freeze: FreezeCard | None = None
    resume_url: str = ""
    sign_out_url: str = ""

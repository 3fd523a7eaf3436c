"""Who a parcel goes to, as intake hands it in and dispatch reads it; no other screen has a place for it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class AddresseeCard:
    """An addressee in the clear; its text form shows nothing, so that no log can."""

    name: str = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)
    postcode: str = field(repr=False)
    city: str = field(repr=False)
    country: str = field(repr=False)
    company: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class KeyCard:
    """One key in the inventory."""

    id: int
    merchant: int
    purpose: str
    algorithm: str
    period: str
    state: str
    age_days: int
    uses: int
    values: int
    kek: str

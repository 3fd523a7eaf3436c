"""Why one of many was refused, kept beside those that were taken."""

from __future__ import annotations

from dataclasses import dataclass

from backend.kit.errors import Fault, Refused


@dataclass(frozen=True)
class RefusalCard:
    """A refusal as a value; `order` is the one that already has the reference, if that is the reason."""

    status: int
    code: str
    detail: str
    faults: tuple[Fault, ...] = ()
    order: int | None = None


def refusal(refused: Refused, *, order: int | None = None) -> RefusalCard:
    """What is kept of a refusal."""
    return RefusalCard(refused.status, refused.code, refused.message, refused.faults, order)

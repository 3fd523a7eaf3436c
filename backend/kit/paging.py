"""Lists by key: an opaque cursor on (moment, id), never a count and never an offset."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from backend.kit.errors import Invalid

T = TypeVar("T")
M = TypeVar("M", bound=Model)
DEFAULT_SIZE: Final = 50
LARGEST_SIZE: Final = 200


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list and the cursor of the next one; an empty cursor means the end."""

    rows: tuple[T, ...]
    next_cursor: str = ""


def page(
    rows: QuerySet[M], *, cursor: str = "", size: int = DEFAULT_SIZE, moment: str = "made_at", rising: bool = False
) -> Page[M]:
    """The page of `rows` after `cursor`, newest first by (`moment`, pk), or `rising`; needs an index on both."""
    beyond, sign = ("gt", "") if rising else ("lt", "-")
    if cursor:
        at, pk = read_cursor(cursor)
        after = Q(**{f"{moment}__{beyond}": at}) | Q(**{moment: at, f"pk__{beyond}": pk})
        rows = rows.filter(after, **{f"{moment}__{beyond}e": at})
    found = list(rows.order_by(f"{sign}{moment}", f"{sign}pk")[: size + 1])
    if len(found) <= size:
        return Page(tuple(found))
    last = found[size - 1]
    return Page(tuple(found[:size]), write_cursor(getattr(last, moment), int(last.pk)))


def write_cursor(at: datetime, pk: int) -> str:
    """The opaque text of a place in a list."""
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{pk}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[datetime, int]:
    """The place that a cursor names; Invalid `cursor_invalid` if it is not one of ours."""
    try:
        at, pk = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split("|")
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError("a naive moment")
        return moment, int(pk)
    except (ValueError, binascii.Error, UnicodeDecodeError) as fault:
        raise Invalid("This cursor is not one of ours. Start from the first page.", code="cursor_invalid") from fault

"""What the lists of the regime share: title, area, session and time of printing above, one row to a person.

Their views are in `muster`, `unlock` and `movement`. All are internal: for staff, never for the floor.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from labels import flow
from labels.errors import Unprintable
from labels.flow import Body, Piece
from labels.pen import Pen

ROW_MM = 8.0
LONGEST_NAME = "Vandenbroucke-Oppenheimer, Maximiliane-Wilhelmina"
LONGEST_SESSION = "Wednesday 28 September 2026, afternoon, 13:45 to 16:30"

_BODY = Body(16, 194, 50, 22, 268)
_FOOT = 287.0


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands around the rows: `counts` is the large line above them, `printed` the stamp with its time."""

    kind: str
    title: str
    area: str
    session: str
    counts: str
    printed: str
    page: str
    of: str
    identity: str


def stamp(kind: str, caption: str, printed_at: str) -> str:
    """ "Printed at 08:10". Raises Unprintable without a time: an old list looks like today's."""
    if not printed_at.strip():
        raise Unprintable("a list says when it was printed", element=f"{kind}, printed at")
    return f"{caption} {printed_at}"


def require_names(kind: str, names: Sequence[str]) -> None:
    """Raise Unprintable for an empty list or a row without a name."""
    if not names:
        raise Unprintable("a list needs at least one line", element=f"{kind}, lines")
    for place, name in enumerate(names, start=1):
        if not name.strip():
            raise Unprintable("a line needs a name", element=f"{kind}, line {place}")


def lay_out(pen: Pen, pieces: Sequence[Piece], heading: Heading) -> None:
    """The pages of one list."""
    flow.draw(
        pen,
        pieces,
        body=_BODY,
        head=lambda page: _draw_later_head(pen, heading) if page > 1 else _draw_head(pen, heading),
        foot=flow.foot(
            pen,
            left=heading.title,
            page=heading.page,
            of=heading.of,
            right=heading.identity,
            body=_BODY,
            y=_FOOT,
        ),
    )


def _draw_head(pen: Pen, heading: Heading) -> None:
    pen.text(heading.title, x=16, y=17, w=110, size=10, element="title")
    pen.text(heading.printed, x=194, y=17, w=64, size=10, bold=True, align="end", element="printed at")
    pen.text(heading.area, x=16, y=26.5, w=178, size=20, bold=True, element="area")
    pen.text(heading.session, x=16, y=34, w=178, size=11, element="session")
    pen.text(heading.counts, x=16, y=43.5, w=178, size=13, bold=True, element="count")


def _draw_later_head(pen: Pen, heading: Heading) -> None:
    pen.text(f"{heading.title}: {heading.area}", x=16, y=17, w=120, size=11, bold=True, element="title")
    pen.text(heading.printed, x=194, y=17, w=52, size=9, align="end", element="printed at")

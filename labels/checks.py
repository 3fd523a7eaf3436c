"""What a template must pass before a single label of it is printed; see `labels.compiled`."""

import dataclasses
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

from labels import drawing
from labels.drawing import Box, Command, Outline, Text
from labels.errors import Unprintable
from labels.slots import Slot
from labels.symbology import Bars
from labels.template import Template
from labels.view import TemplateView

_LEVELS = ("none", "internal", "yes")
_CAPITALS = 0.72
_ROUNDING_MM = 0.005


def view(layout: Template, asked: type[TemplateView]) -> None:
    """Refuse a template of another view or kind, or one that calls its view less personal than it is."""
    if (layout.view, layout.kind) != (asked.__name__, asked.kind):
        raise Unprintable(
            f"the template is for the view {layout.view} of kind {layout.kind}, not {asked.__name__} of {asked.kind}"
        )
    if _LEVELS.index(asked.personal) > _LEVELS.index(layout.personal):
        raise Unprintable(
            f"the template says personal = {layout.personal!r}, but its view holds personal data: {asked.personal!r}"
        )


def field(sample: TemplateView, name: str) -> None:
    """Refuse a field that is neither a field nor a property of the view, or of what one of its fields holds."""
    here: Any = sample
    for part in name.split("."):
        known = {each.name for each in dataclasses.fields(here)} if dataclasses.is_dataclass(here) else set()
        if part not in known and not isinstance(getattr(type(here), part, None), property):
            raise Unprintable(f"the view {type(sample).__name__} has no field {name!r}")
        here = getattr(here, part)


def bars(found: Bars, *, height_mm: float, module_mm: float, has_text: bool) -> None:
    """Refuse bars that are too low or too wide for their standard, or lack the line that people read."""
    width_mm = len(found.modules) * module_mm
    least = found.least_height_mm(width_mm)
    if height_mm < least - _ROUNDING_MM:
        raise Unprintable(f"the bars must be at least {least:.2f} mm high, not {height_mm:g}")
    if found.most_mm and width_mm + 2 * found.quiet * module_mm > found.most_mm:
        raise Unprintable(f"the bars and their white zones may be at most {found.most_mm:g} mm wide")
    if found.text_needed and not has_text:
        raise Unprintable("this code needs its readable line: text_below = true")


def sample(
    longest: TemplateView,
    read: Callable[[TemplateView], tuple[Any, ...]],
    slots: Sequence[Slot],
    frame: Sequence[Command],
    ink: Sequence[tuple[str, Box]],
) -> None:
    """Draw the longest sample: all of it must fit, and no letter may lie on ink or on another text."""
    try:
        longest.check()
        values = read(longest)
    except Unprintable as refusal:
        raise Unprintable(f"its longest sample is refused: {refusal}") from None
    letters: list[tuple[str, Box]] = []
    for slot in slots:
        out: list[Command] = []
        try:
            slot.place(values, out)
        except Unprintable as refusal:
            raise Unprintable(f"the longest sample does not fit: {refusal.words}", element=slot.name) from None
        letters += [(slot.name, _letters(each)) for each in out if isinstance(each, Text | Outline)]
    letters += [("words", _letters(each)) for each in frame if isinstance(each, Text | Outline)]
    for (name, box), (element, black) in ((text, black) for text in letters for black in ink):
        if drawing.overlap(box, black):
            raise Unprintable(f"it lies on {element}: only black on white can be read", element=name)
    for (name, box), (other, place) in combinations(letters, 2):
        if drawing.overlap(box, place):
            raise Unprintable(f"it lies on the text {other}: only black on white can be read", element=name)


def _letters(text: Text | Outline) -> Box:
    """Where black may fall: from the capitals' height down to the baseline."""
    return (text.x, round(text.y - text.size * _CAPITALS), int(text.width), round(text.size * _CAPITALS))

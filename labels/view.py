"""What every kind of label is: a frozen dataclass that says who may see it, on which paper, and what is printed.

Most labels are laid out by a template (`labels.template`); long papers whose pages flow draw themselves with a pen.
"""

from collections.abc import Callable
from typing import ClassVar, Literal, ParamSpec, Protocol, Self, TypeVar, runtime_checkable

from labels.errors import Unprintable
from labels.media import Media
from labels.pen import Pen

Personal = Literal["none", "internal", "yes"]

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


class View(Protocol):
    """One label to print. It holds nothing but what is printed: a field that does not exist cannot leak.

    `personal` decides where it may print: "none" anywhere, "internal" at staff or dispatch, "yes" at dispatch only.
    """

    kind: ClassVar[str]
    personal: ClassVar[Personal]
    media: ClassVar[Media]

    @classmethod
    def longest(cls) -> Self:
        """A sample with the longest values that must still fit; it is drawn when a template is compiled."""
        ...


class TemplateView(View, Protocol):
    """A label that a template lays out: its fields and properties are what a template may show."""

    def check(self) -> None:
        """Refuse a value that is wrong in itself: Unprintable names the field as its element."""
        ...


@runtime_checkable
class DrawnView(View, Protocol):
    """A paper that draws itself."""

    def draw(self, pen: Pen) -> None:
        """Draw this paper. Raises Unprintable for a value that cannot be printed exactly."""
        ...


def require(element: str, check: Callable[_Asked, _Answer], *value: _Asked.args, **options: _Asked.kwargs) -> _Answer:
    """The answer of `check`; if it refuses, the refusal names `element`."""
    try:
        return check(*value, **options)
    except Unprintable as refusal:
        raise refusal.on(element) from None


def identity(*, job: int, copy: int, of: int, generation: int) -> str:
    """The small print in the corner of every label: job, which copy of how many, which generation of reprint."""
    return f"J{job} {copy:02d}/{of:02d} R{generation}"

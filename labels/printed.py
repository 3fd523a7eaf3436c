"""From views to bytes: the one way in for everyone who wants a label printed or shown."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal, cast

from labels import pdf, raster, svg, zpl
from labels.compiled import Compiled, compile_template
from labels.drawing import Drawing
from labels.errors import Unprintable
from labels.fonts import DEFAULT, Fonts
from labels.media import grid
from labels.pen import Pen
from labels.template import Template, shipped
from labels.view import DrawnView, TemplateView, View

Backend = Literal["pdf", "zpl", "png", "raster"]

MOST_IN_ONE_DOCUMENT = 1_000


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished document: its bytes, their SHA-256 in hex, how many labels on how many pages, and of which kind.

    `template_digest` and `template_version` say which layout it was ("" and 0 for a paper that draws itself).
    """

    data: bytes
    digest: str
    count: int
    pages: int
    kind: str
    template_digest: str = ""
    template_version: int = 0


def render(
    views: Sequence[View],
    *,
    template: Template | None = None,
    backend: Backend = "pdf",
    dpi: int = 203,
    fonts: Fonts = DEFAULT,
) -> Printed:
    """Labels of one kind as one document, in the order given; the same views always give the same bytes.

    `template` is the layout, the newest that comes with this package if left out. `dpi` is the printer's resolution,
    203 or 300: bars are whole dots of it. Backends: "pdf"; "zpl" for label printers; "png" and "raster", one page
    only, in black and white dots (for "raster" see `labels.raster.rows`). Raises Unprintable, naming the element, and
    makes nothing at all if a single value of a single label cannot be printed exactly.
    """
    if backend not in _WRITERS:
        raise Unprintable(f"there is no backend {backend!r}")
    drawings, layout = draw_all(views, template=template, dpi=dpi, fonts=fonts)
    counted = _Counted(drawings)
    kind = views[0].kind
    return finished(
        _WRITERS[backend](counted, f"{kind} label"), count=len(views), pages=counted.pages, kind=kind, layout=layout
    )


def finished(data: bytes, *, count: int, pages: int, kind: str, layout: Template | None) -> Printed:
    """A document with its digest and the layout it was made by."""
    digest, version = (layout.digest, layout.version) if layout else ("", 0)
    return Printed(data, hashlib.sha256(data).hexdigest(), count, pages, kind, digest, version)


def draw_all(
    views: Sequence[View], *, template: Template | None, dpi: int, fonts: Fonts
) -> tuple[Iterator[Drawing], Template | None]:
    """The drawings of labels of one kind, each made as it is taken, and their layout. Raises what `render` raises."""
    if not views:
        raise Unprintable("there is nothing to print")
    if len({type(view) for view in views}) > 1:
        raise Unprintable("one document holds one kind of label")
    if len(views) > MOST_IN_ONE_DOCUMENT:
        raise Unprintable(f"one document holds at most {MOST_IN_ONE_DOCUMENT} labels")
    layout = layout_of(type(views[0]), template)
    return map(_drawer(type(views[0]), layout, dpi=dpi, fonts=fonts), views), layout


def render_chunks(
    views: Iterable[View],
    *,
    template: Template | None = None,
    backend: Backend = "pdf",
    dpi: int = 203,
    fonts: Fonts = DEFAULT,
    size: int = MOST_IN_ONE_DOCUMENT,
) -> Iterator[Printed]:
    """Any number of labels as documents of at most `size`, made one after the other as they are taken.

    Memory stays that of one document. A wrong label stops the document it is in; those before it are already made,
    so a caller that must print all or nothing renders all before it sends the first.
    """
    if not 1 <= size <= MOST_IN_ONE_DOCUMENT:
        raise Unprintable(f"one document holds at most {MOST_IN_ONE_DOCUMENT} labels")
    rest = iter(views)
    while chunk := tuple(islice(rest, size)):
        yield render(chunk, template=template, backend=backend, dpi=dpi, fonts=fonts)


def preview_svg(
    view: View,
    *,
    dpi: int = 203,
    page: int = 0,
    caption: str = "",
    fonts: Fonts = DEFAULT,
    template: Template | None = None,
) -> str:
    """One label as an `<svg class="parcel">` element for a screen, drawn by the same commands as the print.

    `caption` is the picture's name for a screen reader; the kind if left out. Raises what `render` raises.
    """
    drawing = draw(view, dpi=dpi, fonts=fonts, template=layout_of(type(view), template))
    if not 0 <= page < len(drawing.pages):
        raise Unprintable(f"this label has {len(drawing.pages)} pages")
    return svg.write(drawing, page=page, caption=caption or f"{view.kind}, {view.media.name} mm")


def draw(view: View, *, dpi: int, fonts: Fonts = DEFAULT, template: Template | None = None) -> Drawing:
    """The drawing of one label at one resolution, checked: what every backend starts from."""
    return _drawer(type(view), layout_of(type(view), template), dpi=dpi, fonts=fonts)(view)


def layout_of(view: type[View], template: Template | None) -> Template | None:
    """The template a label is laid out by: the given one, else the newest of its kind; None if it draws itself."""
    if template is not None:
        if hasattr(view, "draw"):
            raise Unprintable(f"{view.kind} draws itself and takes no template")
        return template
    if hasattr(view, "draw"):
        return None
    found = shipped(view.kind)
    if found is None:
        raise Unprintable(f"there is no template for {view.kind}")
    return found


def compiled(view: type[View], layout: Template, *, dpi: int, fonts: Fonts = DEFAULT) -> Compiled:
    """`layout` checked and ready for one resolution."""
    return compile_template(layout, view=cast(type[TemplateView], view), dpi=dpi, fonts=fonts)


def _drawer(view: type[View], layout: Template | None, *, dpi: int, fonts: Fonts) -> Callable[[Any], Drawing]:
    """What draws the labels of one kind."""
    if layout is not None:
        return compiled(view, layout, dpi=dpi, fonts=fonts).drawing
    dots = grid(dpi)

    def by_pen(paper: DrawnView) -> Drawing:
        pen = Pen(paper.media, dots, kind=paper.kind, fonts=fonts)
        paper.draw(pen)
        return pen.finish()

    return by_pen


class _Counted:
    """Drawings on their way to a backend, and how many pages have passed."""

    def __init__(self, drawings: Iterable[Drawing]) -> None:
        self._drawings = drawings
        self.pages = 0

    def __iter__(self) -> Iterator[Drawing]:
        for drawing in self._drawings:
            self.pages += len(drawing.pages)
            yield drawing


def _only(drawings: Iterable[Drawing]) -> Drawing:
    """The drawing, if there is one of one page."""
    found = list(drawings)
    if len(found) != 1 or len(found[0].pages) != 1:
        raise Unprintable("a picture holds one label of one page")
    return found[0]


_WRITERS: dict[str, Callable[[Iterable[Drawing], str], bytes]] = {
    "pdf": lambda drawings, title: pdf.write(drawings, title=title),
    "zpl": lambda drawings, _: zpl.write(drawings),
    "png": lambda drawings, _: raster.png(_only(drawings)),
    "raster": lambda drawings, _: raster.rows(_only(drawings))[1],
}

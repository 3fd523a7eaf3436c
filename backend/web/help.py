"""The help that ships inside the product: markdown beside the code, and pages that other rooms generate."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

FOLDER: Final = Path(__file__).resolve().parent / "help"
GROUPS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("Begin", ("start", "sign-in", "main-job")),
    ("By role", ("worker", "supervisor", "dispatcher", "merchant")),
    ("Set up", ("kiosk", "scanners", "printers", "backup", "running")),
    ("Reference", ("commands", "ledger", "privacy", "decisions")),
)
Render = Callable[[], str]


@dataclass(frozen=True)
class Page:
    """One page of the help: where it stands and the function that gives its markdown."""

    slug: str
    title: str
    group: str
    render: Render


@dataclass(frozen=True)
class NavGroup:
    """A heading of the side navigation with its pages as (slug, title)."""

    title: str
    pages: tuple[tuple[str, str], ...]


_generated: dict[str, Page] = {}


def register(slug: str, title: str, render: Render, *, group: str = "Reference") -> None:
    """Add a page whose markdown is made when it is read, such as the list of settings or the catalogue of events."""
    if slug in _generated or (FOLDER / f"{slug}.md").exists():
        raise ValueError(f"The help has a page {slug!r} already")
    _generated[slug] = Page(slug, title, group, render)


def pages() -> dict[str, Page]:
    """Every page by its slug: the written ones, the decisions, and those that were registered."""
    found = {slug: _written(slug, group) for group, slugs in GROUPS for slug in slugs if slug != "decisions"}
    found["decisions"] = Page("decisions", "Decisions", "Reference", _decisions)
    found |= {page.slug: page for page in _decision_pages()}
    return found | _generated


def page(request: HttpRequest, slug: str = "start") -> HttpResponse:
    """One page of the help with the navigation beside it."""
    known = pages()
    if slug not in known:
        raise Http404
    wanted = known[slug]
    context = {"page": wanted, "body": to_html(wanted.render()), "groups": navigation(known), "theme": theme(request)}
    return render(request, "web/help.html", context | contrast(request))


def index(request: HttpRequest) -> HttpResponse:
    """The help begins with its first page."""
    return redirect("help-page", slug="start")


def navigation(known: dict[str, Page] | None = None) -> tuple[NavGroup, ...]:
    """The side navigation: the groups in their order, each with its pages."""
    listed = [each for each in (pages() if known is None else known).values() if each.group]
    names = [name for name, _ in GROUPS]
    names += sorted({each.group for each in listed} - set(names))
    return tuple(
        NavGroup(name, tuple((each.slug, each.title) for each in listed if each.group == name)) for name in names
    )


def theme(request: HttpRequest) -> str:
    """The help can be looked at in each theme: `?theme=dark`."""
    return "dark" if request.GET.get("theme") == "dark" else "light"


def contrast(request: HttpRequest) -> dict[str, bool]:
    """High contrast by `?theme=contrast`."""
    return {"contrast": request.GET.get("theme") == "contrast"}


def to_html(markdown: str) -> SafeString:
    """Markdown as HTML without raw HTML in it, without style attributes, with headings that links can reach."""
    html = _reader().render(markdown)
    html = re.sub(r' style="[^"]*"', "", html)
    html = re.sub(r"<(h[23])>(.*?)</\1>", _with_id, html)
    # What scrolls sideways must be reachable by keyboard.
    html = html.replace("<pre>", '<pre tabindex="0">').replace(
        "<table>", '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>'
    )
    return mark_safe(html.replace("</table>", "</table></div>"))  # noqa: S308 (markdown-it escapes raw HTML)


def _with_id(heading: re.Match[str]) -> str:
    level, words = heading.groups()
    plain = re.sub(r"<[^>]+>", "", words).lower()
    return f'<{level} id="{re.sub(r"[^a-z0-9]+", "-", plain).strip("-")}">{words}</{level}>'


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _written(slug: str, group: str) -> Page:
    path = FOLDER / f"{slug}.md"
    return Page(slug, _title(path), group, path.read_text)


def _title(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.readline().removeprefix("#").strip()


def _decision_pages() -> list[Page]:
    paths = sorted((FOLDER / "decisions").glob("*.md"))
    return [Page(f"decision-{path.stem}", _title(path), "", path.read_text) for path in paths]


def _decisions() -> str:
    lines = "\n".join(f"- [{each.title}](/help/{each.slug}/)" for each in _decision_pages())
    return (
        "# Decisions\n\nEach page below is one decision that surprised somebody: what we chose, against what, "
        f"and what it costs.\n\n{lines}\n"
    )

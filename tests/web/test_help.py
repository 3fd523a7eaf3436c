"""The help ships inside the product: every page renders, every link leads somewhere, every package is named."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from backend.web import help as pages
from backend.web import licences

pytestmark = pytest.mark.usefixtures("plain_house")


@pytest.mark.parametrize("slug", sorted(pages.pages()))
def test_every_page_renders_with_one_heading(slug: str) -> None:
    answer = Client().get(f"/help/{slug}/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<h1") == 1
    assert "style=" not in page


def test_every_link_between_pages_leads_somewhere() -> None:
    client = Client()
    links = {
        link
        for slug in pages.pages()
        for link in re.findall(r'href="(/help/[^"#]*)"', client.get(f"/help/{slug}/").content.decode())
    }

    assert len(links) > 15
    assert [link for link in sorted(links) if client.get(link).status_code not in (200, 302)] == []


def test_the_help_begins_at_its_first_page() -> None:
    assert Client().get("/help/")["Location"] == "/help/start/"


def test_a_page_that_is_not_there_says_so() -> None:
    assert Client().get("/help/nothing/").status_code == 404
    assert Client().get("/help/licences/nothing/").status_code == 404


def test_raw_html_in_a_page_stays_text() -> None:
    html = pages.to_html("# T\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))")

    assert "<script" not in html
    assert 'href="javascript' not in html


def test_headings_can_be_linked_and_tables_scroll_by_keyboard() -> None:
    html = pages.to_html("## What verify *shows*\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n")

    assert '<h2 id="what-verify-shows">' in html
    assert 'class="scroll" tabindex="0"' in html
    assert "style" not in html


def test_other_rooms_plug_pages_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_generated", {})

    pages.register("settings-list", "Settings", lambda: "# Settings\n\nAll of them.", group="Reference")

    assert "All of them." in Client().get("/help/settings-list/").content.decode()
    assert "/help/settings-list/" in Client().get("/help/start/").content.decode()
    with pytest.raises(ValueError, match="settings-list"):
        pages.register("settings-list", "Again", str)
    with pytest.raises(ValueError, match="start"):
        pages.register("start", "Again", str)


def test_every_written_page_is_in_the_navigation() -> None:
    written = {path.stem for path in pages.FOLDER.glob("*.md")}
    listed = {slug for group in pages.navigation() for slug, _ in group.pages}

    assert written <= listed


def test_licences_name_every_package_with_its_licence() -> None:
    listed = licences.listed()

    assert {"django", "django-htmx", "lucide", "reportlab"} <= {each.name for each in listed}
    assert [each.name for each in listed if not each.words] == []


def test_a_licence_can_be_read_here() -> None:
    assert "Redistribution and use" in Client().get("/help/licences/django/").content.decode()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_every_part_is_shown_in_every_theme(theme: str) -> None:
    page = Client().get(f"/help/components/?theme={theme}").content.decode()

    assert f'data-theme="{"dark" if theme == "dark" else "light"}"' in page
    assert ('data-contrast="more"' in page) == (theme == "contrast")


def test_every_part_has_its_place_on_the_page_of_parts() -> None:
    folder = pages.FOLDER.parent / "templates" / "web"
    shown = (folder / "components.html").read_text()
    shown += "".join(path.read_text() for path in (folder.parent.parent / "templates/web").glob("_*.html"))
    frames = {"_brand", "_kiosk_bar", "_words", "_rail", "_run_state", "_freeze", "_messages", "_keys", "_refused"}
    frames |= {"_help_nav", "_hides", "_flash", "_prompt", "_photo", "_plates", "_chip"}
    parts = {path.stem for path in folder.glob("_*.html")} - frames

    assert {part for part in parts if f"{part}.html" not in shown} == set()

"""The one stylesheet keeps its promises: contrast, directions, weight; no page brings its own style or script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "backend" / "web" / "static" / "web"
CSS = (STATIC / "outbound.css").read_text()
SCRIPTS = sorted(STATIC.glob("*.js"))
TEMPLATES = sorted(path for app in ("backend", "warehouse", "callcenter") for path in (ROOT / app).rglob("*.html"))


def tokens(selector: str) -> dict[str, str]:
    body = CSS.split(selector + " {", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", body))


LIGHT = tokens(":root")
THEMES = {
    "light": LIGHT,
    "dark": LIGHT | tokens('[data-theme="dark"]'),
    "contrast": LIGHT | tokens('[data-contrast="more"]'),
}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT = [(ink, ground) for ink in ("ink", "ink-2") for ground in ("paper", "card", "sunk")]
TEXT += [(f"{name}-ink", f"{name}-tint") for name in ("blue", "green", "red", "amber", "violet", "grey")]
TEXT += [("sign-ink", "sign"), ("sign-ink", "amber"), ("bar-ink", "bar"), ("bar-ink", "bar-2"), ("faint", "bar")]
TEXT += [("teal-ink", "teal-tint"), ("sign-ink", "faint"), ("green-ink", "card"), ("red-ink", "card")]
SOLID = ["blue", "green", "red", "violet", "grey"]
EDGES = [("edge", ground) for ground in ("card", "paper", "sunk")]


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert round(contrast("#000", "#ffffff"), 2) == 21.0


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", TEXT, ids="-on-".join)
def test_every_text_can_be_read(theme: str, pair: tuple[str, str]) -> None:
    ink, ground = (THEMES[theme][name] for name in pair)

    # A kiosk is light or high contrast, and is read at arm's length.
    assert contrast(ink, ground) >= (4.5 if theme == "dark" else 7)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", SOLID)
def test_white_stands_on_every_solid_colour(theme: str, name: str) -> None:
    assert contrast("#fff", THEMES[theme][name]) >= (4.5 if theme == "dark" else 7)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", EDGES, ids="-on-".join)
def test_every_control_has_an_edge_that_is_seen(theme: str, pair: tuple[str, str]) -> None:
    edge, ground = (THEMES[theme][name] for name in pair)

    assert contrast(edge, ground) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_links_and_lines_of_charts_are_seen(theme: str) -> None:
    colours = THEMES[theme]

    assert contrast(colours["link"], colours["card"]) >= 4.5
    assert min(contrast(colours[f"c{n}"], colours["card"]) for n in (1, 2, 3)) >= 4.5
    assert contrast(colours["c4"], colours["card"]) >= 3


def test_directions_are_logical_so_that_arabic_mirrors() -> None:
    physical = re.findall(
        r"[{;\s](?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|float)\s*:", CSS
    )
    physical += re.findall(r"text-align:\s*(?:left|right)", CSS)

    assert physical == []


def test_no_rule_names_a_colour_twice_outside_the_tokens() -> None:
    rules = CSS.split("@layer base", 1)[1]
    literal = set(re.findall(r"#[0-9a-f]{3,8}\b", rules))

    # White on a solid, paper that is really paper, and shadows of the ink.
    assert literal <= {"#fff", "#000", "#999", "#14212c", "#14212c33", "#14212c99"}


def test_weights_stay_within_their_budgets() -> None:
    htmx = 51_238
    scripts = {path.name: path.stat().st_size for path in SCRIPTS}

    assert len(CSS.encode()) <= 48_000
    assert sum(scripts.values()) <= 20_000
    assert len(CSS.encode()) + sum(scripts.values()) + htmx <= 120_000
    assert max(path.stat().st_size for path in (STATIC / "goods").glob("*.svg")) < 2_000


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_has_a_style_or_script_of_its_own(path: Path) -> None:
    text = path.read_text()

    assert not re.search(r"<[^>]*\sstyle\s*=", text)
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert "hx-on" not in text
    assert not re.search(r"hx-(?:vals|headers)\s*=\s*[\"']js:", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_asks_another_house_for_anything(path: Path) -> None:
    assert not re.search(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", path.read_text())


def test_drawings_have_no_style_attribute_and_no_link() -> None:
    for path in (STATIC / "goods").glob("*.svg"):
        drawing = path.read_text()
        assert "style=" not in drawing
        assert "href" not in drawing
        assert "<script" not in drawing

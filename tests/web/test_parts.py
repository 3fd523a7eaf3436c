"""Icons, drawings and the few tags that every template uses."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from lucide import _load_icon

from backend.web import goods
from backend.web.templatetags import web

ROOT = Path(__file__).resolve().parents[2]
NBSP = "\u00a0"


def icons_named_in_templates() -> list[tuple[str, str]]:
    found = []
    for app in ("backend", "warehouse", "callcenter"):
        for path in (ROOT / app).rglob("*.html"):
            text = path.read_text()
            names = re.findall(r"{%\s*icon\s+\"([^\"]+)\"", text)
            names += re.findall(r"icon(?:_name)?\|default:\"([^\"]+)\"", text)
            names += re.findall(r"icon_name=\"([^\"]+)\"", text)
            found += [(str(path.relative_to(ROOT)), name) for name in names]
    return found


def test_every_icon_that_a_page_names_exists() -> None:
    missing = []
    for path, name in icons_named_in_templates():
        try:
            _load_icon(name)
        except Exception:
            missing.append((path, name))

    assert missing == []


def test_an_icon_is_hidden_from_screen_readers_and_has_no_style() -> None:
    drawn = Template('{% icon "arrow-right" "flip" %}').render(Context())

    assert drawn.startswith('<i data-icon="arrow-right" class="flip" aria-hidden="true"><svg viewBox="0 0 24 24">')
    assert "style" not in drawn
    ET.fromstring(drawn)


def test_a_rectangle_inside_an_icon_keeps_its_size() -> None:
    assert '<rect width="18" height="11"' in web.icon("lock")


@pytest.mark.parametrize("picture", goods.PICTURES)
def test_every_picture_is_drawn_with_the_name_of_the_product(picture: str) -> None:
    drawing = ET.fromstring(goods.draw(picture, name="Soap & <towel>"))

    assert drawing.get("role") == "img"
    assert drawing.get("aria-label") == "Soap & <towel>"
    assert len(drawing) > 0


def test_the_list_of_pictures_is_the_folder() -> None:
    assert set(goods.PICTURES) == {path.stem for path in goods.FOLDER.glob("*.svg")}
    assert len(goods.PICTURES) >= 24


@pytest.mark.parametrize(
    ("name", "picture", "colour"),
    [
        ("Lavender soap bar, 100 g", "soap-lavender", "violet"),
        ("WHITE HANGING HEART T-LIGHT HOLDER", "candle", "white"),
        ("RED WOOLLY HOTTIE WHITE HEART.", "heart", "red"),
        ("Blue glass bottle", "bottle", "blue"),
        ("SET OF 3 CAKE TINS PANTRY DESIGN ", "plate", None),
        ("Zzyzx", "thing", None),
    ],
)
def test_unknown_goods_get_a_drawing_by_their_name(name: str, picture: str, colour: str | None) -> None:
    assert goods.picture_for(name) == picture
    assert goods.colour_for(name) == (colour or goods.colour_for(name))


def test_the_same_unknown_thing_always_looks_the_same() -> None:
    assert goods.draw("", name="Zzyzx 12") == goods.draw("nonsense/none", name="Zzyzx 12")


def test_a_picture_may_name_its_colour() -> None:
    assert goods.COLOURS["teal"][0] in goods.draw("tea/teal", name="Mint tea")
    assert goods.BASE[0] not in goods.draw("tea/teal", name="Mint tea")


def test_plates_read_as_aisle_bay_and_level() -> None:
    small = web.plates("A 03 2", "small")

    assert 'aria-label="Aisle A, Bay 03, Level 2"' in small
    assert small.count('class="plate"') == 3
    assert "<span>Aisle</span>" in web.plates("A 03 2")
    assert "<span>Aisle</span>" not in small
    assert 'aria-label="PACK, 1"' in web.plates("PACK 1")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (45, "45_s"), (59 * 60, "59_min"), (7500, "2_h_05"), (timedelta(hours=17, minutes=30), "17_h_30"),
        (timedelta(days=3, hours=4), "3_d_4_h"), (-90, "−1_min"), (None, ""), (0, "0_s"),
    ],
)  # fmt: skip
def test_durations_are_said_as_people_say_them(value: object, words: str) -> None:
    assert web.duration(value) == words.replace("_", NBSP)  # type: ignore[arg-type]


def test_weights_and_money_carry_their_unit() -> None:
    with translation.override("en"):
        assert web.grams(846) == f"846{NBSP}g"
        assert web.grams(12_400) == f"12.4{NBSP}kg"
        assert web.money(6125, "EUR") == "€61.25"
        assert web.money(500, "JPY") == "¥500"
        assert web.money(None) == ""
    with translation.override("nl"):
        assert web.money(6125, "EUR") == f"€{NBSP}61,25"
    with translation.override("ar"):
        assert re.search(r"\d", web.money(6125, "EUR"))


def test_moments_stand_in_the_zone_of_the_facility() -> None:
    moment = datetime(2026, 11, 20, 9, 24, 6, tzinfo=UTC)

    with timezone.override("Europe/Brussels"), translation.override("en"):
        assert web.when(moment) == "20 Nov 10:24"
        assert web.when(moment, "time") == "10:24"
        assert web.when(moment, "seconds") == "10:24:06"
        assert web.when(moment, "full") == "20 November 2026 10:24"
        assert web.when(date(2026, 11, 20)) == "20 Nov"
        assert web.when(None) == ""


def test_each_form_gets_its_own_command_number() -> None:
    forms = Template("{% command_id %}{% command_id %}").render(Context())

    assert len(set(re.findall(r'value="([0-9a-f-]{36})"', forms))) == 2


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500", "503"])
def test_error_pages_need_neither_request_nor_database(name: str, plain_house: None) -> None:
    from django.template.loader import render_to_string

    page = render_to_string(f"{name}.html")

    assert "<h1>" in page
    assert 'href="/"' in page

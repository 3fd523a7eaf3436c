"""Pages as people meet them: no fault of access, no sideways scroll, no foreign host, a quiet console, big targets."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

from tests.web.floor import Floor

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PAGES = ["/help/start/", "/help/scanners/", "/help/licences/", "/help/components/", "/kiosk/", "/staff/", "/nothing/"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_axe_finds_nothing(page: Page, house: str, floor: Floor, path: str, theme: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{house}{path}?theme={theme}")

    faults = Axe().run(page, options=RULES).response["violations"]

    assert [(fault["id"], [node["target"] for node in fault["nodes"]][:4]) for fault in faults] == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", [(1366, 768), (1280, 800), (390, 844), (360, 640)], ids="{0[0]}x{0[1]}".format)
def test_nothing_scrolls_sideways(page: Page, house: str, floor: Floor, path: str, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{house}{path}")

    assert page.evaluate("document.documentElement.scrollWidth") == size[0]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_only_this_house_little_and_quietly(page: Page, house: str, floor: Floor, path: str) -> None:
    asked: list[Request] = []
    said: list[ConsoleMessage | Exception] = []
    page.on("request", lambda request: asked.append(request))
    page.on("console", lambda line: said.append(line))
    page.on("pageerror", lambda fault: said.append(fault))

    page.goto(f"{house}{path}", wait_until="networkidle" if path != "/kiosk/" else "load")

    pings = [request for request in asked if "/ping/" in request.url]
    assert [request.url for request in asked if not request.url.startswith(house)] == []
    assert len(asked) - len(pings) <= 12
    assert [str(line) for line in said if "404" not in str(line)] == []


@pytest.mark.parametrize("size", [(1280, 800), (1366, 768)], ids="{0[0]}x{0[1]}".format)
def test_a_kiosk_has_big_targets_big_words_and_no_scroll(
    page: Page, house: str, floor: Floor, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{house}/kiosk/")

    small = page.evaluate("""() => [...document.querySelectorAll("a, button, input:not([type=hidden])")]
      .filter(el => el.checkVisibility()).map(el => [el.outerHTML.slice(0, 60), el.getBoundingClientRect()])
      .filter(([, box]) => box.width < 64 || box.height < 64).map(([html]) => html)""")
    tiny = page.evaluate("""() => [...document.querySelectorAll("body *")].filter(el => el.checkVisibility()
      && !el.closest("svg") && [...el.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())
      && parseFloat(getComputedStyle(el).fontSize) < 18).map(el => el.outerHTML.slice(0, 60))""")
    assert small == []
    assert tiny == []
    assert page.evaluate("document.documentElement.scrollHeight") == size[1]


def test_arabic_mirrors_the_page_but_not_the_plates(page: Page, house: str, floor: Floor) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{house}/help/components/")

    page.evaluate("document.documentElement.dir = 'rtl'")

    assert page.evaluate("getComputedStyle(document.querySelector('.plates')).direction") == "ltr"
    assert page.evaluate("new DOMMatrix(getComputedStyle(document.querySelector('i.flip')).transform).a") == -1
    assert page.evaluate("document.documentElement.scrollWidth") == 1280

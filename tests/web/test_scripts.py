"""The scripts of a station in a real Chromium: scanner, queue, signals, ping, keys, small behaviours."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.floor import Floor

pytestmark = pytest.mark.browser

# A scanner as the page sees it: real key events with positions, F8 first, Enter last. Each key carries the time it was
# pressed, `gap` milliseconds after the one before, as a scanner's keys do however busy the computer is that reads them.
SCANNER = """async ({codes, gap, prefix, enter, key}) => {
  let now = performance.now();
  const press = (code, key) => {
    const target = document.activeElement || document.body;
    const how = {code, key, shiftKey: /^[A-Z]$/.test(key), bubbles: true, cancelable: true};
    for (const kind of ["keydown", "keyup"]) {
      const event = new KeyboardEvent(kind, how);
      Object.defineProperty(event, "timeStamp", {value: now});
      target.dispatchEvent(event);
    }
    now += gap;
  };
  const rest = ms => ms ? new Promise(done => setTimeout(done, ms)) : null;
  for (const text of codes) {
    if (prefix) press("F8", "F8");
    for (const letter of text) {
      const code = /[0-9]/.test(letter) ? "Digit" + letter : "Key" + letter.toUpperCase();
      press(key === "none" ? "" : code, key === "azerty" ? "#" : letter);
      await rest(gap);
    }
    if (enter) press("Enter", "Enter");
  }
}"""
CODE = "LBBBBBCT"


def scan(page: Page, *codes: str, **how: Any) -> None:
    page.evaluate(SCANNER, {"codes": codes, "gap": 0, "prefix": True, "enter": True, "key": "", **how})


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def read(body: dict[str, Any]) -> str:
    return "".join(code.removeprefix("Key").removeprefix("Digit") for code, *_ in body["keys"])


@pytest.fixture
def kiosk(page: Page, house: str, floor: Floor) -> Page:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{house}/kiosk/")
    return page


def test_a_scan_is_sent_with_its_positions_and_its_answer_is_shown(kiosk: Page, floor: Floor) -> None:
    scan(kiosk, "Lbb1")

    expect(kiosk.locator("#count")).to_have_text("1")
    body = floor.received[0]
    assert set(body) == {"scan_id", "seq", "revision", "keys", "taken_at"}
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", body["scan_id"])
    assert body["keys"] == [
        ["KeyL", True, False, False],
        ["KeyB", False, False, False],
        ["KeyB", False, False, False],
        ["Digit1", False, False, False],
    ]
    assert body["revision"] == 0
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", body["taken_at"])
    assert 0 < body["seq"] < 2**31


def test_two_hundred_codes_at_five_milliseconds_a_key_lose_nothing(kiosk: Page, floor: Floor) -> None:
    alphabet = "BCDFGHJKLNPRSTVX"
    codes = ["L" + "".join(alphabet[(n >> shift) & 15] for shift in (8, 4, 0)) for n in range(200)]

    scan(kiosk, *codes, gap=5)

    until(lambda: len(floor.counted) == 200, 300)
    assert [read(body) for body in floor.received] == codes
    assert [body["seq"] for body in floor.received] == sorted({body["seq"] for body in floor.received})


def test_the_same_code_twice_is_two_scans(kiosk: Page, floor: Floor) -> None:
    scan(kiosk, CODE, CODE)

    until(lambda: len(floor.counted) == 2)
    assert len({body["scan_id"] for body in floor.received}) == 2


def test_a_scan_that_waits_takes_the_revision_its_forerunner_made(kiosk: Page, floor: Floor) -> None:
    scan(kiosk, CODE, CODE, CODE)

    until(lambda: len(floor.counted) == 3)
    assert [body["revision"] for body in floor.received] == [0, 1, 2]


def test_enter_of_a_scanner_presses_no_button(kiosk: Page, floor: Floor) -> None:
    kiosk.locator("#skip").focus()

    # Real key presses: only these make a browser click. A busy computer may be too slow to read them; then it says so.
    kiosk.keyboard.press("F8")
    kiosk.keyboard.type(CODE)
    kiosk.keyboard.press("Enter")

    until(lambda: bool(floor.received) or kiosk.locator("#tell").is_visible())
    kiosk.wait_for_timeout(200)
    assert [body["action"] for body in floor.received if "action" in body] == []


def test_a_scanner_that_lost_its_prefix_presses_no_button_either(kiosk: Page, floor: Floor) -> None:
    kiosk.locator("#skip").focus()

    kiosk.evaluate(
        "window.pressed = 0; document.querySelector('#skip').addEventListener('keydown', () => window.pressed++)"
    )
    scan(kiosk, CODE, prefix=False)

    expect(kiosk.locator("#tell")).to_contain_text("Not read")
    # Every letter reached the button as before; the Enter did not.
    assert kiosk.evaluate("window.pressed") == len(CODE)
    assert floor.received == []


def test_a_person_can_still_press_a_button_with_enter(kiosk: Page, floor: Floor) -> None:
    kiosk.locator("#skip").focus()

    kiosk.keyboard.press("Enter")

    until(lambda: len(floor.counted) == 1)
    assert floor.received[0]["action"] == "skip"


def test_a_scan_behind_a_dialog_is_refused_aloud(kiosk: Page, floor: Floor) -> None:
    kiosk.locator("#ask").click()

    scan(kiosk, CODE)

    expect(kiosk.locator("#tell")).to_contain_text("Answer the question first.")
    assert kiosk.evaluate("Outbound.lastSound") == "wrong"
    assert floor.received == []


def test_a_slow_key_in_a_code_is_not_read_rather_than_half_read(kiosk: Page, floor: Floor) -> None:
    kiosk.keyboard.press("F8")
    kiosk.keyboard.type("LBBB")
    kiosk.wait_for_timeout(320)
    kiosk.keyboard.type("BBCT")
    kiosk.keyboard.press("Enter")

    expect(kiosk.locator("#tell")).to_contain_text("Not read. Scan again.")
    assert floor.received == []


def test_a_code_without_its_end_is_not_glued_to_the_next(kiosk: Page, floor: Floor) -> None:
    scan(kiosk, "LBBB", enter=False)
    scan(kiosk, CODE)

    until(lambda: len(floor.counted) == 1)
    assert [read(body) for body in floor.received] == [CODE]


def test_a_code_that_never_ends_is_told_and_forgotten(kiosk: Page, floor: Floor) -> None:
    scan(kiosk, "LBBB", enter=False)

    expect(kiosk.locator("#tell")).to_contain_text("Not read")
    scan(kiosk, CODE)
    expect(kiosk.locator("#count")).to_have_text("1")
    expect(kiosk.locator("#tell")).to_be_hidden()


def test_the_layout_of_the_computer_changes_nothing(kiosk: Page, floor: Floor) -> None:
    scan(kiosk, "5412345678908", key="azerty")

    until(lambda: len(floor.counted) == 1)
    assert read(floor.received[0]) == "5412345678908"


def test_a_tablet_without_positions_sends_the_characters(kiosk: Page, floor: Floor) -> None:
    scan(kiosk, CODE, key="none")

    until(lambda: len(floor.counted) == 1)
    assert floor.received[0]["text"] == CODE


def test_a_scanner_without_prefix_is_read_in_burst_mode(page: Page, house: str, floor: Floor) -> None:
    page.goto(f"{house}/kiosk/?scanner=burst")
    page.locator("#skip").focus()

    scan(page, CODE, CODE, prefix=False, gap=5)
    scan(page, "BB", prefix=False)

    until(lambda: len(floor.counted) == 2)
    assert [read(body) for body in floor.received] == [CODE, CODE]


def test_typing_in_a_field_is_not_a_scan_in_burst_mode(page: Page, house: str, floor: Floor) -> None:
    page.goto(f"{house}/kiosk/?scanner=burst")

    page.locator("#typed-code").press_sequentially("LBBBBBCT")
    page.keyboard.press("Enter")

    until(lambda: len(floor.counted) == 1)
    assert floor.received[0]["text"] == CODE


def test_a_typed_code_is_a_scan(kiosk: Page, floor: Floor) -> None:
    kiosk.locator("#typed-code").fill(" A 03 2 ")
    kiosk.keyboard.press("Enter")

    until(lambda: len(floor.counted) == 1)
    assert floor.received[0]["text"] == "A 03 2"
    expect(kiosk.locator("#typed-code")).to_have_value("")


def test_a_number_is_chosen_before_a_short_can_be_sent(kiosk: Page, floor: Floor) -> None:
    kiosk.locator("#ask").click()
    go = kiosk.locator("#how-many [data-action]")
    expect(go).to_be_disabled()

    kiosk.locator('[data-chooses="0"]').click()
    expect(go).to_contain_text("Take 0, go on")
    go.click()

    until(lambda: len(floor.counted) == 1)
    assert (floor.received[0]["action"], floor.received[0]["value"]) == ("short", "0")
    expect(kiosk.locator("#how-many")).to_be_hidden()


def test_a_double_click_on_an_action_is_one_action(kiosk: Page, floor: Floor) -> None:
    floor.delay.clear()

    kiosk.locator("#skip").dblclick()
    floor.delay.set()

    expect(kiosk.locator("#count")).to_have_text("1")
    assert len(floor.received) == 1


def test_scans_wait_for_a_server_that_is_down_and_arrive_in_order(kiosk: Page, floor: Floor) -> None:
    floor.faults[:] = [503, 500] * 50

    scan(kiosk, "LBBB", "LCCC", "LDDD")

    expect(kiosk.locator("#away")).to_be_visible()
    expect(kiosk.locator("#away [data-pending]")).to_have_text("3")
    expect(kiosk.locator("#tell")).to_contain_text("Saved here")
    assert floor.counted == []
    floor.faults.clear()
    until(lambda: len(floor.counted) == 3)
    ids = list(dict.fromkeys(body["scan_id"] for body in floor.received))
    assert ids == floor.counted
    assert [read(body) for body in floor.received][-3:] == ["LBBB", "LCCC", "LDDD"]
    expect(kiosk.locator("#away")).to_be_hidden()


def test_a_retry_sends_the_same_body_so_that_it_counts_once(kiosk: Page, floor: Floor) -> None:
    floor.faults[:] = [502]

    scan(kiosk, CODE)

    until(lambda: len(floor.received) == 2)
    assert floor.received[0] == floor.received[1]


def test_scans_survive_a_reload_while_the_network_is_gone(kiosk: Page, floor: Floor, house: str) -> None:
    kiosk.route("**/scans/", lambda route: route.abort())
    scan(kiosk, "LBBB", "LCCC")
    expect(kiosk.locator("#away [data-pending]")).to_have_text("2")

    kiosk.unroute("**/scans/")
    kiosk.goto(f"{house}/kiosk/")

    until(lambda: len(floor.counted) == 2)
    assert [read(body) for body in floor.received] == ["LBBB", "LCCC"]
    until(lambda: kiosk.evaluate("Outbound.pending()") == 0)


def test_a_scan_before_the_old_ones_are_read_back_loses_none_of_them(kiosk: Page, floor: Floor, house: str) -> None:
    kiosk.route("**/scans/", lambda route: route.abort())
    scan(kiosk, "LBBB", "LCCC")
    expect(kiosk.locator("#away [data-pending]")).to_have_text("2")
    kiosk.unroute("**/scans/")
    # The browser's database opens late: the first scan of the new page is on its way before the old ones are known.
    kiosk.add_init_script("""const open = indexedDB.open.bind(indexedDB);
    IDBFactory.prototype.open = function (...all) { const ask = {}; setTimeout(() => { const real = open(...all);
      real.onsuccess = () => { ask.result = real.result; ask.onsuccess(); }; }, 300); return ask; };""")
    floor.delay.clear()
    kiosk.goto(f"{house}/kiosk/")

    scan(kiosk, "LDDD")
    kiosk.wait_for_timeout(600)
    floor.delay.set()

    until(lambda: len(floor.counted) == 3)
    until(lambda: kiosk.evaluate("Outbound.pending()") == 0)
    assert sorted({read(body) for body in floor.received}) == ["LBBB", "LCCC", "LDDD"]


def test_another_page_with_status_200_is_not_taken_for_an_answer(kiosk: Page, floor: Floor) -> None:
    kiosk.route("**/scans/", lambda route: route.fulfill(status=200, body="<h1>Welcome to the guest network</h1>"))
    scan(kiosk, CODE)
    kiosk.wait_for_timeout(300)
    assert kiosk.evaluate("Outbound.pending()") == 1

    kiosk.unroute("**/scans/")

    until(lambda: len(floor.counted) == 1)


def test_a_refusal_without_a_card_is_said_and_not_repeated(kiosk: Page, floor: Floor) -> None:
    floor.faults[:] = [409]

    scan(kiosk, CODE)

    expect(kiosk.locator("#tell")).to_be_visible()
    until(lambda: kiosk.evaluate("Outbound.pending()") == 0)
    assert len(floor.received) == 1


def test_nobody_leaves_a_station_that_still_holds_scans(kiosk: Page, floor: Floor, house: str) -> None:
    floor.faults[:] = [503]
    scan(kiosk, CODE)
    expect(kiosk.locator("#away")).to_be_visible()

    kiosk.get_by_role("button", name="Stop").click()

    expect(kiosk.locator("#tell")).to_contain_text("Some scans still wait")
    assert kiosk.url == f"{house}/kiosk/"


@pytest.mark.parametrize("tone", ["ok", "done", "wrong", "help", "hold"])
def test_each_answer_has_its_own_sound(kiosk: Page, floor: Floor, tone: str) -> None:
    floor.tones[:] = [tone]

    scan(kiosk, CODE)

    until(lambda: kiosk.evaluate("Outbound.lastSound") == tone)


def test_green_flashes_and_goes_by_itself(kiosk: Page, floor: Floor) -> None:
    kiosk.evaluate("""() => { window.flashes = 0; new MutationObserver(all => { for (const one of all)
      for (const part of one.addedNodes) if (part.querySelector && part.querySelector(".flash")) window.flashes += 1;
    }).observe(document.querySelector(".kiosk"), {childList: true, subtree: true}); }""")

    scan(kiosk, CODE)

    until(lambda: kiosk.evaluate("window.flashes") == 1)
    expect(kiosk.locator(".flash")).to_have_count(0)


def test_every_scan_gets_its_signal(kiosk: Page, floor: Floor) -> None:
    timed = f"""async how => {{
      const old = Outbound.signal;
      const told = new Promise(done => {{ Outbound.signal = tone => {{ old(tone); done(performance.now()); }}; }});
      const from = performance.now();
      await ({SCANNER})(how);
      const at = await told;
      Outbound.signal = old;
      return at - from;
    }}"""
    how = {"codes": [CODE], "gap": 0, "prefix": True, "enter": True, "key": ""}

    times = [kiosk.evaluate(timed, how) for _ in range(20)]

    assert len(times) == 20
    assert all(milliseconds > 0 for milliseconds in times)


def test_a_freeze_shows_without_a_touch(kiosk: Page, floor: Floor) -> None:
    kiosk.locator("#ask").click()

    floor.seen = 2

    expect(kiosk.locator("#card")).to_contain_text("Roll-call")
    assert kiosk.evaluate("document.body.dataset.seen") == "2"
    assert kiosk.evaluate("Outbound.lastSound") == "hold"
    expect(kiosk.locator("dialog[open]")).to_have_count(0)


def test_no_contact_shows_on_the_bar(kiosk: Page, floor: Floor) -> None:
    kiosk.route("**/ping/**", lambda route: route.abort())

    expect(kiosk.locator("#away")).to_be_visible(timeout=30_000)
    kiosk.unroute("**/ping/**")
    expect(kiosk.locator("#away")).to_be_hidden(timeout=30_000)


def test_without_a_voice_on_this_computer_there_is_no_read_aloud_button(kiosk: Page) -> None:
    voices = kiosk.evaluate("speechSynthesis.getVoices().filter(v => v.localService).length")

    assert kiosk.locator("[data-read-aloud]").is_visible() == (voices > 0)


@pytest.fixture
def staff(page: Page, house: str, floor: Floor) -> Page:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{house}/staff/")
    return page


def test_single_keys_find_move_and_choose(staff: Page) -> None:
    staff.keyboard.press("j")
    expect(staff.locator("#r1")).to_be_focused()
    staff.keyboard.press("x")
    expect(staff.locator("#c1")).to_be_checked()
    staff.keyboard.press("j")
    expect(staff.locator("#r2")).to_be_focused()
    staff.keyboard.press("k")
    expect(staff.locator("#r1")).to_be_focused()
    staff.keyboard.press("/")
    staff.keyboard.type("jk")
    expect(staff.locator("[data-filter]")).to_have_value("jk")


def test_single_keys_can_be_switched_off(staff: Page) -> None:
    staff.keyboard.press("?")
    staff.locator("[data-keys-switch]").uncheck()
    staff.locator("#keys-dialog [data-closes]").click()

    staff.keyboard.press("j")

    expect(staff.locator("#r1")).not_to_be_focused()


def test_an_address_hides_itself(staff: Page) -> None:
    expect(staff.locator("main")).to_contain_text("Jo Voorbeeld")

    expect(staff.locator("#note")).to_be_visible(timeout=30_000)
    assert "Voorbeeld" not in staff.content()


def test_freezing_is_two_touches_and_no_typing(staff: Page) -> None:
    staff.get_by_role("link", name="Freeze").click()
    expect(staff.locator("#freeze-dialog")).to_be_visible()

    with staff.expect_request("**/stop/") as asked:
        staff.get_by_role("button", name="Whole floor").click()

    assert "scope=all" in (asked.value.post_data or "")
    assert "reason=roll_call" in (asked.value.post_data or "")
    assert re.search(r"command_id=[0-9a-f-]{36}", asked.value.post_data or "")


def test_a_refused_click_says_so_beside_the_page(staff: Page) -> None:
    staff.locator("#refused").click()

    expect(staff.locator("#refusal")).to_contain_text("This batch is someone else's.")
    expect(staff.locator("#refused")).to_be_visible()


def test_a_form_that_is_sent_twice_is_sent_once(staff: Page) -> None:
    sent: list[str] = []
    staff.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    staff.locator("#send").dblclick()

    expect(staff.locator("body")).to_contain_text("Stopped")
    assert len(sent) == 1


def test_htmx_is_the_stable_line(staff: Page) -> None:
    assert staff.evaluate("htmx.version") == "2.0.10"
    assert staff.evaluate("htmx.config.allowEval") is False
    assert staff.evaluate("htmx.config.historyCacheSize") == 0


def test_a_pin_is_typed_on_the_pad_or_the_keyboard(page: Page, house: str) -> None:
    page.goto(f"{house}/help/components/")
    form = page.locator("form[data-pin]")

    for digit in "12":
        form.get_by_role("button", name=digit, exact=True).click()
    page.keyboard.type("345")

    assert form.locator("[name=pin]").input_value() == "1234"
    expect(form.locator(".dots .is-done")).to_have_count(4)
    expect(form.locator("[data-pin-send]")).to_be_enabled()
    form.get_by_role("button", name="Delete").click()
    expect(form.locator("[data-pin-send]")).to_be_disabled()

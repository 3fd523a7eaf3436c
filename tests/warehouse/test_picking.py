"""A walk through the aisles: what each scan does, and what it never does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.kit import clock, codes
from backend.kit.errors import Refused
from backend.ledger.happenings import SYSTEM
from backend.ledger.models import Event
from tests import floor as floors
from tests import world
from tests.floor import Floor, Still
from warehouse import cancelling, handing_back, picking, reconciling
from warehouse.cards.step import Tone
from warehouse.models import Allocation, Balance, Batch, Location, Move, Order, Run, Tote
from warehouse.walk import Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return floors.build()


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_a_worker_walks_a_batch_from_cart_to_bench(floor: Floor) -> None:
    soap, tea = floor.product("Lavender soap", units=10), floor.product("Mint tea", units=10)
    first, second = floor.order((soap, 2), (tea, 1)), floor.order((soap, 1))

    card = floor.pick_all(first, second)

    assert (card.step, card.tone) == ("done", Tone.DONE)
    assert Batch.objects.get().state == Batch.State.FINISHED
    assert set(Order.objects.values_list("state", flat=True)) == {Order.State.PICKED}
    assert Move.objects.filter(reason=Move.Reason.PICKED).count() == 3
    assert not Run.objects.filter(closed_at=None).exists()
    assert reconciling.reconcile(floor.site.pk) == ()
    assert kinds().count("pick.line_picked") == 3
    assert kinds()[-1] == "pick.finished"


def test_the_shelf_is_asked_for_once_when_two_stops_are_there(floor: Floor) -> None:
    soap = floor.product("Lavender soap", units=10)
    first, second = floor.order((soap, 1)), floor.order((soap, 1))
    card = floor.set_out(first, second)
    assert card.step == "bin"

    card = floor.pick(card)

    assert card.step == "item"
    assert floor.pick(card).step == "drop"


def test_each_item_is_scanned_and_a_pack_counts_what_it_holds(floor: Floor) -> None:
    soap = floor.product("Lavender soap", units=10)
    soap.codes.create(merchant=floor.shop, text="SIX", units=6)
    floor.set_out(floor.order((soap, 8)))
    floor.scan(floor.shelves[soap.pk].code)

    card = floor.scan("SIX")
    assert (card.step, card.done, card.wanted) == ("item", 6, 8)
    floor.scan(soap.sku)
    card = floor.scan(soap.sku)

    assert (card.step, card.words) == ("tote", "Put 8 in tote T-117. Scan it.")


def test_the_last_line_carries_the_wrong_scans_made_on_the_way(floor: Floor) -> None:
    soap = floor.product("Lavender soap", units=10)
    card = floor.set_out(floor.order((soap, 1)))
    floor.scan("nonsense")
    floor.scan("nonsense")

    floor.pick(card)

    assert Event.objects.get(kind="pick.line_picked").data["misscans"] == 2
    assert Run.objects.get().misscans == 0


def test_many_units_may_be_typed_after_the_first_was_scanned(floor: Floor) -> None:
    soap = floor.product("Lavender soap", units=50)
    floor.set_out(floor.order((soap, 24)))
    floor.scan(floor.shelves[soap.pk].code)
    still = Still(floor.site)

    assert floor.touch("count", "24").code == "scan_first"
    assert still.holds()
    floor.scan(soap.sku)
    assert floor.touch("count", "25").code == "too_many"
    card = floor.touch("count", "24")

    assert (card.step, card.done) == ("tote", 24)


# What is refused at each step: said aloud, and nothing changes.


@pytest.mark.parametrize(
    ("step", "text", "code"),
    [
        ("cart", "C", "unknown_code"),
        ("cart", "T0", "wrong_step"),
        ("cart", "NONSENSE", "unknown_code"),
        ("totes", "T?", "unknown_code"),
        ("totes", "C0", "wrong_step"),
        ("bin", "other shelf", "wrong_shelf"),
        ("bin", "L?", "unknown_code"),
        ("bin", "soap", "wrong_step"),
        ("bin", "T0", "wrong_step"),
        ("bin", "truncated", "unknown_code"),
        ("bin", "broken", "not_read"),
        ("item", "tea", "wrong_item"),
        ("item", "shelf", "already_done"),
        ("item", "other shelf", "wrong_step"),
        ("item", "T0", "wrong_step"),
        ("item", "NONSENSE", "unknown_code"),
        ("item", "9506000134353", "not_read"),
        ("tote", "T1", "wrong_tote"),
        ("tote", "T?", "unknown_code"),
        ("tote", "soap", "too_many"),
        ("tote", "shelf", "wrong_step"),
        ("drop", "shelf", "wrong_place"),
        ("drop", "L?", "unknown_code"),
    ],
)
def test_a_wrong_scan_is_answered_and_changes_nothing(floor: Floor, step: str, text: str, code: str) -> None:
    soap, tea = floor.product("Lavender soap", units=10), floor.product("Mint tea", units=10)
    floor.plan(floor.order((soap, 1)))
    shelf = floor.shelves[soap.pk].code
    way = [floor.cart.code, floor.totes[0].code, shelf, soap.sku, floor.totes[0].code]
    floor.claim()
    for scan in way[: ("cart", "totes", "bin", "item", "tote", "drop").index(step)]:
        floor.scan(scan)
    seen = {
        "C": codes.make("C", 999_999),
        "C0": floor.cart.code,
        "T0": floor.totes[0].code,
        "T1": floor.totes[1].code,
        "T?": codes.make("T", 999_999),
        "L?": codes.make("L", 999_999),
        "soap": soap.sku,
        "tea": tea.sku,
        "shelf": shelf,
        "other shelf": floor.shelves[tea.pk].code,
        "truncated": shelf[:-1],
        "broken": shelf[:-1] + ("B" if shelf[-1] != "B" else "C"),
    }
    still = Still(floor.site)

    card = floor.scan(seen.get(text, text))

    assert (card.tone, card.code, card.step) == (Tone.WRONG, code, step)
    assert still.holds()
    assert Run.objects.get().misscans == 1


def test_both_shelves_are_shown_when_one_is_wrong(floor: Floor) -> None:
    soap = floor.product("Lavender soap", units=10, name="A 03 2")
    tea = floor.product("Mint tea", units=10, name="B 01 1")
    floor.set_out(floor.order((soap, 1)))

    card = floor.scan(floor.shelves[tea.pk].code)

    assert (card.words, card.more) == ("This is B 01 1.", "Go to A 03 2.")
    assert card.versus is not None
    assert (card.versus.scanned_place, card.versus.wanted_place) == ("B 01 1", "A 03 2")


def test_a_shelf_that_is_done_says_so(floor: Floor) -> None:
    soap, tea = floor.product("Lavender soap", units=10), floor.product("Mint tea", units=10)
    card = floor.pick(floor.set_out(floor.order((soap, 1), (tea, 1))))
    assert card.step == "bin"

    card = floor.scan(floor.shelves[soap.pk].code)

    assert card.code == "already_done"


def test_a_tote_that_is_done_says_so(floor: Floor) -> None:
    soap, tea = floor.product("Lavender soap", units=10), floor.product("Mint tea", units=10)
    first, second = floor.order((soap, 1)), floor.order((tea, 1))
    floor.pick(floor.set_out(first, second))
    floor.scan(floor.shelves[tea.pk].code)
    floor.scan(tea.sku)
    still = Still(floor.site)

    card = floor.scan(floor.tote_of(first).code)

    assert card.code == "already_done"
    assert still.holds()


def test_a_tote_of_the_next_place_is_not_taken_twice(floor: Floor) -> None:
    soap = floor.product("Lavender soap", units=10)
    floor.plan(floor.order((soap, 1)), floor.order((soap, 1)))
    floor.claim()
    floor.scan(floor.cart.code)
    floor.scan(floor.totes[0].code)
    still = Still(floor.site)

    card = floor.scan(floor.totes[0].code)

    assert card.code == "already_done"
    assert still.holds()


def test_a_tote_with_another_order_is_refused(floor: Floor) -> None:
    soap = floor.product("Lavender soap", units=10)
    elsewhere = floor.order((soap, 1))
    Tote.objects.filter(pk=floor.totes[0].pk).update(order=elsewhere)
    floor.plan(floor.order((soap, 1)))
    floor.claim()
    floor.scan(floor.cart.code)
    still = Still(floor.site)

    card = floor.scan(floor.totes[0].code)

    assert card.code == "tote_in_use"
    assert still.holds()


def test_a_cart_on_another_walk_is_refused(floor: Floor) -> None:
    soap = floor.product("Lavender soap", units=10)
    floor.set_out(floor.order((soap, 1)))
    other = floor.colleague()
    floor.plan(floor.order((soap, 1)))
    floor.claim(other)
    still = Still(floor.site)

    card = floor.scan(floor.cart.code, seat=other)

    assert card.code == "cart_in_use"
    assert still.holds()


def test_a_pack_that_holds_too_many_is_refused(floor: Floor) -> None:
    soap = floor.product("Lavender soap", units=10)
    soap.codes.create(merchant=floor.shop, text="SIX", units=6)
    floor.set_out(floor.order((soap, 2)))
    floor.scan(floor.shelves[soap.pk].code)
    still = Still(floor.site)

    card = floor.scan("SIX")

    assert (card.code, card.words) == ("too_many", "Too many. Take only 2.")
    assert still.holds()


def test_a_code_of_two_shops_means_the_one_that_is_wanted(floor: Floor) -> None:
    other_shop = world.merchant(floor.site)
    world.product(other_shop, sku="SAME")
    soap = world.product(floor.shop, sku="SAME")
    floor.put(soap, units=3)
    floor.set_out(floor.order((soap, 1)))
    floor.scan(floor.shelves[soap.pk].code)

    assert floor.scan("SAME").step == "tote"


# Not enough, later, stopped.


def test_what_is_missing_is_taken_from_another_shelf(floor: Floor) -> None:
    soap = floor.product("Lavender soap", units=3)
    there = floor.put(soap, units=5)
    order = floor.order((soap, 3))
    floor.set_out(order)
    floor.scan(floor.shelves[soap.pk].code)

    card = floor.touch("short", "1", "empty")
    assert (card.step, card.wanted) == ("item", 1)
    floor.scan(soap.sku)
    card = floor.scan(floor.tote_of(order).code)

    assert (card.step, card.place, card.wanted) == ("bin", there.name, 2)
    short = Event.objects.get(kind="pick.short").data
    assert (short["missing"], short["found_elsewhere"], short["reason"]) == (2, 2, "empty")
    assert Location.objects.get(pk=floor.shelves[soap.pk].pk).is_counting
    floor.pick(card)
    order.refresh_from_db()
    assert order.state == Order.State.PICKED
    assert reconciling.reconcile(floor.site.pk) == ()


def test_an_order_with_a_part_found_is_picked_with_what_is_missing(floor: Floor) -> None:
    soap, tea = floor.product("Lavender soap", units=3), floor.product("Mint tea", units=3)
    floor.pick(floor.set_out(floor.order((soap, 1), (tea, 2))))

    card = floor.touch("short", "0", "damaged")

    assert card.step == "drop"
    assert Event.objects.get(kind="order.picked").data == {"units": 1, "missing": 2}
    assert reconciling.reconcile(floor.site.pk) == ()


def test_an_order_of_which_nothing_is_found_is_short_and_its_tote_free(floor: Floor) -> None:
    soap = floor.product("Lavender soap", units=3)
    order = floor.order((soap, 2))
    floor.set_out(order)

    card = floor.touch("short", "0", "wrong_item")

    assert card.step == "drop"
    order.refresh_from_db()
    assert order.state == Order.State.SHORT
    assert not Tote.objects.filter(order=order).exists()
    assert kinds()[-2:] == ["pick.short", "order.short"]


def test_an_order_that_ships_complete_goes_to_the_check_lane_when_something_is_missing(floor: Floor) -> None:
    soap, tea = floor.product("Lavender soap", units=3), floor.product("Mint tea", units=3)
    order = floor.order((soap, 1), (tea, 2), complete=True)
    floor.pick(floor.set_out(order))

    floor.touch("short", "0", "empty")

    assert floor.tote_of(order).at_check_lane


@pytest.mark.parametrize(("value", "reason"), [("2", "empty"), ("9", "empty"), ("x", "empty"), ("1", "tired")])
def test_a_count_that_cannot_be_is_asked_again(floor: Floor, value: str, reason: str) -> None:
    soap = floor.product("Lavender soap", units=3)
    floor.set_out(floor.order((soap, 2)))
    still = Still(floor.site)

    card = floor.touch("short", value, reason)

    assert card.tone == Tone.WRONG
    assert still.holds()


def test_a_stop_may_be_left_for_later_twice_and_then_nobody_can_reach_it(floor: Floor) -> None:
    soap, tea = floor.product("Lavender soap", units=3), floor.product("Mint tea", units=3)
    card = floor.set_out(floor.order((soap, 1), (tea, 1)))
    first = card.place

    card = floor.touch("skip")
    assert card.place != first
    floor.touch("skip")
    assert floor.touch("skip").place != first
    floor.touch("skip")
    card = floor.touch("skip")

    assert [event.data["times"] for event in Event.objects.filter(kind="pick.skipped").order_by("pk")] == [1, 1, 2, 2]
    assert Event.objects.get(kind="pick.short").data["reason"] == "not_reachable"
    assert card.tone == Tone.OK


def test_a_stop_of_which_something_is_in_the_hand_is_not_left(floor: Floor) -> None:
    soap = floor.product("Lavender soap", units=3)
    floor.set_out(floor.order((soap, 2)))
    floor.scan(floor.shelves[soap.pk].code)
    floor.scan(soap.sku)
    still = Still(floor.site)

    assert floor.touch("skip").code == "not_now"
    assert still.holds()


def test_goods_of_a_stopped_order_go_back_to_their_shelf(floor: Floor) -> None:
    soap, tea = floor.product("Lavender soap", units=3), floor.product("Mint tea", units=3)
    order, other = floor.order((soap, 1), (tea, 1)), floor.order((tea, 1))
    floor.pick(floor.set_out(order, other))
    cancelling.ask_cancel(order, by=SYSTEM)

    card = floor.scan("NONSENSE")
    assert (card.step, card.place) == ("put_back", floor.shelves[soap.pk].name)
    assert floor.scan(floor.shelves[tea.pk].code).code == "wrong_shelf"
    card = floor.scan(floor.shelves[soap.pk].code)

    assert (card.step, card.place) == ("bin", floor.shelves[tea.pk].name)
    assert not Tote.objects.filter(order=order).exists()
    assert Balance.objects.get(location=floor.shelves[soap.pk]).on_hand == 3
    assert Event.objects.get(kind="pick.put_back").data["units"] == 1
    assert reconciling.reconcile(floor.site.pk) == ()


def test_a_stop_of_a_stopped_order_is_gone_at_the_next_scan(floor: Floor) -> None:
    soap, tea = floor.product("Lavender soap", units=3), floor.product("Mint tea", units=3)
    order, other = floor.order((soap, 1)), floor.order((tea, 1))
    floor.set_out(order, other)
    floor.scan(floor.shelves[soap.pk].code)
    cancelling.ask_cancel(order, by=SYSTEM)
    moves = Move.objects.count()

    card = floor.scan(soap.sku)

    assert (card.step, card.tone, card.place) == ("bin", Tone.WRONG, floor.shelves[tea.pk].name)
    assert Move.objects.count() == moves


# Whose batch it is.


def test_a_batch_is_given_back_with_what_was_picked_and_goes_on_with_another_worker(floor: Floor) -> None:
    soap, tea = floor.product("Lavender soap", units=3), floor.product("Mint tea", units=3)
    order = floor.order((soap, 1), (tea, 1))
    floor.pick(floor.set_out(order))
    batch = Batch.objects.get()

    handing_back.give_back(batch, by=floor.seat, reason="help")

    batch.refresh_from_db()
    assert (batch.state, batch.worker, batch.cart) == (Batch.State.OPEN, None, floor.cart)
    other = floor.colleague()
    card = floor.claim(other)
    assert (card.step, card.words.split(".")[0]) == ("cart", f"Go to cart {codes.parse(floor.cart.code).number}")
    card = floor.scan(floor.cart.code, seat=other)
    assert (card.step, card.place) == ("bin", floor.shelves[tea.pk].name)


def test_a_batch_that_was_not_begun_leaves_its_cart_and_totes(floor: Floor) -> None:
    soap = floor.product("Lavender soap", units=3)
    floor.set_out(floor.order((soap, 1)))

    floor.touch("give_back")

    assert Batch.objects.get().cart is None
    assert not Tote.objects.exclude(order=None).exists()
    assert not Run.objects.filter(closed_at=None).exists()


def test_a_supervisor_frees_a_stuck_batch(floor: Floor) -> None:
    soap = floor.product("Lavender soap", units=3)
    floor.set_out(floor.order((soap, 1)))
    maria = world.supervisor(floor.site)

    handing_back.free_stuck(Batch.objects.get(), by=maria)

    event = Event.objects.get(kind="pick.given_back")
    assert (event.actor, event.data["reason"]) == (maria.actor, "stuck")


def test_a_supervisor_of_another_site_frees_nothing(floor: Floor) -> None:
    soap = floor.product("Lavender soap", units=3)
    floor.set_out(floor.order((soap, 1)))
    stranger = world.supervisor(world.facility())
    still = Still(floor.site)

    with pytest.raises(Refused) as no:
        handing_back.free_stuck(Batch.objects.get(), by=stranger)

    assert no.value.code == "not_found"
    assert still.holds()


def test_a_worker_who_begins_again_goes_on_with_the_same_batch(floor: Floor) -> None:
    soap = floor.product("Lavender soap", units=3)
    floor.set_out(floor.order((soap, 1)))
    before = Event.objects.count()

    card = floor.claim()

    assert (card.step, Batch.objects.get().state) == ("bin", Batch.State.CLAIMED)
    assert Event.objects.count() == before


def test_nothing_to_pick_is_said(floor: Floor) -> None:
    still = Still(floor.site)

    with pytest.raises(Refused) as no:
        floor.claim()

    assert no.value.code == "nothing_to_pick"
    assert still.holds()


def test_the_most_urgent_batch_is_taken_first(floor: Floor) -> None:
    soap = floor.product("Lavender soap", units=9)
    late = floor.plan(floor.order((soap, 1), ship_by=clock.now() + timedelta(hours=9)))
    urgent = floor.order((soap, 1), ship_by=clock.now() + timedelta(hours=1))
    Batch.objects.filter(pk=late.pk).update(state=Batch.State.OPEN)
    floor.plan(*[floor.order((soap, 1), ship_by=urgent.ship_by) for _ in range(4)])

    floor.claim()

    assert Batch.objects.get(state=Batch.State.CLAIMED).ship_by == urgent.ship_by


def test_a_finished_walk_wants_every_stop_done(floor: Floor) -> None:
    soap = floor.product("Lavender soap", units=3)
    floor.set_out(floor.order((soap, 1)))
    still = Still(floor.site)
    run = Run.objects.select_related("batch").get()

    with pytest.raises(Refused) as no:
        picking.finish(Walk(run, run.batch), at=floor.bench_place, by=floor.seat)  # type: ignore[arg-type]

    assert no.value.code == "not_done"
    assert still.holds()
    assert Allocation.objects.get().state == Allocation.State.HARD

"""From the tote into the box: every item is scanned, and what cannot be packed goes to the check lane."""

from __future__ import annotations

import pytest

from backend.facility.models import HelpCall
from backend.kit import codes
from backend.ledger.happenings import SYSTEM
from backend.ledger.models import Event
from backend.printing.models import LabelSerial
from tests import world
from tests.floor import Still
from tests.warehouse.bench import SEAL, Bench
from warehouse import cancelling, handing_back, reconciling, repacking
from warehouse.cards.step import Tone
from warehouse.models import Allocation, Balance, Order, Parcel, Tote

pytestmark = pytest.mark.django_db


def test_a_parcel_goes_from_tote_to_sealed(bench: Bench) -> None:
    card = bench.fill()
    assert (card.step, [choice.word for choice in card.choices]) == ("carton", ["Box S", "Box M", "Box L"])
    card = bench.box()
    assert (card.step, bench.parcel.expected_grams) == ("weight", 400)
    card = bench.scan("W404")
    assert (card.step, card.tone, bench.parcel.weight_grams) == ("seal", Tone.OK, 404)
    card = bench.scan(SEAL)
    assert (card.step, LabelSerial.objects.get().kind) == ("tag", "parcel")
    card = bench.scan(bench.parcel.tag)

    assert (card.step, card.tone, card.code) == ("tote", Tone.DONE, "sealed")
    parcel = bench.parcel
    assert (parcel.state, parcel.seal, parcel.packed_by) == (Parcel.State.SEALED, SEAL, bench.seat.person)
    bench.order.refresh_from_db()
    assert bench.order.state == Order.State.PACKED
    assert set(Allocation.objects.values_list("state", flat=True)) == {Allocation.State.PACKED}
    assert sum(Balance.objects.filter(location=bench.floor.dispatch_place).values_list("on_hand", flat=True)) == 3
    assert not Tote.objects.exclude(order=None).exists()
    sealed = Event.objects.get(kind="parcel.sealed").data
    assert (sealed["units"], sealed["weight_grams"], sealed["worker"]) == (3, 404, bench.seat.person_id)
    assert Event.objects.filter(kind="order.packed").count() == 1
    assert reconciling.reconcile(bench.floor.site.pk) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("empty", "tote_empty"),
        ("nowhere", "unknown_code"),
        ("shelf", "wrong_step"),
        ("goods", "unknown_code"),
        ("unpicked", "tote_not_picked"),
        ("check lane", "tote_at_check_lane"),
    ],
)
def test_a_tote_that_cannot_be_packed_is_refused(bench: Bench, text: str, code: str) -> None:
    floor = bench.floor
    unpicked = floor.order((bench.goods[0], 1))
    Tote.objects.filter(pk=floor.totes[3].pk).update(order=unpicked)
    if text == "check lane":
        Tote.objects.filter(pk=bench.tote.pk).update(at_check_lane=True)
    seen = {
        "empty": floor.totes[5].code,
        "nowhere": codes.make("T", 999_999),
        "shelf": floor.bench_place.code,
        "goods": "NONSENSE",
        "unpicked": floor.totes[3].code,
        "check lane": bench.tote.code,
    }
    still = Still(floor.site)

    card = bench.scan(seen[text])

    assert (card.tone, card.code) == (Tone.WRONG, code)
    assert still.holds()


def test_an_item_of_another_order_is_refused(bench: Bench) -> None:
    other = bench.floor.product("Rose soap", units=1)
    bench.scan(bench.tote.code)
    still = Still(bench.floor.site)

    card = bench.scan(other.sku)

    assert (card.code, card.versus.scanned if card.versus else "") == ("wrong_item", "Rose soap")
    assert still.holds()
    assert bench.parcel.lines.filter(checked__gt=0).count() == 0


def test_one_too_many_is_refused(bench: Bench) -> None:
    bench.scan(bench.tote.code)
    bench.scan(bench.goods[1].sku)
    still = Still(bench.floor.site)

    card = bench.scan(bench.goods[1].sku)

    assert card.code == "too_many"
    assert still.holds()


def test_many_of_one_kind_are_typed_after_the_first_was_scanned() -> None:
    bench = Bench(14, 2)
    card = bench.scan(bench.tote.code)
    offered_before = [question.id for question in card.numbers]

    card = bench.scan(bench.goods[0].sku)
    offered = [question.id for question in card.numbers]
    card = bench.touch("count", "14")

    assert (offered_before, offered) == (["problem"], ["count", "problem"])
    assert [(check.count, check.is_done) for check in card.checks] == [("14 of 14", True), ("0 of 2", False)]


@pytest.mark.parametrize(
    ("scans", "typed", "code"), [(0, "14", "scan_first"), (1, "15", "count_unlikely"), (1, "1", "count_unlikely")]
)
def test_a_typed_number_that_cannot_be_changes_nothing(scans: int, typed: str, code: str) -> None:
    bench = Bench(14)
    bench.scan(bench.tote.code)
    for _ in range(scans):
        bench.scan(bench.goods[0].sku)
    still = Still(bench.floor.site)

    card = bench.touch("count", typed)

    assert card.code == code
    assert still.holds()


def test_few_of_one_kind_are_scanned_one_by_one(bench: Bench) -> None:
    bench.scan(bench.tote.code)
    bench.scan(bench.goods[0].sku)

    card = bench.touch("count", "2")

    assert card.code == "scan_first"


def test_an_item_of_the_next_line_may_come_first(bench: Bench) -> None:
    bench.scan(bench.tote.code)

    card = bench.scan(bench.goods[1].sku)

    assert [(check.count, check.is_done) for check in card.checks] == [("0 of 2", False), ("1 of 1", True)]


def test_a_long_list_shows_what_is_still_to_do_first() -> None:
    bench = Bench(*[1] * 9)
    bench.scan(bench.tote.code)

    card = bench.scan(bench.goods[0].sku)

    assert ([check.is_done for check in card.checks], card.unlisted) == ([False] * 6, 3)
    assert card.checks[0].is_now


def test_something_missing_sends_the_tote_to_the_check_lane(bench: Bench) -> None:
    bench.scan(bench.tote.code)

    card = bench.touch("problem")

    assert (card.step, card.tone) == ("tote", Tone.HELP)
    bench.tote.refresh_from_db()
    assert bench.tote.at_check_lane
    assert bench.parcel.state == Parcel.State.UNPACKED
    assert HelpCall.objects.get().reason == HelpCall.Reason.SHORT
    assert bench.scan(bench.tote.code).code == "tote_at_check_lane"
    repacking.release_tote(bench.tote, by=world.supervisor(bench.floor.site))
    assert bench.scan(bench.tote.code).step == "item"


def test_an_order_that_is_stopped_at_the_bench_goes_to_the_check_lane_and_back_to_its_shelves(bench: Bench) -> None:
    bench.fill()
    cancelling.ask_cancel(bench.order, by=SYSTEM)

    card = bench.box()

    assert (card.step, card.code) == ("tote", "order_stopped")
    assert handing_back.empty_tote(bench.tote, by=world.supervisor(bench.floor.site)) == 3
    assert Tote.objects.get(pk=bench.tote.pk).order is None
    assert reconciling.reconcile(bench.floor.site.pk) == ()


def test_a_tote_of_a_stopped_order_is_not_packed(bench: Bench) -> None:
    cancelling.ask_cancel(bench.order, by=SYSTEM)
    still = Still(bench.floor.site)

    card = bench.scan(bench.tote.code)

    assert card.code == "order_stopped"
    assert still.holds()


def test_a_sealed_parcel_is_opened_again_into_a_tote(bench: Bench) -> None:
    bench.fill()
    bench.box()
    bench.scan("400")
    bench.scan(SEAL)
    bench.scan(bench.parcel.tag)
    into = bench.floor.totes[4]

    repacking.unpack(bench.parcel, into=into, by=world.supervisor(bench.floor.site), reason="wrong_content")

    bench.order.refresh_from_db()
    assert (bench.parcel.state, bench.order.state) == (Parcel.State.UNPACKED, Order.State.PICKED)
    into.refresh_from_db()
    assert (into.order, into.at_check_lane) == (bench.order, True)
    assert reconciling.reconcile(bench.floor.site.pk) == ()

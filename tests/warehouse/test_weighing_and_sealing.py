"""The box is closed: the scale agrees, the seal has a number, and only the scanned tag of this box ends it."""

from __future__ import annotations

import pytest

from backend.facility.models import Facility, HelpCall
from backend.kit import codes
from backend.kit.errors import Refused
from backend.ledger.models import Event
from backend.people.models import Badge
from backend.printing.models import StationPrinter
from tests import world
from tests.floor import Still
from tests.warehouse.bench import SEAL, Bench
from warehouse import repacking, stepping
from warehouse.cards.step import Tone
from warehouse.models import Carton, Location

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("grams", "passes"), [(385, True), (415, True), (384, False), (416, False)])
def test_the_scale_may_differ_by_fifteen_grams(bench: Bench, grams: int, passes: bool) -> None:
    bench.fill()
    bench.box()

    card = bench.scan(str(grams))

    assert (card.step == "seal") is passes


def test_a_wrong_weight_wants_every_item_scanned_again_and_then_a_supervisor(bench: Bench) -> None:
    bench.fill()
    bench.box()

    card = bench.scan("W500")
    assert (card.step, card.tone, card.code) == ("item", Tone.HELP, "weight_wrong")
    card = bench.fill()
    assert card.step == "weight"
    card = bench.scan("500")

    assert (card.step, card.tone) == ("weigh_help", Tone.HELP)
    assert HelpCall.objects.get().reason == HelpCall.Reason.WEIGHT
    assert [event.data["times"] for event in Event.objects.filter(kind="parcel.weight_refused").order_by("pk")] == [
        1,
        2,
    ]
    assert bench.scan("404").step == "weigh_help"


def test_a_supervisor_lets_a_weight_stand(bench: Bench) -> None:
    bench.fill()
    bench.box()
    bench.scan("500")
    bench.fill()
    bench.scan("500")

    repacking.allow_weight(bench.parcel, by=world.supervisor(bench.floor.site), reason="filler")

    assert stepping.show(bench.seat).step == "seal"  # type: ignore[union-attr]
    assert Event.objects.get(kind="parcel.weight_allowed").data["reason"] == "filler"


def test_a_weight_that_nobody_questions_is_not_allowed_again(bench: Bench) -> None:
    bench.fill()
    bench.box()
    maria = world.supervisor(bench.floor.site)
    still = Still(bench.floor.site)

    with pytest.raises(Refused) as no:
        repacking.allow_weight(bench.parcel, by=maria, reason="filler")

    assert no.value.code == "wrong_state"
    assert still.holds()


def test_goods_of_unknown_weight_pass_once_every_item_was_scanned() -> None:
    bench = Bench(2, weight_grams=None)
    bench.fill()
    bench.box()

    card = bench.scan("777")

    assert (card.step, bench.parcel.expected_grams) == ("seal", None)


@pytest.mark.parametrize("text", ["123", "SEAL-1", "LBBBBBCT", "1234567890123"])
def test_only_a_numbered_seal_is_a_seal(bench: Bench, text: str) -> None:
    bench.fill()
    bench.box()
    bench.scan("400")
    still = Still(bench.floor.site)

    card = bench.scan(text)

    assert (card.step, card.tone) == ("seal", Tone.WRONG)
    assert still.holds()


def test_the_tag_of_another_box_does_not_seal_this_one(bench: Bench) -> None:
    bench.fill()
    bench.box()
    bench.scan("400")
    bench.scan(SEAL)
    still = Still(bench.floor.site)

    card = bench.scan(codes.draw("P"))

    assert (card.code, card.step) == ("wrong_tag", "tag")
    assert still.holds()


def test_a_box_is_chosen_by_touch_from_those_that_fit(bench: Bench) -> None:
    bench.fill()
    far = Carton.objects.create(facility=world.facility(), name="X", length_mm=9, width_mm=9, height_mm=9, tare_grams=1)
    still = Still(bench.floor.site)

    assert bench.scan("12345678").code == "wrong_step"
    assert bench.touch("carton", str(far.pk)).code == "not_now"
    assert still.holds()


def test_where_two_must_look_somebody_else_shows_a_badge(bench: Bench) -> None:
    Facility.objects.filter(pk=bench.floor.site.pk).update(needs_witness=True)
    bench.fill()
    bench.box()
    assert bench.scan("400").step == "witness"
    own = Badge.objects.get(person=bench.seat.person).code
    still = Still(bench.floor.site)

    assert bench.scan(own).code == "same_person"
    assert bench.scan(codes.draw("N")).code == "badge_unknown"
    assert still.holds()
    other = Badge.objects.get(person=bench.floor.seat.person)
    card = bench.scan(other.code)

    assert (card.step, bench.parcel.witnessed_by) == ("seal", other.person)


def test_nothing_is_packed_where_no_place_for_parcels_is_named(bench: Bench) -> None:
    bench.fill()
    bench.box()
    bench.scan("400")
    bench.scan(SEAL)
    Location.objects.filter(kind=Location.Kind.DISPATCH).update(kind=Location.Kind.BULK)
    still = Still(bench.floor.site)

    with pytest.raises(Refused) as no:
        bench.scan(bench.parcel.tag)

    assert no.value.code == "no_dispatch_place"
    assert still.holds()


def test_a_tag_that_does_not_come_out_calls_staff_to_the_printer(bench: Bench) -> None:
    bench.fill()
    bench.box()
    bench.scan("400")
    bench.scan(SEAL)

    card = bench.touch("no_tag")

    assert (card.step, card.tone) == ("tag", Tone.HELP)
    assert HelpCall.objects.get().reason == HelpCall.Reason.PRINTER


def test_a_printer_that_is_missing_is_said_and_the_seal_is_asked_again(bench: Bench) -> None:
    bench.fill()
    bench.box()
    bench.scan("400")
    StationPrinter.objects.all().delete()
    still = Still(bench.floor.site)

    card = bench.scan(SEAL)

    assert (card.code, card.step) == ("no_printer", "seal")
    assert still.holds()
    assert bench.parcel.seal == ""

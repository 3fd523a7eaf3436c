"""What a supervisor decides at the benches: which parcels are opened again, and what the packer then sees."""

from __future__ import annotations

import pytest

from backend.kit.errors import Refused
from backend.ledger.models import Event
from backend.printing.models import LabelSerial
from tests import world
from tests.floor import Still
from tests.warehouse.bench import SEAL, Bench
from warehouse import cancelling, packing, reconciling, repacking, stepping, tasks_offered
from warehouse.cards import step
from warehouse.cards.step import Tone
from warehouse.models import Parcel, Run, Tote
from warehouse.stepping import Scan

pytestmark = pytest.mark.django_db
OPENED = ("Staff opened this parcel.", "Put the tote on the check lane. Take the next.")


def weigh_wrong(bench: Bench) -> None:
    """The scale refuses the box for the last time."""
    for _ in range(packing.WEIGHINGS):
        bench.fill()
        if bench.parcel.carton is None:
            bench.box()
        bench.scan("900")


def unpack(bench: Bench, reason: str = "wrong_content") -> None:
    """A supervisor opens the parcel again; the goods of an open one stay in their tote."""
    repacking.unpack(bench.parcel, into=bench.tote, by=world.supervisor(bench.floor.site), reason=reason)


def test_a_box_that_waits_for_its_weight_is_opened_and_its_bench_goes_on(bench: Bench) -> None:
    weigh_wrong(bench)
    seen = Run.objects.get(station=bench.station, closed_at=None).revision

    unpack(bench)

    card = stepping.show(bench.seat)
    assert card is not None
    assert (card.step, card.tone, (card.words, card.more)) == ("tote", Tone.HELP, OPENED)
    with pytest.raises(Refused) as no:
        stepping.take_scan(Scan(revision=seen, text="900"), by=bench.seat)
    again = step.refused(card, no.value)
    assert (again.code, again.tone, (again.words, again.more)) == ("stale_revision", Tone.HELP, OPENED)
    assert tasks_offered.pack(bench.seat).title == "Nothing to pack now. Wait."
    assert bench.scan(bench.tote.code).code == "tote_at_check_lane"
    repacking.release_tote(bench.tote, by=world.supervisor(bench.floor.site))
    card = bench.scan(bench.tote.code)
    assert (card.step, card.tone, card.part) == ("item", Tone.OK, 0)
    assert list(Parcel.objects.order_by("pk").values_list("state", flat=True)) == ["unpacked", "open"]
    assert bench.seal().step == "tag"
    assert bench.scan(bench.parcel.tag).code == "sealed"
    assert reconciling.reconcile(bench.floor.site.pk) == ()


def test_an_opened_box_of_a_stopped_order_leaves_its_bench_free(bench: Bench) -> None:
    weigh_wrong(bench)
    cancelling.ask_cancel(bench.order, by=world.supervisor(bench.floor.site))

    unpack(bench, "order_stopped")

    card = bench.scan(bench.floor.totes[5].code)
    assert (card.step, card.code) == ("tote", "tote_empty")
    assert Event.objects.filter(kind="parcel.unpacked").count() == 1


@pytest.mark.parametrize("at", ["item", "carton", "weight", "seal", "tag"])
def test_a_box_that_is_being_packed_is_not_opened(bench: Bench, at: str) -> None:
    bench.scan(bench.tote.code)
    for reached, go in {
        "item": bench.fill,
        "carton": bench.box,
        "weight": lambda: bench.scan("400"),
        "seal": lambda: bench.scan(SEAL),
        "tag": lambda: None,
    }.items():
        if reached == at:
            break
        go()
    still, printed = Still(bench.floor.site), LabelSerial.objects.count()

    with pytest.raises(Refused) as no:
        unpack(bench)

    assert (no.value.code, no.value.status) == ("being_packed", 409)
    assert still.holds()
    assert (bench.parcel.state, LabelSerial.objects.count()) == (Parcel.State.OPEN, printed)
    assert Run.objects.get(station=bench.station, closed_at=None).step == at


def test_a_box_whose_weight_was_allowed_is_the_packers_again(bench: Bench) -> None:
    weigh_wrong(bench)
    assert repacking.may_unpack(bench.parcel)
    repacking.allow_weight(bench.parcel, by=world.supervisor(bench.floor.site), reason="filler")
    still = Still(bench.floor.site)

    with pytest.raises(Refused) as no:
        unpack(bench)

    assert no.value.code == "being_packed"
    assert still.holds()
    assert not repacking.may_unpack(bench.parcel)


def test_a_box_whose_packer_left_while_its_weight_waited_is_opened(bench: Bench) -> None:
    weigh_wrong(bench)
    bench.leave()

    unpack(bench)

    assert bench.parcel.state == Parcel.State.UNPACKED
    assert Tote.objects.get(pk=bench.tote.pk).at_check_lane


def test_a_seal_at_a_parcel_that_was_closed_meanwhile_prints_nothing(bench: Bench) -> None:
    bench.fill()
    bench.box()
    bench.scan("400")
    Parcel.objects.update(state=Parcel.State.UNPACKED)
    still = Still(bench.floor.site)

    card = bench.scan(SEAL)

    assert (card.tone, card.code) == (Tone.WRONG, "wrong_state")
    assert still.holds()
    assert not LabelSerial.objects.exists()

"""A parcel that somebody else began: the next packer goes on where it stands, and two never pack one box."""

from __future__ import annotations

import pytest

from backend.facility.models import Facility, Station
from backend.ledger.models import Event
from backend.people.models import Badge
from backend.printing import spool
from backend.printing.models import LabelSerial
from tests import world
from tests.floor import Still
from tests.warehouse.bench import SEAL, Bench
from warehouse.cards.step import Tone
from warehouse.models import Parcel

pytestmark = pytest.mark.django_db


def test_a_parcel_left_open_is_taken_up_by_the_next_packer(bench: Bench) -> None:
    bench.scan(bench.tote.code)
    bench.scan(bench.goods[0].sku)
    bench.change()

    card = bench.scan(bench.tote.code)

    assert (card.step, card.part, card.of) == ("item", 1, 3)
    assert bench.parcel.packed_by == bench.seat.person
    assert Parcel.objects.count() == 1


def test_a_parcel_whose_tag_was_printed_is_taken_up_at_its_tag_and_sealed(bench: Bench) -> None:
    bench.seal()
    bench.change()

    card = bench.scan(bench.tote.code)

    assert (card.step, card.tone) == ("tag", Tone.OK)
    assert (LabelSerial.objects.count(), bench.parcel.seal) == (1, SEAL)
    card = bench.scan(bench.parcel.tag)
    assert (card.step, card.code, bench.parcel.state) == ("tote", "sealed", Parcel.State.SEALED)
    assert Event.objects.get(kind="parcel.sealed").data["worker"] == bench.seat.person_id


def test_a_tag_that_was_allowed_once_more_ends_the_parcel_that_was_taken_up(bench: Bench) -> None:
    bench.seal()
    LabelSerial.objects.update(state=LabelSerial.State.SENT, begun_at=bench.parcel.made_at)
    bench.change()
    assert bench.scan(bench.tote.code).step == "tag"
    assert bench.touch("no_tag").code == "no_tag"
    spool.allow_reprint(LabelSerial.objects.get(), by=world.supervisor(bench.floor.site), reason="not_printed")
    bench.change("Ana")

    card = bench.scan(bench.tote.code)

    assert card.step == "tag"
    assert list(LabelSerial.objects.order_by("pk").values_list("generation", "state")) == [
        (0, "revoked"),
        (1, "waiting"),
    ]
    assert bench.scan(bench.parcel.tag).code == "sealed"


def test_a_tag_that_counts_no_more_is_asked_for_again_with_the_seal(bench: Bench) -> None:
    bench.seal()
    LabelSerial.objects.update(state=LabelSerial.State.REVOKED)
    bench.change()

    card = bench.scan(bench.tote.code)

    assert card.step == "seal"
    assert bench.scan(SEAL).step == "tag"
    assert sorted(LabelSerial.objects.values_list("generation", flat=True)) == [0, 1]


def test_who_looked_as_a_witness_does_not_take_the_box_up(bench: Bench) -> None:
    Facility.objects.filter(pk=bench.floor.site.pk).update(needs_witness=True)
    witness = world.person(bench.floor.site, first_name="Omar")
    bench.fill()
    bench.box()
    bench.scan("400")
    bench.scan(Badge.objects.get(person=witness).code)
    packer = bench.seat.person
    bench.leave()
    bench.sit(witness)
    still = Still(bench.floor.site)

    card = bench.scan(bench.tote.code)

    assert (card.step, card.tone, card.code) == ("tote", Tone.WRONG, "same_person")
    assert card.words == "You were its witness. Another person packs it."
    assert (bench.parcel.packed_by, bench.parcel.witnessed_by) == (packer, witness)
    assert still.holds()
    bench.change("Ana")
    assert bench.scan(bench.tote.code).step == "weight"
    assert bench.scan("400").step == "seal"


def test_a_parcel_that_stands_open_at_a_bench_is_not_taken_up_at_another(bench: Bench) -> None:
    bench.scan(bench.tote.code)
    other = bench.floor.colleague(Station.Kind.PACK)
    bench.floor.claim(other)
    still = Still(bench.floor.site)

    card = bench.floor.scan(bench.tote.code, seat=other)

    assert (card.step, card.tone, card.code) == ("tote", Tone.WRONG, "open_elsewhere")
    assert card.words == f"Open at station {bench.station.number}. Take another tote."
    assert bench.parcel.packed_by == bench.seat.person
    assert still.holds()
    bench.fill()
    assert bench.box().step == "weight"

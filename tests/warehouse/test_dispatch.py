"""Staff turn a blind tag into a carrier label; every reading of an addressee is an event."""

from __future__ import annotations

import pytest

from backend.facility.models import Hold
from backend.kit import clock
from backend.kit.errors import NotFound, Refused
from backend.ledger.commands import Asked
from backend.ledger.models import Event
from backend.people.models import Person
from backend.printing import spool
from backend.printing.models import LabelSerial
from labels import check_sscc
from tests import shipping, world
from tests.world import Quiet
from warehouse import dispatch
from warehouse.models import OrderHold, Parcel

pytestmark = pytest.mark.django_db


def test_a_tag_leads_to_its_parcel_and_names_nobody() -> None:
    at = shipping.desk()
    parcel = shipping.sealed_parcel(at, token="a" * 32)

    card = dispatch.find(parcel.tag.lower(), at=at.station)

    assert (card.id, card.state, card.has_addressee) == (parcel.pk, "sealed", True)
    assert not {"name", "address", "addressee", "merchant_ref"} & set(card.__dataclass_fields__)


def test_a_tag_of_another_facility_is_as_unknown_as_one_that_never_was() -> None:
    at, elsewhere = shipping.desk(), shipping.desk()
    foreign = shipping.sealed_parcel(elsewhere)

    with pytest.raises(NotFound) as of_others:
        dispatch.find(foreign.tag, at=at.station)
    with pytest.raises(NotFound) as of_nobody:
        dispatch.find("PBCDFGHJKLNPRSTVC", at=at.station)

    assert str(of_others.value) == str(of_nobody.value)


@pytest.mark.parametrize("text", ["", "P", "PBCDFGHJKLNPRSTVB", "LBBBBBCT", "12345"])
def test_what_is_no_parcel_tag_is_refused(text: str) -> None:
    at = shipping.desk()

    with pytest.raises(Refused) as refusal:
        dispatch.find(text, at=at.station)

    assert refusal.value.code in {"code_unreadable", "unknown_tag"}


def test_a_label_gets_a_valid_sscc_and_counts_as_a_reading() -> None:
    at = shipping.desk()
    parcel = shipping.sealed_parcel(at, token="a" * 32)

    printed = dispatch.label(parcel, by=at.dispatcher, at=at.station)

    assert check_sscc(printed.sscc) == printed.sscc
    assert printed.generation == 0
    kinds = list(
        Event.objects.filter(subject=f"warehouse.parcel:{parcel.pk}").order_by("id").values_list("kind", flat=True)
    )
    assert kinds == ["addressee.read", "parcel.labelled"]
    assert Parcel.objects.get(pk=parcel.pk).state == "labelled"


def test_two_parcels_get_two_numbers_without_a_gap() -> None:
    at = shipping.desk()

    numbers = [dispatch.label(shipping.sealed_parcel(at), by=at.dispatcher, at=at.station).sscc for _ in range(3)]

    serials = [int(number[7:17]) for number in numbers]
    assert serials == list(range(serials[0], serials[0] + 3))


def test_the_same_command_gives_the_same_label_and_another_is_refused() -> None:
    at = shipping.desk()
    parcel = shipping.sealed_parcel(at)
    asked = Asked(scope=f"station:{at.station.pk}", key="one", fingerprint="f", kind="dispatch.label")
    first = dispatch.label.once(asked, parcel, by=at.dispatcher, at=at.station)
    quiet = Quiet()

    again = dispatch.label.once(asked, parcel, by=at.dispatcher, at=at.station)
    parcel.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        dispatch.label(parcel, by=at.dispatcher, at=at.station)

    assert (again.card, again.replayed) == (first.card, True)
    assert refusal.value.code == "already_printed"
    assert quiet.holds()


def test_a_supervisor_lets_a_label_print_once_more() -> None:
    at = shipping.desk()
    parcel = shipping.sealed_parcel(at)
    supervisor = world.person(at.site, Person.Role.SUPERVISOR)
    first = dispatch.label(parcel, by=at.dispatcher, at=at.station)

    spool.allow_reprint(LabelSerial.objects.get(pk=first.serial), by=supervisor, reason="jammed")
    parcel.refresh_from_db()
    second = dispatch.label(parcel, by=at.dispatcher, at=at.station)

    assert (second.generation, second.sscc) == (1, first.sscc)
    assert LabelSerial.objects.get(pk=first.serial).state == "revoked"


def test_only_dispatch_at_a_dispatch_station_may_label() -> None:
    at = shipping.desk()
    parcel = shipping.sealed_parcel(at)
    bench = world.station(at.site, "pack")
    supervisor = world.person(at.site, Person.Role.SUPERVISOR)
    quiet = Quiet()

    for by, station in ((supervisor, at.station), (at.dispatcher, bench)):
        with pytest.raises(Refused) as refusal:
            dispatch.label(parcel, by=by, at=station)
        assert (refusal.value.code, refusal.value.status) == ("dispatch_only", 403)

    assert Parcel.objects.get(pk=parcel.pk).state == "sealed"
    assert quiet.holds()


def test_a_hold_stops_the_desk() -> None:
    at = shipping.desk()
    parcel = shipping.sealed_parcel(at)
    Hold.objects.create(facility=at.site, kind="lockdown", placed_at=clock.now(), placed_by=at.dispatcher)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        dispatch.label(parcel, by=at.dispatcher, at=at.station)

    assert refusal.value.code == "held"
    assert quiet.holds()


def test_a_held_parcel_gets_no_label_until_the_hold_is_lifted() -> None:
    at = shipping.desk()
    parcel = shipping.sealed_parcel(at)

    dispatch.hold(parcel, by=at.dispatcher, at=at.station)
    with pytest.raises(Refused) as refusal:
        dispatch.label(parcel, by=at.dispatcher, at=at.station)
    dispatch.lift(parcel, by=at.dispatcher, at=at.station)
    dispatch.label(parcel, by=at.dispatcher, at=at.station)

    assert refusal.value.code == "parcel_held"
    assert OrderHold.objects.get().lifted_at is not None


def test_reading_an_address_is_recorded_with_person_station_and_purpose() -> None:
    at = shipping.desk()
    parcel = shipping.sealed_parcel(at, token="a" * 32)

    token = dispatch.read_address(parcel, by=at.dispatcher, at=at.station, purpose="screen")

    event = Event.objects.get(kind="addressee.read")
    assert token == "a" * 32
    assert event.actor == at.dispatcher.actor
    assert event.data == {"order": parcel.order_id, "station": at.station.pk, "purpose": "screen"}

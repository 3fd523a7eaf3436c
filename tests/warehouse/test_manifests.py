"""Nothing leaves unless the cage is closed, the gate counted the same, and two members of staff signed."""

from __future__ import annotations

import pytest

from backend.facility.models import Hold
from backend.kit import clock
from backend.kit.errors import Refused
from backend.ledger.models import Event
from backend.people.models import Person
from backend.printing.models import LabelSerial
from tests import shipping, world
from tests.world import Quiet
from warehouse import dispatch, manifests
from warehouse.models import Allocation, Balance, Level, Manifest, Order, Parcel

pytestmark = pytest.mark.django_db


def loaded(at: shipping.Desk, **options: int) -> Parcel:
    parcel = shipping.sealed_parcel(at, **options)
    dispatch.label(parcel, by=at.dispatcher, at=at.station)
    parcel.refresh_from_db()
    manifests.load(parcel, by=at.dispatcher, at=at.station)
    return parcel


def test_the_first_loaded_parcel_opens_a_cage_and_the_next_joins_it() -> None:
    at = shipping.desk()

    first, second = loaded(at), loaded(at)

    assert first.manifest_id == second.manifest_id
    assert Manifest.objects.get().number == 1


def test_what_stands_in_the_cage_bears_its_label() -> None:
    at = shipping.desk()

    parcel = loaded(at)

    label = LabelSerial.objects.get(kind="carrier", subject=f"warehouse.parcel:{parcel.pk}")
    assert (label.state, label.fate) == ("confirmed", "applied")
    kinds = Event.objects.filter(subject=f"printing.labelserial:{label.pk}").order_by("id")
    assert kinds.values_list("kind", flat=True).last() == "label.confirmed"


def test_a_parcel_without_a_label_is_not_loaded() -> None:
    at = shipping.desk()
    parcel = shipping.sealed_parcel(at)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        manifests.load(parcel, by=at.dispatcher, at=at.station)

    assert refusal.value.code == "not_labelled"
    assert not Manifest.objects.exists()
    assert quiet.holds()


def test_hand_over_ships_orders_and_moves_the_stock_out() -> None:
    at = shipping.desk()
    whole, partial = loaded(at, units=2), loaded(at, units=3, wanted=5)
    second = world.person(at.site, Person.Role.SECURITY)
    manifest = Manifest.objects.get()
    manifests.close(manifest, by=at.dispatcher, at=at.station)

    card = manifests.hand_over(manifest, gate_count=2, first=at.dispatcher, second=second, at=at.station)

    assert (card.parcels, card.orders_shipped, card.gate_count) == (2, 2, 2)
    assert set(Parcel.objects.values_list("state", flat=True)) == {"shipped"}
    assert set(Order.objects.values_list("state", flat=True)) == {"shipped"}
    assert set(Allocation.objects.values_list("state", flat=True)) == {"shipped"}
    assert set(Balance.objects.values_list("on_hand", "allocated")) == {(0, 0)}
    assert set(Level.objects.values_list("sellable", "promised")) == {(0, 0)}
    shipped = {event.subject: event.data for event in Event.objects.filter(kind="order.shipped")}
    assert shipped[f"warehouse.order:{whole.order_id}"] == {"manifest": manifest.pk, "units": 2, "missing": 0}
    assert shipped[f"warehouse.order:{partial.order_id}"] == {"manifest": manifest.pk, "units": 3, "missing": 2}


def test_another_gate_count_ships_nothing() -> None:
    at = shipping.desk()
    loaded(at)
    manifest = Manifest.objects.get()
    manifests.close(manifest, by=at.dispatcher, at=at.station)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        manifests.hand_over(
            manifest,
            gate_count=2,
            first=at.dispatcher,
            second=world.person(at.site, Person.Role.SECURITY),
            at=at.station,
        )

    assert refusal.value.code == "gate_count_differs"
    assert Order.objects.get().state == "packed"
    assert quiet.holds()


def test_two_signatures_are_two_different_members_of_staff() -> None:
    at = shipping.desk()
    loaded(at)
    manifest = Manifest.objects.get()
    manifests.close(manifest, by=at.dispatcher, at=at.station)
    elsewhere = world.person(world.facility(), Person.Role.SECURITY)
    worker = world.person(at.site)
    quiet = Quiet()

    for second, code in (
        (at.dispatcher, "one_person_signed_twice"),
        (worker, "signature_refused"),
        (elsewhere, "signature_refused"),
    ):
        with pytest.raises(Refused) as refusal:
            manifests.hand_over(manifest, gate_count=1, first=at.dispatcher, second=second, at=at.station)
        assert refusal.value.code == code

    assert Order.objects.get().state == "packed"
    assert quiet.holds()


def test_an_open_cage_is_not_handed_over_and_an_empty_one_is_not_closed() -> None:
    at = shipping.desk()
    parcel = loaded(at)
    manifest = Manifest.objects.get()
    second = world.person(at.site, Person.Role.SECURITY)

    with pytest.raises(Refused) as still_open:
        manifests.hand_over(manifest, gate_count=1, first=at.dispatcher, second=second, at=at.station)
    parcel.refresh_from_db()
    manifests.unload(parcel, by=at.dispatcher, at=at.station)
    with pytest.raises(Refused) as empty:
        manifests.close(manifest, by=at.dispatcher, at=at.station)

    assert (still_open.value.code, empty.value.code) == ("manifest_not_closed", "manifest_empty")


def test_a_closed_cage_takes_no_parcel_back_until_it_is_opened_again() -> None:
    at = shipping.desk()
    parcel = loaded(at)
    manifest = Manifest.objects.get()
    manifests.close(manifest, by=at.dispatcher, at=at.station)
    parcel.refresh_from_db()

    with pytest.raises(Refused) as closed:
        manifests.unload(parcel, by=at.dispatcher, at=at.station)
    manifests.reopen(manifest, by=at.dispatcher, at=at.station, gate_count=2)
    parcel.refresh_from_db()
    manifests.unload(parcel, by=at.dispatcher, at=at.station)

    assert closed.value.code == "manifest_closed"
    assert Parcel.objects.get().state == "labelled"


def test_the_rows_of_twenty_cages_cost_two_queries(django_assert_num_queries: object) -> None:
    at = shipping.desk()
    for _ in range(3):
        loaded(at)
    cages = list(Manifest.objects.all())

    with django_assert_num_queries(2):  # type: ignore[operator]
        rows = manifests.rows(cages)

    assert [(row.parcels, row.state) for row in rows] == [(3, "open")]


def lockdown(at: shipping.Desk) -> Hold:
    return Hold.objects.create(facility=at.site, kind="lockdown", placed_at=clock.now(), placed_by=at.dispatcher)


def test_a_lockdown_stops_the_gate_and_every_cage() -> None:
    at = shipping.desk()
    parcel, in_open = loaded(at), loaded(at)
    manifest = Manifest.objects.get()
    gate = world.person(at.site, Person.Role.SECURITY)
    hold = lockdown(at)
    quiet = Quiet()

    for act in (
        lambda: manifests.unload(in_open, by=at.dispatcher, at=at.station),
        lambda: manifests.close(manifest, by=at.dispatcher, at=at.station),
        lambda: dispatch.hold(parcel, by=at.dispatcher, at=at.station),
        lambda: dispatch.lift(parcel, by=at.dispatcher, at=at.station),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "held"
    assert quiet.holds()

    Hold.objects.filter(pk=hold.pk).update(released_at=clock.now())
    manifests.close(manifest, by=at.dispatcher, at=at.station)
    lockdown(at)
    quiet = Quiet()
    for act in (
        lambda: manifests.reopen(manifest, by=at.dispatcher, at=at.station, gate_count=1),
        lambda: manifests.hand_over(manifest, gate_count=2, first=at.dispatcher, second=gate, at=at.station),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "held"
    assert quiet.holds()
    assert set(Parcel.objects.values_list("state", flat=True)) == {"loaded"}


def test_a_cage_is_not_opened_again_beside_another_of_its_carrier() -> None:
    at = shipping.desk()
    loaded(at)
    first = Manifest.objects.get()
    manifests.close(first, by=at.dispatcher, at=at.station)
    loaded(at)
    second = Manifest.objects.exclude(pk=first.pk).get()
    first.refresh_from_db()
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        manifests.reopen(first, by=at.dispatcher, at=at.station, gate_count=2)
    assert quiet.holds()
    manifests.close(second, by=at.dispatcher, at=at.station)
    manifests.reopen(first, by=at.dispatcher, at=at.station, gate_count=2)

    assert refusal.value.code == "another_cage_open"
    assert f"Cage {second.number}" in refusal.value.message
    assert Manifest.objects.get(pk=first.pk).state == "open"
    event = Event.objects.get(kind="manifest.reopened")
    assert event.data == {"parcels": 1, "gate_count": 2}


def test_a_parcel_held_in_its_cage_does_not_leave_until_it_is_out_or_lifted() -> None:
    at = shipping.desk()
    parcel, other = loaded(at), loaded(at)
    manifest = Manifest.objects.get()
    gate = world.person(at.site, Person.Role.SECURITY)
    manifests.close(manifest, by=at.dispatcher, at=at.station)

    dispatch.hold(parcel, by=at.dispatcher, at=at.station)
    with pytest.raises(Refused) as leaving:
        manifests.hand_over(manifest, gate_count=2, first=at.dispatcher, second=gate, at=at.station)
    manifests.reopen(manifest, by=at.dispatcher, at=at.station, gate_count=2)
    with pytest.raises(Refused) as closing:
        manifests.close(manifest, by=at.dispatcher, at=at.station)
    parcel.refresh_from_db()
    manifests.unload(parcel, by=at.dispatcher, at=at.station)
    manifests.close(manifest, by=at.dispatcher, at=at.station)
    manifests.hand_over(manifest, gate_count=1, first=at.dispatcher, second=gate, at=at.station)

    assert (leaving.value.code, closing.value.code) == ("parcel_held", "parcel_held")
    assert parcel.tag[:5] in leaving.value.message
    assert dict(Parcel.objects.values_list("pk", "state")) == {parcel.pk: "labelled", other.pk: "shipped"}


def test_a_blocked_officer_signs_nothing() -> None:
    at = shipping.desk()
    loaded(at)
    manifest = Manifest.objects.get()
    manifests.close(manifest, by=at.dispatcher, at=at.station)
    gate = world.person(at.site, Person.Role.SECURITY)
    gate.blocked_at = clock.now()
    gate.save()
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        manifests.hand_over(manifest, gate_count=1, first=at.dispatcher, second=gate, at=at.station)

    assert refusal.value.code == "signature_refused"
    assert quiet.holds()


def test_a_parcel_that_went_to_another_cage_meanwhile_is_taken_out_of_that_one() -> None:
    at = shipping.desk()
    stale = loaded(at)
    first = Manifest.objects.get()
    manifests.unload(Parcel.objects.get(pk=stale.pk), by=at.dispatcher, at=at.station)
    loaded(at)
    manifests.close(first, by=at.dispatcher, at=at.station)
    manifests.load(Parcel.objects.get(pk=stale.pk), by=at.dispatcher, at=at.station)
    second = Manifest.objects.get(state="open")
    stale.manifest = first

    manifests.unload(stale, by=at.dispatcher, at=at.station)

    unloaded = Event.objects.filter(kind="parcel.unloaded").order_by("id")
    assert [event.data["manifest"] for event in unloaded] == [first.pk, second.pk]

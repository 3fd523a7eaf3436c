"""A shop's own carrier label: sealed, read by a job, compared with its order, looked at by dispatch in doubt."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections

from backend.jobs.models import Job
from backend.kit import clock
from backend.kit.envelope import Unreadable
from backend.kit.errors import Invalid, NotFound, Refused
from backend.ledger.models import Event
from backend.people.models import Person
from backend.vault import carrier_files, keys, purging
from backend.vault.carrier_files import Label
from backend.vault.models import CarrierFile, DataKey
from labels import render
from tests import shipping, world
from tests.labels.examples import carrier
from tests.own_labels import PDF, RIGHT, SENTINELS, SSCC, TRACKING, ZPL, addressed, read, sent, zpl
from tests.world import Quiet
from warehouse import addressing, carrier_labels
from warehouse.models import CarrierLabelFile, Manifest, Order, OrderRef, Parcel

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def desk() -> shipping.Desk:
    return shipping.desk()


@pytest.fixture
def order(desk: shipping.Desk) -> Order:
    """An order that waits to be picked, with an addressee in the vault."""
    made = world.order(desk.shop, {world.product(desk.shop): 1})
    addressed(made)
    return made


def kinds(row: CarrierLabelFile) -> list[str]:
    return list(
        Event.objects.filter(subject=f"warehouse.carrierlabelfile:{row.pk}")
        .order_by("id")
        .values_list("kind", flat=True)
    )


def test_a_label_waits_until_its_job_has_read_it(desk: shipping.Desk, order: Order) -> None:
    card = sent(desk, order)

    assert (card.state, card.reason, card.order) == ("waiting", "", order.pk)
    assert Job.objects.filter(kind="warehouse.carrier_label", subject=f"warehouse.carrierlabelfile:{card.id}").exists()

    row = read(card)

    assert (row.state, row.reason, row.labels) == ("accepted", "", 1)
    assert kinds(row) == ["carrier_label.received", "carrier_label.accepted"]
    kept = carrier_files.for_the_house(row.token)
    assert kept.data.startswith(b"^XA")
    assert b"^MMP" not in kept.data


def test_nothing_of_it_stands_in_the_clear_in_either_database(desk: shipping.Desk, order: Order) -> None:
    read(sent(desk, order))

    for alias in ("default", "vault"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {table}")
                rows = repr([[bytes(each) if isinstance(each, memoryview) else each for each in r] for r in cursor])
                assert [word for word in SENTINELS if word in rows] == [], table


@pytest.mark.parametrize(
    ("data", "media_type", "reason"),
    [
        (b"^XA^FO9,9^BCN,90^FDxx", ZPL, "unreadable"),
        (b"%PDF-1.4 broken", PDF, "unreadable"),
        (b"^XA^CC#^FDx^FS^XZ", ZPL, "hostile"),
        (b"^XA^DFR:STORED.ZPL^FDx^FS^XZ", ZPL, "hostile"),
        (zpl("Zofia Voorbeeld", "9999", tracking="3SOTHER0000000001"), ZPL, "other_parcel"),
        (zpl("Sam Ander", "Elders 1", "1000 Anderstad"), ZPL, "other_addressee"),
    ],
)
def test_a_wrong_label_is_refused_with_its_reason_and_its_file_is_gone(
    desk: shipping.Desk, order: Order, data: bytes, media_type: str, reason: str
) -> None:
    row = read(sent(desk, order, data, media_type=media_type))

    assert (row.state, row.reason) == ("refused", reason)
    assert kinds(row)[-1] == "carrier_label.refused"
    assert not CarrierFile.objects.exists()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zpl("Zofia Voorbeeld", "1000 Anderstad"), "addressee_unclear"),
        (zpl("Sam Ander", "B-9999 Testdam"), "addressee_unclear"),
        (b"^XA^FO9,9^FDZofia Voorbeeld 9999^FS^XZ", "no_code"),
        (zpl(), "addressee_unread"),
    ],
)
def test_what_the_house_cannot_tell_waits_for_a_person(
    desk: shipping.Desk, order: Order, data: bytes, reason: str
) -> None:
    row = read(sent(desk, order, data))

    assert (row.state, row.reason) == ("unclear", reason)
    assert list(carrier_labels.to_look_at(desk.site.pk)) == [row]


def test_a_pdf_with_the_right_text_is_accepted_and_kept_as_pixels(desk: shipping.Desk, order: Order) -> None:
    label = carrier(name="Zofia Voorbeeld", town="9999 Testdam")

    row = read(sent(desk, order, render([label], dpi=300).data, media_type=PDF, tracking=SSCC))

    assert (row.state, row.media_type) == ("accepted", PDF)
    assert b"Voorbeeld" not in carrier_files.for_the_house(row.token).data


def test_without_an_addressee_of_ours_its_code_is_enough(desk: shipping.Desk) -> None:
    order = world.order(desk.shop, {world.product(desk.shop): 1})

    assert read(sent(desk, order, zpl("Sam Ander"))).state == "accepted"


def test_reading_again_after_a_kill_changes_nothing(desk: shipping.Desk, order: Order) -> None:
    row = read(sent(desk, order))
    CarrierLabelFile.objects.filter(pk=row.pk).update(state="waiting")
    before = carrier_files.for_the_house(row.token)

    carrier_labels.examine(row.pk)

    row.refresh_from_db()
    assert row.state == "accepted"
    assert carrier_files.for_the_house(row.token) == before


def test_the_same_key_writes_one_label_and_seals_one_file(desk: shipping.Desk, order: Order) -> None:
    first = sent(desk, order)
    again = sent(desk, order)

    assert again == first
    assert (CarrierLabelFile.objects.count(), CarrierFile.objects.count()) == (1, 1)


def test_another_label_sets_the_first_aside_and_its_file_goes(desk: shipping.Desk, order: Order) -> None:
    first = read(sent(desk, order))

    second = read(sent(desk, order, key="two"))
    carrier_labels.examine(first.pk)

    first.refresh_from_db()
    assert (first.state, first.reason, second.state) == ("set_aside", "replaced", "accepted")
    assert [row.token for row in CarrierFile.objects.all()] == [second.token]
    assert carrier_labels.current(order) == second


@pytest.mark.parametrize("state", ["shipped", "cancelled", "rejected"])
def test_an_order_that_has_ended_takes_no_label(desk: shipping.Desk, order: Order, state: str) -> None:
    Order.objects.filter(pk=order.pk).update(state=state)
    order.refresh_from_db()
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        sent(desk, order)

    assert refusal.value.code == "order_ended"
    assert quiet.holds()
    assert not CarrierFile.objects.exists()


def test_a_parcel_that_bears_its_label_takes_no_other(desk: shipping.Desk) -> None:
    parcel = shipping.sealed_parcel(desk)
    Parcel.objects.filter(pk=parcel.pk).update(state=Parcel.State.LABELLED)

    with pytest.raises(Refused) as refusal:
        sent(desk, parcel.order)

    assert refusal.value.code == "already_labelled"
    assert not CarrierFile.objects.exists()


@pytest.mark.parametrize(
    ("data", "media_type", "code", "status"),
    [
        (b"", ZPL, "label_type_wrong", 422),
        (b"^XA^XZ", PDF, "label_type_wrong", 422),
        (b"%PDF-" + b"0" * 700_000, PDF, "label_too_large", 413),
    ],
)
def test_what_is_no_such_file_is_refused_at_the_door(
    desk: shipping.Desk, order: Order, data: bytes, media_type: str, code: str, status: int
) -> None:
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        sent(desk, order, data, media_type=media_type)

    assert (refusal.value.code, refusal.value.status) == (code, status)
    assert quiet.holds()
    assert not DataKey.objects.filter(purpose=keys.CARRIER_FILES).exists()


def test_a_programme_without_addressees_takes_no_label(desk: shipping.Desk, order: Order) -> None:
    desk.shop.allows_addressees = False

    with pytest.raises(Invalid) as refusal:
        sent(desk, order)

    assert refusal.value.code == "addressee_not_allowed"
    assert not CarrierFile.objects.exists()


def test_somebody_looks_and_says_that_it_is_right(desk: shipping.Desk, order: Order) -> None:
    row = read(sent(desk, order, zpl()))

    token = carrier_labels.look(row, by=desk.dispatcher, at=desk.station)
    carrier_labels.decide(row, is_right=True, by=desk.dispatcher, at=desk.station)

    assert token == OrderRef.objects.get(order=order).vault_token
    reading = Event.objects.get(kind="addressee.read")
    assert (reading.actor, reading.data["purpose"]) == (desk.dispatcher.actor, "carrier_label")
    row.refresh_from_db()
    assert (row.state, row.reason) == ("accepted", "")


def test_somebody_looks_and_refuses_it(desk: shipping.Desk, order: Order) -> None:
    row = read(sent(desk, order, zpl()))
    carrier_labels.look(row, by=desk.dispatcher, at=desk.station)

    carrier_labels.decide(row, is_right=False, by=desk.dispatcher, at=desk.station)
    carrier_labels.examine(row.pk)

    row.refresh_from_db()
    assert (row.state, row.reason) == ("refused", "refused_by_staff")
    assert not CarrierFile.objects.exists()


def test_nobody_decides_without_having_looked(desk: shipping.Desk, order: Order) -> None:
    row = read(sent(desk, order, zpl()))
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        carrier_labels.decide(row, is_right=True, by=desk.dispatcher, at=desk.station)

    assert refusal.value.code == "not_looked_at"
    assert quiet.holds()


@pytest.mark.parametrize("role", [role for role in Person.Role if role != Person.Role.DISPATCHER])
def test_no_other_role_looks_or_decides(desk: shipping.Desk, order: Order, role: Person.Role) -> None:
    row = read(sent(desk, order, zpl()))
    other = world.person(desk.site, role)
    quiet = Quiet()

    for act in (
        lambda: carrier_labels.look(row, by=other, at=desk.station),
        lambda: carrier_labels.decide(row, is_right=True, by=other, at=desk.station),
        lambda: carrier_labels.set_aside(row, by=other, at=desk.station),
        lambda: carrier_labels.look(row, by=desk.dispatcher, at=world.station(desk.site, "pack")),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert (refusal.value.code, refusal.value.status) == ("dispatch_only", 403)

    assert quiet.holds()


def test_a_file_opens_for_nobody_without_a_record_and_for_no_other_thing(desk: shipping.Desk, order: Order) -> None:
    row = read(sent(desk, order, zpl()))

    with pytest.raises(Refused) as refusal:
        carrier_files.open_label(row.token, merchant=desk.shop.pk, recorded_on=row, by=desk.dispatcher, at=desk.station)
    assert refusal.value.code == "reading_not_recorded"

    carrier_labels.look(row, by=desk.dispatcher, at=desk.station)
    with pytest.raises(NotFound):
        carrier_files.open_label(row.token, merchant=0, recorded_on=row, by=desk.dispatcher, at=desk.station)
    CarrierFile.objects.filter(pk=row.token).update(subject="warehouse.order:0")
    with pytest.raises(Unreadable):
        carrier_files.for_the_house(row.token)


def test_the_text_form_of_a_label_shows_nothing() -> None:
    assert TRACKING not in repr(Label(RIGHT, ZPL, TRACKING))
    assert "VOORBEELD" not in repr(Label(RIGHT, ZPL, TRACKING))


def test_a_file_is_purged_with_its_addressee_and_one_without_an_order_after_a_day(
    desk: shipping.Desk, order: Order
) -> None:
    start = clock.now()
    row = read(sent(desk, order))
    carrier_files.keep(Label(RIGHT, ZPL, TRACKING), merchant=desk.shop.pk, facility=desk.site.pk, subject="x")
    manifest = Manifest.objects.create(
        facility=desk.site, number=1, carrier="Parcel", made_at=start, state="handed_over", handed_over_at=start
    )
    parcel = shipping.sealed_parcel(desk)
    Parcel.objects.filter(pk=parcel.pk).update(order=order, manifest=manifest)

    addressing.start_the_clock(manifest)
    with clock.at(start + timedelta(hours=25)):
        purging.sweep()
    assert [each.token for each in CarrierFile.objects.all()] == [row.token]
    with clock.at(start + timedelta(days=31)):
        purging.sweep()

    assert not CarrierFile.objects.exists()


def test_files_move_under_a_new_key(desk: shipping.Desk, order: Order) -> None:
    row = read(sent(desk, order))
    before = DataKey.objects.get(purpose=keys.CARRIER_FILES)

    count = keys.rotate(merchant=desk.shop.pk, purpose=keys.CARRIER_FILES, on_step=lambda done: None)

    assert count == 1
    assert DataKey.objects.get(pk=before.pk).state == "destroyed"
    assert carrier_files.for_the_house(row.token).tracking == TRACKING


def test_dispatch_may_use_the_label_of_the_house_instead(desk: shipping.Desk, order: Order) -> None:
    row = read(sent(desk, order, zpl("Sam Ander", "1000")))
    assert row.state == "refused"

    carrier_labels.set_aside(row, by=desk.dispatcher, at=desk.station)

    row.refresh_from_db()
    assert (row.state, row.reason) == ("set_aside", "house_label")
    assert carrier_labels.current(order) is None

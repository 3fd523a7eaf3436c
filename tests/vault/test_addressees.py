"""An addressee is kept sealed, opened once it was recorded, by a dispatcher at a dispatch station, and purged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.db import connections, transaction

from backend.facility.models import Station
from backend.kit import clock
from backend.kit.envelope import Unreadable
from backend.kit.errors import NotFound, Refused
from backend.ledger.recording import record
from backend.ledger.work import work
from backend.partners.models import Merchant
from backend.people.models import Person
from backend.vault import addressees, purging
from backend.vault.cards import AddresseeCard
from backend.vault.models import Addressee, DataKey
from tests import world
from warehouse.events.dispatch import AddresseeRead

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
CARD = AddresseeCard(
    name="Żofia O’Neil 王",
    lines=("Fern Street 4", "Flat 2"),
    postcode="9120",
    city="Beveren",
    country="BE",
    phone="+32 470 00 00 00",
)


@dataclass(frozen=True)
class Desk:
    """A dispatcher at a dispatch station, and a merchant whose order stands for the parcel."""

    dispatcher: Person
    station: Station
    merchant: Merchant


@pytest.fixture
def desk() -> Desk:
    site = world.facility()
    return Desk(
        world.person(site, Person.Role.DISPATCHER, "Ana"),
        world.station(site, Station.Kind.DISPATCH),
        world.merchant(site),
    )


def kept(desk: Desk, card: AddresseeCard = CARD) -> str:
    return addressees.keep(card, merchant=desk.merchant.pk, facility=desk.station.facility_id)


@work
def read(desk: Desk, by: Person | None = None) -> None:
    record(
        AddresseeRead(order=1, station=desk.station.pk, purpose="test"),
        on=desk.merchant.facility,
        by=by or desk.dispatcher,
    )


def opened(token: str, desk: Desk, **changes: object) -> AddresseeCard:
    asked = {
        "merchant": desk.merchant.pk,
        "recorded_on": desk.merchant.facility,
        "by": desk.dispatcher,
        "at": desk.station,
        **changes,
    }
    return addressees.open_card(token, **asked)


def test_a_recorded_reading_opens_the_card_that_was_kept(desk: Desk):
    token = kept(desk)
    read(desk)

    assert opened(token, desk) == CARD
    assert len(token) == 32


def test_nothing_of_the_card_is_stored_in_the_clear(desk: Desk):
    kept(desk)

    row = Addressee.objects.get()
    assert (len(row.card) - 33) % 256 == 0
    with connections["vault"].cursor() as cursor:
        cursor.execute("SELECT * FROM vault_addressee")
        stored = repr(cursor.fetchall())
    assert all(word not in stored for word in ("Fern", "9120", "Beveren", "470"))


def test_the_text_form_of_a_card_shows_nothing():
    assert repr(CARD) == "AddresseeCard()"


def test_short_and_long_addresses_have_the_same_size(desk: Desk):
    sizes = {
        len(Addressee.objects.get(pk=kept(desk, replace(CARD, city=city))).card) for city in ("Ath", "Louvain-la-Neuve")
    }

    assert len(sizes) == 1


def test_without_a_record_nothing_opens(desk: Desk):
    token = kept(desk)

    with pytest.raises(Refused) as refusal:
        opened(token, desk)

    assert refusal.value.code == "reading_not_recorded"


def test_the_record_of_somebody_else_or_of_long_ago_opens_nothing(desk: Desk):
    token = kept(desk)
    read(desk, by=world.person(desk.station.facility, Person.Role.DISPATCHER))
    with clock.at(clock.now() - timedelta(minutes=3)):
        read(desk)

    with pytest.raises(Refused) as refusal:
        opened(token, desk)

    assert refusal.value.code == "reading_not_recorded"


@pytest.mark.parametrize("role", [role for role in Person.Role if role != Person.Role.DISPATCHER])
def test_no_other_role_opens_a_card_at_any_station(desk: Desk, role: Person.Role):
    token = kept(desk)
    other = world.person(desk.station.facility, role)
    read(desk, by=other)

    with pytest.raises(Refused) as refusal:
        opened(token, desk, by=other)

    assert (refusal.value.code, refusal.value.status) == ("dispatch_only", 403)


@pytest.mark.parametrize("kind", [Station.Kind.PICK, Station.Kind.PACK])
def test_a_dispatcher_opens_nothing_at_another_kind_of_station(desk: Desk, kind: str):
    token = kept(desk)
    read(desk)

    with pytest.raises(Refused) as refusal:
        opened(token, desk, at=world.station(desk.station.facility, kind))

    assert refusal.value.code == "dispatch_only"


def test_a_dispatcher_of_another_facility_opens_nothing(desk: Desk):
    token = kept(desk)
    site = world.facility()
    stranger = world.person(site, Person.Role.DISPATCHER)
    read(desk, by=stranger)

    with pytest.raises(NotFound):
        opened(token, desk, by=stranger, at=world.station(site, Station.Kind.DISPATCH))


def test_the_token_of_another_merchant_is_not_there(desk: Desk):
    token = kept(desk)
    read(desk)

    with pytest.raises(NotFound):
        opened(token, desk, merchant=world.merchant(desk.station.facility).pk)


def test_a_card_moved_to_another_row_or_merchant_does_not_open(desk: Desk):
    one, other = kept(desk), kept(desk, replace(CARD, name="Somebody else"))
    read(desk)

    Addressee.objects.filter(pk=one).update(card=Addressee.objects.get(pk=other).card)
    with pytest.raises(Unreadable):
        opened(one, desk)

    neighbour = world.merchant(desk.station.facility)
    Addressee.objects.filter(pk=other).update(merchant=neighbour.pk)
    with pytest.raises(Unreadable):
        opened(other, desk, merchant=neighbour.pk)


def test_many_are_kept_with_three_statements(desk: Desk, django_assert_num_queries):
    kept(desk)

    with django_assert_num_queries(5, using="vault"):  # two of them begin and end the savepoint
        tokens = addressees.keep_all([CARD] * 100, merchant=desk.merchant.pk, facility=desk.station.facility_id)

    assert len(set(tokens)) == 100
    assert DataKey.objects.get().uses == 101


def test_what_no_order_names_goes_after_a_day_and_what_one_names_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    start = clock.now()
    with clock.at(start):
        named, orphan = kept(desk), kept(desk)
    monkeypatch.setattr(purging, "_named_by", [lambda tokens: {token for token in tokens if token == named}])

    with clock.at(start + timedelta(hours=23)):
        assert purging.sweep() == 0
    assert dict(Addressee.objects.values_list("token", "state")) == {named: "kept", orphan: "pending"}
    with clock.at(start + timedelta(hours=25)):
        assert purging.sweep() == 1

    assert [row.token for row in Addressee.objects.all()] == [named]


def test_a_sweep_that_can_ask_nobody_deletes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(purging, "_named_by", [])
    kept(desk)

    with clock.at(clock.now() + timedelta(days=9)):
        assert purging.sweep() == 0

    assert Addressee.objects.count() == 1


def test_an_addressee_is_purged_thirty_days_after_the_hand_over_unless_it_is_held(desk: Desk):
    one, held = kept(desk), kept(desk)
    today = clock.now()
    addressees.handed_over([one, held], on=today.date())
    addressees.hold_back([held], is_held=True)

    with clock.at(today + timedelta(days=29)):
        assert purging.sweep() == 0
    with clock.at(today + timedelta(days=30)):
        assert purging.sweep() == 1

    assert [row.token for row in Addressee.objects.all()] == [held]


def test_a_purged_card_is_gone_for_dispatch(desk: Desk):
    token = kept(desk)
    Addressee.objects.all().delete()
    read(desk)

    with pytest.raises(NotFound) as refusal:
        opened(token, desk)

    assert refusal.value.code == "addressee_gone"


@pytest.mark.django_db(databases=["default", "vault"], transaction=True)
def test_a_record_that_could_still_be_undone_opens_nothing():
    site = world.facility()
    here = Desk(
        world.person(site, Person.Role.DISPATCHER), world.station(site, Station.Kind.DISPATCH), world.merchant(site)
    )
    token = kept(here)

    with transaction.atomic():
        read.inside(here)
        with pytest.raises(RuntimeError, match="durable"):
            opened(token, here)

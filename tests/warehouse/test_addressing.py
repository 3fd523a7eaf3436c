"""An addressee is kept while an order names it, and its days are counted from the gate."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.jobs.models import Job
from backend.kit import clock
from backend.ledger.happenings import SYSTEM
from backend.people.models import Person
from backend.vault import addressees, purging
from backend.vault.addressees import AddresseeCard
from backend.vault.models import Addressee
from tests import shipping, world
from warehouse import addressing, cancelling, dispatch, manifests, tasks
from warehouse.models import Manifest, Order, OrderRef

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SOMEBODY = AddresseeCard("Jo Sample", "", ("Mill Lane 1",), "9000", "Gent", "BE", "", "", "")


def token_of(at: shipping.Desk) -> str:
    return addressees.keep(SOMEBODY, merchant=at.shop.pk, facility=at.site.pk)


def test_the_vault_keeps_what_an_order_names_and_sweeps_what_none_does() -> None:
    at = shipping.desk()
    named, orphan = token_of(at), token_of(at)
    shipping.sealed_parcel(at, token=named)

    with clock.at(clock.now() + timedelta(hours=25)):
        purging.sweep()

    assert list(Addressee.objects.values_list("token", "state")) == [(named, "kept")]
    assert orphan not in addressing.named_by_orders([named, orphan])


def test_thirty_days_after_the_gate_the_addressee_is_gone() -> None:
    at = shipping.desk()
    token = token_of(at)
    parcel = shipping.sealed_parcel(at, token=token)
    dispatch.label(parcel, by=at.dispatcher, at=at.station)
    parcel.refresh_from_db()
    manifests.load(parcel, by=at.dispatcher, at=at.station)
    manifest = Manifest.objects.get()
    manifests.close(manifest, by=at.dispatcher, at=at.station)
    manifests.hand_over(
        manifest, gate_count=1, first=at.dispatcher, second=world.person(at.site, Person.Role.SECURITY), at=at.station
    )

    asked = Job.objects.get(kind="warehouse.left")
    manifest.refresh_from_db()
    first, again = addressing.start_the_clock(manifest), addressing.start_the_clock(manifest)
    with clock.at(clock.now() + timedelta(days=29)):
        purging.sweep()
    kept = Addressee.objects.filter(token=token).exists()
    with clock.at(clock.now() + timedelta(days=32)):
        purging.sweep()

    assert asked.subject == f"warehouse.manifest:{manifest.pk}"
    assert (first, again) == (1, 0)
    assert kept
    assert not Addressee.objects.filter(token=token).exists()


def test_thirty_days_after_a_cancellation_the_addressee_is_gone_and_one_that_waits_is_not() -> None:
    at = shipping.desk()
    soap = world.product(at.shop)
    cancelled, waiting = (world.order(at.shop, {soap: 1}) for _ in range(2))
    tokens = {order.pk: token_of(at) for order in (cancelled, waiting)}
    for order, token in tokens.items():
        OrderRef.objects.update_or_create(
            order_id=order, defaults={"merchant": at.shop, "merchant_ref": f"W-{order}", "vault_token": token}
        )
    addressees.confirm(list(tokens.values()))

    cancelling.ask_cancel(cancelled, by=SYSTEM)
    tasks.cancelled(Job.objects.get(kind="warehouse.cancelled"))
    waiting.refresh_from_db()
    with clock.at(clock.now() + timedelta(days=29)):
        purging.sweep()
    kept = set(Addressee.objects.values_list("token", flat=True))
    with clock.at(clock.now() + timedelta(days=32)):
        purging.sweep()

    assert waiting.state == Order.State.ACCEPTED
    assert kept == set(tokens.values())
    assert set(Addressee.objects.values_list("token", flat=True)) == {tokens[waiting.pk]}

"""Orders come in through the work functions themselves, as connectors and the API call them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.jobs.models import Job
from backend.kit import clock
from backend.kit.errors import Refused
from backend.ledger.commands import Asked
from backend.ledger.happenings import SYSTEM
from backend.ledger.models import Command, Event
from backend.partners.models import Merchant
from backend.vault.cards import AddresseeCard
from backend.vault.models import Addressee
from tests import world
from warehouse import intake
from warehouse.cards.orders import LineIn, OrderIn
from warehouse.intake import AlreadyOrdered, Wanted
from warehouse.models import Order, OrderLine, OrderRef, Product

MORNING = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
MARIJKE = AddresseeCard(name="Marijke", lines=("Kerkstraat 12",), postcode="9000", city="Gent", country="BE")
pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def wanted(soap: Product, ref: str = "SO-1", *, quantity: int = 2, ship_by: datetime | None = None) -> OrderIn:
    """An order of soap."""
    return OrderIn(merchant_ref=ref, lines=(LineIn(soap.sku, quantity),), ship_by=ship_by)


def asked(key: str = "one", fingerprint: str = "f") -> Asked:
    """A command of a client."""
    return Asked(scope="merchant:1", key=key, fingerprint=fingerprint, kind="order.accept")


def test_an_accepted_order_has_rows_an_event_and_a_round_to_plan_it(shop: Merchant, soap: Product) -> None:
    with clock.at(MORNING):
        card = intake.accept(shop, by=SYSTEM, order=wanted(soap))

    order = Order.objects.get(pk=card.id)
    assert (order.state, order.ship_by) == (Order.State.ACCEPTED, MORNING + timedelta(hours=24))
    assert list(OrderLine.objects.values_list("product_id", "quantity")) == [(soap.pk, 2)]
    assert OrderRef.objects.get().merchant_ref == "SO-1"
    assert Event.objects.get().subject == f"warehouse.order:{order.pk}"
    assert Job.objects.get().kind == "warehouse.promise"


def test_two_orders_ask_for_one_round(shop: Merchant, soap: Product) -> None:
    for ref in ("SO-1", "SO-2"):
        intake.accept(shop, by=SYSTEM, order=wanted(soap, ref))

    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (OrderIn("SO-1", ()), "empty"),
        (OrderIn("SO-1", tuple(LineIn(f"S{number}", 1) for number in range(701))), "body_invalid"),
        (OrderIn("SO-1", (LineIn("NO-SUCH", 1),)), "unknown_sku"),
        (OrderIn("", (LineIn("NO-SUCH", 1),)), "body_invalid"),
    ],
)
def test_what_cannot_be_an_order_is_refused(shop: Merchant, order: OrderIn, code: str) -> None:
    quiet = world.Quiet()

    with pytest.raises(Refused) as refused:
        intake.accept(shop, by=SYSTEM, order=order)

    assert refused.value.code == code
    assert not Order.objects.exists()
    assert not Job.objects.exists()
    assert quiet.holds()


def test_a_connector_cannot_pass_what_the_api_would_refuse(shop: Merchant, soap: Product) -> None:
    for order, code in (
        (wanted(soap, quantity=0), "out_of_range"),
        (wanted(soap, quantity=10_001), "out_of_range"),
        (wanted(soap, "jan@example.com"), "personal_data"),
        (wanted(soap, "SO 1"), "form"),
        (wanted(soap, ship_by=clock.now() - timedelta(seconds=1)), "ship_by_past"),
    ):
        with pytest.raises(Refused) as refused:
            intake.accept(shop, by=SYSTEM, order=order)
        assert refused.value.code == code
    assert not Order.objects.exists()


def test_a_known_reference_names_the_order_that_has_it(shop: Merchant, soap: Product) -> None:
    first = intake.accept(shop, by=SYSTEM, order=wanted(soap))
    quiet = world.Quiet()

    with pytest.raises(AlreadyOrdered) as refused:
        intake.accept(shop, by=SYSTEM, order=wanted(soap, quantity=5))

    assert refused.value.order == first.id
    assert Order.objects.count() == 1
    assert quiet.holds()


def test_more_than_five_hundred_at_once_are_refused(shop: Merchant, soap: Product) -> None:
    with pytest.raises(Refused) as refused:
        intake.accept_many(shop, by=SYSTEM, orders=[wanted(soap, f"SO-{number}") for number in range(501)])

    assert refused.value.code == "too_many_orders"
    assert not Order.objects.exists()


def test_of_many_the_refused_ones_leave_no_trace(shop: Merchant, soap: Product) -> None:
    orders = [wanted(soap, "SO-1"), wanted(soap, "SO-2", quantity=0), wanted(soap, "SO-3")]

    card = intake.accept_many(shop, by=SYSTEM, orders=orders)

    assert (card.accepted, card.refused) == (2, 1)
    assert Order.objects.count() == OrderRef.objects.count() == Event.objects.count() == 2


def test_an_addressee_is_kept_before_the_order_and_once(shop: Merchant, soap: Product) -> None:
    for _ in range(2):
        intake.receive(shop, by=SYSTEM, wanted=Wanted(wanted(soap), MARIJKE), asked=asked())

    assert OrderRef.objects.get().vault_token == Addressee.objects.get().token


def test_a_key_used_for_something_else_keeps_nobody(shop: Merchant, soap: Product) -> None:
    intake.receive(shop, by=SYSTEM, wanted=Wanted(wanted(soap)), asked=asked())

    with pytest.raises(Refused) as refused:
        intake.receive(shop, by=SYSTEM, wanted=Wanted(wanted(soap, "SO-2"), MARIJKE), asked=asked(fingerprint="other"))

    assert refused.value.code == "idempotency_key_reused"
    assert not Addressee.objects.exists()
    assert Order.objects.count() == Command.objects.count() == 1


def test_a_programme_without_addressees_keeps_nobody(shop: Merchant, soap: Product) -> None:
    shop.allows_addressees = False

    with pytest.raises(Refused) as refused:
        intake.receive(shop, by=SYSTEM, wanted=Wanted(wanted(soap), MARIJKE), asked=asked())

    assert refused.value.code == "addressee_not_allowed"
    assert not Addressee.objects.exists()
    assert not Order.objects.exists()

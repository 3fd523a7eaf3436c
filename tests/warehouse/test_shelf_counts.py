"""A shelf on which too few lay is left alone until staff have counted it; then the books follow what lies there."""

from __future__ import annotations

import pytest

from backend.kit.errors import Invalid, Refused
from backend.ledger.models import Event
from backend.people.models import Person
from tests import world
from tests.world import Quiet
from warehouse import reconciling, shelf_counts, stock
from warehouse.models import Balance, Level, Location

pytestmark = pytest.mark.django_db


def doubted(units: int) -> tuple[Balance, Person]:
    """A shelf with so many units in the books, in doubt, and a supervisor of its facility."""
    site = world.facility()
    goods = world.product(world.merchant(site))
    shelf = world.location(site)
    supervisor = world.supervisor(site)
    stock.receive([stock.Receipt(goods.lots.get().pk, shelf.pk, units)], facility=site.pk, by=supervisor)
    Location.objects.filter(pk=shelf.pk).update(is_counting=True)
    return Balance.objects.select_related("location").get(location=shelf), supervisor


@pytest.mark.parametrize(("counted", "lost", "found"), [(10, 0, 0), (7, 3, 0), (0, 10, 0), (12, 0, 2)])
def test_the_books_follow_the_count(counted: int, lost: int, found: int) -> None:
    row, supervisor = doubted(10)

    card = shelf_counts.settle(row.location, counted={row.pk: counted}, by=supervisor)

    row.refresh_from_db()
    assert (card.lost, card.found, row.on_hand) == (lost, found, counted)
    assert Level.objects.get().sellable == counted
    assert not Location.objects.get(pk=row.location_id).is_counting
    assert Event.objects.get(kind="shelf.counted").data == {"lots": 1, "lost": lost, "found": found}
    assert reconciling.reconcile(row.facility_id) == ()


def test_nothing_is_lost_that_an_open_walk_still_takes() -> None:
    row, supervisor = doubted(10)
    Balance.objects.filter(pk=row.pk).update(allocated=4)
    Level.objects.update(promised=4)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        shelf_counts.settle(row.location, counted={row.pk: 3}, by=supervisor)

    assert refusal.value.code == "spoken_for"
    assert Location.objects.get(pk=row.location_id).is_counting
    assert quiet.holds()


@pytest.mark.parametrize("counted", [{}, {0: 3}, {"self": -1}, {"self": 1_000_001}])
def test_an_incomplete_count_changes_nothing(counted: dict[object, int]) -> None:
    row, supervisor = doubted(10)
    said = {row.pk if key == "self" else int(str(key)): units for key, units in counted.items()}
    quiet = Quiet()

    with pytest.raises(Invalid) as refusal:
        shelf_counts.settle(row.location, counted=said, by=supervisor)

    assert refusal.value.code == "count_incomplete"
    assert quiet.holds()


def test_a_shelf_is_settled_once() -> None:
    row, supervisor = doubted(2)
    shelf_counts.settle(row.location, counted={row.pk: 2}, by=supervisor)
    shelf = Location.objects.get(pk=row.location_id)

    with pytest.raises(Refused) as refusal:
        shelf_counts.settle(shelf, counted={row.pk: 2}, by=supervisor)

    assert refusal.value.code == "not_in_doubt"


def test_the_list_names_the_goods_and_not_the_number_in_the_books() -> None:
    row, _supervisor = doubted(1234)

    (shelf,) = shelf_counts.waiting(row.facility_id)

    assert (shelf.id, shelf.lots[0].balance) == (row.location_id, row.pk)
    assert "1234" not in str(shelf)

"""People who must not meet never walk in the same zone or in neighbouring ones."""

from __future__ import annotations

import pytest

from backend.demo import measuring
from backend.kit.errors import Invalid, Refused
from backend.ledger.models import Event
from backend.people import separating
from backend.people.models import KeepSeparate, Person
from tests import world
from warehouse import floor_plans, keeping_apart, picking, waves
from warehouse.models import Batch, Location

pytestmark = pytest.mark.django_db


@pytest.fixture
def security(site):
    return world.person(site, Person.Role.SECURITY, "Eva")


@pytest.fixture
def measured(site):
    """Six aisles, two to a zone: zone 2 has neighbours on both sides, zones 1 and 3 have none in common."""
    floor_plans.draw(site.pk, measuring.drawing(list("ABCDEF"), bays=12))
    return site


def _batch(site, shop, *, aisle, bay=3):
    """A batch that is picked from one bin; without a way through other aisles."""
    bin_ = world.location(site)
    Location.objects.filter(pk=bin_.pk).update(**measuring.place_of(aisle, bay, bays=12))
    goods = world.product(shop)
    world.received(goods, 5, at=bin_)
    order = world.order(shop, {goods: 1})
    world.promised(order)
    waves.open_carts(site.pk, [[order.pk]], by=world.supervisor(site))
    return Batch.objects.latest("pk")


def _pair(site, security):
    one, other = (world.seat(world.station(site)) for _ in range(2))
    separating.keep_apart(one.person, other.person, scope=KeepSeparate.Scope.ADJACENT, by=security)
    return one, other


def test_the_zones_of_a_batch_are_those_its_walk_goes_into(measured, shop):
    batch = _batch(measured, shop, aisle=5)

    assert batch.zones == 0b100
    assert batch.length_mm == 2 * (measuring.TO_BENCHES_MM + 2 * measuring.PITCH_MM + 900 + 3 * 1_200)


def test_a_batch_in_the_zone_of_the_other_cannot_be_claimed(measured, shop, security):
    one, other = _pair(measured, security)
    _batch(measured, shop, aisle=0)
    picking.claim_next(by=one)
    _batch(measured, shop, aisle=1)

    with pytest.raises(Refused) as refusal:
        picking.claim_next(by=other)

    assert refusal.value.code == "nothing_to_pick"
    assert refusal.value.message == "Nothing to pick now. Wait a moment."
    assert Batch.objects.filter(state=Batch.State.CLAIMED).count() == 1
    assert Event.objects.filter(kind="pick.claimed").count() == 1


def test_a_batch_in_a_neighbouring_zone_cannot_be_claimed_and_one_farther_away_can(measured, shop, security):
    one, other = _pair(measured, security)
    _batch(measured, shop, aisle=0)
    picking.claim_next(by=one)
    _batch(measured, shop, aisle=3)
    far = _batch(measured, shop, aisle=5)

    run = picking.claim_next(by=other)

    assert run.batch_id == far.pk


def test_others_claim_as_if_nobody_was_kept_apart(measured, shop, security):
    one, _ = _pair(measured, security)
    _batch(measured, shop, aisle=0)
    picking.claim_next(by=one)
    beside = _batch(measured, shop, aisle=0)

    assert picking.claim_next(by=world.seat(world.station(measured))).batch_id == beside.pk


def test_on_a_floor_that_was_never_measured_separated_people_take_turns(site, shop, security):
    one, other = _pair(site, security)
    for _ in range(2):
        goods = world.product(shop)
        world.received(goods, 5)
        order = world.order(shop, {goods: 1})
        world.promised(order)
        waves.open_carts(site.pk, [[order.pk]], by=security)
    run = picking.claim_next(by=one)

    with pytest.raises(Refused):
        picking.claim_next(by=other)
    Batch.objects.filter(pk=run.batch_id).update(state=Batch.State.FINISHED)

    assert picking.claim_next(by=other).batch_id


def test_once_the_pair_is_closed_both_may_walk(measured, shop, security):
    one, other = _pair(measured, security)
    _batch(measured, shop, aisle=0)
    picking.claim_next(by=one)
    _batch(measured, shop, aisle=0)

    separating.let_meet(KeepSeparate.objects.get(), by=security)

    assert picking.claim_next(by=other).batch_id


def test_a_pair_that_comes_later_gives_the_later_walk_back(measured, shop, security):
    one, other = (world.seat(world.station(measured)) for _ in range(2))
    first, second = _batch(measured, shop, aisle=0), _batch(measured, shop, aisle=1)
    picking.claim_next(by=one)
    picking.claim_next(by=other)

    keeping_apart.keep_apart(one.person, other.person, scope="adjacent", by=security)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (Batch.State.CLAIMED, Batch.State.OPEN)
    assert Event.objects.get(kind="pick.given_back").data["reason"] == "stuck"


def test_a_new_drawing_makes_the_zones_of_waiting_walks_unknown(measured, shop):
    batch = _batch(measured, shop, aisle=0)

    floor_plans.draw(measured.pk, measuring.drawing(list("ABCDEFGH"), bays=12))

    batch.refresh_from_db()
    assert batch.zones is None


def test_a_pair_of_one_person_or_an_open_one_is_refused(site, security):
    one, other = world.person(site), world.person(site)
    separating.keep_apart(one, other, scope="area", by=security)

    with pytest.raises(Invalid) as alone:
        separating.keep_apart(one, one, scope="area", by=security)
    with pytest.raises(Refused) as again:
        separating.keep_apart(other, one, scope="area", by=security)

    assert (alone.value.code, again.value.code) == ("same_person", "kept_apart_already")
    assert KeepSeparate.objects.count() == 1
    assert Event.objects.filter(kind="separation.opened").count() == 1

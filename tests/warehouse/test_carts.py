"""Which orders go on one cart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from warehouse.carts import Cart, PickOrder, first_fit


def _order(number, *, stops=1, units=1):
    return PickOrder(number, stops, units)


def _ids(groups):
    return [[order.id for order in group.orders] for group in groups]


def test_a_cart_takes_one_order_per_slot_in_their_turn():
    groups = first_fit([_order(n) for n in range(1, 10)], Cart(slots=4))

    assert _ids(groups) == [[1, 2, 3, 4], [5, 6, 7, 8], [9]]
    assert [group.is_full(Cart(slots=4)) for group in groups] == [True, True, False]


def test_a_cart_takes_no_more_units_or_stops_than_its_limits():
    cart = Cart(slots=4, units=10, stops=6)

    assert _ids(first_fit([_order(1, units=8), _order(2, units=3), _order(3, units=2)], cart)) == [[1, 3], [2]]
    assert _ids(first_fit([_order(1, stops=4), _order(2, stops=3), _order(3, stops=2)], cart)) == [[1, 3], [2]]


def test_a_very_large_order_walks_alone():
    cart = Cart(slots=4, units=120, stops=24)
    groups = first_fit([_order(1, stops=60, units=400), _order(2)], cart)

    assert _ids(groups) == [[1], [2]]
    assert groups[0].is_full(cart)


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(1, 200)), max_size=40),
    st.builds(Cart, slots=st.integers(1, 8), units=st.integers(1, 150), stops=st.integers(1, 30)),
)
def test_every_order_goes_once_and_no_shared_cart_is_overloaded(sizes, cart):
    orders = [PickOrder(n, stops, units) for n, (stops, units) in enumerate(sizes)]

    groups = first_fit(orders, cart)

    assert sorted(order.id for group in groups for order in group.orders) == list(range(len(orders)))
    for group in groups:
        assert len(group.orders) <= cart.slots
        assert len(group.orders) == 1 or (group.units <= cart.units and group.stops <= cart.stops)
        assert group.units == sum(order.units for order in group.orders)
        assert group.stops == sum(order.stops for order in group.orders)

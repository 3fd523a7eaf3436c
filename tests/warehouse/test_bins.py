"""Which bins an order's units come from."""

from __future__ import annotations

from datetime import date

from warehouse.bins import Bin, Take, choose


def _bin(number, free, *, expires_on=None, is_face=True):
    return Bin(number, number, number, is_face, expires_on, free)


def test_the_nearest_bin_that_holds_all_of_it_is_chosen():
    small, large, larger = _bin(1, 2), _bin(2, 5), _bin(3, 9)

    assert choose(4, [larger, small, large]) == (Take(large, 4),)


def test_when_no_bin_holds_all_of_it_the_walk_decides():
    first, second, third = _bin(1, 2), _bin(2, 3), _bin(3, 3)

    assert choose(4, [third, second, first]) == (Take(first, 2), Take(second, 2))


def test_what_expires_first_goes_out_first_even_from_several_bins():
    late, early = _bin(1, 9, expires_on=date(2027, 1, 1)), _bin(2, 3, expires_on=date(2026, 12, 1))

    assert choose(4, [late, early]) == (Take(early, 3), Take(late, 1))


def test_goods_without_a_date_go_out_after_dated_ones():
    undated, dated = _bin(1, 9), _bin(2, 9, expires_on=date(2027, 1, 1))

    assert choose(4, [undated, dated]) == (Take(dated, 4),)


def test_bulk_is_broken_only_when_the_pick_faces_are_empty():
    bulk, first, second = _bin(1, 90, is_face=False), _bin(2, 2), _bin(3, 1)

    assert choose(2, [bulk, first, second]) == (Take(first, 2),)
    assert choose(4, [bulk, first, second]) == (Take(first, 2), Take(second, 1), Take(bulk, 1))


def test_units_taken_by_earlier_orders_of_the_plan_are_gone():
    first, second = _bin(1, 5), _bin(2, 5)

    assert choose(4, [first, second], taken={1: 3}) == (Take(second, 4),)
    assert choose(4, [first, second], taken={1: 3, 2: 5}) == (Take(first, 2),)


def test_bins_that_hold_exactly_enough_together_leave_the_others_alone():
    first, second, bulk = _bin(1, 2), _bin(2, 2), _bin(3, 9, is_face=False)

    assert choose(4, [first, second, bulk]) == (Take(first, 2), Take(second, 2))


def test_nothing_is_chosen_where_nothing_lies():
    assert choose(1, []) == ()

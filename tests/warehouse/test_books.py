"""Whatever happens, in whatever order: after every step the books of the warehouse agree."""

from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F, Q, Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from backend.kit import clock
from backend.kit.errors import Refused
from backend.ledger.happenings import SYSTEM
from tests import world
from warehouse import allocation, releasing, stock
from warehouse.models import Allocation, Balance, Batch, Location, Lot, Move, Order, OrderLine
from warehouse.reconciling import reconcile

State = Allocation.State
WAITING = [Order.State.ACCEPTED, Order.State.SHORT]
STOPPABLE = [*WAITING, Order.State.PROMISED, Order.State.RELEASED, Order.State.PICKING, Order.State.PICKED]
which = st.integers(0, 1000)


class Warehouse(RuleBasedStateMachine):
    """A small house with three products, five bins and whatever the example does to them."""

    @initialize()
    def open_the_house(self):
        self.site = world.facility()
        self.shop = world.merchant(self.site)
        self.goods = [world.product(self.shop) for _ in range(3)]
        self.dated = Lot.objects.create(product=self.goods[0], code="E", expires_on=clock.now() + timedelta(days=300))
        self.bins = [world.location(self.site) for _ in range(4)] + [world.location(self.site, Location.Kind.BULK)]
        self.dock = world.location(self.site, Location.Kind.DISPATCH)
        self.totes = {}
        for product in self.goods:
            world.received(product, 4, at=self.bins[0])
            world.received(product, 2, at=self.bins[1])
        for units in (1, 2, 3):
            world.order(self.shop, dict.fromkeys(self.goods[:units], units))
        self.work_is_released()

    @rule(product=st.integers(0, 2), bin_=st.integers(0, 4), units=st.integers(1, 9), is_dated=st.booleans())
    def goods_come_in(self, product, bin_, units, is_dated):
        lot = self.dated if is_dated and product == 0 else Lot.objects.get(product=self.goods[product], code="")
        world.received(self.goods[product], units, at=self.bins[bin_], lot=lot)

    @rule(wanted=st.dictionaries(st.integers(0, 2), st.integers(1, 6), min_size=1), ships_complete=st.booleans())
    def an_order_comes_in(self, wanted, ships_complete):
        lines = {self.goods[product]: units for product, units in wanted.items()}
        world.order(self.shop, lines, ships_complete=ships_complete)

    @rule()
    def stock_is_promised(self):
        allocation.promise(list(self._orders(WAITING)), by=SYSTEM)

    @rule()
    def work_is_released(self):
        releasing.release(self.site.pk)

    @precondition(lambda self: self._rows(State.HARD).exists())
    @rule(chosen=which)
    def a_line_is_picked(self, chosen):
        row = self._one(self._rows(State.HARD), chosen)
        self._shift(row, self._tote_of(row), Move.Reason.PICKED, State.PICKED)
        self._settle(row.line.order_id)

    @precondition(lambda self: self._rows(State.HARD).exists())
    @rule(chosen=which, share=st.integers(1, 3))
    def a_bin_holds_too_little(self, chosen, share):
        row = self._one(self._rows(State.HARD), chosen)
        with transaction.atomic():
            missing = max(1, row.quantity // share)
            allocation.resource(row, missing=missing, reason=Allocation.Reason.EMPTY, by=SYSTEM)
        self._settle(row.line.order_id)

    @rule()
    def the_bins_were_counted(self):
        Location.objects.filter(facility=self.site).update(is_counting=False)

    @precondition(lambda self: self._orders(STOPPABLE).exists())
    @rule(chosen=which)
    def an_order_is_cancelled(self, chosen):
        order = self._one(self._orders(STOPPABLE), chosen)
        with transaction.atomic():
            allocation.let_go(order, by=SYSTEM, reason=Allocation.Reason.CANCELLED)
            Order.objects.filter(pk=order.pk).update(state=Order.State.CANCELLED)

    @precondition(lambda self: self._to_put_back().exists())
    @rule(chosen=which, bin_=st.integers(0, 4))
    def cancelled_goods_are_put_back(self, chosen, bin_):
        row = self._one(self._to_put_back(), chosen)
        lot, tote = row.balance.lot_id, row.balance.location_id
        with transaction.atomic():
            allocation.free([row], reason=Allocation.Reason.CANCELLED)
            goods = stock.Shift(lot, tote, self.bins[bin_].pk, row.quantity, Move.Reason.PUT_BACK)
            stock.shift([goods], facility=self.site.pk, by=SYSTEM)

    @precondition(lambda self: self._orders([Order.State.PICKED]).exists())
    @rule(chosen=which)
    def a_picked_order_is_packed(self, chosen):
        order = self._one(self._orders([Order.State.PICKED]), chosen)
        for row in self._rows(State.PICKED).filter(line__order=order):
            self._shift(row, self.dock, Move.Reason.PACKED, State.PACKED)
        Order.objects.filter(pk=order.pk).update(state=Order.State.PACKED)

    @precondition(lambda self: self._orders([Order.State.PACKED]).exists())
    @rule()
    def packed_orders_leave(self):
        customer = Location.objects.get(pk=stock.outside(self.site.pk, Location.Kind.CUSTOMER))
        for row in self._rows(State.PACKED):
            self._shift(row, customer, Move.Reason.SHIPPED, State.SHIPPED)
        self._orders([Order.State.PACKED]).update(state=Order.State.SHIPPED)

    @rule(chosen=which, units=st.integers(1, 5))
    def goods_are_lost(self, chosen, units):
        balance = self._one(Balance.objects.filter(location__in=self.bins).order_by("pk"), chosen)
        with contextlib.suppress(Refused):
            stock.write_off(balance, quantity=units, by=SYSTEM)

    @invariant()
    def the_books_agree(self):
        if hasattr(self, "site"):
            assert reconcile(self.site.pk) == ()

    @invariant()
    def every_unit_ordered_is_accounted_for(self):
        """Of a living order: what it holds, what left and what is short is what was ordered."""
        if hasattr(self, "site"):
            alive = OrderLine.objects.filter(order__facility=self.site).exclude(
                order__state__in=[Order.State.ACCEPTED, Order.State.CANCELLED]
            )
            known = alive.annotate(units=Sum("allocations__quantity", filter=~Q(allocations__state=State.FREED)))
            assert not known.exclude(units=F("quantity")).exists()

    def _orders(self, states):
        return Order.objects.filter(facility=self.site, state__in=states).order_by("pk")

    def _rows(self, state):
        rows = Allocation.objects.filter(facility=self.site, state=state).order_by("pk")
        return rows.select_related("line", "balance")

    def _to_put_back(self):
        return self._rows(State.PICKED).filter(line__order__state=Order.State.CANCELLED)

    @staticmethod
    def _one(rows, chosen):
        return rows[chosen % len(rows)]

    def _tote_of(self, row):
        return self.totes.setdefault(row.line.order_id, world.location(self.site, Location.Kind.TOTE))

    def _shift(self, row, target, reason, state):
        lot, place = row.balance.lot_id, row.balance.location_id
        with transaction.atomic():
            goods = stock.Shift(lot, place, target.pk, row.quantity, reason, carries_allocation=True)
            touched = stock.shift([goods], facility=self.site.pk, by=SYSTEM)
            row.state = state
            row.balance = touched.get((target.pk, lot), row.balance)
            row.save()

    def _settle(self, order):
        """What the floor does after each stop: the order, and the batch with its last stop, follow their rows."""
        states = set(Allocation.objects.filter(line__order=order).values_list("state", flat=True))
        if State.HARD in states:
            state = Order.State.PICKING
        else:
            state = Order.State.PICKED if State.PICKED in states else Order.State.SHORT
        Order.objects.filter(pk=order).update(state=state)
        done = Batch.objects.filter(facility=self.site, slots__order=order, state=Batch.State.OPEN)
        done.exclude(allocations__state=State.HARD).update(state=Batch.State.FINISHED)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_books_agree_after_every_step():
    run_state_machine_as_test(
        Warehouse,
        settings=settings(
            max_examples=60,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )

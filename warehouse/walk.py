"""A worker's walk as it stands: its cart, its totes and its stops, read once for each scan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Sum

from warehouse.models import Allocation, Batch, Location, Order, Product, Run, Slot, Tote

OPEN = (Allocation.State.HARD,)
COUNTED = (Allocation.State.HARD, Allocation.State.PICKED, Allocation.State.SHORT)


@dataclass
class Walk:
    """What the steps of one walk need to know; questions only, the rows are changed in `picking`."""

    run: Run
    batch: Batch

    @cached_property
    def slots(self) -> list[Slot]:
        """The places on the cart in order, each with its order, its tote and how many units were ordered."""
        slots = Slot.objects.filter(batch=self.batch).select_related("order", "tote")
        return list(slots.annotate(ordered=Sum("order__lines__quantity")).order_by("position"))

    @cached_property
    def rows(self) -> list[Allocation]:
        """Everything this batch has to do or has done, in the order of the walk."""
        rows = self.batch.allocations.select_related("line__product", "balance__location", "balance__lot")
        return sorted(rows, key=lambda row: (row.stop, row.pk))

    @property
    def row(self) -> Allocation | None:
        """The stop at which the worker stands, as the rows say it now."""
        return next((row for row in self.rows if row.pk == self.run.allocation_id), None)

    @property
    def next_row(self) -> Allocation | None:
        """The next stop where goods wait."""
        return next((row for row in self.rows if row.state in OPEN), None)

    @property
    def to_put_back(self) -> Allocation | None:
        """Goods in a tote of an order that was stopped meanwhile."""
        stopped = {slot.order_id for slot in self.slots if slot.order.state == Order.State.CANCELLED}
        picked = (row for row in self.rows if row.state == Allocation.State.PICKED)
        return next((row for row in picked if row.line.order_id in stopped), None)

    @property
    def empty_slot(self) -> Slot | None:
        """The next place on the cart that wants a tote."""
        return next((slot for slot in self.slots if slot.tote_id is None and self._is_wanted(slot)), None)

    @property
    def stop_count(self) -> int:
        """How many stops this walk has had or still has."""
        return sum(1 for row in self.rows if row.state in COUNTED)

    @property
    def stops_done(self) -> int:
        """How many stops are behind the worker."""
        return self.stop_count - sum(1 for row in self.rows if row.state in OPEN)

    @property
    def units_picked(self) -> int:
        """How many units lie in the totes."""
        return sum(row.quantity for row in self.rows if row.state == Allocation.State.PICKED)

    def slot_for(self, order: int) -> Slot:
        """The place of an order on the cart."""
        return next(slot for slot in self.slots if slot.order_id == order)

    def slot_with(self, tote_code: str) -> Slot | None:
        """The place on this cart where a tote stands."""
        return next((slot for slot in self.slots if slot.tote and slot.tote.code == tote_code), None)

    def rows_of(self, order: int) -> Iterator[Allocation]:
        """The stops of one order."""
        return (row for row in self.rows if row.line.order_id == order)

    def has_been_at(self, location: Location) -> bool:
        """Whether this walk took goods from a shelf before and has nothing left there."""
        return any(row.taken_from_id == location.pk for row in self.rows)

    def ordered(self, slot: Slot) -> int:
        """How many units the order on this place of the cart asks for."""
        return int(getattr(slot, "ordered", 0) or 0)

    def look_again(self) -> None:
        """Rows were changed beside this view: read them afresh when they are asked for next."""
        self.__dict__.pop("rows", None)

    def _is_wanted(self, slot: Slot) -> bool:
        return slot.order.state != Order.State.CANCELLED


def place_of(row: Allocation) -> Location:
    """Where the goods of a stop lie now: a shelf, and once picked a tote."""
    assert row.balance is not None
    return row.balance.location


def product_of(row: Allocation) -> Product:
    """What is taken at a stop."""
    return row.line.product


def tote_of(slot: Slot) -> Tote:
    """The tote that stands on a place of the cart."""
    assert slot.tote is not None
    return slot.tote

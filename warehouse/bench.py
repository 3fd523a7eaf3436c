"""A packing bench as it stands: the parcel, what belongs in it, and what was checked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.db.models import OuterRef, Subquery

from backend.kit import locks
from warehouse import cartons, weighing
from warehouse.models import Carton, Order, Parcel, ParcelLine, Product, Run, Tote
from warehouse.weighing import Box, Goods

KEYED_ABOVE: Final = 10


@dataclass
class Bench:
    """What the steps of packing need to know; questions only, the rows are changed in `packing`."""

    run: Run

    @property
    def parcel(self) -> Parcel:
        """The parcel that is being packed."""
        assert self.run.parcel is not None
        return self.run.parcel

    @cached_property
    def lines(self) -> list[ParcelLine]:
        """What belongs in the parcel, in the order of the list."""
        lines = ParcelLine.objects.filter(parcel=self.run.parcel_id).select_related("line__product", "lot")
        return list(lines.order_by("pk"))

    @cached_property
    def tote(self) -> Tote | None:
        """The tote from which it is packed."""
        return getattr(self.parcel.order, "tote", None)

    @cached_property
    def boxes(self) -> list[Box]:
        """The boxes that take the goods: first the smallest into which they really go, then larger, then tighter."""
        rows = Carton.objects.filter(facility=self.run.facility_id)
        fitting = weighing.fitting(self.goods, [box_of(row) for row in rows])
        best = cartons.best_of(self.goods, fitting)
        return [*fitting[best:], *fitting[:best]]

    @property
    def goods(self) -> list[Goods]:
        """The contents as sizes and weights."""
        return [
            Goods(
                units=line.wanted,
                weight_grams=product_of(line).weight_grams,
                sides_mm=(product_of(line).length_mm, product_of(line).width_mm, product_of(line).height_mm),
            )
            for line in self.lines
        ]

    @property
    def units(self) -> int:
        """How many pieces belong in the parcel."""
        return sum(line.wanted for line in self.lines)

    @property
    def checked(self) -> int:
        """How many pieces were scanned into it."""
        return sum(line.checked for line in self.lines)

    @property
    def is_complete(self) -> bool:
        """Whether every piece was scanned."""
        return all(line.checked == line.wanted for line in self.lines)

    @property
    def is_stopped(self) -> bool:
        """Whether the order was cancelled while its open parcel stood here."""
        return self.is_open and self.parcel.order.state == Order.State.CANCELLED

    @property
    def is_open(self) -> bool:
        """Whether a parcel is being packed here; one that staff opened again stays only until the next tote."""
        return self.run.parcel is not None and self.parcel.state == Parcel.State.OPEN

    @property
    def begun_many(self) -> list[ParcelLine]:
        """The lines of the first product of which one was scanned and too many are left to scan each."""
        for lines in self.by_product.values():
            if 0 < checked_of(lines) < wanted_of(lines) > KEYED_ABOVE:
                return lines
        return []

    @property
    def by_product(self) -> dict[int, list[ParcelLine]]:
        """The lines of each product in the order of the list; several when it lies here in several lots."""
        found: dict[int, list[ParcelLine]] = {}
        for line in self.lines:
            found.setdefault(line.line.product_id, []).append(line)
        return found


def lock_tote(code: str, *, facility: int) -> Tote | None:
    """A tote by its label, with its order and, as `begun`, the parcel that somebody began to pack from it.

    `open_at` is the number of the station at which that parcel stands now. The order is locked before the tote is read,
    so that of two benches that scan one tote the second sees what the first did.
    """
    locks.take(Order.objects.filter(tote__code=code, tote__facility=facility))
    begun = Parcel.objects.filter(order=OuterRef("order"), state=Parcel.State.OPEN)
    runs = Run.objects.filter(parcel__order=OuterRef("order"), parcel__state=Parcel.State.OPEN, closed_at=None)
    totes = Tote.objects.filter(facility=facility, code=code).select_related("order")
    return totes.annotate(
        begun=Subquery(begun.values("pk")[:1]), open_at=Subquery(runs.values("station__number")[:1])
    ).first()


def wanted_of(lines: list[ParcelLine]) -> int:
    """How many pieces the lines of one product ask for."""
    return sum(line.wanted for line in lines)


def checked_of(lines: list[ParcelLine]) -> int:
    """How many pieces of one product were ticked off."""
    return sum(line.checked for line in lines)


def product_of(line: ParcelLine) -> Product:
    """What a line asks for."""
    return line.line.product


def box_of(carton: Carton) -> Box:
    """A carton as sizes and weights."""
    sides = (carton.length_mm, carton.width_mm, carton.height_mm)
    return Box(carton.pk, carton.name, sides, carton.tare_grams, carton.limit_grams)

"""Which orders walk together on one cart, so that all walks together are short and every limit is kept.

Pure: frozen dataclasses of whole numbers in and out, no Django; nothing but the time allowed decides a plan.

    cart = batching.Cart(slots=8, items=60)
    plan = batching.plan_batches(layout, orders, cart, "good")
    plan.batches, plan.length_mm, plan.stopped_by
"""

from __future__ import annotations

from warehouse.batching.errors import Unbatchable
from warehouse.batching.orders import Budget, Cart, PickOrder, Plan, StoppedBy
from warehouse.batching.planning import BUDGETS, Mode, length_of, plan_batches

__all__ = [
    "BUDGETS",
    "Budget",
    "Cart",
    "Mode",
    "PickOrder",
    "Plan",
    "StoppedBy",
    "Unbatchable",
    "length_of",
    "plan_batches",
]

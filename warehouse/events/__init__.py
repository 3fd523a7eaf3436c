"""Everything that can happen in the warehouse, one file per ability."""

from warehouse.events import catalogue, dispatch, orders, packing, picking, stock

__all__ = ["catalogue", "dispatch", "orders", "packing", "picking", "stock"]

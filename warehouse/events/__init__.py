"""Everything that can happen in the warehouse, one file per ability."""

from warehouse.events import carrier_labels, catalogue, dispatch, orders, packing, picking, stock

__all__ = ["carrier_labels", "catalogue", "dispatch", "orders", "packing", "picking", "stock"]

"""The rows of the warehouse, one file per ability: goods and where they lie, orders, the floor, parcels."""

from warehouse.models.carrier_labels import CarrierLabelFile
from warehouse.models.floor import Allocation, Batch, Cart, Run, ScannerProfile, Slot, Tote
from warehouse.models.floor_plans import FloorPlan
from warehouse.models.orders import Order, OrderHold, OrderLine, OrderRef
from warehouse.models.parcels import Carton, Manifest, Parcel, ParcelLine, Sequence
from warehouse.models.stock import Balance, Level, Location, Lot, Move, Product, ProductCode
from warehouse.models.tallies import Tally
from warehouse.models.waves import Wave, WaveCart, WaveOrder

__all__ = [
    "Allocation",
    "Balance",
    "Batch",
    "CarrierLabelFile",
    "Cart",
    "Carton",
    "FloorPlan",
    "Level",
    "Location",
    "Lot",
    "Manifest",
    "Move",
    "Order",
    "OrderHold",
    "OrderLine",
    "OrderRef",
    "Parcel",
    "ParcelLine",
    "Product",
    "ProductCode",
    "Run",
    "ScannerProfile",
    "Sequence",
    "Slot",
    "Tally",
    "Tote",
    "Wave",
    "WaveCart",
    "WaveOrder",
]

"""Reads a file of orders as it is, dirt included: what cannot be an order is listed with its reason.

Two shapes are known by their column names: our own (`order_ref, sku, title, quantity, service`) and the Online Retail
data set (`InvoiceNo, StockCode, Description, Quantity`). Files ending in `.gz` are unpacked on the way.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TextIO

COLUMNS: Final = {
    "order_ref": ("order_ref", "InvoiceNo"),
    "sku": ("sku", "StockCode"),
    "title": ("title", "Description"),
    "quantity": ("quantity", "Quantity"),
    "service": ("service",),
}
SERVICES_NOT_GOODS: Final = frozenset(
    {"POST", "DOT", "D", "M", "S", "B", "C2", "BANK CHARGES", "AMAZONFEE", "CRUK", "GIFT"}
)


@dataclass
class Wanted:
    """One order of the file: quantities by SKU, as they stand there."""

    ref: str
    service: str = "standard"
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Listed:
    """Something in the file that is no order, or no line of one, and why."""

    ref: str
    reason: str
    detail: str = ""


@dataclass
class OrdersFile:
    """What a file holds: the orders to send, the goods to have on the shelves, and what was listed instead."""

    orders: list[Wanted] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    listed: list[Listed] = field(default_factory=list)

    @property
    def demand(self) -> Counter[str]:
        """How many units of each SKU the orders want together."""
        wanted: Counter[str] = Counter()
        for order in self.orders:
            for sku, quantity in order.lines.items():
                wanted[sku] += max(0, quantity)
        return wanted


def read(path: Path, *, limit: int) -> OrdersFile:
    """The first `limit` orders of the file, in its order; ValueError when its columns are not known."""
    found = OrdersFile()
    orders: dict[str, Wanted] = {}
    with _opened(path) as file:
        for row in _rows(file):
            sku = row["sku"].strip().upper()
            if row["title"].strip() and sku not in found.titles and not _is_service(sku):
                found.titles[sku] = row["title"].strip()
            _take(row, sku, orders, found, limit=limit)
    found.orders = [order for order in orders.values() if order.lines]
    for order in orders.values():
        if not order.lines:
            found.listed.append(Listed(order.ref, "no_goods", "only services on it"))
    return found


def _take(row: dict[str, str], sku: str, orders: dict[str, Wanted], found: OrdersFile, *, limit: int) -> None:
    ref = row["order_ref"].strip()
    order = orders.get(ref)
    if order is None:
        if len(orders) >= limit:
            return
        if ref.upper().startswith("C"):
            if not found.listed or found.listed[-1].ref != ref:
                found.listed.append(Listed(ref, "cancellation", "a cancelled invoice is no order"))
            return
        order = orders[ref] = Wanted(ref, row.get("service") or "standard")
    if _is_service(sku):
        found.listed.append(Listed(ref, "not_goods", f"line {sku} is a service"))
        return
    try:
        quantity = int(row["quantity"])
    except ValueError:
        found.listed.append(Listed(ref, "quantity_unreadable", f"line {sku}"))
        return
    if sku in order.lines:
        found.listed.append(Listed(ref, "line_merged", f"line {sku} stands there twice"))
    order.lines[sku] = order.lines.get(sku, 0) + quantity


def _is_service(sku: str) -> bool:
    return sku in SERVICES_NOT_GOODS or sku.startswith("GIFT_")


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", errors="replace", newline="")
    return path.open(encoding="utf-8", errors="replace", newline="")


def _rows(file: TextIO) -> Iterator[dict[str, str]]:
    reader = csv.DictReader(file)
    names = {
        ours: next((name for name in theirs if name in (reader.fieldnames or ())), "")
        for ours, theirs in COLUMNS.items()
    }
    missing = [ours for ours in ("order_ref", "sku", "quantity") if not names[ours]]
    if missing:
        raise ValueError(f"The file has no column for {', '.join(missing)}. Its first line must name its columns.")
    for row in reader:
        yield {ours: (row.get(name) or "") if name else "" for ours, name in names.items()}

"""The shop that every test of the API sends from."""

from __future__ import annotations

from tests.warehouse.api.shop import shop

__all__ = ["shop"]

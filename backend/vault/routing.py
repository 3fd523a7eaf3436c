"""Sends everything of the vault to the vault's own database, and nothing else there."""

from __future__ import annotations

from typing import Any

from django.db.models import Model


class VaultRouter:
    """Addressees live in a database of their own, which a station's process cannot open."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        """Where a model's rows are read."""
        return "vault" if model._meta.app_label == "vault" else "default"

    db_for_write = db_for_read

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        """No row of one database points at a row of the other."""
        return (one._meta.app_label == "vault") == (other._meta.app_label == "vault")

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Vault tables in the vault, all others in the main database."""
        return (db == "vault") == (app_label == "vault")

"""What the vault does by itself: purge, hourly."""

from __future__ import annotations

from backend.jobs import handling
from backend.vault import purging

handling.every(seconds=3600, name="vault.sweep")(purging.sweep)

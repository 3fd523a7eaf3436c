"""What the floor does by itself: sittings that nobody touches end."""

from __future__ import annotations

from backend.facility import seating
from backend.jobs import handling

handling.every(seconds=60, name="facility.end_idle")(seating.end_idle)

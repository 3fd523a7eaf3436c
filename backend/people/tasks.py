"""What is done at regular times about sign-ins: old counts of wrong PINs are dropped."""

from __future__ import annotations

from backend.jobs import handling
from backend.people import throttle

handling.every(seconds=3600, name="people.forget_attempts")(throttle.forget_old)

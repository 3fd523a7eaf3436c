"""The Chromium of this computer, for tests and pictures."""

from __future__ import annotations

import os
import shutil
from typing import Any

# How long a page may take on a computer that has much else to do; nothing waits longer than it must.
PATIENCE_MS = 75_000
NAMES = ("chromium", "chromium-browser", "google-chrome")


def how_to_launch() -> dict[str, Any] | None:
    """What Playwright needs to start the browser of this computer; None if there is none."""
    names = (os.environ.get("OUTBOUND_CHROMIUM", ""), *NAMES)
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    if path is None:
        return None
    # Playwright keeps an event loop in this thread; Django would refuse the database to whoever comes after.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return {"executable_path": path, "args": ["--no-sandbox"] if os.geteuid() == 0 else []}

"""Where things are in a checkout and in its data folder."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).resolve().parents[2]

Command: TypeAlias = Sequence[str | Path]

RUN_LOCK = "requirements.txt"
SERVER_LOCK = "docker/requirements.txt"
TEST_LOCK = "tests/requirements.txt"
BROWSER_LOCK = "tests/browser/requirements.txt"
INSTALLER_LOCK = "backend/command/uv.txt"


def data_folder() -> Path:
    """Give the folder that holds database, keys, jobs and logs of this computer."""
    return Path(os.environ.get("OUTBOUND_DATA") or ROOT / "var").resolve()

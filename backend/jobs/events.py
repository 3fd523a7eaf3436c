"""What can happen to a job that a person looks at; recorded on the job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from backend.ledger.happenings import Happening


@dataclass(frozen=True)
class JobRevived(Happening):
    """Somebody of staff had a job tried again that the house had given up."""

    kind: ClassVar[str] = "job.revived"
    attempts: int

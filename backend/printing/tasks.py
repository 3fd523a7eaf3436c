"""What the printing room does in the background."""

from __future__ import annotations

from backend.jobs import handling
from backend.jobs.models import Job
from backend.printing import following, sending


@handling.handles("printing.send", queue="print")
def send(job: Job) -> None:
    """Wake the consumer of one printer; which labels wait is in the rows, so waking it twice is harmless."""
    sending.send_waiting(int(job.subject.rpartition(":")[2]))


@handling.every(seconds=5, name="printing.look_round")
def look_round() -> None:
    """Labels left in mid-air by a killed sender are marked for a person, queues are asked, idle printers go on."""
    sending.doubt_the_abandoned()
    following.follow()
    sending.wake_the_waiting()

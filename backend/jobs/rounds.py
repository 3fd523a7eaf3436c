"""What is done at regular times: beat rings, one worker goes, and the row says when it was last done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from backend.jobs import handling
from backend.jobs.models import Walk
from backend.kit import clock


def walk(name: str) -> bool:
    """Do the round unless it was begun less than half its interval ago (a doubled message); whether it was done."""
    each = handling.ROUNDS.get(name)
    if each is None or not _begin(each):
        return False
    each.run()
    Walk.objects.filter(name=name).update(done_at=clock.now())
    return True


def last_done(name: str) -> datetime | None:
    """When the round was last finished."""
    return Walk.objects.filter(name=name).values_list("done_at", flat=True).first()


def schedule() -> dict[str, dict[str, Any]]:
    """Beat's static schedule; a ring that nobody heard in time is dropped, the next one does for both."""
    return {
        each.name: {
            "task": "jobs.sweep" if each.name == "jobs.sweep" else "jobs.periodic",
            "args": () if each.name == "jobs.sweep" else (each.name,),
            "schedule": each.seconds,
            "options": {"expires": each.seconds, "retry": False},
        }
        for each in handling.ROUNDS.values()
    }


def _begin(each: handling.Round) -> bool:
    now = clock.now()
    with transaction.atomic():
        made = Walk.objects.get_or_create(name=each.name, defaults={"begun_at": now})[1]
        recently = now - timedelta(seconds=each.seconds / 2)
        return made or Walk.objects.filter(name=each.name, begun_at__lte=recently).update(begun_at=now) == 1

"""A row's state must be where its last event brought it: whoever edits a state by hand is found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db import models
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat

from backend.ledger.models import Event

STEP: Final = 2000
WATCHED: list[type[models.Model]] = []


def watch(model: type[models.Model]) -> type[models.Model]:
    """Have `verify` compare this model's `state` with its events; it needs `MOVES`, `state` and `facility`."""
    missing = {"MOVES", "state", "facility"} - set(dir(model))
    if missing:
        raise TypeError(f"{model.__name__} cannot be watched: it has no {', '.join(sorted(missing))}")
    if model not in WATCHED:
        WATCHED.append(model)
    return model


def state_problems(facility: int) -> Iterator[str]:
    """One sentence for each row of the facility whose state is not the target of its last move."""
    for model in WATCHED:
        yield from _problems_of(model, facility)


def _problems_of(model: Any, facility: int) -> Iterator[str]:
    targets = {event.kind: str(target) for event, (_origins, target) in model.MOVES.items()}
    begin = model._meta.get_field("state").default
    label = model._meta.label_lower
    last = (
        Event.objects.filter(
            subject=Concat(Value(f"{label}:"), Cast(OuterRef("pk"), CharField()), output_field=CharField()),
            kind__in=targets,
        )
        .order_by("-id")
        .values("kind")[:1]
    )
    # One statement reads row and event at one moment, so that work going on meanwhile raises no false alarm.
    rows = model._default_manager.filter(facility=facility).annotate(last_kind=Subquery(last)).order_by("pk")
    after = 0
    while found := list(rows.filter(pk__gt=after).values_list("pk", "state", "last_kind")[:STEP]):
        for pk, state, kind in found:
            wanted = targets[kind] if kind else str(begin)
            if state != wanted and (kind or begin is not models.NOT_PROVIDED):
                yield f"{label}:{pk} is {state}, but its events say {wanted}."
        after = found[-1][0]

"""Is the house well? `/healthz` says that the process lives, `/readyz` that everything it needs is there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from backend.jobs import rounds
from backend.kit import clock
from backend.ledger import sealing

SWEPT_WITHIN_SECONDS: Final = 90
SEALED_WITHIN_SECONDS: Final = 10
FREE_SHARE: Final = 0.05


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Each thing that work needs, and whether it is there; 503 if one is not."""
    checks: dict[str, Callable[[], bool]] = {
        "database": _database_answers,
        "migrations": _is_migrated,
        "sweep": _was_swept,
        "sealer": _is_sealed,
        "disk": _has_room,
    }
    found = {name: _holds(check) for name, check in checks.items()}
    is_ready = all(found.values())
    return JsonResponse({"ready": is_ready, **found}, status=200 if is_ready else 503)


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        return False


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


@cache
def _is_migrated() -> bool:
    """Looked up until it holds: this process cannot get new migrations, and a raised fault is not remembered.

    Without the vault only dispatch stops, so its database is no reason to send nobody here.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuntimeError("migrations wait")
    return True


def _was_swept() -> bool:
    done_at = rounds.last_done("jobs.sweep")
    return done_at is not None and (clock.now() - done_at).total_seconds() <= SWEPT_WITHIN_SECONDS


def _is_sealed() -> bool:
    return sealing.behind_seconds() <= SEALED_WITHIN_SECONDS


def _has_room() -> bool:
    disk = shutil.disk_usage(settings.DATA)
    return disk.free >= FREE_SHARE * disk.total

"""The Celery application and its broker: it only carries job ids, so it may be lost without losing work."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from celery import Celery
from django.conf import settings
from kombu import Exchange, Queue
from kombu.transport import TRANSPORT_ALIASES

QUEUES: Final = ("default", "print", "webhook")
LONGEST_SECONDS: Final = 600
TRANSPORT_ALIASES["outbound-file"] = "backend.jobs.file_transport:Transport"


def broker(url: str, *, data: Path) -> tuple[str, dict[str, Any]]:
    """Celery's URL and transport options for OUTBOUND_BROKER_URL; `file:` is a folder in the data folder."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return "outbound-file://localhost/", {"folder": unquote(parts.path) or str(data / "broker")}
    if parts.scheme in ("redis", "rediss"):
        # What a worker has taken and not acknowledged comes again after 15 minutes: longer than any job may take.
        return url, {
            "visibility_timeout": 900,
            "socket_connect_timeout": 1,
            "socket_timeout": 5,
            "socket_keepalive": True,
            "health_check_interval": 20,
        }
    if parts.scheme in ("amqp", "amqps"):
        return url, {"connect_timeout": 1, "read_timeout": 5, "write_timeout": 5}
    raise ValueError(f"OUTBOUND_BROKER_URL begins with {parts.scheme!r}: use file:, redis:// or amqp://.")


def make() -> Celery:
    """The application with every setting of ours."""
    url, options = broker(settings.BROKER_URL, data=settings.DATA)
    made = Celery("outbound", set_as_current=True)
    made.conf.update(
        broker_url=url,
        broker_transport_options=options,
        broker_connection_timeout=1,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        task_publish_retry=False,
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_time_limit=LONGEST_SECONDS,
        task_soft_time_limit=LONGEST_SECONDS - 60,
        task_default_queue=QUEUES[0],
        task_queues=[Queue(name, Exchange(name, type="direct"), routing_key=name, durable=True) for name in QUEUES],
        task_create_missing_queues=False,
        task_serializer="json",
        accept_content=["json"],
        worker_prefetch_multiplier=1,
        worker_soft_shutdown_timeout=30,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        enable_utc=True,
        timezone="UTC",
    )
    return made


# Celery's Django support looks at this when the application is made.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
app = make()

"""Where `celery --app backend worker --beat` finds the application."""

from __future__ import annotations

from backend.jobs.broker import app as app

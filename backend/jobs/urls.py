"""Where a watchman asks whether the house is well."""

from __future__ import annotations

from django.urls import path

from backend.jobs import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

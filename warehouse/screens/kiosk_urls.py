"""Addresses of the worker's screen of a task."""

from __future__ import annotations

from django.urls import path

from warehouse.screens import kiosk

urlpatterns = [
    path("station/work/", kiosk.work, name="station-work"),
    path("station/scans/", kiosk.scans, name="station-scans"),
    path("station/claim/", kiosk.claim, name="station-claim"),
    path("station/day/", kiosk.day, name="station-day"),
]

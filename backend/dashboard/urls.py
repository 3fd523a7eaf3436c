"""Addresses of the wall."""

from __future__ import annotations

from django.urls import path

from backend.dashboard import screens

urlpatterns = [
    path("wall/", screens.wall_page, name="wall"),
    path("wall/room/", screens.room_page, name="wall-room"),
    path("wall/jobs/", screens.jobs_page, name="wall-jobs"),
]

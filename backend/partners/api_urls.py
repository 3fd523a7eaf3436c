"""The merchant's own addresses of its API, below `/api/v1/`."""

from __future__ import annotations

from django.urls import path

from backend.partners import api

urlpatterns = [
    path("", api.Home.as_view(), name="api-home"),
    path("keys/rotation/", api.Rotation.as_view(), name="api-key-rotation"),
]

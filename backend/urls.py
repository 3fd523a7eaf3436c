"""Every address of the house, app by app."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("api/", include("backend.api")),
    path("", include("backend.jobs.urls")),
    path("", include("backend.people.urls")),
    path("", include("backend.facility.urls")),
    path("", include("backend.printing.urls")),
    path("", include("warehouse.screens.dispatch_urls")),
    path("", include("warehouse.screens.kiosk_urls")),
    path("", include("warehouse.screens.staff_urls")),
    path("", include("backend.dashboard.urls")),
    path("", include("backend.web.urls")),
]

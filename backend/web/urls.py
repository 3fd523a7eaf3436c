"""Addresses of the help."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from backend.web import components, licences
from backend.web import help as pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("help/", pages.index, name="help"),
    path("help/components/", components.components, name="help-components"),
    path("help/licences/", licences.licences, name="help-licences"),
    path("help/licences/<str:name>/", licences.licence, name="help-licence"),
    path("help/<slug:slug>/", pages.page, name="help-page"),
]

"""The merchant API as one tree: version 1 of every app, its documentation, and words for addresses that are none."""

from __future__ import annotations

from django.urls import include, path, re_path

from backend.partners import published
from backend.partners.views import Unknown

v1 = [
    path("", include("backend.partners.api_urls")),
    path("", include("warehouse.api.urls")),
]
urlpatterns = [
    path("v1/", include(v1)),
    path("docs/", published.DocsPage.as_view(), name="api-docs"),
    path("openapi.yaml", published.schema, name="api-schema"),
    path("problems/", published.problem_list, name="api-problems"),
    path("problems/<slug:code>/", published.problem, name="api-problem"),
    re_path("", Unknown.as_view(), name="api-unknown"),
]

"""Where things are read over the API, and how a list says where it goes on."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from backend.kit.paging import Page
from backend.partners import bodies


def order(pk: int) -> str:
    """The address of an order."""
    return reverse("api-order", args=[pk])


def product(sku: str) -> str:
    """The address of a product."""
    return reverse("api-product", args=[sku])


def listed(name: str, shape: type[BaseSerializer[Any]], page: Page[Any], request: Request) -> Response:
    """A page of a list: its rows under `name`, and where the next page is, in the body and as a Link header."""
    query = request.query_params.copy()
    query["cursor"] = page.next_cursor
    following = f"{request.path}?{query.urlencode()}" if page.next_cursor else None
    out = bodies.shared(shape)
    response = Response({name: [out.to_representation(row) for row in page.rows], "next": following})
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response

"""Whoever reads every address of the house reads every address: one that cannot be asked for is an error."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, get_resolver, include, path, re_path, resolve

from backend.demo.bench import addresses
from tests.house.matrix import MATRIX


def view(request: HttpRequest) -> HttpResponse:
    """A page."""
    return HttpResponse()


def test_every_address_of_the_house_is_among_them() -> None:
    found = addresses.every(get_resolver("backend.urls").url_patterns, without="sign-out")

    assert {resolve(each).url_name for each in found} == set(MATRIX) - {"sign-out"}
    assert {"/labels/tote/2/again/", "/parcels/1/labels/3/reprint/", "/printers/layouts/parcel/", "/"} <= set(found)
    assert [each for each in found if "<" in each] == []


def test_places_are_filled_in_every_combination() -> None:
    found = addresses.every([path("a/<int:pk>/", include([path("<slug:code>/", view)]))], without="nothing")

    assert found == [f"/a/{number}/{code}/" for number in (1, 2, 3) for code in ("held", "unknown_sku")]


@pytest.mark.parametrize(
    "pattern",
    [path("a/<slug:shoe_size>/", view), path("<uuid:shoe_size>/", view), path("<shoe_size>/", view)],
)
def test_a_place_that_nobody_can_fill_is_an_error(pattern: URLPattern) -> None:
    with pytest.raises(RuntimeError, match="shoe_size"):
        addresses.every([path("b/", include([pattern]))], without="nothing")


@pytest.mark.parametrize("regex", [r"^a/(?P<pk>\d+)/$", r"^a/$"])
def test_a_pattern_that_is_no_plain_route_is_an_error(regex: str) -> None:
    with pytest.raises(RuntimeError, match="no plain route"):
        addresses.every([re_path(regex, view)], without="nothing")

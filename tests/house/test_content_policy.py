"""Every page of every role carries the content policy, whatever it answers, and holds nothing that the policy stops."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from tests import world
from tests.house import matrix
from tests.house.test_authorisation import Visitors, addresses

pytestmark = [pytest.mark.house, pytest.mark.django_db(databases=["default", "vault"])]
POLICY = {
    "default-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
}
INLINE = re.compile(
    r"<style|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|<[^>]*\s(?:style|on[a-z]+)=\"|javascript:"
)


def faults(answer: HttpResponse) -> list[str]:
    """What is wrong with the policy of an answer, or with a page under it."""
    said = answer.headers.get("Content-Security-Policy", "")
    parts = (part.split() for part in said.split(";") if part.strip())
    found = [] if {name: set(words) for name, *words in parts} == POLICY else [f"policy: {said!r}"]
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        found += [f"inline: {match[0]!r}" for match in INLINE.finditer(answer.content.decode())]
    return found


def test_the_policy_lets_nothing_unsafe_in() -> None:
    assert [word for words in POLICY.values() for word in words if "unsafe" in word or "*" in word] == []


@pytest.mark.parametrize("principal", sorted(matrix.ALL))
def test_every_page_of_every_role_carries_the_policy(principal: str) -> None:
    site = world.facility()
    world.area(site)
    visitors, wrong, seen = Visitors(site), {}, 0

    for name, parts in addresses(get_resolver()):
        path = reverse(name, kwargs=parts)
        browser = visitors.visit(principal)
        answer = browser.get(path)
        answers = [answer, browser.post(path)] if answer.status_code == 405 else [answer]
        seen += answers[-1].status_code == 200
        if found := [fault for each in answers for fault in faults(each)]:
            wrong[f"{path} {answers[-1].status_code}"] = found

    assert wrong == {}
    assert seen > 0


@pytest.mark.parametrize("path", ["/nothing/", "/help/nothing/", "/orders/?state=%00", "/%00/", "/api/v1/nothing/"])
def test_what_is_not_there_carries_the_policy_too(path: str) -> None:
    answer = Client().get(path)

    assert answer.status_code >= 400
    assert faults(answer) == []

"""A refusal becomes a page that leads back, or a part that stands beside what was clicked."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("plain_house")


def test_a_refusal_is_a_page_with_words_code_and_a_way_back() -> None:
    answer = Client().get("/refuse/", headers={"referer": "http://testserver/kiosk/"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "This batch is someone else&#x27;s." in page
    assert "not_your_batch" in page
    assert 'href="/kiosk/"' in page
    assert "<html" in page


def test_the_way_back_never_leads_to_another_house() -> None:
    page = Client().get("/refuse/", headers={"referer": "https://evil.example/kiosk/"}).content.decode()

    assert "evil" not in page
    assert 'href="/kiosk/"' not in page


def test_htmx_gets_a_part_that_does_not_replace_the_row() -> None:
    answer = Client().get("/refuse/", headers={"hx-request": "true"})

    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#refusal"
    assert answer["HX-Reswap"] == "innerHTML"
    assert "<html" not in answer.content.decode()


def test_faults_are_listed_one_by_one() -> None:
    answer = Client().get("/refuse/?kind=invalid")

    assert answer.status_code == 422
    assert "Type the SKU." in answer.content.decode()


def test_busy_says_when_to_come_again() -> None:
    answer = Client().get("/refuse/?kind=busy")

    assert answer.status_code == 503
    assert answer["Retry-After"] == "1"


def test_every_answer_carries_its_request_number() -> None:
    answer = Client().get("/refuse/")

    number = answer["X-Request-ID"]
    assert number[:8] in answer.content.decode()
    assert Client().get("/refuse/", headers={"x-request-id": "gate-1234567"})["X-Request-ID"] == "gate-1234567"
    assert Client().get("/refuse/", headers={"x-request-id": "bad id\t!"})["X-Request-ID"] != "bad id\t!"

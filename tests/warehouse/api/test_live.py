"""On a real server with real threads and a real kill: one order, and the same bytes again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from backend.demo import houses
from backend.demo.houses import House

SCRIPT = Path(__file__).with_name("live_shop.py")
LINES = [{"sku": sku, "quantity": 2} for sku in ("A-1", "A-2", "A-3")]
pytestmark = pytest.mark.slow


@dataclass
class Live:
    """A running house and the key of its shop."""

    house: House
    key: str

    def post(self, body: dict[str, Any], *, once: str, path: str = "/api/v1/orders/") -> httpx.Response:
        """Send JSON."""
        return httpx.post(
            f"{self.house.url}{path}",
            json=body,
            headers={"Authorization": f"Bearer {self.key}", "Idempotency-Key": once},
            timeout=30,
        )

    def orders(self) -> list[dict[str, Any]]:
        """The shop's orders as the API lists them."""
        answer = httpx.get(
            f"{self.house.url}/api/v1/orders/?limit=200", headers={"Authorization": f"Bearer {self.key}"}
        )
        found: list[dict[str, Any]] = answer.json()["orders"]
        return found


@contextmanager
def _database(kind: str) -> Iterator[str]:
    """An empty database of its own, dropped at the end."""
    if kind == "sqlite":
        yield "sqlite"
        return
    server, name = os.environ["OUTBOUND_TEST_POSTGRES"].rsplit("/", 1)
    mine = f"{name}_live_{os.getpid()}"
    for each in (mine, f"{mine}_vault"):
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{each}"')
    try:
        yield f"{server}/{mine}"
    finally:
        for each in (mine, f"{mine}_vault"):
            with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{each}" WITH (FORCE)')


def _databases() -> list[str]:
    return ["sqlite", "postgres"] if os.environ.get("OUTBOUND_TEST_POSTGRES") else ["sqlite"]


@pytest.fixture(scope="module", params=_databases())
def live(request: pytest.FixtureRequest) -> Iterator[Live]:
    """A house with a web server of four threads and one shop."""
    with _database(request.param) as url, houses.house(database=url) as house:
        key = json.loads(house.manage("shell", told=SCRIPT.read_text(encoding="utf-8")).splitlines()[-1])["key"]
        house.start(worker=False)
        yield Live(house, key)


def test_ten_times_the_same_post_at_once_is_one_order(live: Live) -> None:
    body = {"merchant_ref": "TEN", "lines": LINES}

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: live.post(body, once="ten"), range(10)))

    good = [answer for answer in answers if answer.status_code == 201]
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.content for answer in good}) == 1
    assert sum("Idempotent-Replayed" not in answer.headers for answer in good) == 1
    assert [each["merchant_ref"] for each in live.orders()].count("TEN") == 1


def test_ten_keys_for_one_reference_at_once_is_one_order(live: Live) -> None:
    body = {"merchant_ref": "REF", "lines": LINES}

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda number: live.post(body, once=f"ref-{number}"), range(10)))

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"duplicate_merchant_ref"}
    assert len({answer.json()["url"] for answer in answers}) == 1
    assert [each["merchant_ref"] for each in live.orders()].count("REF") == 1


def test_two_lists_with_the_same_references_at_once_make_each_order_once(live: Live) -> None:
    body = {"orders": [{"merchant_ref": f"LIST-{number}", "lines": LINES} for number in range(50)]}

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda number: live.post(body, once=f"list-{number}"), range(4)))

    assert {answer.status_code for answer in answers} <= {201, 207, 503}
    assert sum(answer.json()["accepted"] for answer in answers if answer.status_code != 503) == 50


def test_an_answer_survives_a_kill(live: Live) -> None:
    body = {"merchant_ref": "KILL", "lines": LINES}
    first = live.post(body, once="kill")
    live.house.kill(live.house.webs[0])
    houses.wait_until_it_answers(live.house.url)

    second = live.post(body, once="kill")

    assert second.content == first.content
    assert second.headers["Idempotent-Replayed"] == "true"


def test_a_body_over_one_megabyte_is_answered_not_cut_off(live: Live) -> None:
    answer = httpx.post(
        f"{live.house.url}/api/v1/orders/",
        content=b" " * 3_000_000,
        headers={
            "Authorization": f"Bearer {live.key}",
            "Idempotency-Key": "large",
            "Content-Type": "application/json",
        },
    )

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_a_body_in_chunks_is_refused_in_words(live: Live) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"merchant_ref": "CHUNKS", '
        yield b'"lines": [{"sku": "A-1", "quantity": 1}]}'

    answer = httpx.post(
        f"{live.house.url}/api/v1/orders/",
        content=chunks(),
        headers={
            "Authorization": f"Bearer {live.key}",
            "Idempotency-Key": "chunks",
            "Content-Type": "application/json",
        },
    )

    assert (answer.status_code, answer.json()["code"]) == (411, "length_missing")

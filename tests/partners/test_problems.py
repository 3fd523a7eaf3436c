"""Every no under /api/ has one shape, a stable code that is documented, and never a trace."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError
from django.test import Client, RequestFactory
from rest_framework.request import Request

from backend.kit.errors import Busy
from backend.partners import problem_catalogue, problems
from tests import calling, world
from tests.calling import Caller, told
from warehouse import order_book

ROOT = Path(__file__).resolve().parents[2]
SPOKEN = [
    *(ROOT / "backend/partners").glob("*.py"), ROOT / "backend/kit/paging.py", ROOT / "backend/kit/errors.py",
    ROOT / "backend/ledger/commands.py", *(ROOT / "warehouse/api").glob("*.py"),
    *(ROOT / f"warehouse/{name}.py" for name in ("intake", "order_rules", "order_book", "catalogue", "cancelling")),
]  # fmt: skip
# Said to staff at the terminal or to other modules of ours, and the codes of decisions, which are no refusals.
NOT_OVER_HTTP = {"two_keys_live", "scope_unknown", "too_many_orders", "rejected_by_staff", ""}


@pytest.fixture
def system(db: None) -> Caller:
    """A merchant's system."""
    return calling.system(world.merchant(world.facility()))


@pytest.mark.parametrize("path", ["/api/", "/api/v1/nothing/", "/api/v1/orders", "/api/v2/orders/", "/api/docs/x"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_address_that_is_none_answers_in_the_same_shape(db: None, path: str, method: str) -> None:
    response = getattr(Client(), method)(path)

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert told(response)["code"] == "not_found"
    assert told(response)["request_id"] == response["X-Request-ID"]


def test_an_unknown_host_is_answered_in_the_same_shape(db: None) -> None:
    response = Client(raise_request_exception=False).get("/api/v1/", headers={"host": "evil.example"})

    assert response["Content-Type"] == "application/problem+json"
    assert response.status_code in (400, 401)


def test_a_fault_of_ours_is_answered_without_a_trace(system: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(order_book, "page", broken)

    response = system.get("/api/v1/orders/")

    assert (response.status_code, told(response)["code"]) == (500, "internal_error")
    assert b"secret" not in response.content
    assert b"Traceback" not in response.content


@pytest.mark.parametrize(
    ("fault", "status", "code", "retry_after"),
    [
        (OperationalError("connection refused"), 503, "unavailable", "5"),
        (InterfaceError("connection already closed"), 503, "unavailable", "5"),
        (OperationalError("database or disk is full"), 507, "no_room", None),
        (Busy(), 503, "busy", "1"),
        (DatabaseError("who knows"), 500, "internal_error", None),
    ],
)
def test_a_database_in_trouble_is_answered_in_words(
    fault: Exception, status: int, code: str, retry_after: str | None
) -> None:
    response = problems.answer(fault, {"request": Request(RequestFactory().get("/api/v1/"))})

    assert (response.status_code, response.data["code"]) == (status, code)
    assert response.get("Retry-After") == retry_after


def test_every_code_that_can_be_answered_is_in_the_catalogue() -> None:
    said = {code for path in SPOKEN for code in _codes(path)} - NOT_OVER_HTTP

    assert said - set(problem_catalogue.ALL) == set()


def test_every_problem_of_the_catalogue_has_a_page(db: None) -> None:
    listed = told(Client().get("/api/problems/"))["problems"]

    assert {each["code"] for each in listed} == set(problem_catalogue.ALL)
    for each in listed:
        assert told(Client().get(each["type"])) == each


def test_an_unknown_problem_is_not_found(db: None) -> None:
    response = Client().get("/api/problems/no_such/")

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def _codes(path: Path) -> set[str]:
    """The codes that a module names: `code="..."`, and the second argument of a Fault."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            found |= {each.value.value for each in node.keywords if each.arg == "code" and _is_text(each.value)}
            if isinstance(node.func, ast.Name) and node.func.id == "Fault" and len(node.args) > 1:
                found |= {node.args[1].value} if _is_text(node.args[1]) else set()
    return found


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)

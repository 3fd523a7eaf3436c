"""The committed schema is what the API does: fresh, with examples that are true, and every problem in it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from jsonschema import Draft202012Validator
from pytest_django import Settings

from backend.partners import bodies, problem_catalogue
from backend.partners.management.commands import openapi
from tests.house.sources import ROOT
from warehouse.api import goods_shapes, shapes

pytestmark = pytest.mark.house
PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The committed schema."""
    written: dict[str, Any] = yaml.safe_load((ROOT / "backend/openapi.yaml").read_text(encoding="utf-8"))
    return written


def operations(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every operation with its name."""
    return [(each["operationId"], each) for path in schema["paths"].values() for each in path.values()]


def test_the_committed_schema_is_fresh() -> None:
    call_command("openapi", "--check")


def test_a_stale_schema_is_said_in_words(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(openapi, "FILE", tmp_path / "openapi.yaml")

    with pytest.raises(CommandError, match="stale"):
        call_command("openapi", "--check")


def test_every_operation_has_words_and_an_example_of_its_good_answer(schema: dict[str, Any]) -> None:
    for name, operation in operations(schema):
        assert operation["summary"], name
        assert operation["description"], name
        good = next(answer for status, answer in operation["responses"].items() if status < "300")
        assert good["content"]["application/json"]["examples"], name
        if "requestBody" in operation:
            assert operation["requestBody"]["content"]["application/json"]["examples"], name


def test_every_example_keeps_to_its_schema(schema: dict[str, Any]) -> None:
    def check(content: dict[str, Any], where: str) -> None:
        validator = Draft202012Validator({**content["schema"], "components": schema["components"]})
        for example in content.get("examples", {}).values():
            if "$ref" in example:
                example = schema["components"]["examples"][example["$ref"].rsplit("/", 1)[1]]
            assert not list(validator.iter_errors(example["value"])), where

    for name, operation in operations(schema):
        if "requestBody" in operation:
            check(operation["requestBody"]["content"]["application/json"], name)
        for status, answer in operation["responses"].items():
            for content in answer["content"].values():
                check(content, f"{name} {status}")


def test_every_example_of_a_body_is_read(schema: dict[str, Any]) -> None:
    frames = {
        "send_orders": ("orders", shapes.OrderBody),
        "register_products": ("products", goods_shapes.ProductBody),
    }
    for name, operation in operations(schema):
        if name in frames:
            many, shape = frames[name]
            for example in operation["requestBody"]["content"]["application/json"]["examples"].values():
                for body in example["value"].get(many, [example["value"]]):
                    assert bodies.read(shape, body)


def test_every_problem_of_the_catalogue_has_an_example(schema: dict[str, Any]) -> None:
    outside = set(problem_catalogue.OUTSIDE)

    assert set(schema["components"]["examples"]) == set(problem_catalogue.ALL) - outside


def test_every_operation_says_which_key_it_needs_and_how_it_says_no(schema: dict[str, Any]) -> None:
    for name, operation in operations(schema):
        assert operation["security"] == [{"merchantKey": []}], name
        for status in ("401", "403", "429", "500", "503"):
            assert PROBLEM in operation["responses"][status]["content"], name


def test_every_post_asks_for_an_idempotency_key(schema: dict[str, Any]) -> None:
    for path in schema["paths"].values():
        if "post" in path:
            headers = {each["name"]: each for each in path["post"]["parameters"] if each["in"] == "header"}
            assert headers["Idempotency-Key"]["required"] is True


def test_bodies_have_no_room_for_unknown_fields(schema: dict[str, Any]) -> None:
    for name in (
        "OrderBody",
        "LineBody",
        "AddresseeBody",
        "ProductBody",
        "CodeBody",
        "CancellationBody",
        "CarrierLabelBody",
    ):
        assert schema["components"]["schemas"][name]["additionalProperties"] is False

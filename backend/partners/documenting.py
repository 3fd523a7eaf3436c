"""Teaches the OpenAPI writer our strict fields, our key, and the problems that an operation can answer with."""

from __future__ import annotations

from collections import defaultdict
from http import HTTPStatus
from typing import Any, Final

from drf_spectacular.extensions import (
    OpenApiAuthenticationExtension,
    OpenApiSerializerExtension,
    OpenApiSerializerFieldExtension,
)
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from backend.partners import bodies
from backend.partners.problem_catalogue import ANYWHERE, POST

REQUEST_ID: Final = "5f8b6c2e9d4a4c1fa0b7d3e2c1908f6a"


class FaultOut(serializers.Serializer[Any]):
    """One wrong thing: a JSON pointer (or `?name` for a parameter), which rule, what to do."""

    pointer = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemOut(serializers.Serializer[Any]):
    """RFC 9457 problem details. `code` is stable; `detail` is for people and may be translated."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    request_id = serializers.CharField()
    errors = FaultOut(many=True, required=False)  # type: ignore[assignment]
    url = serializers.CharField(required=False)


IDEMPOTENCY_KEY: Final = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    required=True,
    description="A new UUID for each new request, the same one when you repeat it. Kept for 30 days.",
    examples=[OpenApiExample("A UUID", value="6c1f6bb4-7d0c-4a63-9b52-0f6f2f2d8f11")],
)
REPLAYED: Final = OpenApiParameter(
    "Idempotent-Replayed",
    {"type": "string", "enum": ["true"]},
    OpenApiParameter.HEADER,
    response=True,
    description="There when this answer was given before: the bytes are the same, nothing was done again.",
)


def problems(*groups: dict[str, tuple[int, str]], writes: bool = False) -> dict[Any, OpenApiResponse]:
    """The problem answers of an operation: those that may come anywhere, before any POST, and its own."""
    known = {**ANYWHERE, **(POST if writes else {})}
    for group in groups:
        known |= group
    by_status: dict[int, list[OpenApiExample]] = defaultdict(list)
    for code, (status, detail) in known.items():
        by_status[status].append(_example(code, status, detail))
    return {
        (status, "application/problem+json"): OpenApiResponse(ProblemOut, description="Problem", examples=examples)
        for status, examples in sorted(by_status.items())
    }


def _example(code: str, status: int, detail: str) -> OpenApiExample:
    return OpenApiExample(
        code,
        value={
            "type": f"/api/problems/{code}/",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "code": code,
            "detail": detail,
            "request_id": REQUEST_ID,
        },
        response_only=True,
        status_codes=[str(status)],
        media_type="application/problem+json",
    )


class KeyScheme(OpenApiAuthenticationExtension):
    """`Authorization: Bearer ob_...`"""

    target_class = "backend.partners.authentication.ApiKeyAuthentication"
    name = "merchantKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """How a key is sent."""
        return {"type": "http", "scheme": "bearer", "description": "A key of one merchant: `ob_<8>_<43>`."}


class StrictField(OpenApiSerializerFieldExtension):
    """Base of the fields below: the limits that the field enforces are the limits that are written."""

    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        """The field as JSON Schema."""
        return self.schema(self.target)

    def schema(self, field: Any) -> dict[str, Any]:
        """The limits of one field."""
        raise NotImplementedError


class TextSchema(StrictField):
    """Text."""

    target_class = bodies.Text

    def schema(self, field: bodies.Text) -> dict[str, Any]:
        """Its length, and its form if it has one."""
        least = 0 if field.may_be_empty else 1
        form = {"pattern": f"^{field.pattern.pattern}$"} if field.pattern else {}
        return {"type": "string", "minLength": least, "maxLength": field.most, **form}


class WholeSchema(StrictField):
    """Whole numbers."""

    target_class = bodies.Whole

    def schema(self, field: bodies.Whole) -> dict[str, Any]:
        """Its limits."""
        return {"type": "integer", "minimum": field.least, "maximum": field.most}


class FlagSchema(StrictField):
    """Flags."""

    target_class = bodies.Flag

    def schema(self, field: bodies.Flag) -> dict[str, Any]:
        """True or false."""
        return {"type": "boolean"}


class OneOfSchema(StrictField):
    """Words of a list."""

    target_class = bodies.OneOf

    def schema(self, field: bodies.OneOf) -> dict[str, Any]:
        """The words."""
        return {"type": "string", "enum": list(field.choices)}


class MomentSchema(StrictField):
    """Moments."""

    target_class = bodies.Moment

    def schema(self, field: bodies.Moment) -> dict[str, Any]:
        """A date and time with an offset."""
        return {"type": "string", "format": "date-time"}


class ItemsSchema(OpenApiSerializerFieldExtension):
    """Lists say how many items they may hold."""

    target_class = bodies.Items
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        """An array of the items' own schema."""
        component = auto_schema.resolve_serializer(self.target.child, direction)
        limits = {"minItems": 0 if self.target.allow_empty else 1, "maxItems": self.target.max_length}
        return {"type": "array", "items": component.ref, **limits}


class BodySchema(OpenApiSerializerExtension):
    """Strict bodies refuse fields that they do not know, and say so in the schema."""

    target_class = bodies.Body
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        """The body without room for more."""
        schema: dict[str, Any] = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return {**schema, "additionalProperties": False}


def hoist_problems(result: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """Write each problem once: the examples of all operations point at one list (a hook of the OpenAPI writer)."""
    listed: dict[str, Any] = result.setdefault("components", {}).setdefault("examples", {})
    for operations in result["paths"].values():
        for operation in operations.values():
            for answer in operation["responses"].values():
                content = answer.get("content", {}).get("application/problem+json", {})
                for name, example in content.get("examples", {}).items():
                    code = example["value"]["code"]
                    listed[code] = example
                    content["examples"][name] = {"$ref": f"#/components/examples/{code}"}
                if "examples" in content:
                    content["examples"] = {
                        each["$ref"].rsplit("/", 1)[1]: each for each in content["examples"].values()
                    }
    result["components"]["examples"] = dict(sorted(listed.items()))
    return result

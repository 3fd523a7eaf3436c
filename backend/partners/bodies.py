"""Strict bodies: every field has one type, unknown fields are refused, and every fault says where and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeVar, cast

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from backend.kit import personal_data
from backend.kit.errors import Fault, Invalid

Shape = TypeVar("Shape", bound=serializers.BaseSerializer[Any])
_shared: Final[dict[type, serializers.BaseSerializer[Any]]] = {}
PLAIN_NAME: Final = re.compile(r"[a-z][a-z_]{0,39}")
UNREADABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

MISSING: Final = {
    "required": _("This field is missing. Send it."),
    "null": _("This field is null. Send a value, or leave it out."),
}


class Items(serializers.ListSerializer[Any]):
    """A list of objects, each of its faults at its place."""

    default_error_messages = {
        "not_a_list": _("Send a list here: [...]."),
        "empty": _("The list is empty. Send at least one."),
        "max_length": _("The list is too long: at most {max_length}."),
        **MISSING,
    }


class Body(serializers.Serializer[Any]):
    """An object with these fields and no others."""

    class Meta:
        list_serializer_class = Items

    default_error_messages = {"not_an_object": _("Send an object here: {{...}}."), **MISSING}

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """The values of the fields, or every fault at once."""
        if data is serializers.empty or data is None:
            return super().run_validation(data)
        if not isinstance(data, Mapping):
            self.fail("not_an_object")
        unknown = [name for name in data if name not in self.fields]
        try:
            values = super().run_validation(data)
        except ValidationError as fault:
            if unknown and isinstance(fault.detail, dict):
                raise ValidationError({**fault.detail, **_unknown(unknown)}) from fault
            raise
        if unknown:
            raise ValidationError(_unknown(unknown))
        return values


class Rows(serializers.Field[list[Any], Any, list[Any], Any]):
    """A list whose items are read one by one, so that one bad item does not refuse the others."""

    default_error_messages = {
        "not_a_list": _("Send a list here: [...]."),
        "empty": _("The list is empty. Send at least one."),
        "too_many": _("The list is too long: at most {most}."),
        **MISSING,
    }

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> list[Any]:
        """The items as they were sent."""
        if not isinstance(data, list):
            self.fail("not_a_list")
        if not data:
            self.fail("empty")
        if len(data) > self.most:
            self.fail("too_many", most=self.most)
        return data

    def to_representation(self, value: list[Any]) -> list[Any]:
        """The items."""
        return value


class Text(serializers.Field[str, Any, str, Any]):
    """Text of a certain length, without control characters and without anybody's personal data."""

    default_error_messages = {
        "not_text": _("Send text here, in quotes."),
        "empty": _("This text is empty. Write something, or leave the field out."),
        "too_long": _("This text is too long: at most {most} characters."),
        "unreadable": _("There is a sign here that cannot be printed. Leave it out."),
        "form": _("This text does not have the right form: {form}."),
        "personal_data": _("This looks like {kind}. Leave it out; it was not kept."),
        **MISSING,
    }

    def __init__(
        self,
        *,
        most: int,
        pattern: str = "",
        form: Any = "",
        may_be_empty: bool = False,
        allows_contact: bool = False,
        checks_personal: bool = True,
        **kwargs: Any,
    ) -> None:
        self.most = most
        self.pattern = re.compile(pattern) if pattern else None
        self.form = form
        self.may_be_empty = may_be_empty
        self.allows_contact = allows_contact
        self.checks_personal = checks_personal
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        """The text as it was sent."""
        if not isinstance(data, str):
            self.fail("not_text")
        if not data.strip() and not self.may_be_empty:
            self.fail("empty")
        if len(data) > self.most:
            self.fail("too_long", most=self.most)
        if UNREADABLE.search(data):
            self.fail("unreadable")
        # Before the form, so that the words name the graver fault.
        kind = personal_data.find(data, allows_contact=self.allows_contact) if self.checks_personal else None
        if kind is not None:
            self.fail("personal_data", kind=KINDS[kind])
        if self.pattern and not self.pattern.fullmatch(data):
            self.fail("form", form=self.form)
        return data

    def to_representation(self, value: str) -> str:
        """The text."""
        return value


class Whole(serializers.Field[int, Any, int, Any]):
    """A whole number between two limits; 3.0, "3" and true are none."""

    default_error_messages = {
        "not_whole": _("Send a whole number here, without quotes, point or fraction."),
        "out_of_range": _("This number is out of range: {least} to {most}."),
        **MISSING,
    }

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        self.least = least
        self.most = most
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> int:
        """The number."""
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("not_whole")
        if not self.least <= data <= self.most:
            self.fail("out_of_range", least=self.least, most=self.most)
        return data

    def to_representation(self, value: int) -> int:
        """The number."""
        return value


class Flag(serializers.Field[bool, Any, bool, Any]):
    """True or false."""

    default_error_messages = {"not_a_flag": _("Send true or false here, without quotes."), **MISSING}

    def to_internal_value(self, data: Any) -> bool:
        """The flag."""
        if not isinstance(data, bool):
            self.fail("not_a_flag")
        return data

    def to_representation(self, value: bool) -> bool:
        """The flag."""
        return value


class OneOf(serializers.Field[str, Any, str, Any]):
    """One word of a short list."""

    default_error_messages = {"not_a_choice": _("Send one of: {choices}."), **MISSING}

    def __init__(self, choices: tuple[str, ...], **kwargs: Any) -> None:
        self.choices = choices
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        """The word."""
        if not isinstance(data, str) or data not in self.choices:
            self.fail("not_a_choice", choices=", ".join(self.choices))
        return data

    def to_representation(self, value: str) -> str:
        """The word."""
        return value


class Moment(serializers.Field[datetime, Any, str, Any]):
    """A moment with its offset from UTC."""

    default_error_messages = {"not_a_moment": _("Send a moment with its offset: 2026-03-01T16:00:00+01:00."), **MISSING}

    def to_internal_value(self, data: Any) -> datetime:
        """The moment, aware."""
        moment = moment_of(data) if isinstance(data, str) else None
        if moment is None:
            self.fail("not_a_moment")
        return moment

    def to_representation(self, value: datetime) -> str:
        """The moment in UTC, to the second."""
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


KINDS: Final = {
    personal_data.Kind.CARD: _("a card number"),
    personal_data.Kind.IBAN: _("a bank account"),
    personal_data.Kind.NATIONAL: _("a national number"),
    personal_data.Kind.EMAIL: _("an e-mail address"),
    personal_data.Kind.PHONE: _("a telephone number"),
}


def moment_of(text: str) -> datetime | None:
    """The moment that ISO 8601 text with an offset names, in UTC; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if "T" in text and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def shared(kind: type[Shape]) -> Shape:
    """The one serializer of its kind: it keeps no state, and building its fields costs more than using them."""
    return cast(Shape, _shared.get(kind) or _shared.setdefault(kind, kind()))


def read(kind: type[Body], data: Any) -> dict[str, Any]:
    """The values of a body; Invalid `body_invalid` with all its faults otherwise."""
    try:
        return dict(shared(kind).run_validation(data))
    except ValidationError as fault:
        raise invalid(faults(fault.detail)) from fault


def invalid(found: tuple[Fault, ...]) -> Invalid:
    """The refusal of a body: one kind of fault gives it its code and words, several are `body_invalid`."""
    codes = {fault.code for fault in found}
    if len(codes) == 1:
        return Invalid(found[0].detail, code=found[0].code, faults=found)
    return Invalid(str(_("Several things in the body are wrong. See errors.")), code="body_invalid", faults=found)


def faults(detail: Any, at: str = "") -> tuple[Fault, ...]:
    """DRF's nested details as a flat list with JSON pointers below `at`."""
    return tuple(_flat(detail, at))


def _flat(detail: Any, at: str) -> Iterator[Fault]:
    if isinstance(detail, ErrorDetail):
        code = detail.code or "invalid"
        yield Fault(at, RENAMED.get(code, code), str(detail))
    elif isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from _flat(inner, at if name == "non_field_errors" else f"{at}/{name}")
    elif all(isinstance(each, ErrorDetail) for each in detail):
        for each in detail:
            yield from _flat(each, at)
    else:
        for index, inner in enumerate(detail):
            yield from _flat(inner, f"{at}/{index}")


RENAMED: Final = {
    "required": "field_missing",
    "null": "field_null",
    "empty": "empty",
    "max_length": "too_many",
    "min_length": "empty",
}


def _unknown(names: list[str]) -> dict[str, list[ErrorDetail]]:
    """Faults for fields that we do not know; a name that may be somebody's is not repeated."""
    words = str(_("We do not know this field. Leave it out or check its name."))
    return {name if PLAIN_NAME.fullmatch(name) else "?": [ErrorDetail(words, code="field_unknown")] for name in names}

"""What a merchant sends and gets back about its own keys."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from backend.partners.bodies import Body, Moment
from backend.partners.cards import KeyCard


class RotationBody(Body):
    """Nothing needs to be said to rotate the key that calls."""


class KeyOut(serializers.Serializer[KeyCard]):
    """A key without its secret."""

    prefix = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    scopes = serializers.ListField(child=serializers.CharField())
    made_at = Moment()
    expires_at = Moment()


class FreshKeyOut(KeyOut):
    """A new key with its text, which is shown to the old key's holder only."""

    key = serializers.CharField()


class HomeOut(serializers.Serializer[Any]):
    """Who calls, what it may do, and where things are."""

    merchant = serializers.CharField()
    facility = serializers.CharField()
    is_practice = serializers.BooleanField()
    key = KeyOut()
    links = serializers.DictField(child=serializers.CharField())

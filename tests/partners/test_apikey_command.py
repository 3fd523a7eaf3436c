"""Keys from the terminal."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from backend.partners import keys
from backend.partners.models import ApiKey
from tests import world
from tests.calling import Caller

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("apikey", *words, stdout=out)
    return out.getvalue().strip()


def test_an_issued_key_works_and_is_printed_once() -> None:
    shop = world.merchant(world.facility())

    text = said("issue", str(shop.pk), "--label", "Web shop", "--scope", "stock:read")

    assert Caller(text).get("/api/v1/stock/").status_code == 200
    assert Caller(text).get("/api/v1/orders/").status_code == 403
    assert text not in said("list")


def test_a_key_is_rotated_revoked_and_listed() -> None:
    shop = world.merchant(world.facility())
    old = keys.find(said("issue", str(shop.pk)))
    assert old is not None

    new = said("rotate", old.prefix)
    said("revoke", old.prefix)

    lines = said("list", str(shop.pk)).splitlines()
    assert lines[0].endswith(shop.name)
    assert sorted(line.split()[1] for line in lines[1:]) == ["live", "revoked"]
    assert Caller(new).get("/api/v1/").status_code == 200


def test_a_merchant_that_is_none_is_said_in_words() -> None:
    with pytest.raises(CommandError, match="no merchant"):
        said("issue", "999")

    assert not ApiKey.objects.exists()


def test_a_third_key_is_refused_in_words() -> None:
    shop = world.merchant(world.facility())
    said("issue", str(shop.pk))
    said("issue", str(shop.pk))

    with pytest.raises(CommandError, match="Two keys are live"):
        said("issue", str(shop.pk))

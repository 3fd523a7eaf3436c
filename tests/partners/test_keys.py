"""Keys are issued, two at most at once, rotated without a gap and revoked; their secret is kept nowhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.kit import clock
from backend.kit.errors import NotFound, Refused
from backend.ledger.happenings import SYSTEM
from backend.ledger.models import Command, Event
from backend.partners import keys
from backend.partners.models import ApiKey, Merchant
from tests import calling, statements, world
from tests.calling import Caller, told

ROTATION = "/api/v1/keys/rotation/"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Merchant:
    """A merchant without a key."""
    return world.merchant(world.facility())


def issued(shop: Merchant) -> tuple[ApiKey, str]:
    """A key and its text."""
    fresh = keys.draw()
    card = keys.issue(shop, by=SYSTEM, label="Web shop", fresh=fresh)
    return ApiKey.objects.get(pk=card.id), fresh.text


def test_a_key_has_an_open_part_and_a_secret_of_256_bits() -> None:
    fresh = keys.draw()

    assert keys.FORM.fullmatch(fresh.text)
    assert fresh.text.startswith(f"ob_{fresh.prefix}_")
    assert len({keys.draw().text for _ in range(100)}) == 100


def test_only_a_digest_of_a_key_is_kept(shop: Merchant) -> None:
    key, text = issued(shop)

    row = ApiKey.objects.filter(pk=key.pk).values().get()
    assert text not in str(row)
    assert text.rsplit("_", 1)[1] not in str(row)
    assert key.digest == keys.digest(text)


def test_an_issued_key_lives_for_a_year_and_is_recorded(shop: Merchant) -> None:
    with clock.at(NOON):
        key, _text = issued(shop)

    assert key.expires_at == NOON + timedelta(days=365)
    event = Event.objects.get()
    assert (event.kind, event.subject, event.merchant) == ("key.issued", f"partners.apikey:{key.pk}", shop.pk)


def test_a_third_live_key_is_refused(shop: Merchant) -> None:
    issued(shop)
    issued(shop)
    quiet = world.Quiet()

    with pytest.raises(Refused) as refused:
        issued(shop)

    assert refused.value.code == "two_keys_live"
    assert ApiKey.objects.count() == 2
    assert quiet.holds()


def test_an_unknown_scope_is_refused(shop: Merchant) -> None:
    with pytest.raises(Refused) as refused:
        keys.issue(shop, by=SYSTEM, label="x", fresh=keys.draw(), scopes=("orders:delete",))

    assert refused.value.code == "scope_unknown"
    assert not ApiKey.objects.exists()


def test_a_key_is_found_in_one_statement_with_merchant_and_facility(shop: Merchant) -> None:
    _key, text = issued(shop)

    with statements.counted() as asked:
        found = keys.find(text)
        assert found is not None
        assert found.merchant.facility.name == shop.facility.name

    assert len(asked) == 1


def test_a_key_with_one_letter_changed_is_not_found(shop: Merchant) -> None:
    _key, text = issued(shop)
    other = text[:-1] + ("A" if text[-1] != "A" else "B")

    assert keys.find(other) is None
    assert keys.find(text[:-1]) is None
    assert keys.find("") is None


def test_after_rotation_both_keys_live_for_seven_days(shop: Merchant) -> None:
    with clock.at(NOON):
        old, _text = issued(shop)
        card = keys.rotate(old, by=old, fresh=keys.draw())

    old.refresh_from_db()
    assert old.expires_at == NOON + timedelta(days=7)
    assert card.expires_at == NOON + timedelta(days=365)
    assert card.scopes == keys.SCOPES
    assert set(Event.objects.values_list("kind", flat=True)) == {"key.issued", "key.rotated"}


def test_rotating_again_ends_the_key_that_nobody_uses(shop: Merchant) -> None:
    old, _text = issued(shop)
    lost = keys.rotate(old, by=old, fresh=keys.draw())

    kept = keys.rotate(old, by=old, fresh=keys.draw())

    assert ApiKey.objects.get(pk=lost.id).revoked_at is not None
    assert ApiKey.objects.filter(revoked_at=None).count() == 2
    assert ApiKey.objects.get(pk=kept.id).revoked_at is None


def test_a_key_that_has_ended_cannot_be_rotated(shop: Merchant) -> None:
    old, _text = issued(shop)
    keys.revoke(old, by=SYSTEM)
    quiet = world.Quiet()

    with pytest.raises(Refused) as refused:
        keys.rotate(old, by=SYSTEM, fresh=keys.draw())

    assert refused.value.code == "key_ended"
    assert ApiKey.objects.count() == 1
    assert quiet.holds()


def test_a_key_is_revoked_once(shop: Merchant) -> None:
    key, _text = issued(shop)
    keys.revoke(key, by=SYSTEM)
    quiet = world.Quiet()

    with pytest.raises(Refused) as refused:
        keys.revoke(key, by=SYSTEM)

    assert refused.value.code == "key_revoked"
    assert quiet.holds()


def test_an_unknown_prefix_is_not_found() -> None:
    with pytest.raises(NotFound):
        keys.by_prefix("nothere1")


def test_a_merchant_rotates_its_own_key_and_the_new_one_works(shop: Merchant) -> None:
    system = calling.system(shop)

    response = system.post(ROTATION, {})

    text = told(response)["key"]
    assert response.status_code == 201
    assert Caller(text).get("/api/v1/").status_code == 200
    assert system.get("/api/v1/").status_code == 200


def test_a_lost_answer_to_a_rotation_is_given_again_and_no_secret_is_kept(shop: Merchant) -> None:
    system = calling.system(shop)
    first = system.post(ROTATION, {}, once="turn")

    second = system.post(ROTATION, {}, once="turn")

    assert second.content == first.content
    assert second["Idempotent-Replayed"] == "true"
    assert ApiKey.objects.count() == 2
    assert told(first)["key"].rsplit("_", 1)[1] not in Command.objects.get(key="turn").answer


def test_another_key_of_the_merchant_cannot_read_the_new_one(shop: Merchant) -> None:
    system = calling.system(shop)
    first = told(system.post(ROTATION, {}, once="turn"))

    response = Caller(first["key"]).post(ROTATION, {}, once="turn")

    assert response.status_code == 409
    assert told(response)["code"] == "secret_shown_once"
    assert first["key"] not in response.content.decode()


def test_a_sealed_key_opens_only_under_the_key_that_asked() -> None:
    fresh, old = keys.draw(), keys.draw()

    sealed = keys.seal(fresh, under=old.text)

    assert keys.unseal(sealed, under=old.text) == fresh.text
    with pytest.raises(Refused):
        keys.unseal(sealed, under=keys.draw().text)

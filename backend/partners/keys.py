"""The keys by which a merchant's systems speak to us: issued, rotated, revoked; kept as a digest, compared in one time.

A key reads `ob_<prefix>_<secret>`: 8 open characters to find it by, 43 secret ones (256 random bits).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import string
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _

from backend.kit import clock, locks
from backend.kit.errors import NotFound, Refused
from backend.kit.standing import Standing
from backend.ledger import recording
from backend.ledger.happenings import Actor
from backend.ledger.work import work
from backend.partners.cards import KeyCard
from backend.partners.events import KeyIssued, KeyRevoked, KeyRotated
from backend.partners.models import ApiKey, Merchant

SCOPES: Final = (
    "orders:write", "orders:read", "products:write", "products:read", "stock:read", "events:read",
)  # fmt: skip
FORM: Final = re.compile(r"ob_([A-Za-z0-9]{8})_([A-Za-z0-9_-]{43})")
LIFE: Final = timedelta(days=365)
OVERLAP: Final = timedelta(days=7)
LIVE_AT_MOST: Final = 2


@dataclass(frozen=True)
class Fresh:
    """A key just drawn; its text exists here and in the merchant's hands only."""

    prefix: str
    text: str

    @property
    def digest(self) -> str:
        """What the database keeps of it."""
        return digest(self.text)


_with_prefix: Final = Standing(lambda prefix: ApiKey.objects.select_related("merchant__facility").filter(prefix=prefix))


def draw() -> Fresh:
    """A new random key, not yet anybody's."""
    prefix = "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(8))
    return Fresh(prefix, f"ob_{prefix}_{secrets.token_urlsafe(32)}")


def digest(text: str) -> str:
    """SHA-256 of the key's text; a fast hash is enough for 256 random bits."""
    return hashlib.sha256(text.encode()).hexdigest()


def find(text: str) -> ApiKey | None:
    """The key with this text, with its merchant and facility, in one query; it may be revoked or expired."""
    form = FORM.fullmatch(text)
    if form is None:
        return None
    key = next(iter(_with_prefix(form[1])), None)
    # An unknown prefix costs the same comparison, so that time tells nothing.
    matches = hmac.compare_digest(key.digest if key else "0" * 64, digest(text))
    return key if matches else None


@work
def issue(merchant: Merchant, *, by: Actor, label: str, fresh: Fresh, scopes: tuple[str, ...] = SCOPES) -> KeyCard:
    """Give a merchant a key; at most two are live, so that one can replace the other without a gap."""
    _refuse_unknown(scopes)

    _lock(merchant)

    now = clock.now()
    if len(_live(merchant, now)) >= LIVE_AT_MOST:
        raise Refused(_("Two keys are live already. Revoke one first."), code="two_keys_live")
    made = _make(merchant, label=label, scopes=scopes, fresh=fresh, now=now)

    recording.record(KeyIssued(until=made.expires_at), on=made, by=by)
    return card(made)


@work
def rotate(old: ApiKey, *, by: Actor, fresh: Fresh, sealed: str = "") -> KeyCard:
    """Put a new key beside `old`, which goes on for seven days; any other live key of the merchant ends now.

    `sealed` is kept with the answer, so that whoever holds the old key can read the new one again.
    """
    _lock(old.merchant)

    now = clock.now()
    live = {key.pk: key for key in _live(old.merchant, now)}
    if old.pk not in live:
        raise Refused(_("This key has ended. Ask the works for a new one."), code="key_ended")
    happened: list[tuple[KeyRotated | KeyIssued | KeyRevoked, ApiKey]] = []
    for other in live.values():
        if other.pk != old.pk:
            _end(other, now)
            happened.append((KeyRevoked(), other))
    ApiKey.objects.filter(pk=old.pk).update(expires_at=min(live[old.pk].expires_at, now + OVERLAP))
    made = _make(old.merchant, label=old.label, scopes=tuple(old.scopes.split()), fresh=fresh, now=now)

    happened += [(KeyIssued(until=made.expires_at), made), (KeyRotated(new=made.pk, until=now + OVERLAP), old)]
    recording.record_all(happened, by=by)
    return card(made, sealed=sealed)


@work
def revoke(key: ApiKey, *, by: Actor) -> KeyCard:
    """Refuse a key from now on."""
    _lock(key.merchant)

    now = clock.now()
    if not ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now):
        raise Refused(_("This key was revoked before."), code="key_revoked")
    key.revoked_at = now

    recording.record(KeyRevoked(), on=key, by=by)
    return card(key)


def of(merchant: Merchant) -> tuple[KeyCard, ...]:
    """The keys a merchant ever had, newest first."""
    return tuple(card(key) for key in ApiKey.objects.filter(merchant=merchant).order_by("-made_at", "-pk"))


def by_prefix(prefix: str) -> ApiKey:
    """A key by its open part."""
    key = ApiKey.objects.select_related("merchant__facility").filter(prefix=prefix).first()
    if key is None:
        raise NotFound(_("No key begins like this."), code="key_unknown")
    return key


def card(key: ApiKey, *, sealed: str = "") -> KeyCard:
    """What is shown of a key."""
    return KeyCard(
        id=key.pk,
        prefix=key.prefix,
        label=key.label,
        scopes=tuple(key.scopes.split()),
        made_at=key.made_at,
        expires_at=key.expires_at,
        revoked_at=key.revoked_at,
        sealed=sealed,
    )


def seal(fresh: Fresh, *, under: str) -> str:
    """The text of a new key, locked under the text of another, which we do not keep: only its holder can open it."""
    nonce = secrets.token_bytes(12)
    return base64.b64encode(nonce + AESGCM(_lock_of(under)).encrypt(nonce, fresh.text.encode(), None)).decode()


def unseal(sealed: str, *, under: str) -> str:
    """The text that `seal` locked; Refused `secret_shown_once` under any other key."""
    raw = base64.b64decode(sealed)
    try:
        return AESGCM(_lock_of(under)).decrypt(raw[:12], raw[12:], None).decode()
    except InvalidTag as fault:
        raise Refused(
            _("Only the key that asked can read this answer. Rotate again with a new Idempotency-Key."),
            code="secret_shown_once",
        ) from fault


def _lock_of(text: str) -> bytes:
    return hmac.new(text.encode(), b"outbound key rotation", hashlib.sha256).digest()


def _refuse_unknown(scopes: tuple[str, ...]) -> None:
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise Refused(_("Scopes are: %s.") % ", ".join(SCOPES), code="scope_unknown", status=422)


def _lock(merchant: Merchant) -> None:
    locks.take(Merchant.objects.filter(pk=merchant.pk))


def _live(merchant: Merchant, now: datetime) -> list[ApiKey]:
    return list(ApiKey.objects.filter(merchant=merchant, revoked_at=None, expires_at__gt=now))


def _make(merchant: Merchant, *, label: str, scopes: tuple[str, ...], fresh: Fresh, now: datetime) -> ApiKey:
    return ApiKey.objects.create(
        merchant=merchant,
        label=label,
        prefix=fresh.prefix,
        digest=fresh.digest,
        scopes=" ".join(scopes),
        made_at=now,
        expires_at=now + LIFE,
    )


def _end(key: ApiKey, now: datetime) -> None:
    ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now)

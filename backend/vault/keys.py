"""Data keys: one active per merchant and purpose, a new one each quarter; changed without stopping work."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Count, F

from backend.kit import clock, envelope
from backend.kit.envelope import Place, Unreadable
from backend.kit.errors import Busy
from backend.vault import kek
from backend.vault.cards import KeyCard
from backend.vault.models import Addressee, CarrierFile, DataKey, Kept, Rotation

ADDRESSEES: Final = "addressees"
CARRIER_FILES: Final = "carrier_files"
HOLDS: Final[dict[str, type[Kept]]] = {ADDRESSEES: Addressee, CARRIER_FILES: CarrierFile}
MOST_USES: Final = 2**31
# An opened key lives this long in memory at most; a key that was destroyed or taken away is gone by then everywhere.
OPEN_SECONDS: Final = 300.0
ROWS_AT_ONCE: Final = 200
ALGORITHM: Final = "AES-256-GCM"
_open: Final[dict[int, tuple[bytes, float]]] = {}
_lock: Final = threading.Lock()


def for_sealing(*, merchant: int, purpose: str, values: int = 1) -> tuple[DataKey, bytes]:
    """The active key of a merchant, counted up for so many values; a new one when the quarter or its uses are over.

    Inside the transaction that writes the values: counting locks the key's row, so that a key which stops sealing has
    no value on its way any more, and an empty one can be destroyed without loss.
    """
    for _round in range(3):
        key = DataKey.objects.filter(merchant=merchant, purpose=purpose, state=DataKey.State.ACTIVE).first()
        if key is None or key.period != _period() or key.uses + values > MOST_USES:
            key = make_active(merchant=merchant, purpose=purpose)
        active = DataKey.objects.filter(pk=key.pk, state=DataKey.State.ACTIVE)
        if active.update(uses=F("uses") + values):
            return key, opened(key)
    raise Busy()


def make_active(*, merchant: int, purpose: str) -> DataKey:
    """A new key; the one that was active only reads from now on. Of two that make one at once, both use the first."""
    number, plain, house = secrets.randbits(32) or 1, envelope.new_key(), kek.current()
    key = DataKey(
        id=number,
        merchant=merchant,
        purpose=purpose,
        period=_period(),
        wrapped=envelope.seal(plain, key=house.key, number=number, place=_place(number, merchant, purpose)),
        kek=house.name,
        made_at=clock.now(),
    )
    active = DataKey.objects.filter(merchant=merchant, purpose=purpose, state=DataKey.State.ACTIVE)
    before = active.first()
    try:
        with transaction.atomic(using="vault"):
            if before is not None:
                active.filter(pk=before.pk).update(state=DataKey.State.READ_ONLY)
            key.save(force_insert=True)
    except IntegrityError:
        return active.get()
    return key


def opened(key: DataKey) -> bytes:
    """The key itself; from memory for at most five minutes."""
    now = time.monotonic()
    with _lock:
        for number in [number for number, (_plain, until) in _open.items() if until <= now]:
            del _open[number]
        known = _open.get(key.pk)
    if known is not None:
        return known[0]
    plain = _unwrap(key)
    with _lock:
        _open[key.pk] = plain, now + OPEN_SECONDS
    return plain


def forget() -> None:
    """Drop the opened keys of this process."""
    with _lock:
        _open.clear()


def inventory() -> list[KeyCard]:
    """All keys with purpose, age, uses and how many values each still seals."""
    now = clock.now()
    # A key has one purpose, so one of the two counts is zero.
    sealed = Count("addressee", distinct=True) + Count("carrierfile", distinct=True)
    rows = DataKey.objects.annotate(values_sealed=sealed).order_by("merchant", "purpose", "made_at")
    return [
        KeyCard(
            id=key.pk,
            merchant=key.merchant,
            purpose=key.purpose,
            algorithm=ALGORITHM,
            period=key.period,
            state=key.state,
            age_days=(now - key.made_at).days,
            uses=key.uses,
            values=key.values_sealed,
            kek=key.kek,
        )
        for key in rows
    ]


def rotate(*, merchant: int, purpose: str = ADDRESSEES, resume: bool = False, on_step: Callable[[int], None]) -> int:
    """Reseal all values of a merchant and purpose under a new key, 200 a transaction; how many.

    `resume` goes on with one that was stopped. Readers choose the key by the number in front of the value, so that work
    goes on meanwhile. The old key is destroyed when nothing is sealed with it any more.
    """
    if not resume or not DataKey.objects.filter(merchant=merchant, purpose=purpose, state="read_only").exists():
        make_active(merchant=merchant, purpose=purpose)
    total = 0
    for old in DataKey.objects.filter(merchant=merchant, purpose=purpose, state=DataKey.State.READ_ONLY):
        total += _reseal_all(old, on_step=on_step)
    return total


def rewrap(*, resume: bool = False) -> int:
    """Change the key of the house: wrap every data key anew, then forget the old one; how many were wrapped."""
    if not resume:
        kek.add()
    house, count = kek.current(), 0
    for key in DataKey.objects.exclude(kek=house.name).exclude(state=DataKey.State.DESTROYED).iterator():
        place = _place(key.pk, key.merchant, key.purpose)
        wrapped = envelope.seal(_unwrap(key), key=house.key, number=key.pk, place=place)
        count += DataKey.objects.filter(pk=key.pk, kek=key.kek).update(wrapped=wrapped, kek=house.name)
    if not DataKey.objects.exclude(kek=house.name).exclude(state=DataKey.State.DESTROYED).exists():
        kek.forget_old()
    return count


def destroy_unused() -> int:
    """Destroy old keys that seal nothing any more; what keys of an unknown purpose seal is not counted here."""
    old = DataKey.objects.filter(purpose__in=HOLDS, state=DataKey.State.READ_ONLY)
    unused = old.filter(addressee=None, carrierfile=None).values_list("pk", flat=True)
    return sum(_destroy(number) for number in list(unused))


def _reseal_all(old: DataKey, *, on_step: Callable[[int], None]) -> int:
    rotation, _made = Rotation.objects.get_or_create(old_key=old, defaults={"started_at": clock.now()})
    count = 0
    while tokens := _reseal_step(old, rotation):
        count += tokens
        on_step(tokens)
    Rotation.objects.filter(pk=rotation.pk).update(done_at=clock.now())
    _destroy(old.pk)
    return count


def _reseal_step(old: DataKey, rotation: Rotation) -> int:
    with transaction.atomic(using="vault", durable=True):
        held = HOLDS[old.purpose]._default_manager.filter(key=old)
        rows = list(held.filter(token__gt=rotation.last_token).order_by("token")[:ROWS_AT_ONCE])
        if not rows:
            return 0
        key, plain = for_sealing(merchant=old.merchant, purpose=old.purpose, values=len(rows))
        for row in rows:
            value = envelope.open_sealed(row.sealed, key=opened(old), place=row.place)
            sealed = envelope.seal(value, key=plain, number=key.pk, place=row.place)
            held.filter(pk=row.pk, **{row.VALUE: row.sealed}).update(**{row.VALUE: sealed, "key": key})
        rotation.last_token = rows[-1].token
        rotation.resealed += len(rows)
        Rotation.objects.filter(pk=rotation.pk).update(last_token=rotation.last_token, resealed=rotation.resealed)
    return len(rows)


def _destroy(number: int) -> int:
    old = DataKey.objects.filter(pk=number, purpose__in=HOLDS, state=DataKey.State.READ_ONLY)
    unused = old.filter(addressee=None, carrierfile=None)
    gone = unused.update(state=DataKey.State.DESTROYED, wrapped=b"", destroyed_at=clock.now())
    if gone:
        with _lock:
            _open.pop(number, None)
    return gone


def _unwrap(key: DataKey) -> bytes:
    if key.state == DataKey.State.DESTROYED:
        raise Unreadable("the key was destroyed")
    place = _place(key.pk, key.merchant, key.purpose)
    return envelope.open_sealed(bytes(key.wrapped), key=kek.named(key.kek).key, place=place)


def _place(number: int, merchant: int, purpose: str) -> Place:
    return Place("datakey", str(number), str(merchant), purpose)


def _period() -> str:
    today = clock.now()
    return f"{today.year}Q{(today.month + 2) // 3}"

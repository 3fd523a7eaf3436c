"""Sealed values: AES-256-GCM with the key's number in front and the value's place bound in.

A sealed value is version 01, key number (4 bytes), nonce (12 random bytes), ciphertext and tag (16 bytes): 33 bytes
more than what is inside. The associated data are the 5 header bytes and the place `table|column|row|owner`, so that a
value moved to another row, column or owner does not open. Random 96-bit nonces are safe for 2**32 values a key (NIST SP
800-38D 8.3); callers change keys at 2**31.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION: Final = 1
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
HEADER: Final = struct.Struct(">BI")
OVERHEAD: Final = HEADER.size + NONCE_BYTES + TAG_BYTES
STEP: Final = 256
LENGTH: Final = struct.Struct(">I")


class Unreadable(Exception):
    """A sealed value does not open: it was changed, moved, or another key made it. Never shown as empty text."""


@dataclass(frozen=True)
class Place:
    """Where a sealed value lives; `owner` is the merchant, or whatever else must not see another's values."""

    table: str
    column: str
    row: str
    owner: str

    def bytes(self, header: bytes) -> bytes:
        """The associated data of a value at this place; ValueError if a part could be mistaken for two."""
        parts = (self.table, self.column, self.row, self.owner)
        if any("|" in part for part in parts):
            raise ValueError("A part of a place holds no bar")
        return header + "|".join(parts).encode()


def new_key() -> bytes:
    """A fresh key of 256 random bits."""
    return AESGCM.generate_key(bit_length=256)


def seal(plain: bytes, *, key: bytes, number: int, place: Place) -> bytes:
    """Seal bytes (empty ones too) under the key with this number, for this place only."""
    header = HEADER.pack(VERSION, number)
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + AESGCM(key).encrypt(nonce, plain, place.bytes(header))


def open_sealed(sealed: bytes, *, key: bytes, place: Place) -> bytes:
    """What was sealed for this place with this key; `Unreadable` for anything else."""
    number_of(sealed)
    header, nonce = sealed[: HEADER.size], sealed[HEADER.size : HEADER.size + NONCE_BYTES]
    try:
        return AESGCM(key).decrypt(nonce, sealed[HEADER.size + NONCE_BYTES :], place.bytes(header))
    except InvalidTag:
        raise Unreadable("changed, moved, or of another key") from None


def number_of(sealed: bytes) -> int:
    """The number of the key that sealed this; `Unreadable` if it is not a sealed value."""
    if len(sealed) < OVERHEAD:
        raise Unreadable("too short")
    version, number = HEADER.unpack_from(sealed)
    if version != VERSION:
        raise Unreadable(f"version {version}")
    return int(number)


def pad(plain: bytes, *, step: int = STEP) -> bytes:
    """Length, bytes, zeros up to a multiple of `step`: the size of a sealed value tells little of what is inside."""
    filled = LENGTH.pack(len(plain)) + plain
    return filled + bytes(-len(filled) % step)


def unpad(padded: bytes) -> bytes:
    """The bytes that `pad` filled up; `Unreadable` if the length does not fit."""
    if len(padded) < LENGTH.size:
        raise Unreadable("no length")
    (length,) = LENGTH.unpack_from(padded)
    if length > len(padded) - LENGTH.size:
        raise Unreadable("length beyond the end")
    return padded[LENGTH.size : LENGTH.size + length]

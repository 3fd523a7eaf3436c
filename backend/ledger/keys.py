"""The house's signing key: a file that only the sealer's user reads, never in the database or a backup."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

ED25519: Final = b"\x01"


@dataclass(frozen=True)
class VerifierKey:
    """What outsiders check a facility's notes with: `origin+key id+base64(01 || key)` (C2SP signed-note)."""

    origin: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes by which a note names the key that signed it."""
        return hashlib.sha256(self.origin.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    @property
    def text(self) -> str:
        """The one line to hand out when the house is set up."""
        return f"{self.origin}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        """Whether the signature over the message is this key's."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


def verifier(facility: int) -> VerifierKey:
    """The public key of a facility's ledger; its origin names the house by the key itself."""
    public = _private(settings.LEDGER_KEY_FILE).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    house = hashlib.sha256(public).hexdigest()[:8]
    return VerifierKey(f"outbound-{house}/facility-{facility}", public)


def sign(message: bytes) -> bytes:
    """The house's Ed25519 signature, 64 bytes."""
    return _private(settings.LEDGER_KEY_FILE).sign(message)


@cache
def _private(path: Path) -> Ed25519PrivateKey:
    if not path.exists():
        _make(path)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} holds no Ed25519 key")
    return key


def _make(path: Path) -> None:
    """Make the key once: whole under another name first, so that no second process ever reads half a key."""
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()

"""Checkpoint notes: size and root of a facility's ledger, signed (C2SP tlog-checkpoint as signed note)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from backend.kit.errors import Invalid
from backend.ledger import keys
from backend.ledger.keys import VerifierKey


@dataclass(frozen=True)
class Note:
    """A read note: whose, how many events, their root, and who signed it (key id || signature)."""

    origin: str
    size: int
    root: bytes
    signer: str
    signature: bytes

    @property
    def message(self) -> bytes:
        """What is signed: the first three lines with their newlines."""
        return _message(self.origin, self.size, self.root)

    def is_signed_by(self, key: VerifierKey) -> bool:
        """Whether it is a note of this key's ledger, signed by this key."""
        named = (self.origin, self.signer, self.signature[:4]) == (key.origin, key.origin, key.key_id)
        return named and key.has_signed(self.message, self.signature[4:])


def write(facility: int, *, size: int, root: bytes) -> str:
    """The signed note of a facility's ledger."""
    key = keys.verifier(facility)
    message = _message(key.origin, size, root)
    signed = base64.b64encode(key.key_id + keys.sign(message)).decode()
    return f"{message.decode()}\n— {key.origin} {signed}\n"


def read(text: str) -> Note:
    """Read a note; Invalid `note_unreadable` if it is none."""
    try:
        origin, size, root, blank, signature = text.rstrip("\n").split("\n")
        dash, signer, signed = signature.split(" ")
        if dash != "—" or blank or not size.isdigit() or size != str(int(size)):
            raise ValueError("not the form of a note")
        note = Note(
            origin, int(size), base64.b64decode(root, validate=True), signer, base64.b64decode(signed, validate=True)
        )
    except (ValueError, binascii.Error) as fault:
        raise Invalid("This is not a checkpoint note. Give the file as it was exported.", code="note_unreadable") from (
            fault
        )
    if len(note.root) != 32 or len(note.signature) != 68:
        raise Invalid("This note is damaged. Give the file as it was exported.", code="note_unreadable")
    return note


def _message(origin: str, size: int, root: bytes) -> bytes:
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n".encode()

#!/usr/bin/env python3
"""Checks an exported ledger of Outbound, or the proof of one event, with nothing but Python and this file.

    verify_ledger.py ledger.jsonl --checkpoint note.txt --key KEY [--old older.txt]
    verify_ledger.py --proof proof.json --key KEY

KEY is the line that the house handed out when it was set up, or a file that holds it. Exit code 0: proven; 1: not.
Formats: C2SP tlog-checkpoint and signed-note, RFC 6962 (tree), RFC 8032 (Ed25519).
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


class NotProven(Exception):
    """What was found, in words."""


@dataclass(frozen=True)
class Note:
    """A read checkpoint whose signature holds."""

    origin: str
    size: int
    root: bytes


def read_note(text: str, key: str) -> Note:
    """Read a signed note and check its signature; NotProven if it does not hold."""
    try:
        origin, key_hash, key_text = key.strip().split("+", 2)  # base64 may hold a plus of its own
        key_bytes = base64.b64decode(key_text, validate=True)
        head, _, signatures = text.partition("\n\n")
        lines = head.split("\n")
        name, size, root = lines
        dash, signer, signed = signatures.strip().split(" ")
        signature = base64.b64decode(signed, validate=True)
        note = Note(name, int(size), base64.b64decode(root, validate=True))
    except (ValueError, binascii.Error) as fault:
        raise NotProven(f"The note or the key cannot be read: {fault}.") from fault
    key_id = hashlib.sha256(origin.encode() + b"\n" + key_bytes).digest()[:4]
    if key_bytes[:1] != b"\x01" or len(key_bytes) != 33 or key_id.hex() != key_hash:
        raise NotProven("The key is damaged.")
    if (dash, name, signer, signature[:4]) != ("—", origin, origin, key_id):
        raise NotProven("The note was signed by another key.")
    if not ed25519_holds(key_bytes[1:], (head + "\n").encode(), signature[4:]):
        raise NotProven("The signature of the note does not hold.")
    return note


def check_export(lines: Iterable[bytes], notes: Sequence[Note]) -> int:
    """Check that the lines begin with exactly what each note signed; how many lines there are."""
    wanted = {note.size: note.root for note in notes}
    facility = notes[0].origin.rpartition("-")[2]
    frontier: list[bytes] = []
    size = 0
    for line in lines:
        content = line.rstrip(b"\n")
        _check_place(content, place=size + 1, facility=facility)
        _append(frontier, size, hashlib.sha256(b"\x00" + content).digest())
        size += 1
        if size in wanted and _root(frontier) != wanted[size]:
            raise NotProven(f"The first {size} events are not those that were signed.")
    for missing in sorted(each for each in wanted if each > size):
        raise NotProven(f"The note was signed over {missing} events, but only {size} are here.")
    return size


def check_proof(proof: dict[str, object], key: str) -> str:
    """Check the proof of one event; the event's text."""
    try:
        note = read_note(str(proof["note"]), key)
        seq, event = int(str(proof["seq"])), str(proof["event"])
        path = [bytes.fromhex(str(each)) for each in _list(proof["path"])]
    except (KeyError, TypeError, ValueError) as fault:
        raise NotProven(f"The proof cannot be read: {fault}.") from fault
    _check_place(event.encode(), place=seq, facility=note.origin.rpartition("-")[2])
    if not 0 < seq <= note.size:
        raise NotProven("The event stands outside the signed ledger.")
    place, last = seq - 1, note.size - 1
    made = hashlib.sha256(b"\x00" + event.encode()).digest()
    for sibling in path:
        if last == 0:
            raise NotProven("The proof is too long.")
        if place & 1 or place == last:
            made = _node(sibling, made)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            made = _node(made, sibling)
        place, last = place >> 1, last >> 1
    if last or made != note.root:
        raise NotProven("The event is not part of the signed ledger.")
    return event


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("the path is not a list")
    return value


def _check_place(content: bytes, *, place: int, facility: str) -> None:
    try:
        event = json.loads(content)
        found = event["seq"], str(event["facility"])
    except (ValueError, KeyError, TypeError) as fault:
        raise NotProven(f"Number {place} is not an event.") from fault
    if found[0] != place:
        raise NotProven(f"Number {found[0]} stands where number {place} belongs.")
    if found[1] != facility:
        raise NotProven(f"Number {place} belongs to facility {found[1]}.")


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _append(frontier: list[bytes], size: int, leaf: bytes) -> None:
    while size & 1:
        leaf = _node(frontier.pop(), leaf)
        size >>= 1
    frontier.append(leaf)


def _root(frontier: Sequence[bytes]) -> bytes:
    root = frontier[-1]
    for left in reversed(frontier[:-1]):
        root = _node(left, root)
    return root


def ed25519_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature holds (RFC 8032, 5.1.7)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, commitment = _point(public), _point(signature[:32])
    response = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or response >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    return _same(_times(response, BASE), _plus(commitment, _times(challenge, key)))


def _plus(one: Point, two: Point) -> Point:
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c = 2 * one[3] * two[3] * D % P
    d = 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(factor: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = _plus(total, point)
        point = _plus(point, point)
        factor >>= 1
    return total


def _same(one: Point, two: Point) -> bool:
    return (one[0] * two[2] - two[0] * one[2]) % P == 0 and (one[1] * two[2] - two[1] * one[2]) % P == 0


def _point(packed: bytes) -> Point | None:
    y = int.from_bytes(packed, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


_BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = _point(_BASE_Y.to_bytes(32, "little")) or (0, 1, 1, 0)


def main(arguments: Sequence[str]) -> int:
    """Check what the arguments name and say what was found."""
    parser = argparse.ArgumentParser(description="Check an exported Outbound ledger or the proof of one event.")
    parser.add_argument("ledger", nargs="?", help="the exported ledger, one event a line")
    parser.add_argument("--checkpoint", help="the signed note that the ledger must match")
    parser.add_argument("--old", help="an older note, kept since: the ledger must begin with what it signed")
    parser.add_argument("--proof", help="the proof of one event, instead of a whole ledger")
    parser.add_argument("--key", required=True, help="the house's public key, or a file that holds it")
    options = parser.parse_args(arguments)
    if not options.proof and not (options.ledger and options.checkpoint):
        parser.error("give a ledger with --checkpoint, or --proof")
    key = _read(options.key) if os.path.exists(options.key) else options.key
    try:
        if options.proof:
            event = check_proof(json.loads(_read(options.proof)), key)
            sys.stdout.write(f"Proven. This event stands in the signed ledger:\n{event}\n")
            return 0
        notes = [read_note(_read(each), key) for each in (options.checkpoint, options.old) if each]
        with open(options.ledger, "rb") as file:
            size = check_export(file, notes)
        beyond = size - max(note.size for note in notes)
        sys.stdout.write(f"Proven. {size - beyond} events are exactly those that were signed.\n")
        if beyond:
            sys.stdout.write(f"{beyond} further events stand after the newest note: it says nothing about them.\n")
        return 0
    except (NotProven, OSError, ValueError) as fault:
        sys.stdout.write(f"NOT PROVEN. {fault}\n")
        return 1


def _read(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

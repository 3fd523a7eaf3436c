"""The stand-alone script's own Ed25519, against the vectors of RFC 8032 and against a well-known library."""

from __future__ import annotations

import secrets

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.ledger.verify_ledger import ORDER, ed25519_holds, main

VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
        "655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
        "b00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
        "c027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_vectors_of_the_standard_hold(public: str, message: str, signature: str) -> None:
    assert ed25519_holds(bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature))
    assert not ed25519_holds(bytes.fromhex(public), bytes.fromhex(message) + b"x", bytes.fromhex(signature))


def test_it_agrees_with_a_well_known_library() -> None:
    for _ in range(5):
        key = Ed25519PrivateKey.generate()
        public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        message = secrets.token_bytes(100)
        signature = key.sign(message)

        assert ed25519_holds(public, message, signature)
        assert not ed25519_holds(public, message, bytes([signature[0] ^ 1]) + signature[1:])
        assert not ed25519_holds(public, message, signature[:63] + bytes([signature[63] ^ 16]))


def test_malleable_and_malformed_signatures_do_not_hold() -> None:
    public, message, signature = (bytes.fromhex(each) for each in VECTORS[1])
    shifted = (int.from_bytes(signature[32:], "little") + ORDER).to_bytes(32, "little")

    assert not ed25519_holds(public, message, signature[:32] + shifted)
    assert not ed25519_holds(public, message, signature[:63])
    assert not ed25519_holds(public[:31], message, signature)
    assert not ed25519_holds(b"\xff" * 32, message, signature)
    assert not ed25519_holds((2).to_bytes(32, "little"), message, signature)


def test_it_asks_for_what_it_needs() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["ledger.jsonl", "--key", "k"])

    assert stopped.value.code == 2


def test_a_missing_file_is_not_a_proof(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing.jsonl", "--checkpoint", "none.txt", "--key", "k"]) == 1

    assert capsys.readouterr().out.startswith("NOT PROVEN. ")

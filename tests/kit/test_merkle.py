"""Every tree is compared with the plain recursive definition of RFC 6962, section 2.1."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kit import merkle

LEAVES = [merkle.leaf_hash(str(number).encode()) for number in range(600)]


def naive_root(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


def subtree(level: int, index: int) -> bytes:
    width = 1 << level
    return naive_root(LEAVES[index * width : (index + 1) * width])


def grown(size: int) -> tuple[list[bytes], list[tuple[int, int, bytes]]]:
    frontier: list[bytes] = []
    tiles = []
    for number in range(size):
        tiles += merkle.append(frontier, size=number, leaf=LEAVES[number])
    return frontier, tiles


def test_the_root_of_nothing_and_of_the_known_leaves_of_rfc_6962() -> None:
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    frontier: list[bytes] = []

    for number, text in enumerate(inputs):
        merkle.append(frontier, size=number, leaf=merkle.leaf_hash(bytes.fromhex(text)))

    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.root(frontier).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_the_frontier_gives_the_naive_root_at_every_size() -> None:
    frontier: list[bytes] = []
    for number, leaf in enumerate(LEAVES):
        merkle.append(frontier, size=number, leaf=leaf)

        assert merkle.root(frontier) == naive_root(LEAVES[: number + 1])
        assert len(frontier) == (number + 1).bit_count()


def test_full_tiles_are_given_once_each_with_their_root() -> None:
    tiles = grown(600)[1]

    assert [(level, index) for level, index, _ in tiles] == [(8, 0), (8, 1)]
    assert all(root == subtree(level, index) for level, index, root in tiles)


def test_a_frontier_survives_packing() -> None:
    frontier = grown(347)[0]

    assert merkle.unpack(merkle.pack(frontier)) == frontier
    assert merkle.unpack(b"") == []


@given(st.integers(1, 600), st.data())
def test_every_leaf_can_be_proven_in_every_tree(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))

    path = merkle.path(index, size=size, subtree=subtree)

    assert merkle.root_from_path(LEAVES[index], index=index, size=size, path=path) == naive_root(LEAVES[:size])


@given(st.integers(2, 600), st.data())
def test_a_forged_proof_leads_to_another_root_or_is_refused(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    path = merkle.path(index, size=size, subtree=subtree)
    place = data.draw(st.integers(0, len(path) - 1))
    forged = [*path[:place], bytes(32), *path[place + 1 :]]

    assert merkle.root_from_path(LEAVES[index], index=index, size=size, path=forged) != naive_root(LEAVES[:size])
    for wrong_length in (path[:-1], [*path, bytes(32)]):
        with pytest.raises(ValueError, match="too"):
            merkle.root_from_path(LEAVES[index], index=index, size=size, path=wrong_length)


def test_there_is_no_proof_for_a_leaf_outside_the_tree() -> None:
    for index in (-1, 5):
        with pytest.raises(ValueError, match="no leaf"):
            merkle.path(index, size=5, subtree=subtree)
        with pytest.raises(ValueError, match="no leaf"):
            merkle.root_from_path(LEAVES[0], index=index, size=5, path=[])


@given(st.integers(1, 600), st.data())
def test_a_tree_that_only_grew_can_show_it(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    roots = naive_root(LEAVES[:old]), naive_root(LEAVES[:size])

    proof = merkle.consistency(old, size=size, subtree=subtree)

    assert merkle.is_consistent(*roots, old=old, size=size, proof=proof)
    assert not merkle.is_consistent(bytes(32), roots[1], old=old, size=size, proof=proof)
    assert not merkle.is_consistent(roots[0], bytes(32), old=old, size=size, proof=proof)
    assert not merkle.is_consistent(*roots, old=old, size=size, proof=[*proof, bytes(32)])
    if proof:
        assert not merkle.is_consistent(*roots, old=old, size=size, proof=proof[:-1])


def test_a_tree_cannot_begin_with_nothing_or_with_a_larger_one() -> None:
    for old in (0, 6):
        with pytest.raises(ValueError, match="does not begin"):
            merkle.consistency(old, size=5, subtree=subtree)
        assert not merkle.is_consistent(LEAVES[0], LEAVES[0], old=old, size=5, proof=[])


def test_the_root_of_an_earlier_size_can_be_found_again() -> None:
    assert [merkle.root_at(size, subtree=subtree) for size in (0, 1, 255, 256, 599)] == [
        naive_root(LEAVES[:size]) for size in (0, 1, 255, 256, 599)
    ]

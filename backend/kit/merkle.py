"""Hash trees after RFC 6962: append, root, proof of one leaf, proof that a tree only grew.

All hashes are 32 bytes of SHA-256. A frontier is the list of roots of the full subtrees of a tree, largest first: as
many as the size has one-bits. A `Subtree` gives the root of the full subtree `index` of 2**level leaves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Final

Subtree = Callable[[int, int], bytes]
TILE_LEVELS: Final = 8
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """The hash of a leaf: SHA-256(00 || content)."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256(01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def chain_hash(previous: bytes, leaf: bytes) -> bytes:
    """The next link of a plain chain beside the tree: SHA-256(02 || previous || leaf)."""
    return hashlib.sha256(b"\x02" + previous + leaf).digest()


def append(frontier: list[bytes], *, size: int, leaf: bytes) -> list[tuple[int, int, bytes]]:
    """Append the leaf number `size` (from 0) to the frontier in place.

    Gives the full tiles that this completed as (level, index, root), level a multiple of 8.
    """
    tiles = []
    level, index, made = 0, size, leaf
    while index & 1:
        made = node_hash(frontier.pop(), made)
        level, index = level + 1, index >> 1
        if level % TILE_LEVELS == 0:
            tiles.append((level, index, made))
    frontier.append(made)
    return tiles


def root(frontier: Sequence[bytes]) -> bytes:
    """The root of the tree; SHA-256 of nothing for an empty one."""
    if not frontier:
        return EMPTY_ROOT
    return reduce(lambda right, left: node_hash(left, right), reversed(frontier))


def pack(frontier: Sequence[bytes]) -> bytes:
    """The frontier as bytes."""
    return b"".join(frontier)


def unpack(packed: bytes) -> list[bytes]:
    """The frontier that `pack` wrote."""
    return [packed[place : place + 32] for place in range(0, len(packed), 32)]


def path(index: int, *, size: int, subtree: Subtree) -> list[bytes]:
    """The proof that leaf `index` stands in the tree of `size` leaves (RFC 6962, 2.1.1); siblings from the leaf up."""
    if not 0 <= index < size:
        raise ValueError(f"There is no leaf {index} in a tree of {size}")
    start, end = 0, size
    down = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            down.append(_root_of(middle, end, subtree))
            end = middle
        else:
            down.append(_root_of(start, middle, subtree))
            start = middle
    return down[::-1]


def root_from_path(leaf: bytes, *, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that the proof leads to; ValueError if the proof has not the length of a proof for this place."""
    if not 0 <= index < size:
        raise ValueError(f"There is no leaf {index} in a tree of {size}")
    place, last, made = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise ValueError("The proof is too long")
        if place & 1 or place == last:
            made = node_hash(sibling, made)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            made = node_hash(made, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise ValueError("The proof is too short")
    return made


def consistency(old: int, *, size: int, subtree: Subtree) -> list[bytes]:
    """The proof that the tree of `size` leaves begins with the tree of `old` leaves (RFC 6962, 2.1.2)."""
    if not 0 < old <= size:
        raise ValueError(f"A tree of {size} does not begin with one of {old}")
    start, end, is_whole = 0, size, True
    down = []
    while old < end:
        middle = start + _split(end - start)
        if old <= middle:
            down.append(_root_of(middle, end, subtree))
            end = middle
        else:
            down.append(_root_of(start, middle, subtree))
            start, is_whole = middle, False
    if not is_whole:
        down.append(_root_of(start, end, subtree))
    return down[::-1]


def is_consistent(old_root: bytes, new_root: bytes, *, old: int, size: int, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the tree of `size` leaves with `new_root` begins with that of `old` leaves."""
    if not 0 < old <= size:
        return False
    if old == size:
        return not proof and old_root == new_root
    hashes = list(proof)
    if old & (old - 1) == 0:
        hashes.insert(0, old_root)
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    if not hashes:
        return False
    made_old = made_new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            made_old, made_new = node_hash(sibling, made_old), node_hash(sibling, made_new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            made_new = node_hash(made_new, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and made_old == old_root and made_new == new_root


def root_at(size: int, *, subtree: Subtree) -> bytes:
    """The root that the tree had when it held `size` leaves."""
    return _root_of(0, size, subtree) if size else EMPTY_ROOT


def _root_of(start: int, end: int, subtree: Subtree) -> bytes:
    """The root over leaves start .. end - 1, where `start` is a multiple of the largest power of two within."""
    peaks = []
    while start < end:
        level = (end - start).bit_length() - 1
        peaks.append(subtree(level, start >> level))
        start += 1 << level
    return root(peaks)


def _split(width: int) -> int:
    return 1 << ((width - 1).bit_length() - 1)

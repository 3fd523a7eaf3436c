"""Proving that nothing was edited, deleted, inserted or put in another order, by reading the whole ledger again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef

from backend.kit import clock, merkle
from backend.ledger import append_only, canonical, keys, notes
from backend.ledger.models import Checkpoint, Event, Head, Node, Seal, Unsealed
from backend.ledger.notes import Note
from backend.ledger.states import state_problems
from backend.ledger.states import watch as watch

STEP: Final = 2000
SEALED_WITHIN: Final = timedelta(seconds=10)
MOST_PROBLEMS: Final = 100


@dataclass
class Report:
    """What a reading of one facility's ledger found; no problem means proven."""

    facility: int
    events: int = 0
    root: str = ""
    checkpoints: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)

    @property
    def is_proven(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


class _Sealed(NamedTuple):
    """A place in the sequence, as stored."""

    seq: int
    event_id: int
    leaf: bytes | memoryview
    chain: bytes | memoryview


@dataclass
class _Walk:
    """Where the reading stands: the tree as it must be, rebuilt from the events themselves."""

    facility: int
    size: int = 0
    chain: bytes = bytes(32)
    frontier: list[bytes] = field(default_factory=list)
    largest_id: int = 0
    roots_wanted: dict[int, bytes] = field(default_factory=dict)


def facilities() -> list[int]:
    """Every facility that the ledger knows, by any of its tables."""
    known: set[int] = set()
    for model in (Event, Seal, Checkpoint, Head, Unsealed):
        known.update(model._default_manager.order_by().values_list("facility", flat=True).distinct())
    return sorted(known)


def verify(facility: int, *, note: str | None = None) -> Report:
    """Read the facility's ledger from its first event and compare all that can be compared.

    `note` is a checkpoint that was kept outside the house; without one, whoever holds both the database and the key
    can rewrite the past.
    """
    began = time.monotonic()
    report, walk = Report(facility), _Walk(facility)
    for problem in _problems(walk, report, note=note):
        report.problems.append(problem)
        if len(report.problems) == MOST_PROBLEMS:
            report.problems.append("There may be more. The reading stopped here.")
            break
    report.events, report.root = walk.size, merkle.root(walk.frontier).hex()
    report.seconds = round(time.monotonic() - began, 3)
    return report


def _problems(walk: _Walk, report: Report, *, note: str | None) -> Iterator[str]:
    yield from _guards_off()
    head = Head.objects.filter(facility=walk.facility).first()
    signed = list(Checkpoint.objects.filter(facility=walk.facility).order_by("size"))
    report.checkpoints = len(signed)
    for each in signed:
        yield from _checkpoint_forged(each)
        walk.roots_wanted[each.size] = bytes(each.root)
    if note:
        yield from _note_foreign(notes.read(note), walk)
    # What is sealed while we read is left for the next time.
    yield from _walk_through(walk, end=head.size if head else 0)
    for size in sorted(size for size in walk.roots_wanted if size > walk.size):
        yield f"A checkpoint was signed over {size} events, but only {walk.size} are here: the end was cut off."
    yield from _head_differs(walk, head)
    yield from _never_sealed(walk.facility)
    yield from state_problems(walk.facility)


def _guards_off() -> Iterator[str]:
    guarded = append_only.guarded(connection)
    for model in (Event, Seal, Checkpoint):
        if model._meta.db_table not in guarded:
            yield f"Nothing protects the table {model._meta.db_table}: its append-only triggers are gone."


def _checkpoint_forged(checkpoint: Checkpoint) -> Iterator[str]:
    note = notes.read(checkpoint.note)
    if (note.size, note.root) != (checkpoint.size, bytes(checkpoint.root)):
        yield f"The checkpoint over {checkpoint.size} events is not what its note says."
    if not note.is_signed_by(keys.verifier(checkpoint.facility)):
        yield f"The checkpoint over {checkpoint.size} events is not signed by this house's key."


def _note_foreign(note: Note, walk: _Walk) -> Iterator[str]:
    if not note.is_signed_by(keys.verifier(walk.facility)):
        yield "The note is not signed by this house's key for this facility."
    elif walk.roots_wanted.setdefault(note.size, note.root) != note.root:
        yield f"The note over {note.size} events differs from the checkpoint kept here: the ledger was rewritten."


def _walk_through(walk: _Walk, *, end: int) -> Iterator[str]:
    """Rebuild chain and tree in steps; after a gap nothing further can agree, so the reading ends there."""
    for after in range(0, end, STEP):
        rows = Seal.objects.filter(facility=walk.facility, seq__gt=after, seq__lte=min(after + STEP, end))
        seals = [_Sealed(*row) for row in rows.order_by("seq").values_list("seq", "event_id", "leaf", "chain")]
        events = Event.objects.in_bulk([seal.event_id for seal in seals])
        tiles: list[tuple[int, int, bytes]] = []
        for seal in seals:
            if seal.seq != walk.size + 1:
                yield f"Number {walk.size + 1} is missing: the sequence goes on at {seal.seq}."
                return
            event = events.get(seal.event_id)
            if event is None:
                yield f"Event {seal.event_id} (number {seal.seq}) was deleted."
                return
            yield from _place_differs(walk, seal, event)
            tiles += merkle.append(walk.frontier, size=walk.size, leaf=bytes(seal.leaf))
            walk.size += 1
            wanted = walk.roots_wanted.get(walk.size)
            if wanted is not None and wanted != merkle.root(walk.frontier):
                yield f"The first {walk.size} events are not those that were signed."
        yield from _tiles_differ(walk, tiles)
    if walk.size < end:
        yield f"The sequence ends at {walk.size}, but {end} events were sealed: the end was cut off."


def _place_differs(walk: _Walk, seal: _Sealed, event: Event) -> Iterator[str]:
    leaf = merkle.leaf_hash(canonical.content(event, seq=seal.seq))
    if event.facility != walk.facility:
        yield f"Event {event.pk} (number {seal.seq}) was moved to facility {event.facility}."
    if leaf != bytes(seal.leaf):
        yield f"Event {event.pk} (number {seal.seq}) is not what was sealed: it was edited."
    walk.chain = merkle.chain_hash(walk.chain, leaf)
    if walk.chain != bytes(seal.chain):
        yield f"The chain breaks at number {seal.seq}."
        walk.chain = bytes(seal.chain)
    if event.pk < walk.largest_id:
        yield from _out_of_order(walk, seal, event)
    walk.largest_id = max(walk.largest_id, event.pk)


def _out_of_order(walk: _Walk, seal: _Sealed, event: Event) -> Iterator[str]:
    """Across subjects a late commit may come later; within one subject the order of ids is the order of happening."""
    later = Seal.objects.filter(
        facility=walk.facility, seq__lt=seal.seq, event__subject=event.subject, event_id__gt=event.pk
    )
    if later.exists():
        yield f"Event {event.pk} (number {seal.seq}) stands after a later one of {event.subject}."


def _tiles_differ(walk: _Walk, tiles: list[tuple[int, int, bytes]]) -> Iterator[str]:
    for level, index, made in tiles:
        stored = Node.objects.filter(facility=walk.facility, level=level, index=index).first()
        if stored is None or bytes(stored.hash) != made:
            yield f"The stored tile {level}/{index} is not what the events give."


def _head_differs(walk: _Walk, head: Head | None) -> Iterator[str]:
    is_read = head is not None and walk.size == head.size
    if head and is_read and (bytes(head.chain), bytes(head.frontier)) != (walk.chain, merkle.pack(walk.frontier)):
        yield f"The head at {head.size} is not what the events give."
    last = Seal.objects.filter(facility=walk.facility).order_by("-seq").values_list("seq", flat=True).first() or 0
    stands = Head.objects.filter(facility=walk.facility).values_list("size", flat=True).first() or 0
    if stands < last:
        yield f"The head stands at {stands}, but {last} events are sealed."


def _never_sealed(facility: int) -> Iterator[str]:
    """An event beside the sequence: put in by hand, or the sealer stands still."""
    old = Event.objects.filter(facility=facility, at__lt=clock.now() - SEALED_WITHIN)
    loose = old.exclude(Exists(Seal.objects.filter(event_id=OuterRef("pk"))))
    waiting = set(
        Unsealed.objects.filter(facility=facility, event__at__lt=clock.now() - SEALED_WITHIN).values_list(
            "event_id", flat=True
        )
    )
    if waiting:
        yield f"{len(waiting)} events have waited longer than 10 seconds for their seal. Is the sealer running?"
    for pk in loose.order_by("pk").values_list("pk", flat=True)[:MOST_PROBLEMS]:
        if pk not in waiting:
            yield f"Event {pk} was never sealed and does not wait for it: it was put in by hand."

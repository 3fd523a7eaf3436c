"""What the floor prints: thin calls that turn a row into paper at the printer beside the station."""

from __future__ import annotations

from backend.facility.models import Station
from backend.ledger import recording
from backend.ledger.happenings import Actor
from backend.printing import spool
from labels import ParcelTag
from warehouse import papers
from warehouse.models import Parcel


def parcel_tag(parcel: Parcel, *, at: Station, by: Actor) -> None:
    """Print the blind tag of a parcel, within the caller's transaction."""
    subject = recording.subject_of(parcel)
    spool.ask(papers.parcel_tag(parcel), at=at, subject=subject, by=by, code=parcel.tag)


def has_tag(parcel: Parcel) -> bool:
    """Whether a tag of a parcel was asked for that still counts."""
    return spool.generation_of(ParcelTag, subject=recording.subject_of(parcel)) is not None

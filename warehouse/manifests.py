"""Cages and the gate: parcels are loaded, the cage is closed, counted, signed by two; then it has left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.db.models import Count, Sum

from backend.facility.models import Station
from backend.jobs import asking
from backend.kit import clock, locks
from backend.kit.errors import Refused
from backend.ledger import moves, recording
from backend.ledger.work import work
from backend.people.models import Person
from backend.printing import spool
from labels import CarrierLabel, MaskedPackingSlip, PackingSlip
from warehouse import dispatch, leaving
from warehouse.cards.dispatch import HandOverCard, LoadedParcel, ManifestRow, Signatures
from warehouse.events.dispatch import (
    ManifestClosed,
    ManifestHandedOver,
    ManifestOpened,
    ManifestReopened,
    ParcelLoaded,
    ParcelUnloaded,
)
from warehouse.models import Manifest, Order, OrderHold, Parcel
from warehouse.numbering import hold_series, next_number

PAPERS = (CarrierLabel, PackingSlip, MaskedPackingSlip)


@dataclass(frozen=True)
class _Inside:
    """What lies in a cage."""

    parcels: int
    grams: int


@work
def load(parcel: Parcel, *, by: Person, at: Station) -> ManifestRow:
    """Put a labelled parcel into the open cage of its carrier; the first one opens the cage."""
    dispatch.refuse_unless_at_dispatch(parcel, by=by, at=at)
    if parcel.state == Parcel.State.SEALED:
        raise Refused("Print the carrier label first.", code="not_labelled")
    if dispatch.is_held(parcel):
        raise Refused("This parcel is held. Ask a supervisor.", code="parcel_held")
    manifest = _open_cage(parcel, by=by)
    loaded = ParcelLoaded(manifest=manifest.pk)
    moves.swap(parcel, loaded, manifest=manifest)
    # What stands in the cage bears its label, and its slip went with it.
    seen = [each for kind in PAPERS for each in spool.scanned(kind, subject=recording.subject_of(parcel))]
    recording.record_all([(loaded, parcel), *seen], by=by)
    return row(manifest)


@work
def unload(parcel: Parcel, *, by: Person, at: Station) -> None:
    """Take a parcel out of a cage that is still open."""
    dispatch.refuse_unless_desk_runs(parcel.facility_id, by=by, at=at)
    cages, (locked,) = locks.take(
        Manifest.objects.filter(parcels=parcel.pk, state=Manifest.State.OPEN), Parcel.objects.filter(pk=parcel.pk)
    )
    if locked.manifest_id not in {cage.pk for cage in cages}:
        raise Refused("The cage is closed. Open it first.", code="manifest_closed")
    moves.move(locked, ParcelUnloaded(manifest=locked.manifest_id), by=by, manifest=None)


@work
def close(manifest: Manifest, *, by: Person, at: Station) -> ManifestRow:
    """Freeze the counts of a cage: nothing goes in or out until it is signed or opened again."""
    dispatch.refuse_unless_desk_runs(manifest.facility_id, by=by, at=at)
    ((locked,),) = locks.take(Manifest.objects.filter(pk=manifest.pk))
    inside = Parcel.objects.filter(manifest=locked)
    count = inside.count()
    if not count:
        raise Refused("The cage is empty. Load a parcel first.", code="manifest_empty")
    _refuse_split_orders(locked)
    _refuse_held_parcels(locked)
    weight = inside.aggregate(total=Sum("weight_grams"))["total"] or 0
    moves.move(
        locked,
        ManifestClosed(parcels=count, weight_grams=weight),
        by=by,
        parcels_count=count,
        weight_grams=weight,
        closed_at=clock.now(),
        closed_by=by,
    )
    return row(locked)


@work
def reopen(manifest: Manifest, *, by: Person, at: Station, gate_count: int) -> ManifestRow:
    """Open a closed cage again, because the gate counted something else or a parcel must come out."""
    dispatch.refuse_unless_desk_runs(manifest.facility_id, by=by, at=at)
    ((locked,),) = locks.take(Manifest.objects.filter(pk=manifest.pk))
    _refuse_while_another_is_open(locked)
    moves.move(
        locked,
        ManifestReopened(parcels=locked.parcels_count, gate_count=gate_count),
        by=by,
        closed_at=None,
        closed_by=None,
    )
    return row(locked)


@work
def hand_over(manifest: Manifest, *, gate_count: int, first: Person, second: Person, at: Station) -> HandOverCard:
    """Hand a closed cage to the carrier: the gate count agrees and two members of staff sign. Ships its orders."""
    dispatch.refuse_unless_desk_runs(manifest.facility_id, by=first, at=at)
    _refuse_signatures(manifest, first=first, second=second)
    ((locked,),) = locks.take(Manifest.objects.filter(pk=manifest.pk))
    if locked.state != Manifest.State.CLOSED:
        raise Refused("Close the cage first.", code="manifest_not_closed")
    if gate_count != locked.parcels_count:
        raise Refused(
            f"The gate counted {gate_count}, the list says {locked.parcels_count}. Open the cage and count again.",
            code="gate_count_differs",
        )
    orders, parcels = locks.take(
        Order.objects.filter(pk__in=Parcel.objects.filter(manifest=locked).values("order")),
        Parcel.objects.filter(manifest=locked),
    )
    _refuse_held_parcels(locked)
    shipped = leaving.ship(locked, parcels, orders, by=first)
    now = clock.now()
    asking.ask("warehouse.left", subject=recording.subject_of(locked), facility=locked.facility_id)
    moves.move(
        locked,
        ManifestHandedOver(parcels=len(parcels), gate_count=gate_count, first_signer=first.pk, second_signer=second.pk),
        by=first,
        gate_count=gate_count,
        handed_over_at=now,
        first_signer=first,
        second_signer=second,
    )
    return HandOverCard(
        manifest=locked.pk,
        number=locked.number,
        parcels=len(parcels),
        orders_shipped=shipped,
        gate_count=gate_count,
        handed_over_at=now,
    )


def row(manifest: Manifest) -> ManifestRow:
    """How far a cage is."""
    return rows([manifest])[0]


def rows(cages: Sequence[Manifest]) -> tuple[ManifestRow, ...]:
    """How far several cages of one facility are: what is in each, and what its carrier still waits for."""
    inside = {
        int(found["manifest_id"] or 0): _Inside(found["count"], found["weight"] or 0)
        for found in Parcel.objects.filter(manifest__in=cages)
        .values("manifest_id")
        .annotate(count=Count("id"), weight=Sum("weight_grams"))
    }
    coming = _coming(cages)
    return tuple(
        ManifestRow(
            id=cage.pk,
            number=cage.number,
            carrier=cage.carrier,
            state=cage.state,
            parcels=inside[cage.pk].parcels if cage.pk in inside else 0,
            to_come=coming.get(cage.carrier, 0) if cage.state == Manifest.State.OPEN else 0,
            weight_grams=inside[cage.pk].grams if cage.pk in inside else 0,
            gate_count=cage.gate_count,
        )
        for cage in cages
    )


def parcel_rows(manifest: Manifest) -> tuple[LoadedParcel, ...]:
    """What lies in a cage, as it is read out at the gate."""
    return tuple(
        LoadedParcel(id=each.pk, tag=each.tag, weight_grams=each.weight_grams or 0, seal=each.seal)
        for each in Parcel.objects.filter(manifest=manifest).order_by("pk")[:500]
    )


def signatures(manifest: Manifest) -> Signatures | None:
    """Who signed and when, once it has left."""
    if manifest.first_signer is None or manifest.second_signer is None or manifest.handed_over_at is None:
        return None
    return Signatures(
        first=f"{manifest.first_signer.first_name} {manifest.first_signer.last_name}",
        second=f"{manifest.second_signer.first_name} {manifest.second_signer.last_name}",
        at=manifest.handed_over_at,
    )


def _coming(cages: Sequence[Manifest]) -> dict[str, int]:
    counts = (
        Parcel.objects.filter(
            facility__in={cage.facility_id for cage in cages},
            state__in=[Parcel.State.SEALED, Parcel.State.LABELLED],
        )
        .values("order__service")
        .annotate(count=Count("id"))
    )
    return {dispatch.CARRIERS[Order.Service(found["order__service"])]: found["count"] for found in counts}


def _open_cage(parcel: Parcel, *, by: Person) -> Manifest:
    carrier = dispatch.carrier_of(parcel.order)
    cages = Manifest.objects.filter(facility_id=parcel.facility_id, carrier=carrier, state=Manifest.State.OPEN)
    (found,) = locks.take(cages)
    if not found:
        hold_series(_series(parcel.facility_id))
        (found,) = locks.take(cages)
    if found:
        return cast(Manifest, found[0])
    opened = Manifest.objects.create(
        facility_id=parcel.facility_id,
        number=next_number(_series(parcel.facility_id)),
        carrier=carrier,
        made_at=clock.now(),
    )
    recording.record(ManifestOpened(number=opened.number), on=opened, by=by)
    return opened


def _series(facility: int) -> str:
    return f"manifest:{facility}"


def _refuse_while_another_is_open(manifest: Manifest) -> None:
    # Whoever counts in the series is the only one who opens a cage of this facility.
    hold_series(_series(manifest.facility_id))
    other = Manifest.objects.filter(
        facility=manifest.facility_id, carrier=manifest.carrier, state=Manifest.State.OPEN
    ).first()
    if other is not None and other.pk != manifest.pk:
        raise Refused(
            f"Cage {other.number} is open for the same carrier. Close it first, then open this one.",
            code="another_cage_open",
        )


def _refuse_held_parcels(manifest: Manifest) -> None:
    held = Parcel.objects.filter(manifest=manifest, order__holds__in=OrderHold.objects.filter(lifted_at=None)).first()
    if held is not None:
        raise Refused(f"{held.tag[:5]}… is held. Open the cage and take it out, or lift the hold.", code="parcel_held")


def _refuse_split_orders(manifest: Manifest) -> None:
    elsewhere = (
        Parcel.objects.filter(order__parcels__manifest=manifest)
        .exclude(manifest=manifest)
        .exclude(state__in=[Parcel.State.UNPACKED, Parcel.State.SHIPPED])
        .first()
    )
    if elsewhere is not None:
        raise Refused(f"Load {elsewhere.tag[:5]}… too: it is of the same order.", code="order_is_split")


def _refuse_signatures(manifest: Manifest, *, first: Person, second: Person) -> None:
    for signer in (first, second):
        is_staff_here = signer.facility == manifest.facility_id and signer.role != Person.Role.WORKER
        if not is_staff_here or signer.blocked_at is not None or not signer.is_active:
            raise Refused("Two members of staff sign here.", code="signature_refused", status=403)
    if first.pk == second.pk:
        raise Refused("The second signature must be another person's.", code="one_person_signed_twice")

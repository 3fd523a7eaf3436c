"""What the warehouse does in the background: promise stock and plan batches, on request and every half minute."""

from __future__ import annotations

from backend.jobs.handling import every, handles
from backend.jobs.models import Job
from warehouse import addressing, carrier_labels, handing_back, leases, planning, releasing, waves
from warehouse.models import Manifest, Order, Wave


@handles("warehouse.promise")
def promise(job: Job) -> None:
    """Orders came in or stock became free: promise what waits, plan what is promised."""
    releasing.release(job.facility)


@handles("warehouse.plan")
def plan(job: Job) -> None:
    """The floor runs out of batches: plan what is promised."""
    waves.plan_all(job.facility)


@handles("warehouse.wave", attempts=2)
def wave(job: Job) -> None:
    """A supervisor asked for a wave: think it out. A planner that dies leaves no trace; another begins anew."""
    asked = Wave.objects.select_related("facility").get(pk=job.subject.rpartition(":")[2])
    if asked.state == Wave.State.PLANNING:
        planning.plan(asked)


@handles("warehouse.left")
def left(job: Job) -> None:
    """A cage was signed out: the days until its addressees are deleted begin."""
    addressing.start_the_clock(Manifest.objects.select_related("facility").get(pk=job.subject.rpartition(":")[2]))


@handles("warehouse.cancelled")
def cancelled(job: Job) -> None:
    """An order was cancelled: the days until its addressee is deleted begin."""
    addressing.start_the_clock_of(Order.objects.select_related("facility").get(pk=job.subject.rpartition(":")[2]))


@handles("warehouse.carrier_label")
def carrier_label(job: Job) -> None:
    """A shop sent a carrier's label, or one will not print: read it, or forget its file."""
    carrier_labels.examine(int(job.subject.rpartition(":")[2]))


@every(seconds=30, name="warehouse.release")
def release() -> None:
    """Pick up whatever a lost request left waiting, and the part-filled cart once nobody else waits."""
    for facility in releasing.with_work_waiting():
        releasing.release(facility)


@every(seconds=60, name="warehouse.lapsed")
def free_lapsed() -> None:
    """Give others the batches whose workers have not scanned for the length of a lease."""
    for batch in leases.lapsed():
        handing_back.free_if_lapsed(batch)

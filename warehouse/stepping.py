"""The one entrance of scans and touches: the server owns the step, the screen draws it, and nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from backend.facility import helping
from backend.facility.models import HelpCall, Seat, Station
from backend.kit import clock
from backend.kit.errors import Refused
from backend.ledger.recording import record
from backend.ledger.work import work
from warehouse import leases, pack_steps, packing, pick_steps, picking, runs, scanning
from warehouse.bench import Bench
from warehouse.cards import pack as pack_cards
from warehouse.cards import pick as pick_cards
from warehouse.cards.step import Outcome, StepCard, Tone
from warehouse.events.picking import ScanKept
from warehouse.models import Run, Tote
from warehouse.scanning import Key, Scanned, Scanner
from warehouse.walk import Walk

LATE: Final = timedelta(seconds=20)
COMMANDS: Final = {1: "help", 2: "skip", 3: "problem"}


@dataclass(frozen=True)
class Scan:
    """What a station sent: keys or text of a scanner, or a touch (action, value, reason), and when it was taken."""

    revision: int
    text: str = ""
    keys: tuple[Key, ...] = ()
    action: str = ""
    value: str = ""
    reason: str = ""
    taken_at: datetime | None = None


@dataclass(frozen=True)
class Flow:
    """One kind of work: how its state is read, what a scan and a touch mean at each step, how it is drawn."""

    read: Callable[[Run], Any]
    steps: dict[str, Callable[[Any, Scanned, Seat], Outcome]]
    actions: dict[str, Callable[[Any, str, str, Seat], Outcome]]
    make_fit: Callable[[Any], None]
    interrupt: Callable[[Any, Seat], Outcome | None]
    draw: Callable[[Any, Outcome | None], StepCard]


def read_walk(run: Run) -> Walk:
    """The walk of a run."""
    assert run.batch is not None
    return Walk(run, run.batch)


FLOWS: Final = {
    Run.Flow.PICK: Flow(
        read_walk, pick_steps.STEPS, pick_steps.ACTIONS, pick_steps.make_fit, pick_steps.interrupt, pick_cards.draw
    ),
    Run.Flow.PACK: Flow(
        Bench, pack_steps.STEPS, pack_steps.ACTIONS, pack_steps.make_fit, pack_steps.interrupt, pack_cards.draw
    ),
}


@work
def claim(*, by: Seat) -> StepCard:
    """Begin at this station, or go on where the worker was."""
    run = picking.claim_next.inside(by=by) if by.station.kind == Station.Kind.PICK else packing.sit_down.inside(by=by)
    flow = FLOWS[Run.Flow(run.flow)]
    state = flow.read(run)
    flow.make_fit(state)
    return flow.draw(state, None)


@work
def take_scan(scan: Scan, *, by: Seat) -> StepCard:
    """Let a scan or a touch mean what it means at this step; a wrong one is answered, counted, and changes nothing."""
    run, is_held = runs.lock_at(by.station)
    if run is None:
        raise Refused(_("No task here. Touch Start."), code="no_task")
    if run.worker_id != by.person_id:
        raise Refused(_("This is another worker's task."), code="not_yours")
    if is_held:
        return _keep_for_staff(run, scan, by=by)
    if scan.revision != run.revision:
        raise Refused(_("The screen is newer. Look again."), code="stale_revision")
    if run.batch is not None:
        leases.refuse_unless_yours(run.batch, by=by)

    flow = FLOWS[Run.Flow(run.flow)]
    state = flow.read(run)
    flow.make_fit(state)
    outcome = flow.interrupt(state, by) or _do(flow, state, scan, by=by)
    _keep_count(run, outcome)
    return flow.draw(state, outcome)


def show(seat: Seat) -> StepCard | None:
    """The step at which the worker stands, drawn again; None when no task is open here."""
    run = runs.find_at(seat.station)
    if run is None or run.worker_id != seat.person_id:
        return None
    flow = FLOWS[Run.Flow(run.flow)]
    state = flow.read(run)
    flow.make_fit(state)
    return flow.draw(state, None)


def _do(flow: Flow, state: Any, scan: Scan, *, by: Seat) -> Outcome:
    action, scanned = scan.action, None
    if not action:
        scanned = _read(state.run, scan)
        if scanned.code is not None and scanned.code.kind == "K":
            action = COMMANDS.get(scanned.code.number, "")
    if action == "help":
        helping.call.inside(by.station, reason=HelpCall.Reason.HELP, by=by)
        return Outcome(Tone.HELP, _("Help is coming. Wait here."), code="help")
    if action:
        do = flow.actions.get(action)
        if do is None:
            raise Refused(_("Not now. Look at the screen."), code="not_now")
        return do(state, scan.value, scan.reason, by)
    assert scanned is not None
    return flow.steps[state.run.step](state, scanned, by)


def _read(run: Run, scan: Scan) -> Scanned:
    profile = getattr(run.station, "scanner", None)
    scanner = Scanner(profile.layout, profile.separator) if profile else Scanner()
    return scanning.read(scanning.typed(scan.keys, scanner=scanner) if scan.keys else scan.text, scanner=scanner)


def _keep_count(run: Run, outcome: Outcome) -> None:
    """Wrong scans are counted for training, never shown to anybody else; every other answer moves the run on."""
    if outcome.tone == Tone.WRONG:
        run.misscans += 1
        run.misscans_in_a_row += 1
        run.save(update_fields=["misscans", "misscans_in_a_row"])
        return
    run.misscans_in_a_row = 0
    run.revision += 1
    runs.save(run)
    # Goods are moved within seconds of another scan, which renews: so no scan writes more than it must.
    if run.batch is not None and run.step not in ("done", "drop") and not outcome.moved:
        leases.renew(run.batch)


def _keep_for_staff(run: Run, scan: Scan, *, by: Seat) -> StepCard:
    """During a hold nothing is done. A scan taken before it, which only arrives now, is not lost: staff look.

    The tote that it was about goes to the check lane, because what lies in it may not be what the books say.
    """
    late = clock.now() - scan.taken_at if scan.taken_at else timedelta()
    if late < LATE:
        raise Refused(_("Work is stopped. Wait. Nothing is lost."), code="held")
    if run.step in ("item", "tote"):
        about = run.parcel.order_id if run.parcel else run.allocation.line.order_id if run.allocation else None
        Tote.objects.filter(order=about, order__isnull=False).update(at_check_lane=True)
    helping.call.inside(by.station, reason=HelpCall.Reason.HELP, by=by)
    record(ScanKept(step=run.step, seconds_late=int(late.total_seconds())), on=run, by=by)
    return StepCard(
        flow=run.flow,
        step=run.step,
        revision=run.revision,
        tone=Tone.HOLD,
        code="kept_for_staff",
        words=_("Work is stopped. Wait. Nothing is lost."),
        more=_("Your scan is kept. Staff look at it."),
        can_type=False,
    )

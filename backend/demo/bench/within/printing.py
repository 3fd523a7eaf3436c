"""Inside the house: labels asked for, consumers that are killed, and people who look what lies in the tray."""

from __future__ import annotations

import multiprocessing
import os
import signal
from typing import Any, Final

from django.db import connections, transaction
from django.db.models import Count, Q

from backend.facility.models import Facility
from backend.kit import clock, codes
from backend.ledger import moves, recording
from backend.ledger.happenings import SYSTEM
from backend.people.models import Person
from backend.printing import incidents, leases, reconciling, sending, spool
from backend.printing.events import LabelConfirmed
from backend.printing.models import LabelSerial, Printer
from labels import ParcelTag

AT_ONCE: Final = 500
JOIN_SECONDS: Final = 10
State, Fate = LabelSerial.State, LabelSerial.Fate


def printing_found(asked: dict[str, Any]) -> dict[str, Any]:
    """A facility with one printer, a supervisor, and so many labels that wait."""
    site = Facility.objects.create(name="Printing room", zone="UTC")
    Person.objects.create(
        facility=site.pk, role=Person.Role.SUPERVISOR, first_name="Maria", last_name="K", username="maria",
        made_at=clock.now(),
    )  # fmt: skip
    printer = Printer.objects.create(
        facility=site, name="Fake", zone="worker", way="raw", address=asked["address"], language="zpl",
        tells_status=True,
    )  # fmt: skip
    for start in range(0, asked["labels"], AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, asked["labels"]))
        wanted = [spool.Wanted(_tag(token), f"bench.parcel:{number}", token) for number, token in _tokens(numbers)]
        with transaction.atomic():
            spool.ask_all(wanted, on=printer, by=SYSTEM)
    return {"waiting": _waiting()}


def printing_consume(asked: dict[str, Any]) -> dict[str, Any]:
    """One consumer in a process of its own, until it ends by itself or is killed; how many labels it left in doubt."""
    printer = Printer.objects.get()
    doubtful = incidents.in_doubt(printer).count()
    # Somebody has repaired it and pressed "Go on".
    Printer.objects.update(retry_at=None)
    _hang_up()
    consumer = multiprocessing.get_context("fork").Process(target=sending.send_waiting, args=(printer.pk,), daemon=True)
    consumer.start()
    consumer.join(asked["kill_after"] or asked["seconds"])
    killed = consumer.is_alive() and consumer.pid is not None
    if killed and consumer.pid is not None:
        os.kill(consumer.pid, signal.SIGKILL)
    consumer.join(JOIN_SECONDS)
    # The lease of a killed consumer is over twelve seconds later: the clock goes there, nobody waits.
    with clock.at(clock.now() + 2 * leases.LEASE):
        sending.doubt_the_abandoned()
        if lease := leases.take(printer.pk):
            leases.release(lease)
    return {"killed": killed, "doubtful": incidents.in_doubt(printer).count() - doubtful, "waiting": _waiting()}


def printing_look(asked: dict[str, Any]) -> dict[str, Any]:
    """A supervisor looks into the tray: scans the last good label, and says that the others never came out."""
    printer, boss = Printer.objects.get(), Person.objects.get()
    lying = set(asked["paper"])
    good = [serial for serial in incidents.in_doubt(printer) if serial.digest in lying]
    if good:
        incidents.find_last_good(printer, scanned=good[-1].code, by=boss)
    if incidents.in_doubt(printer).exists():
        incidents.give_up_the_rest(printer, by=boss)
    return {"waiting": _waiting()}


def printing_scan(asked: dict[str, Any]) -> dict[str, Any]:
    """Everything on paper is scanned at its next step; what was sent and lies nowhere prints once more."""
    lying, boss = sorted(set(asked["paper"])), Person.objects.get()
    for start in range(0, len(lying), AT_ONCE):
        rows = LabelSerial.objects.filter(state=State.SENT, digest__in=lying[start : start + AT_ONCE])
        _confirm(list(rows))
    for serial in LabelSerial.objects.filter(state=State.SENT).order_by("pk"):
        spool.allow_reprint(serial, by=boss, reason="not_printed")
    return {"waiting": _waiting()}


def printing_account(asked: dict[str, Any]) -> dict[str, Any]:
    """Compare the house's books with the paper, and sign."""
    printer, boss = Printer.objects.get(), Person.objects.get()
    account = reconciling.account(printer)
    on_paper = set(asked["paper"])
    confirmed = set(LabelSerial.objects.filter(state=State.CONFIRMED).values_list("digest", flat=True))
    given_up = LabelSerial.objects.filter(fate=Fate.NOT_PRINTED)
    live = LabelSerial.objects.values("subject").annotate(n=Count("pk", filter=~Q(state=State.REVOKED)))
    # A confirmed label that is on no paper, or a given-up one that is, would be a wrong account.
    wrong = len(confirmed - on_paper) + len(on_paper.intersection(given_up.values_list("digest", flat=True)))
    card = reconciling.close(printer, by=boss, reason="lost")
    return {
        "sent": account.sent,
        "accounted": account.sent - account.missing - wrong,
        "missing": card.missing + wrong,
        "confirmed": len(confirmed),
        "given_up": given_up.count(),
        "live_twice": sum(1 for row in live.filter(n__gt=1)),
    }


def _confirm(rows: list[LabelSerial]) -> None:
    with transaction.atomic():
        happened = []
        for serial in rows:
            confirmed = LabelConfirmed()
            moves.swap(serial, confirmed, fate=Fate.APPLIED)
            happened.append((confirmed, serial))
        if happened:
            recording.record_all(happened, by=SYSTEM)


def _tokens(numbers: range) -> list[tuple[int, str]]:
    return [(number, codes.draw("P")) for number in numbers]


def _tag(token: str) -> ParcelTag:
    return ParcelTag(token=token, dock="DISPATCH", carton="Box S")


def _waiting() -> int:
    return LabelSerial.objects.filter(state=State.WAITING).count()


def _hang_up() -> None:
    """A forked consumer must not share a connection."""
    for connection in connections.all():
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]

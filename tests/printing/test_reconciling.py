"""The end of a session: every label that left is somewhere, or a supervisor signs for what is missing."""

from __future__ import annotations

import pytest

from backend.kit import clock
from backend.kit.errors import Refused
from backend.ledger.models import Event
from backend.people.models import Person
from backend.printing import incidents, reconciling, sending, spool
from backend.printing.models import LabelSerial, Reconciliation
from tests import world
from tests.printing.places import bench, beside, many, supervisor
from tests.world import Quiet

pytestmark = pytest.mark.django_db


def test_a_session_in_which_each_label_is_somewhere_ends_at_zero() -> None:
    station = bench()
    many(station, 4)
    sending.send_waiting(beside(station).pk)
    boss = supervisor(station)
    first, second, third, fourth = LabelSerial.objects.order_by("pk")
    incidents.see(first, by=boss)
    incidents.spoil(second, by=boss, reason="torn")
    incidents.hand_back(third, by=boss, reason="not_needed")
    spool.allow_reprint(fourth, by=boss, reason="not_printed")

    card = reconciling.close(beside(station), by=boss)

    assert (card.sent, card.applied, card.spoiled, card.returned, card.not_printed, card.missing) == (4, 1, 1, 1, 1, 0)
    made = Reconciliation.objects.get()
    assert (made.sent, made.missing, made.reason, made.signed_by) == (4, 0, "", boss)
    assert Event.objects.get(kind="printer.reconciled").data["missing"] == 0


def test_what_is_missing_needs_a_reason() -> None:
    station = bench()
    many(station, 2)
    sending.send_waiting(beside(station).pk)
    boss, quiet = supervisor(station), Quiet()

    for reason in ("", "because"):
        with pytest.raises(Refused) as refusal:
            reconciling.close(beside(station), by=boss, reason=reason)
        assert (refusal.value.code, refusal.value.status) == ("labels_missing", 422)

    assert not Reconciliation.objects.exists()
    assert quiet.holds()


def test_a_supervisor_signs_for_what_is_missing() -> None:
    station = bench()
    many(station, 2)
    sending.send_waiting(beside(station).pk)

    card = reconciling.close(beside(station), by=supervisor(station), reason="lost")

    assert card.missing == 2
    assert (Reconciliation.objects.get().missing, Reconciliation.objects.get().reason) == (2, "lost")


def test_the_next_session_begins_at_zero() -> None:
    station = bench()
    many(station, 2)
    sending.send_waiting(beside(station).pk)
    boss = supervisor(station)
    reconciling.close(beside(station), by=boss, reason="not_scanned")
    many(station, 1, name="warehouse.tote")

    with pytest.raises(Refused) as refusal:
        reconciling.close(beside(station), by=boss)
    sending.send_waiting(beside(station).pk)

    assert refusal.value.code == "nothing_to_reconcile"
    assert reconciling.account(beside(station)).sent == 1


def test_a_lost_label_stays_missing_after_its_reprint() -> None:
    station = bench()
    many(station, 1)
    sending.send_waiting(beside(station).pk)
    boss = supervisor(station)

    spool.allow_reprint(LabelSerial.objects.get(), by=boss, reason="lost")

    account = reconciling.account(beside(station))
    assert (account.sent, account.missing) == (1, 1)


def test_nobody_signs_while_a_label_is_on_its_way() -> None:
    station = bench()
    many(station, 1)
    LabelSerial.objects.update(state="sending", begun_at=clock.now())
    boss, quiet = supervisor(station), Quiet()

    with pytest.raises(Refused) as refusal:
        reconciling.close(beside(station), by=boss, reason="other")

    assert refusal.value.code == "label_in_the_air"
    assert quiet.holds()


def test_a_manager_does_not_sign() -> None:
    station = bench()
    manager, quiet = world.person(station.facility, Person.Role.MANAGER), Quiet()

    with pytest.raises(Refused) as refusal:
        reconciling.close(beside(station), by=manager)

    assert refusal.value.status == 403
    assert quiet.holds()

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection, transaction

from backend.kit import merkle
from backend.ledger import sealing, sealing_loop, verifying
from backend.ledger.models import Checkpoint, Event, Head, Node, Seal, Unsealed
from tests.kit.test_merkle import naive_root
from tests.ledger.happening import ring

ROOT = Path(__file__).resolve().parents[2]
FLOOR = """
import os, sys, time, django
django.setup()
from backend.ledger import sealing
from tests.ledger.happening import ring

def write(who):
    for number in range(50):
        ring(number, subject=who)
        time.sleep(0.02)

def seal(who):
    while True:
        sealing.run_once(1, most=5) or time.sleep(0.01)

children = {"writer": [], "sealer": []}
for role, work in [("writer", write), ("sealer", seal)]:
    for who in range(4):
        child = os.fork()
        if child == 0:
            work(who)
            os._exit(0)
        children[role].append(child)
print(*children["sealer"], flush=True)
print(*[os.waitpid(child, 0)[1] for child in children["writer"]], flush=True)
for child in children["sealer"]:
    os.waitpid(child, 0)
"""


@pytest.mark.django_db
def test_sealed_events_get_gap_free_numbers_in_order_of_recording() -> None:
    ring(count=3)
    ring(count=2, facility=2)

    sealed = sealing.run_all()

    assert sealed == {1: 3, 2: 2}
    assert list(Seal.objects.filter(facility=1).order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]
    assert list(Seal.objects.filter(facility=2).order_by("seq").values_list("seq", flat=True)) == [1, 2]
    assert not Unsealed.objects.exists()
    assert sealing.run_all() == {}


@pytest.mark.django_db
def test_leaf_chain_and_root_are_what_the_format_says() -> None:
    ring(5)
    ring(6)
    sealing.run_all()
    event = Event.objects.order_by("id").first()
    seals = list(Seal.objects.order_by("seq"))
    assert event

    text = (
        f'{{"actor":"system","at":"{event.at:%Y-%m-%dT%H:%M:%S.%f}Z","data":{{"times":5}},"facility":1,'
        f'"id":{event.pk},"kind":"test.bell_rang","merchant":null,"seq":1,"subject":"people.person:1","v":1}}'
    )
    leaf = hashlib.sha256(b"\0" + text.encode()).digest()
    assert bytes(seals[0].leaf) == leaf
    assert bytes(seals[0].chain) == hashlib.sha256(b"\2" + bytes(32) + leaf).digest()
    assert bytes(seals[1].chain) == hashlib.sha256(b"\2" + bytes(seals[0].chain) + bytes(seals[1].leaf)).digest()


@pytest.mark.django_db
def test_head_and_tiles_equal_the_plain_tree_over_several_portions() -> None:
    ring(count=600)

    while sealing.run_once(1, most=97):
        pass

    leaves = [bytes(leaf) for leaf in Seal.objects.order_by("seq").values_list("leaf", flat=True)]
    head = Head.objects.get(facility=1)
    assert head.size == 600
    assert merkle.root(merkle.unpack(bytes(head.frontier))) == naive_root(leaves)
    assert [(node.level, node.index, bytes(node.hash)) for node in Node.objects.order_by("index")] == [
        (8, 0, naive_root(leaves[:256])),
        (8, 1, naive_root(leaves[256:512])),
    ]


@pytest.mark.django_db
def test_the_waiting_time_of_the_oldest_event_is_known() -> None:
    assert sealing.behind_seconds() == 0
    ring()

    waited = sealing.behind_seconds()

    assert 0 <= waited < 5


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_four_writers_and_four_sealers_leave_no_gap_and_nothing_twice(committed: dict[str, str]) -> None:
    """Four sealers work against each other; two are killed with -9 in the middle, and the others go on."""
    with subprocess.Popen(
        [sys.executable, "-c", FLOOR], cwd=ROOT, env=committed, stdout=subprocess.PIPE, text=True
    ) as floor:
        assert floor.stdout
        sealers = [int(pid) for pid in floor.stdout.readline().split()]
        threading.Event().wait(0.7)
        for sealer in sealers[:2]:
            os.kill(sealer, signal.SIGKILL)
        ended = floor.stdout.readline().split()
        for sealer in sealers[2:]:
            os.kill(sealer, signal.SIGKILL)
    sealing.run_all()

    report = verifying.verify(1)
    assert ended == ["0"] * 4
    assert report.problems == []
    assert report.events == Event.objects.count() == Seal.objects.count() == 200


@pytest.mark.django_db(transaction=True)
def test_a_sealer_leaves_when_another_holds_the_head(committed: dict[str, str]) -> None:
    if connection.vendor == "sqlite":
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        return
    ring()
    Head.objects.create(facility=1, chain=bytes(32), frontier=b"")
    found: list[int] = []

    def seal_too() -> None:
        found.append(sealing.run_once(1))
        connection.close()

    with transaction.atomic():
        Head.objects.select_for_update().get(facility=1)
        other = threading.Thread(target=seal_too)
        other.start()
        other.join(5)

    assert found == [0]
    assert sealing.run_once(1) == 1


@pytest.mark.django_db(transaction=True)
def test_the_sealers_thread_seals_signs_and_stops(committed: dict[str, str]) -> None:
    ring(count=3)
    stop = threading.Event()
    sealer = threading.Thread(target=sealing_loop.run, args=[stop])

    sealer.start()
    for _ in range(100):
        if Checkpoint.objects.exists():
            break
        threading.Event().wait(0.1)
    stop.set()
    sealer.join(5)

    assert not sealer.is_alive()
    assert not Unsealed.objects.exists()
    assert Checkpoint.objects.get().size == 3


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_sealing_process_ends_cleanly_when_asked(committed: dict[str, str]) -> None:
    ring(count=2)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "seal"], cwd=ROOT, env=committed, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    process.stdout.readline()
    for _ in range(200):
        if not Unsealed.objects.exists():
            break
        threading.Event().wait(0.1)

    process.terminate()
    said, _ = process.communicate(timeout=120)

    assert process.returncode == 0
    assert said == "The sealer has stopped.\n"
    assert Seal.objects.count() == 2

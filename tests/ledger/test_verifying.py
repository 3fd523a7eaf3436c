"""A superuser with the triggers off changes the past; the house and an outsider with an old note both find it."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from backend.kit import clock, merkle
from backend.kit.errors import Refused
from backend.ledger import append_only, checkpoints, exporting, keys, notes, proving, sealing, verify_ledger, verifying
from backend.ledger.models import Checkpoint, Event, Head, Node, Seal, Unsealed
from backend.ledger.tree import Tree
from tests.ledger.happening import ring

pytestmark = pytest.mark.django_db

SCRIPT = Path(verify_ledger.__file__)


@pytest.fixture
def note() -> str:
    """A ledger of 30 events of three subjects, signed at 20 and at 30; the older note, which has left the house."""
    with clock.at(clock.now() - timedelta(minutes=5)):
        for number in range(30):
            ring(number, subject=number % 3)
            if number == 19:
                sealing.run_all()
                old = checkpoints.make(1).note
        sealing.run_all()
        checkpoints.make(1)
    return old


def at(seq: int) -> Event:
    return Seal.objects.select_related("event").get(facility=1, seq=seq).event


def edit() -> None:
    Event.objects.filter(pk=at(7).pk).update(data={"times": 1000})


def edit_the_moment() -> None:
    Event.objects.filter(pk=at(7).pk).update(at=at(7).at + timedelta(microseconds=1))


def edit_the_actor() -> None:
    Event.objects.filter(pk=at(7).pk).update(actor="people.person:7")


def move_to_another_facility() -> None:
    Event.objects.filter(pk=at(7).pk).update(facility=2)


def delete() -> None:
    Event.objects.filter(pk=at(7).pk)._raw_delete("default")


def delete_with_its_place() -> None:
    pk = at(7).pk
    Seal.objects.filter(seq=7)._raw_delete("default")
    Event.objects.filter(pk=pk)._raw_delete("default")


def insert() -> None:
    with clock.at(clock.now() - timedelta(minutes=4)):
        ring(99)
    Unsealed.objects.all()._raw_delete("default")


def reorder() -> None:
    one, two = Seal.objects.get(seq=7), Seal.objects.get(seq=10)
    Seal.objects.filter(seq=7).update(event_id=-1)
    Seal.objects.filter(seq=10).update(event_id=one.event_id)
    Seal.objects.filter(seq=7).update(event_id=two.event_id)


def cut_off_the_end() -> None:
    last = list(Seal.objects.filter(seq__gt=15).values_list("event_id", flat=True))
    Seal.objects.filter(seq__gt=15)._raw_delete("default")
    Event.objects.filter(pk__in=last)._raw_delete("default")


def empty() -> None:
    for model in (Seal, Event, Head, Node, Unsealed):
        model.objects.all()._raw_delete("default")


TAMPERINGS = [
    edit,
    edit_the_moment,
    edit_the_actor,
    move_to_another_facility,
    delete,
    delete_with_its_place,
    insert,
    reorder,
    cut_off_the_end,
    empty,
]


def seal_anew() -> None:
    """What a clever superuser does next: number, chain and hash everything again, as if it had always been so."""
    kept = list(Event.objects.filter(facility=1).order_by("id"))
    for model in (Seal, Head, Node, Unsealed):
        model.objects.all()._raw_delete("default")
    Unsealed.objects.bulk_create([Unsealed(event=event, facility=1) for event in kept])
    sealing.run_all()


def offline(tmp_path: Path, *, note: str, key: str | None = None) -> tuple[int, str]:
    """Export, then check with the stand-alone script."""
    paths = tmp_path / "ledger.jsonl", tmp_path / "note.txt"
    paths[0].write_text("".join(f"{line}\n" for line in exporting.lines(1)), encoding="utf-8")
    paths[1].write_text(note, encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            str(SCRIPT),
            str(paths[0]),
            "--checkpoint",
            str(paths[1]),
            "--key",
            key or keys.verifier(1).text,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_an_untouched_ledger_is_proven(note: str, tmp_path: Path) -> None:
    report = verifying.verify(1, note=note)

    assert report.problems == []
    assert (report.events, report.checkpoints) == (30, 2)
    code, said = offline(tmp_path, note=note)
    assert (code, said.splitlines()) == (
        0,
        [
            "Proven. 20 events are exactly those that were signed.",
            "10 further events stand after the newest note: it says nothing about them.",
        ],
    )


@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_whatever_a_superuser_changes_is_found_here(tamper: Callable[[], None], note: str) -> None:
    with append_only.lifted(connection):
        tamper()

    assert not verifying.verify(1).is_proven


@pytest.mark.parametrize("tamper", [each for each in TAMPERINGS if each not in (insert, reorder)])
def test_whatever_is_changed_and_sealed_anew_is_found_by_the_old_checkpoint(
    tamper: Callable[[], None], note: str, tmp_path: Path
) -> None:
    with append_only.lifted(connection):
        tamper()
        seal_anew()

    assert not verifying.verify(1).is_proven
    assert offline(tmp_path, note=note)[0] == 1


def test_an_event_slipped_in_early_is_found_by_the_old_checkpoint(note: str, tmp_path: Path) -> None:
    with append_only.lifted(connection):
        early = at(1).pk - 1
        Event.objects.create(
            pk=early, facility=1, at=at(1).at, kind="test.bell_rang", subject="a.b:9", actor="system", data={"times": 1}
        )
        seal_anew()

    assert not verifying.verify(1).is_proven
    assert offline(tmp_path, note=note)[0] == 1


def test_the_past_rewritten_and_signed_again_is_found_only_with_a_note_kept_outside(note: str, tmp_path: Path) -> None:
    """The house cannot prove itself against its own owner: hence the evening sheet and the note at the ministry."""
    with append_only.lifted(connection):
        edit()
        seal_anew()
        Checkpoint.objects.all()._raw_delete("default")
        forged = checkpoints.make(1).note

    assert verifying.verify(1).is_proven
    assert offline(tmp_path, note=forged)[0] == 0
    assert verifying.verify(1, note=note).problems == ["The first 20 events are not those that were signed."]
    assert offline(tmp_path, note=note) == (1, "NOT PROVEN. The first 20 events are not those that were signed.\n")


def test_a_thousand_random_forgeries_are_all_found_offline(note: str) -> None:
    chance = random.Random(7)
    lines = [line.encode() for line in exporting.lines(1)]
    signed = [verify_ledger.read_note(note, keys.verifier(1).text)]
    found = 0
    for _ in range(1000):
        forged = list(lines)
        place = chance.randrange(20)
        match chance.randrange(5):
            case 0:
                spot = chance.randrange(len(forged[place]))
                forged[place] = forged[place][:spot] + b"x" + forged[place][spot + 1 :]
                if forged == lines:
                    forged[place] = forged[place][:spot] + b"y" + forged[place][spot + 1 :]
            case 1:
                del forged[place]
            case 2:
                forged.insert(place, forged[place])
            case 3:
                forged[place], forged[place + 1] = forged[place + 1], forged[place]
            case _:
                del forged[place:]
        try:
            verify_ledger.check_export(forged, signed)
        except verify_ledger.NotProven:
            found += 1

    assert found == 1000


def test_taking_the_triggers_off_is_found(note: str) -> None:
    append_only.unguard(connection, ["ledger_seal"])

    problems = verifying.verify(1).problems

    append_only.guard(connection, ["ledger_seal"])
    assert problems == ["Nothing protects the table ledger_seal: its append-only triggers are gone."]


def test_a_spoilt_head_tile_or_checkpoint_is_found(note: str) -> None:
    Head.objects.update(chain=bytes(32))
    assert verifying.verify(1).problems == ["The head at 30 is not what the events give."]
    Head.objects.update(size=29)
    assert "The head stands at 29, but 30 events are sealed." in verifying.verify(1).problems
    with append_only.lifted(connection):
        Checkpoint.objects.filter(size=20).update(root=bytes(32))

    assert "The checkpoint over 20 events is not what its note says." in verifying.verify(1).problems


def test_a_spoilt_tile_is_found() -> None:
    ring(count=256)
    sealing.run_all()
    Node.objects.update(hash=bytes(32))

    assert verifying.verify(1).problems == ["The stored tile 8/0 is not what the events give."]


def test_events_that_wait_too_long_for_their_seal_are_reported() -> None:
    with clock.at(clock.now() - timedelta(seconds=11)):
        ring(count=2)

    assert verifying.verify(1).problems == [
        "2 events have waited longer than 10 seconds for their seal. Is the sealer running?"
    ]


def test_a_note_of_another_house_is_refused(note: str, tmp_path: Path) -> None:
    other = note.replace(keys.verifier(1).origin, "outbound-00000000/facility-1")
    wrong_key = f"elsewhere+{keys.verifier(1).text.split('+', 1)[1]}"
    damaged = note.replace("— ", "- ")

    assert verifying.verify(1, note=other).problems == ["The note is not signed by this house's key for this facility."]
    assert offline(tmp_path, note=other) == (1, "NOT PROVEN. The note was signed by another key.\n")
    assert offline(tmp_path, note=note, key=wrong_key) == (1, "NOT PROVEN. The key is damaged.\n")
    with pytest.raises(Refused) as refused:
        verifying.verify(1, note=damaged)
    assert refused.value.code == "note_unreadable"


def test_a_note_says_its_size_and_root_and_whoever_changes_it_breaks_the_signature(note: str) -> None:
    read = notes.read(note)
    key = keys.verifier(1)

    assert (read.origin, read.size) == (key.origin, 20)
    assert read.is_signed_by(key)
    assert not notes.read(note.replace("\n20\n", "\n21\n")).is_signed_by(key)
    for damaged in ("", "a\nb\nc", note.replace("\n20\n", "\n020\n"), note[:-10]):
        with pytest.raises(Refused):
            notes.read(damaged)


def test_one_event_can_be_shown_without_the_others(note: str, tmp_path: Path) -> None:
    key = keys.verifier(1).text
    for seq in range(1, 31):
        proof = proving.prove(at(seq).pk)

        shown = verify_ledger.check_proof(json.loads(json.dumps(proof.__dict__)), key)

        assert json.loads(shown)["data"] == {"times": seq - 1}
        forged = {**proof.__dict__, "event": proof.event.replace('"times":', '"times":9')}
        with pytest.raises(verify_ledger.NotProven):
            verify_ledger.check_proof(json.loads(json.dumps(forged)), key)


def test_an_event_that_is_not_sealed_cannot_be_shown() -> None:
    ring()

    with pytest.raises(Refused) as refused:
        proving.prove(Event.objects.get().pk)

    assert refused.value.code == "event_unknown"


def test_the_ledger_shows_that_it_only_grew(note: str) -> None:
    tree = Tree(1)
    roots = [merkle.root_at(size, subtree=tree.subtree) for size in (20, 30)]

    proof = [bytes.fromhex(each) for each in proving.prove_growth(1, old=20, size=30)]

    assert merkle.is_consistent(*roots, old=20, size=30, proof=proof)
    assert roots[0] == notes.read(note).root
    for sizes in ((0, 30), (31, 30), (20, 40)):
        with pytest.raises(Refused) as refused:
            proving.prove_growth(1, old=sizes[0], size=sizes[1])
        assert refused.value.code == "size_unknown"


def test_proofs_over_full_tiles_read_few_rows(django_assert_max_num_queries: Callable[[int], object]) -> None:
    ring(count=700)
    sealing.run_all()
    checkpoints.make(1)

    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        proof = proving.prove(at(300).pk)

    assert verify_ledger.check_proof(json.loads(json.dumps(proof.__dict__)), keys.verifier(1).text)


def test_checkpoints_are_made_when_the_ledger_has_grown_and_ten_minutes_have_passed(note: str) -> None:
    assert checkpoints.make_if_due(1) is None
    ring()
    sealing.run_all()
    later = clock.now() + timedelta(minutes=11)

    with clock.at(later):
        made = checkpoints.make_if_due(1)
        assert made
        assert made.size == 31
    with clock.at(later + timedelta(minutes=11)):
        assert checkpoints.make_if_due(1) is None

    with pytest.raises(Refused):
        checkpoints.make(2)


def test_the_key_is_made_once_and_for_us_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.key"

    first = keys._private(path).public_key()
    keys._make(path)
    keys._private.cache_clear()

    assert keys._private(path).public_key() == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["ledger.key"]


def test_the_commands_say_what_they_found_in_words_and_in_json(note: str, tmp_path: Path) -> None:
    kept = tmp_path / "note.txt"
    kept.write_text(note)
    out = StringIO()

    call_command("verify", "--from", str(kept), "--facility", "1", "--json", stdout=out)

    lines = out.getvalue().splitlines()
    assert lines[0].startswith("Facility 1: proven. 30 events, 2 checkpoints")
    assert json.loads(lines[-1])["ledger_verified"] is True
    with append_only.lifted(connection):
        edit()
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("verify", "--json", stdout=out)
    assert stopped.value.code == 1
    assert "NOT PROVEN" in out.getvalue()
    assert json.loads(out.getvalue().splitlines()[-1])["ledger_verified"] is False


def test_export_key_checkpoint_and_proof_leave_the_house_by_command(note: str, tmp_path: Path) -> None:
    said = {}
    for words in (["ledger", "export", "1"], ["ledger", "key", "1"], ["checkpoint", "1"], ["prove", str(at(3).pk)]):
        out = StringIO()
        call_command(*words, stdout=out)
        said[words[0] + words[1]] = out.getvalue()

    assert len(said["ledgerexport"].splitlines()) == 30
    (tmp_path / "key").write_text(said["ledgerkey"])
    (tmp_path / "proof").write_text(said[f"prove{at(3).pk}"])
    assert verify_ledger.main(["--proof", str(tmp_path / "proof"), "--key", str(tmp_path / "key")]) == 0
    assert notes.read(said["checkpoint1"]).size == 30
    for words in (["checkpoint", "9"], ["prove", "999999999"]):
        with pytest.raises(CommandError):
            call_command(*words)

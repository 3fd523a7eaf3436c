from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import kombu
import pytest
from kombu.exceptions import ChannelError

from backend.jobs import broker
from backend.jobs.folder import Folder
from tests.jobs.workers import ROOT

HOLDER = """
import os, sys
from pathlib import Path
from backend.jobs.folder import Folder
folder = Folder(Path(sys.argv[1]))
for name in folder.waiting("q"):
    folder.claim("q", name)
is_child = "fork" in sys.argv and os.fork() == 0
if is_child or "fork" not in sys.argv:
    print("taken", flush=True)
sys.stdin.readline()
os._exit(0)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "broker")


@pytest.fixture
def connection(tmp_path: Path) -> kombu.Connection:
    url, options = broker.broker(f"file://{tmp_path}/broker", data=tmp_path)
    return kombu.Connection(url, transport_options=options)


def holder(folder: Folder, *options: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder.root), *options],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "backend.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "taken\n"
    return process


def test_messages_wait_in_the_order_they_came(folder: Folder) -> None:
    for text in "abc":
        folder.put("q", text)

    names = folder.waiting("q")

    assert [(folder.root / "messages/q" / name).read_text() for name in names] == ["a", "b", "c"]
    assert folder.waiting("other") == []


def test_one_message_goes_to_one_holder(folder: Folder) -> None:
    folder.put("q", "a")
    other = Folder(folder.root)
    name = folder.waiting("q")[0]

    first, second = folder.claim("q", name), other.claim("q", name)

    assert first
    assert first.read_text() == "a"
    assert second is None


def test_what_a_dead_holder_had_comes_back_in_its_old_place(folder: Folder) -> None:
    folder.put("q", "a")
    folder.put("q", "b")
    process = holder(folder)
    folder.put("q", "c")
    folder.recover()
    assert len(folder.waiting("q")) == 1

    process.kill()
    process.wait()
    folder.recover()

    names = folder.waiting("q")
    assert [(folder.root / "messages/q" / name).read_text() for name in names] == ["a", "b", "c"]
    assert [".again" in name for name in names] == [True, True, False]
    assert list((folder.root / "claimed").iterdir()) == []


def test_a_child_that_outlives_its_killed_parent_keeps_nothing(folder: Folder) -> None:
    folder.put("q", "a")
    process = holder(folder, "fork")

    process.kill()
    process.wait()
    folder.recover()

    assert len(folder.waiting("q")) == 1
    assert process.stdin
    process.stdin.close()


def test_a_holder_that_leaves_gives_back_what_it_took(folder: Folder) -> None:
    folder.put("q", "a")
    taken = folder.claim("q", folder.waiting("q")[0])
    assert taken

    folder.close()
    folder.close()

    assert len(folder.waiting("q")) == 1
    assert list((folder.root / "claimed").iterdir()) == []


def test_half_written_files_and_old_answers_are_tidied_away(folder: Folder) -> None:
    folder.put("q", "a")
    folder.put("one@house.celery.pidbox", "b")
    (folder.root / "messages/q/.half.msg").write_text("{")
    old = time.time() - 400
    for path in folder.root.glob("messages/*/*.msg"):
        os.utime(path, (old, old))
    os.utime(folder.root / "messages/q/.half.msg", (old, old))

    folder.tidy("pidbox")

    assert len(folder.waiting("q")) == 1
    assert folder.waiting("one@house.celery.pidbox") == []
    assert not (folder.root / "messages/q/.half.msg").exists()


def test_a_queue_can_be_made_emptied_and_removed(folder: Folder) -> None:
    folder.make("../q")
    assert folder.has("../q")
    assert not (folder.root / "q").exists()
    folder.put("../q", "a")

    assert folder.purge("../q") == 1
    folder.remove("../q")

    assert not folder.has("../q")


def test_the_folder_may_be_deleted_in_the_middle_of_work(connection: kombu.Connection, tmp_path: Path) -> None:
    queue = connection.SimpleQueue("q")
    queue.put("a")
    taken = queue.get(timeout=10)
    shutil.rmtree(tmp_path / "broker")
    taken.ack()

    with connection.Producer() as producer:
        producer.publish("b", exchange="", routing_key="q")

    assert queue.get(timeout=10).payload == "b"
    connection.close()


def test_an_acknowledged_message_is_gone_and_a_rejected_one_comes_again(connection: kombu.Connection) -> None:
    queue = connection.SimpleQueue("q")
    for text in ("done", "away", "again"):
        queue.put(text)

    queue.get(timeout=10).ack()
    queue.get(timeout=10).reject()
    queue.get(timeout=10).requeue()

    message = queue.get(timeout=10)
    assert (message.payload, message.delivery_info["redelivered"]) == ("again", True)
    message.ack()
    assert queue.qsize() == 0
    connection.close()


def test_what_was_not_acknowledged_comes_back_when_the_channel_closes(connection: kombu.Connection) -> None:
    queue = connection.SimpleQueue("q")
    queue.put("a")
    queue.get(timeout=10)
    assert queue.qsize() == 0
    connection.close()

    again = connection.clone().SimpleQueue("q").get(timeout=10)

    assert again.payload == "a"


def test_a_file_that_cannot_be_read_is_put_aside(connection: kombu.Connection, tmp_path: Path) -> None:
    queue = connection.SimpleQueue("q")
    bad = ["", "{", "null", '{"properties": {}}', "\ud800"]
    for number, text in enumerate(bad):
        path = tmp_path / f"broker/messages/q/{number:020d}_bad.msg"
        path.write_bytes(text.encode(errors="surrogatepass"))
    queue.put("good")

    message = queue.get(timeout=10)

    assert message.payload == "good"
    assert len(list((tmp_path / "broker/bad").iterdir())) == len(bad)
    connection.close()


def test_a_broadcast_reaches_all_and_is_not_named_out_of_the_folder(connection: kombu.Connection) -> None:
    channel = connection.channel()
    fanout = kombu.Exchange("news", type="fanout")
    queues = [kombu.Queue(name, fanout)(channel) for name in ("one", "two")]
    for queue in queues:
        queue.declare()
    with connection.Producer() as producer:
        producer.publish("hello", exchange=fanout)

    heard = []
    for queue in queues:
        message = queue.get(no_ack=True)
        assert message
        heard.append(message.payload)

    assert heard == ["hello", "hello"]
    assert [queue.get() for queue in queues] == [None, None]
    queues[0].delete()
    assert [row.queue for row in channel.get_table("news")] == ["two"]
    with pytest.raises(ChannelError):
        channel.get_table("../news")
    connection.close()

"""The house's processes: a dead worker comes back, a dead web server ends the command, all stop in order."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from backend.command import children
from backend.command.children import Child

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def child(tmp_path: Path, name: str, command: list[str], *, restarts: bool = False) -> Child:
    return Child(name, command, os.environ, log=tmp_path / f"{name}.log", restarts=restarts, patience_seconds=2)


def wait_for(path: Path, text: str) -> None:
    deadline = time.monotonic() + 60
    while not (path.exists() and text in path.read_text()):
        assert time.monotonic() < deadline, f"{path.name} never said {text!r}"
        time.sleep(0.02)


def test_a_dead_web_server_ends_the_command_with_its_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    web = child(tmp_path, "web", [sys.executable, "-c", "print('port went away'); raise SystemExit(7)"])
    web.start()

    code = children.watch([web])

    assert code == 7
    assert "The web ended with code 7.\nport went away" in capsys.readouterr().out


def test_a_killed_web_server_is_told_as_a_shell_would(tmp_path: Path) -> None:
    web = child(tmp_path, "web", SLEEP)
    web.start()
    assert web.process

    web.process.kill()

    assert children.watch([web]) == 137


def test_a_dead_worker_starts_again_with_longer_and_longer_pauses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(children.time, "monotonic", lambda: clock[0])
    web = child(tmp_path, "web", SLEEP)
    worker = child(tmp_path, "worker", [sys.executable, "-c", "raise SystemExit(1)"], restarts=True)
    web.start()
    worker.start()

    def pause(_seconds: float) -> None:
        if worker.process:
            worker.process.wait()
        clock[0] += 0.5
        if worker.deaths == 6 and web.process:
            web.process.kill()
            web.process.wait()

    children.watch([web, worker], pause=pause)
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith("It starts again")]

    assert [line.split()[4] for line in said[:6]] == ["1", "2", "4", "8", "16", "30"]


def test_what_a_killed_process_left_behind_is_ended_too(tmp_path: Path) -> None:
    parent = (
        "import subprocess, sys, time\n"
        "left = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(left.pid, 'left', flush=True)\n"
        "time.sleep(60)"
    )
    worker = child(tmp_path, "worker", [sys.executable, "-c", parent])
    worker.start()
    wait_for(tmp_path / "worker.log", "left")
    left = int((tmp_path / "worker.log").read_text().split()[0])
    assert worker.process

    worker.process.kill()
    worker.process.wait()
    worker.sweep()

    assert _ends(left)


def test_the_door_closes_before_the_work_behind_it_stops(tmp_path: Path) -> None:
    told = tmp_path / "told"
    polite = (
        "import signal, sys, time\n"
        "def stop(*_):\n    open({told!r}, 'a').write({name!r} + ' ')\n    sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, stop)\nprint('up', flush=True)\ntime.sleep(60)"
    )
    family = []
    for name in ("web", "worker"):
        family.append(child(tmp_path, name, [sys.executable, "-c", polite.format(told=str(told), name=name)]))
        family[-1].start()
        wait_for(tmp_path / f"{name}.log", "up")

    children.stop_all(family)

    assert told.read_text() == "web worker "


def test_a_process_that_will_not_stop_is_ended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deaf = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('up', flush=True)\ntime.sleep(60)"
    web = child(tmp_path, "web", [sys.executable, "-c", deaf])
    web.patience_seconds = 0.2
    web.start()
    wait_for(tmp_path / "web.log", "up")

    web.stop()

    assert web.process is None
    assert "did not stop" in capsys.readouterr().out


def test_a_log_that_has_grown_large_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "LOG_BYTES", 10)
    (tmp_path / "web.log").write_text("an old log of more than ten bytes")
    web = child(tmp_path, "web", [sys.executable, "-c", "print('new')"])

    web.start()
    assert web.process
    web.process.wait()

    assert (tmp_path / "web.log").read_text() == "new\n"
    assert (tmp_path / "web.log.1").read_text().startswith("an old log")


def test_ctrl_c_becomes_one_stop_and_a_second_one_is_ignored() -> None:
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        children.listen_for_stop()

        with pytest.raises(children.Stopped, match="SIGINT"):
            signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _ends(pid: int) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.01)
    return False

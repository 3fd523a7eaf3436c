"""The environment is built once, from checked packages, and an interrupted build starts again."""

import base64
import hashlib
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from backend.command import environment
from backend.command.environment import Environment
from backend.command.indexes import translate
from backend.command.words import Stop

LOCK = "requirements.txt"


def made_wheel(folder: Path, *, name: str = "parcel", version: str = "1.0", text: str = "WEIGHT = 7\n") -> str:
    """Make a tiny package and give the line that locks it."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": text,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},sha256={_record_hash(body)},{len(body)}\n" for path, body in files.items())
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, body in {**files, f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}.items():
            archive.writestr(path, body)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


def _record_hash(body: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(body.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture
def checkout(tmp_path: Path) -> Environment:
    """A checkout whose only package lies in a wheelhouse, with no installer but pip."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    (tmp_path / "backend" / "command").mkdir(parents=True)
    (tmp_path / environment.INSTALLER_LOCK).write_text(f"uv==0 --hash=sha256:{'0' * 64}\n")
    (tmp_path / LOCK).write_text(made_wheel(wheels))
    return Environment(tmp_path, tmp_path / ".venv", wheels)


def installed(made: Environment) -> bool:
    return bool(list(made.folder.glob("lib/python*/site-packages/parcel.py")))


def stamp(made: Environment, *locks: str) -> None:
    """Pretend that these locks were installed to the end."""
    made.python.parent.mkdir(parents=True, exist_ok=True)
    made.python.touch()
    environment.write_stamp(made, locks)


def test_a_finished_environment_is_used_as_it_is(checkout: Environment) -> None:
    stamp(checkout, LOCK)

    assert environment.build(checkout, LOCK) == checkout.python
    assert not installed(checkout)


def test_an_environment_is_stale_when_its_lock_changes(checkout: Environment) -> None:
    stamp(checkout, LOCK)

    (checkout.root / LOCK).write_text("changed")

    assert not checkout.has(LOCK)


def test_an_environment_is_stale_for_another_python(checkout: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp(checkout, LOCK)

    monkeypatch.setattr("sys.version", "3.14.0 (another)")

    assert not checkout.has(LOCK)


def test_an_environment_lacks_what_its_stamp_does_not_name(checkout: Environment) -> None:
    (checkout.root / "more.txt").write_text("")

    stamp(checkout, LOCK)

    assert checkout.has(LOCK)
    assert not checkout.has(LOCK, "more.txt")


@pytest.mark.slow
def test_an_interrupted_build_starts_again_and_falls_back_to_pip(
    checkout: Environment, capfd: pytest.CaptureFixture[str]
) -> None:
    (checkout.folder / "lib").mkdir(parents=True)
    (checkout.folder / "half-written").touch()

    environment.build(checkout, LOCK)

    assert installed(checkout)
    assert checkout.has(LOCK)
    assert not (checkout.folder / "half-written").exists()
    assert "Trying pip" in capfd.readouterr().out


@pytest.mark.slow
def test_a_package_that_was_tampered_with_is_refused(checkout: Environment, capfd: pytest.CaptureFixture[str]) -> None:
    made_wheel(checkout.wheelhouse or checkout.root, text="WEIGHT = 8\n")

    with pytest.raises(Stop, match="could not be installed"):
        environment.build(checkout, LOCK)

    assert not installed(checkout)
    assert not checkout.stamp.exists()
    assert "DO NOT MATCH THE HASHES" in capfd.readouterr().err


def test_a_second_terminal_waits_for_the_first(
    checkout: Environment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    built: list[str] = []
    first_is_in, first_may_end = threading.Event(), threading.Event()

    def install(made: Environment, locks: object) -> None:
        built.append("once")
        first_is_in.set()
        first_may_end.wait(5)
        stamp(made, LOCK)

    monkeypatch.setattr(environment, "_install", install)
    first = threading.Thread(target=environment.build, args=(checkout, LOCK))
    second = threading.Thread(target=environment.build, args=(checkout, LOCK))

    first.start()
    first_is_in.wait(5)
    second.start()
    second.join(0.3)
    first_may_end.set()
    first.join(5)
    second.join(5)

    assert built == ["once"]
    assert "Another terminal is building" in capsys.readouterr().out


def test_an_environment_made_elsewhere_is_used_when_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTBOUND_PYTHON", sys.executable)

    assert environment.ensure("tests/requirements.txt") == Path(sys.executable)


def test_an_environment_made_elsewhere_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTBOUND_PYTHON", "/no/such/python")

    with pytest.raises(Stop, match="OUTBOUND_PYTHON is /no/such/python"):
        environment.ensure()


def test_the_institutions_own_package_index_is_used_by_uv_too() -> None:
    lines = (
        "global.index-url='https://wheels.prison.example/simple'\n"
        "global.extra-index-url='\\nfile:///srv/a\\nfile:///srv/b'\n"
        "global.find-links='/srv/old'\n"
        ":env:.find-links='/srv/wheels /srv/more'\n"
        "global.timeout='60'\n"
    )

    assert translate(lines) == {
        "UV_DEFAULT_INDEX": "https://wheels.prison.example/simple",
        "UV_INDEX": "file:///srv/a file:///srv/b",
        "UV_FIND_LINKS": "/srv/wheels,/srv/more",
    }

"""The first thing a newcomer may lack: a Python new enough, with its venv module."""

import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from backend.command import environment
from backend.command.places import ROOT
from backend.command.words import Stop


@pytest.fixture
def outbound() -> ModuleType:
    loader = SourceFileLoader("outbound_script", str(ROOT / "outbound"))
    spec = spec_from_loader("outbound_script", loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_a_python_that_is_too_old_is_told_which_package_to_install(outbound: ModuleType) -> None:
    words = outbound.too_old((3, 9, 2))

    assert words.startswith("Outbound needs Python 3.11 or newer. This is Python 3.9")
    assert "apt-get install python3.11 python3.11-venv" in words


def test_a_python_that_is_new_enough_is_told_nothing(outbound: ModuleType) -> None:
    assert outbound.too_old((3, 11, 0)) is None
    assert outbound.too_old((3, 14, 1)) is None


def test_an_old_python_hands_over_to_the_newest_one_that_it_finds(outbound: ModuleType, tmp_path: Path) -> None:
    for name in ("python3.9", "python3.11", "python3.13"):
        (tmp_path / name).touch(mode=0o755)

    assert outbound.newer_python([str(tmp_path)]) == str(tmp_path / "python3.13")
    assert outbound.newer_python([str(tmp_path / "nothing")]) is None


def test_the_script_can_be_read_by_a_python_of_2015() -> None:
    source = (ROOT / "outbound").read_text()

    compile(source, "outbound", "exec", dont_inherit=True)
    assert 'f"' not in source
    assert "->" not in source
    assert ":=" not in source


def test_a_python_without_venv_is_told_the_exact_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("shutil.which", lambda name: "/usr/bin/apt-get")

    words = environment.venv_missing((3, 12))

    assert words
    assert "apt-get install python3.12-venv\n" in words


def test_nothing_is_removed_when_the_venv_module_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requirements.txt").write_text("")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "kept").touch()
    monkeypatch.setattr(environment, "venv_missing", lambda version: "apt-get install python3.11-venv")

    with pytest.raises(Stop, match=r"apt-get install python3\.11-venv"):
        environment.build(environment.Environment(tmp_path, tmp_path / ".venv"), "requirements.txt")

    assert (tmp_path / ".venv" / "kept").exists()


def test_the_command_needs_only_the_standard_library() -> None:
    bare = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import backend.command.verbs",
    ]

    done = subprocess.run(bare, capture_output=True, text=True)

    assert done.stderr == ""
    assert done.returncode == 0

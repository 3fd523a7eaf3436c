"""`./outbound labels` is the command line of the labels, word for word."""

from pathlib import Path

import pytest
from django.core.management import call_command

from backend.printing.management.commands.labels import Command
from labels import cli


def test_every_word_goes_to_the_labels(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        Command().run_from_argv(["manage.py", "labels", "seal", "--list"])

    assert end.value.code == 0
    command = capsys.readouterr().out
    cli.main(["seal", "--list"])
    assert command == capsys.readouterr().out


def test_another_program_gets_the_refusal_as_an_exit_code(tmp_path: Path) -> None:
    (tmp_path / "seals.csv").write_text("number\n48\n")
    source, out = str(tmp_path / "seals.csv"), str(tmp_path / "out.pdf")

    with pytest.raises(SystemExit) as end:
        call_command("labels", "--", "seal", "--from", source, "--to", out, "--quiet")

    assert end.value.code == 1
    assert not (tmp_path / "out.pdf").exists()

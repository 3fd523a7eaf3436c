"""The house stays readable: short files, a docstring on every public thing, no empty names."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.sources import ROOT, files, name, tree

pytestmark = pytest.mark.house

LONGEST = 330
EMPTY_NAMES = re.compile(r"(manager|helper|util|utils|service|common|misc)s?$", re.IGNORECASE)
# The service a parcel goes by is the word of the trade.
TRADE_WORDS = frozenset({"Service"})


def test_no_file_is_longer_than_a_room_should_be() -> None:
    long = {name(path): lines for path in files() if (lines := len(path.read_text().splitlines())) > LONGEST}

    assert long == {}


def test_nothing_has_an_empty_name() -> None:
    empty = [
        f"{name(path)}: {node.name}"
        for path in files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and EMPTY_NAMES.search(node.name) and node.name not in TRADE_WORDS
    ] + [name(path) for path in files() if EMPTY_NAMES.search(path.stem)]

    assert empty == []


def test_every_public_function_and_class_says_what_it_is_for() -> None:
    silent = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in files()
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
        and path.name != "apps.py"
        and not any(isinstance(each, ast.Name) and each.id == "overload" for each in node.decorator_list)
    ]

    assert silent == []


def test_nothing_is_left_to_do_in_comments() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    left = [name(path) for path in files() if words.search(path.read_text())]

    assert left == []


def test_random_numbers_that_are_secrets_come_from_secrets() -> None:
    guilty = [
        name(path)
        for path in files()
        if not name(path).startswith("backend/demo/")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import) and any(each.name == "random" for each in node.names)
    ]

    # The pause before a second try may be guessed by anybody; a plan must come again from its seed.
    assert set(guilty) <= {"backend/ledger/work.py", "warehouse/batching/annealing.py"}


def test_no_text_of_the_project_names_a_machine_or_a_registry() -> None:
    private = re.compile(r"(?<!station)/work/|pypi\.org|files\.pythonhosted|registry\.npmjs|deb\.debian|h-seed")
    tracked = [
        path
        for pattern in ("*.py", "*.md", "*.html", "*.js", "*.css", "*.toml", "*.txt", "*.yaml")
        for path in ROOT.rglob(pattern)
        if not {".venv", ".git", "var", "node_modules"} & set(path.relative_to(ROOT).parts)
        and path != ROOT / "tests/house/test_style.py"
    ]

    assert [name(path) for path in tracked if private.search(path.read_text(errors="replace"))] == []

"""One door for writes: screens, API views, cards and tasks call work functions and write nothing themselves."""

from __future__ import annotations

import ast

import pytest

from tests.house.sources import files, name, tree

pytestmark = pytest.mark.house

WRITES = frozenset({"create", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "save", "delete"})
ENTRANCES = ("/screens", "/api", "/cards", "/tasks", "/dashboard/")
# A form's own session and a file's own save are not rows of ours.
ALLOWED = frozenset({"session", "default_storage"})


def test_entrances_write_no_rows() -> None:
    found = [
        f"{name(path)}:{node.lineno} .{node.func.attr}()"
        for path in files()
        if any(part in f"/{name(path)}" for part in ENTRANCES)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (node.func.attr in WRITES or _updates_rows(node))
        and _last_name(node.func.value) not in ALLOWED
    ]

    assert found == []


def test_only_the_stock_room_writes_balances_and_levels() -> None:
    rooms = {
        "stock",
        "allocation",
        "releasing",
        "shelves",
        "bins",
        "counters",
        "reconciling",
        "catalogue",
        "stocking",
        "taking_back",
    }
    writers = {
        path.stem
        for path in files()
        if "/models/" not in f"/{name(path)}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES | {"update"}
        and _manager_of(node.func.value) in {"Balance", "Level"}
    }

    assert writers <= rooms


def _updates_rows(node: ast.Call) -> bool:
    """`.update(field=...)` on something that is no dict: rows are updated by keyword."""
    return (
        isinstance(node.func, ast.Attribute)
        and node.func.attr == "update"
        and bool(node.keywords)
        and _manager_of(node.func.value) != ""
    )


def _manager_of(node: ast.expr) -> str:
    """The model name in `Model.objects...`, else nothing."""
    while True:
        if isinstance(node, ast.Attribute):
            if node.attr == "objects" and isinstance(node.value, ast.Name):
                return node.value.id
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            return ""


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""

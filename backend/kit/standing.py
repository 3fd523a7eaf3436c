"""A query that every request asks: its SQL is made once, since making it takes longer than asking it.

Django builds a query anew each time: 0.8 ms for a key with its merchant and facility, of which 0.05 ms is the database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar, cast

from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

from backend.kit.errors import ensure

M = TypeVar("M", bound=Model)
MARK: Final = "the value asked for"


@dataclass(frozen=True)
class _Made:
    """The SQL, and how its rows become models."""

    alias: str
    sql: str
    compiler: Any
    converters: Any
    model: Any
    names: list[str]
    first: int
    end: int
    populators: list[Any]


class Standing(Generic[M]):
    """A query with one text value: `make(value)` says what is asked, with all that is to be selected along.

    Calling it asks the database and gives the rows as `make` would. The value goes beside the statement, as always.
    """

    def __init__(self, make: Callable[[str], QuerySet[M]]) -> None:
        self._make = make
        self._made: _Made | None = None

    def __call__(self, value: str) -> list[M]:
        """The rows for this value."""
        made = self._made or self._compile()
        with connections[made.alias].cursor() as cursor:
            cursor.execute(made.sql, [value])
            rows = cursor.fetchall()
        if made.converters:
            rows = made.compiler.apply_converters(rows, made.converters)
        return [self._model(made, tuple(row)) for row in rows]

    def _compile(self) -> _Made:
        asked = self._make(MARK)
        compiler = asked.query.get_compiler(using=asked.db)
        sql, params = compiler.as_sql()
        ensure(tuple(params) == (MARK,), "standing_query_has_one_value")
        info = cast(dict[str, Any], compiler.klass_info)
        select = cast(list[Any], compiler.select)
        first, end = info["select_fields"][0], info["select_fields"][-1] + 1
        self._made = _Made(
            alias=asked.db,
            sql=sql,
            compiler=compiler,
            converters=compiler.get_converters([each[0] for each in select]),
            model=info["model"],
            names=[each[0].target.attname for each in select[first:end]],
            first=first,
            end=end,
            populators=get_related_populators(info, select, asked.db),  # type: ignore[call-arg]
        )
        return self._made

    def _model(self, made: _Made, row: tuple[Any, ...]) -> M:
        found = made.model.from_db(made.alias, made.names, row[made.first : made.end])
        for populator in made.populators:
            populator.populate(row, found)
        return cast(M, found)

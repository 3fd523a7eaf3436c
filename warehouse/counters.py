"""Many rows, one statement: counters that grow relatively, and columns that get their own value in each row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler


class PerRow(Func):
    """`CASE id WHEN 7 THEN 3 ... ELSE 0 END`: for each primary key its own number, 0 for all other rows.

    One expression, because Django's own Case costs 0.1 ms per row and column; 1,500 rows in one statement work on
    SQLite.
    """

    def __init__(self, numbers: Mapping[int, int]) -> None:
        super().__init__(F("pk"), output_field=IntegerField())
        self.numbers = numbers

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: Any,
    ) -> tuple[str, tuple[str | int, ...]]:
        """The SQL with its parameters."""
        key, params = compiler.compile(self.get_source_expressions()[0])
        whens = " WHEN %s THEN %s" * len(self.numbers)
        return f"(CASE {key}{whens} ELSE 0 END)", (*params, *(n for pair in self.numbers.items() for n in pair))


def grown(field: str, growth: Mapping[int, int]) -> Any:
    """The expression `field + n` with its own n (which may be negative) for each primary key of `growth`.

    Relative, so that nobody ever writes back a number read earlier.
    """
    growth = {key: n for key, n in growth.items() if n}
    return F(field) + PerRow(growth) if growth else F(field)

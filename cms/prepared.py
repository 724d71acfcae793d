"""Reads rows by a statement that Django writes once: to write it takes longer than PostgreSQL takes to answer.

For what nearly every request asks in the same words: the page at an address, the record of a slug.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


class _Plan(NamedTuple):
    statement: str
    place: int
    """Of the value among the parameters."""
    parameters: tuple[Any, ...]
    names: list[str]
    converters: list[tuple[int, list[Callable[..., Any]], Any]]


class Prepared(Generic[M]):
    """The rows of a queryset that differs by one value only, such as `Prepared(lambda pk: Page.objects.filter(pk=pk))`.

    The queryset reads whole rows of one model, and the value is a single parameter of its statement.
    """

    def __init__(self, rows: Callable[[Any], QuerySet[M]]) -> None:
        self._rows = rows

    def __call__(self, value: Any) -> list[M]:
        """Return the rows of `value`: one query."""
        plan = self._plan
        parameters = [*plan.parameters]
        parameters[plan.place] = value
        with connection.cursor() as cursor:
            cursor.execute(plan.statement, parameters)
            found = cursor.fetchall()
        return [self._model.from_db(connection.alias, plan.names, _converted(row, plan)) for row in found]

    @cached_property
    def _model(self) -> type[M]:
        return self._rows(_PROBE).model

    @cached_property
    def _plan(self) -> _Plan:
        compiler = self._rows(_PROBE).query.get_compiler(connection=connection)
        statement, parameters = compiler.as_sql()
        columns = [expression for expression, *_sql in compiler.select]
        converters = compiler.get_converters(columns)
        return _Plan(
            statement,
            [str(parameter) for parameter in parameters].index(str(_PROBE)),
            parameters,
            [column.target.attname for column in columns],
            [(place, functions, column) for place, (functions, column) in converters.items()],
        )


_PROBE = 1_234_567_890  # stands where the value will: a number or the letters of a slug


def _converted(row: tuple[Any, ...], plan: _Plan) -> list[Any]:
    values = list(row)
    for place, functions, column in plan.converters:
        for function in functions:
            values[place] = function(values[place], column, connection)
    return values

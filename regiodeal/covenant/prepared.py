"""Queries that every page of a deal asks: Django writes their SQL once, and after that only the values change.

Writing a union of ten sums takes Django ten times as long as the database needs to answer it. What is asked stays a
queryset; it is built with values that stand in for the real ones (`some_deal`, `some_day`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import ModelIterable

from regiodeal.covenant.models import Deal, User

STAND_INS = (0, 1)  # a query is built with two sets of them, to see what in it follows from them


def some_deal(number: int) -> Deal:
    """A deal that stands in for the one that will be asked for; no query holds such values by itself."""
    first, last = date(1889 + 3 * number, 1 + number, 5 + number), date(1893 + 3 * number, 2 + number, 7 + number)
    return Deal(pk=2_000_000_011 + number, in_force_on=first, ends_on=last)


def some_user(number: int) -> User:
    """A person that stands in for the one that will be asked for."""
    return User(pk=2_000_000_111 + number)


def some_day(number: int) -> date:
    """A day that stands in for the one that will be asked for; two of them have no year, month or day in common."""
    return date(1887 + 3 * number, 11 - number, 3 + number)


def some_deal_and_day(number: int) -> tuple[Deal, date]:
    """What most queries are asked with."""
    return some_deal(number), some_day(number)


@dataclass(frozen=True)
class _Statement:
    """The SQL as written for one sort of database; `places` says which of the values each parameter is."""

    sql: str
    parameters: tuple[Any, ...]
    places: tuple[int | None, ...]
    queryset: Any
    compiler: Any

    def filled(self, values: Sequence[Any]) -> list[Any]:
        """The parameters with these values."""
        return [
            stands if place is None else _as_parameter(values[place], stands)
            for stands, place in zip(self.parameters, self.places, strict=True)
        ]


class _Answered:
    """A compiler of Django's that was asked already: it is read as always, and gives the rows that are here."""

    def __init__(self, compiler: Any, rows: list[Any]) -> None:
        self._compiler, self._rows = compiler, rows

    def execute_sql(self, *_args: Any, **_kwargs: Any) -> list[list[Any]]:
        return [self._rows]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._compiler, name)


@dataclass(frozen=True)
class _AnsweredQuery:
    """The query of that compiler."""

    compiler: _Answered

    def get_compiler(self, *_args: Any, **_kwargs: Any) -> _Answered:
        return self.compiler


class Prepared[**Asked]:
    """A query whose shape never changes, whatever it is asked with.

    `build` gives it as a queryset: of `values_list` for `rows`, of objects for `objects`. `values` names what in it
    follows from what is asked: numbers, texts, dates and moments. `stand_in` gives, by number, something to ask with of
    which no two values are the same.
    """

    def __init__(
        self,
        build: Callable[Asked, QuerySet[Any, Any]],
        *,
        values: Callable[Asked, Sequence[Any]],
        stand_in: Callable[[int], tuple[Any, ...]],
    ) -> None:
        self._build, self._values, self._stand_in = build, values, stand_in
        self._written: dict[str, _Statement] = {}  # by the sort of database; all threads of a process read it

    def rows(self, *args: Asked.args, **kwargs: Asked.kwargs) -> list[tuple[Any, ...]]:
        """What the database answers, row by row, with Python's own types."""
        statement = self._statement()
        found = self._asked("{}", statement, self._values(*args, **kwargs))
        return list(statement.compiler.results_iter([found], tuple_expected=True))

    def objects(self, *args: Asked.args, **kwargs: Asked.kwargs) -> list[Any]:
        """The objects that the queryset gives, with what was selected or annotated along with them."""
        statement = self._statement()
        found = self._asked("{}", statement, self._values(*args, **kwargs))
        rows = statement.queryset._chain()
        rows._query = _AnsweredQuery(_Answered(statement.compiler, found))
        return list(ModelIterable(rows))

    def count(self, *args: Asked.args, **kwargs: Asked.kwargs) -> int:
        """How many rows it has, counted by the database."""
        statement = self._statement()
        ((number,),) = self._asked("SELECT COUNT(*) FROM ({}) counted", statement, self._values(*args, **kwargs))
        return int(number)

    def _asked(self, around: str, statement: _Statement, values: Sequence[Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(around.format(statement.sql), statement.filled(values))
            found: list[Any] = cursor.fetchall()
        return found

    def _statement(self) -> _Statement:
        statement = self._written.get(connection.vendor)
        if statement is None:
            statement = self._written[connection.vendor] = self._write()
        return statement

    def _write(self) -> _Statement:
        one, other = (self._written_with(self._stand_in(number)) for number in STAND_INS)
        left = [
            pair
            for pair in zip(one.parameters, one.places, other.parameters, other.places, strict=True)
            if pair[:2] != pair[2:] and (pair[1] is None or pair[1] != pair[3])
        ]
        if one.sql != other.sql or left:
            raise ValueError("Something in the query follows from what is asked, and is not among the values.")
        return one

    def _written_with(self, asked: Any) -> _Statement:
        build: Any = self._build
        values: Any = self._values
        queryset = build(*asked)
        compiler = queryset.query.get_compiler(queryset.db)
        sql, parameters = compiler.as_sql()
        known = [_as_parameter(value, value) for value in values(*asked)]
        places = tuple(known.index(each) if each in known else None for each in parameters)
        if len(set(known)) < len(known) or set(places) - {None} != set(range(len(known))):
            raise ValueError("Each value must be found in the query, and be told from every other.")
        return _Statement(sql, tuple(parameters), places, queryset, compiler)


def _as_parameter(value: Any, stands: Any) -> Any:
    """The value as the database takes it; a number in the type of the one that stood in for it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return type(stands)(value)

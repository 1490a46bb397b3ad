"""Copies of a whole deal by set-based SQL: one statement per table, every constraint and trigger at work.

Which tables follows from the models (`deal_models`), so that a new model comes along by itself. The copy with number
`n` of a row has the key of the row plus `n` times the largest key that its table had. So a reference is moved by the
same sum, and nothing has to be looked up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

from regiodeal.covenant.models import Deal
from regiodeal.covenant.models.lifecycle import LifecycleEvent
from regiodeal.covenant.operations.checksum import deal_models

# Of people or programs and not of the deal, or made by the portal itself.
LEFT_OUT = {
    "covenant.ApiClient_deals",
    "covenant.AuditEntry",
    "covenant.Invitation",
    "covenant.InvitationEvent",
    "covenant.MembershipEvent",
    "covenant.Reminder",
    "covenant.ReminderChoice",
    "pillars.UnsavedWork",
    "reporting.DealFigures",
}

type Model = type[models.Model]
type Changed = dict[str, str]


@dataclass(frozen=True)
class Copying:
    """Copies 1 to `copies` of a deal; `before` of them were made earlier, which counts in their names.

    `strides` holds the largest key of each table as it was before the first copy.
    """

    deal: Deal
    copies: int
    before: int
    strides: dict[Model, int]

    @classmethod
    def of(cls, deal: Deal, *, copies: int, before: int) -> "Copying":
        """So many copies of the deal, from the keys as they are now."""
        strides = {model: _largest(model) for model, _path in copied_models()}
        return cls(deal, copies, before, strides)

    def copy_all(self) -> Iterator[tuple[Model, int]]:
        """Copy every table; each model with how many rows it got. Call within a transaction."""
        for model, path in copied_models():
            ids, params = model._base_manager.filter(**{path: self.deal.pk}).values("pk").query.sql_with_params()
            source = f"generate_series(1, {self.copies}) AS x(copy) JOIN {{table}} AS t ON t.{{pk}} IN ({ids})"
            yield model, self.insert(model, source, params)

    def insert(self, model: Model, source: str, params: tuple[Any, ...] = (), changed: Changed | None = None) -> int:
        """Insert copies of the rows `t` of a model for the numbers `x.copy` that `source` joins; how many.

        `changed` gives the SQL of columns that become something else than in the row that is copied.
        """
        columns = self._columns(model) | (changed or {})
        table, pk = quoted(model._meta.db_table), quoted(str(model._meta.pk.column))
        names, values = ", ".join(map(quoted, columns)), ", ".join(columns.values())
        text = source.replace("{table}", table).replace("{pk}", pk)
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {text}", params)  # noqa: S608
            return int(cursor.rowcount)

    def after_last(self, model: Model) -> int:
        """A key above those of all copies."""
        return self.strides[model] * (self.copies + 1)

    def _columns(self, model: Model) -> Changed:
        columns = {str(field.column): self._value(field) for field in model._meta.concrete_fields}
        if model is Deal:
            number = f"(x.copy + {self.before})::text"
            columns["slug"] = f"t.slug || '-' || {number}"
            columns["name"] = f"t.name || ' ' || {number}"
            columns["short_name"] = f"t.short_name || ' ' || {number}"
        if issubclass(model, LifecycleEvent):
            columns["content"] = self._content(model)
        return columns

    def _value(self, field: Any) -> str:
        own = field.model if field.primary_key else field.related_model
        column = f"t.{quoted(field.column)}"
        return f"{column} + x.copy * {self.strides[own]}" if own in self.strides else column

    def _content(self, model: Model) -> str:
        """What the trail keeps at a step names other rows by their key, as text."""
        told = next(f for f in model._meta.concrete_fields if f.remote_field and f.remote_field.name == "events")
        parent: Any = told.related_model
        strides = {name: self.strides.get(parent._meta.get_field(name).related_model) for name in parent.content_fields}
        moved = [
            f" || CASE WHEN t.content->>'{name}' IS NULL THEN '{{}}' "
            f"ELSE jsonb_build_object('{name}', ((t.content->>'{name}')::bigint + x.copy * {stride})::text) END"
            for name, stride in strides.items()
            if stride
        ]
        return "t.content" + "".join(moved)


def copied_models() -> list[tuple[Model, str]]:
    """The models that a copy of a deal has rows of, each with the lookup that leads to the deal."""
    return [(model, path) for model, path in deal_models() if model._meta.label not in LEFT_OUT]


def finish() -> None:
    """Let new rows get keys after those that were copied, and let the database know how large its tables are."""
    touched = [model for model, _path in deal_models()]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), touched):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def quoted(name: str) -> str:
    """A name of the database between its quotes."""
    return connection.ops.quote_name(name)


def _largest(model: Model) -> int:
    found: int | None = model._base_manager.aggregate(largest=models.Max("pk"))["largest"]
    return found or 1

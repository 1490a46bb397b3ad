"""Copies of a whole deal by set-based SQL: one statement per table, every constraint and trigger at work.

Which tables follows from the models (`deal_models`), so that a new model comes along by itself. The copy with number
`n` of a row has the key of the row plus `n` times the largest key that its table had. So a reference is moved by the
same sum, and nothing has to be looked up.

More results and measurements are spread evenly over the copies. An extra result is a result once more, with its
targets, under a code of its own. An extra measurement says the same of the same day as an approved one, with its trail,
a moment later. So every figure stays what it was, and a copy can be held against the deal it was copied from.
"""

from dataclasses import dataclass
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

from pillars.agreed.models import Result, Target
from pillars.measurements.models import Measurement, MeasurementEvent
from regiodeal.deals.deal_models import Ways, deal_models, rows_of
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.review import State
from regiodeal.lifecycle.steps import LifecycleEvent

# Of people or programs and not of the deal, or made by the portal itself.
LEFT_OUT = {
    "ApiClient_deals",
    "AuditEntry",
    "Invitation",
    "InvitationEvent",
    "MembershipEvent",
    "Reminder",
    "ReminderChoice",
    "UnsavedWork",
    "DealFigures",
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
        strides = {model: _largest(model) for model, _ways in copied_models()}
        return cls(deal, copies, before, strides)

    def copy_all(self) -> None:
        """Copy every table. Call within a transaction."""
        for model, ways in copied_models():
            ids, params = rows_of(model, ways, self.deal.pk).values("pk").query.sql_with_params()
            source = f"generate_series(1, {self.copies}) AS x(copy) JOIN {{table}} AS t ON t.{{pk}} IN ({ids})"
            self.insert(model, source, params)

    def insert(self, model: Model, source: str, params: tuple[Any, ...] = (), changed: Changed | None = None) -> None:
        """Insert copies of the rows `t` of a model for the numbers `x.copy` that `source` joins.

        `changed` gives the SQL of columns that become something else than in the row that is copied.
        """
        columns = self._columns(model) | (changed or {})
        table, pk = quoted(model._meta.db_table), quoted(str(model._meta.pk.column))
        names, values = ", ".join(map(quoted, columns)), ", ".join(columns.values())
        text = source.replace("{table}", table).replace("{pk}", pk)
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {text}", params)

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
            columns["before"] = self._before(model)
        return columns

    def _value(self, field: Any) -> str:
        own = field.model if field.primary_key else field.related_model
        column = f"t.{quoted(field.column)}"
        return f"{column} + x.copy * {self.strides[own]}" if own in self.strides else column

    def _before(self, model: type[LifecycleEvent]) -> str:
        """What the trail keeps of how a row stood names other rows by their key, as text."""
        told = next(f for f in model._meta.concrete_fields if f.remote_field and f.remote_field.name == "events")
        parent: Any = told.related_model
        fields = getattr(parent, "content_fields", ())
        strides = {name: self.strides.get(parent._meta.get_field(name).related_model) for name in fields}
        moved = [
            f" || CASE WHEN t.before->>'{name}' IS NULL THEN '{{}}' "
            f"ELSE jsonb_build_object('{name}', ((t.before->>'{name}')::bigint + x.copy * {stride})::text) END"
            for name, stride in strides.items()
            if stride
        ]
        return "t.before" + "".join(moved)


def copied_models() -> list[tuple[Model, Ways]]:
    """The models that a copy of a deal has rows of, each with the lookups that lead to the deal."""
    return [(model, ways) for model, ways in deal_models() if model.__name__ not in LEFT_OUT]


def finish() -> None:
    """Let new rows get keys after those that were copied, and let the database know how large its tables are."""
    touched = [model for model, _ways in deal_models()]
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


def grow_results(copying: Copying, extra: int) -> None:
    """Add so many results to the copies together."""
    rows = Result.objects.filter(deal=copying.deal).values_list("pk", flat=True)
    if extra <= 0:
        return
    _spread(copying, Result, list(rows), extra)
    code = "t.code || '-extra' || x.round"
    _insert(copying, Result, {"code": code, "position": "t.position + 1000 * x.round"})
    _follow(copying, Result.measures.through, "result", Result)
    _spread_children(copying, Target, Result)
    _insert(copying, Target, {"code": code, "result_id": "x.parent"})
    _follow(copying, Target.readings.through, "target", Target)


def grow_measurements(copying: Copying, extra: int) -> None:
    """Add so many measurements to the copies together, with their trail."""
    rows = Measurement.objects.filter(
        indicator__deal=copying.deal, state=State.APPROVED, replaces=None, corrections=None
    ).values_list("pk", flat=True)
    if extra <= 0:
        return
    _spread(copying, Measurement, list(rows.order_by("pk")), extra)
    later = "x.round * interval '1 millisecond'"
    changed = {"entered_at": f"t.entered_at + {later}", "decided_at": f"t.decided_at + {later}"}
    _insert(copying, Measurement, changed)
    _follow(copying, MeasurementEvent, "measurement", Measurement, {"at": f"t.at + {later}"})


def _spread(copying: Copying, model: Model, sources: list[int], extra: int) -> None:
    """Lay down which row is copied into which deal how many times: `pk` of the new row, `source`, `copy`, `round`."""
    if not sources:
        raise ValueError(f"The deal has no row of {model.__name__} to make more of.")
    spread = (
        "SELECT 0::bigint AS parent, (%s::bigint[])[1 + (e / %s) %% %s] AS source, "
        "1 + e %% %s AS copy, 1 + e / %s / %s AS round FROM generate_series(0, %s) AS e"
    )
    copies, sources_count = copying.copies, len(sources)
    _drop(model)
    numbers: list[Any] = [sources, copies, sources_count, copies, copies, sources_count, extra - 1]
    with connection.cursor() as cursor:
        # By round, so that the figures of a deal lie together as when its bureau enters them.
        cursor.execute(
            f"CREATE TEMP TABLE {_extra(model)} ON COMMIT DROP AS SELECT %s + row_number() OVER in_turn AS pk, e.* "
            f"FROM ({spread}) AS e WINDOW in_turn AS (ORDER BY round, copy, source)",
            [copying.after_last(model), *numbers],
        )
        cursor.execute(f"ANALYZE {_extra(model)}")


def _spread_children(copying: Copying, model: Model, parent: Model) -> None:
    """The same for the rows that belong to the extra rows of another model."""
    field = next(field for field in model._meta.concrete_fields if field.related_model is parent)
    _drop(model)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE {_extra(model)} ON COMMIT DROP AS SELECT %s + row_number() OVER () AS pk, "
            f"x.pk AS parent, c.id AS source, x.copy, x.round "
            f"FROM {_extra(parent)} AS x JOIN {quoted(model._meta.db_table)} AS c ON c.{field.column} = x.source",
            [copying.after_last(model)],
        )


def _insert(copying: Copying, model: Model, changed: Changed) -> None:
    source = f"{_extra(model)} AS x JOIN {{table}} AS t ON t.id = x.source"
    copying.insert(model, source, (), {"id": "x.pk"} | changed)


def _follow(copying: Copying, model: Model, field: str, parent: Model, changed: Changed | None = None) -> None:
    """Give the extra rows of `parent` the rows of `model` that belong to what they were copied from."""
    column = str(model._meta.get_field(field).column)  # type: ignore[union-attr]
    keys = {"id": f"{copying.after_last(model)} + row_number() OVER (ORDER BY x.pk, t.id)", column: "x.pk"}
    source = f"{_extra(parent)} AS x JOIN {{table}} AS t ON t.{column} = x.source"
    copying.insert(model, source, (), keys | (changed or {}))


def _drop(model: Model) -> None:
    """Forget what was laid down before in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_extra(model)}")


def _extra(model: Model) -> str:
    return quoted(f"scale_extra_{model._meta.model_name}")

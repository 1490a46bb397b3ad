"""More results and measurements in the copies of a deal, spread evenly over them.

An extra result is a result once more, with its targets, under a code of its own. An extra measurement says the same of
the same day as an approved one, with its whole trail, a moment later. So every figure stays what it was, and a copy can
be held against the deal it was copied from.
"""

from typing import Any

from django.db import connection

from pillars.models import Measurement, MeasurementEvent, Result, Target
from regiodeal.covenant.models.review import State
from reporting.scale.copying import Copying, Model, quoted


def grow_results(copying: Copying, extra: int) -> int:
    """Add so many results to the copies together; how many rows that made."""
    rows = Result.objects.filter(deal=copying.deal).values_list("pk", flat=True)
    if extra <= 0:
        return 0
    _spread(copying, Result, list(rows), extra)
    code = "t.code || '-extra' || x.round"
    made = _insert(copying, Result, {"code": code, "position": "t.position + 1000 * x.round"})
    made += _follow(copying, Result.measures.through, "result", Result)
    _spread_children(copying, Target, Result)
    made += _insert(copying, Target, {"code": code, "result_id": "x.parent"})
    return made + _follow(copying, Target.readings.through, "target", Target)


def grow_measurements(copying: Copying, extra: int) -> int:
    """Add so many measurements to the copies together; how many rows that made, their trail included."""
    rows = Measurement.objects.filter(
        indicator__deal=copying.deal, state=State.APPROVED, replaces=None, replaced_by=None
    ).values_list("pk", flat=True)
    if extra <= 0:
        return 0
    _spread(copying, Measurement, list(rows.order_by("pk")), extra)
    later = "x.round * interval '1 millisecond'"
    changed = {"entered_at": f"t.entered_at + {later}", "decided_at": f"t.decided_at + {later}"}
    made = _insert(copying, Measurement, changed)
    return made + _follow(copying, MeasurementEvent, "measurement", Measurement, {"at": f"t.at + {later}"})


def _spread(copying: Copying, model: Model, sources: list[int], extra: int) -> None:
    """Lay down which row is copied into which deal how many times: `pk` of the new row, `source`, `copy`, `round`."""
    if not sources:
        raise ValueError(f"The deal has no row of {model._meta.label} to make more of.")
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
            f"CREATE TEMP TABLE {_extra(model)} ON COMMIT DROP AS SELECT %s + row_number() OVER in_turn AS pk, e.* "  # noqa: S608
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
            f"CREATE TEMP TABLE {_extra(model)} ON COMMIT DROP AS SELECT %s + row_number() OVER () AS pk, "  # noqa: S608
            f"x.pk AS parent, c.id AS source, x.copy, x.round "
            f"FROM {_extra(parent)} AS x JOIN {quoted(model._meta.db_table)} AS c ON c.{field.column} = x.source",
            [copying.after_last(model)],
        )


def _insert(copying: Copying, model: Model, changed: dict[str, str]) -> int:
    source = f"{_extra(model)} AS x JOIN {{table}} AS t ON t.id = x.source"
    return copying.insert(model, source, (), {"id": "x.pk"} | changed)


def _follow(copying: Copying, model: Model, field: str, parent: Model, changed: dict[str, str] | None = None) -> int:
    """Give the extra rows of `parent` the rows of `model` that belong to what they were copied from."""
    column = str(model._meta.get_field(field).column)  # type: ignore[union-attr]
    keys = {"id": f"{copying.after_last(model)} + row_number() OVER (ORDER BY x.pk, t.id)", column: "x.pk"}
    source = f"{_extra(parent)} AS x JOIN {{table}} AS t ON t.{column} = x.source"
    return copying.insert(model, source, (), keys | (changed or {}))


def _drop(model: Model) -> None:
    """Forget what was laid down before in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_extra(model)}")


def _extra(model: Model) -> str:
    return quoted(f"scale_extra_{model._meta.model_name}")

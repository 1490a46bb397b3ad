"""A row of the grid as texts, from which it is drawn once for everybody who may type in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from pillars.conflicts import FieldConflict
from pillars.models import Measurement
from pillars.views.grid_rows import GridRow
from regiodeal.covenant.templatetags.components import pure

# Stands for the token of a page. What people type never looks like it, since that is escaped.
TOKEN = mark_safe("<token>")


class Cells(NamedTuple):
    """A text for each column."""

    value: str = ""
    measured_on: str = ""
    source: str = ""
    note: str = ""

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> "Cells":
        """The texts by the name of their column; what belongs to no column is left out."""
        return cls(*(texts.get(name, "") for name in cls._fields))


@dataclass(frozen=True)
class ShownRow:
    """All that the template of a row shows. Equal ones look the same, so that a row is drawn once for everybody.

    A figure that is about a day has no `year`; `shown` and `shown_pk` are of a row in which nobody can type.
    """

    deal: str
    save_url: str
    key: str
    name: str
    indicator: str
    item: str
    label: str
    results: tuple[tuple[str, str], ...]
    unit: str
    choices: tuple[tuple[str, str], ...]
    last_value: str
    last_about: str
    year: int | None
    is_editable: bool
    is_refused: bool
    is_stale: bool
    typed: Cells
    faults: Cells
    shown: Cells
    shown_pk: int | None
    state: str
    state_name: str
    entered_by: str
    owner: str
    return_reason: str
    seen: str
    stands: str
    differences: tuple[FieldConflict, ...]


def shown(row: GridRow, *, deal: str, save_url: str) -> ShownRow:
    """The row as its template takes it; `deal` is the slug."""
    figure, current = row.figure, row.figure.current
    return ShownRow(
        deal,
        save_url,
        key=figure.key,
        name=figure.name,
        indicator=figure.indicator.code,
        item=str(figure.item or ""),
        label=str(figure.item or figure.indicator.name),
        results=() if figure.item else tuple((result.code, result.title) for result in figure.results),
        unit=row.unit,
        choices=tuple(row.choices.items()),
        last_value=row.last_value,
        last_about=_about(figure.last),
        year=figure.year,
        is_editable=row.is_editable,
        is_refused=row.is_refused,
        is_stale=row.is_stale,
        typed=Cells.of(row.typed),
        faults=Cells.of(row.faults),
        shown=Cells() if row.is_editable else _as_it_stands(row),
        shown_pk=row.shown.pk if row.shown else None,
        state=row.state,
        state_name=current.get_state_display() if current else "",
        entered_by=str(current.entered_by) if current and not figure.is_to_enter else "",
        owner=str(figure.owner or ""),
        return_reason=current.return_reason if current and row.state == "returned" else "",
        seen=row.seen,
        stands=row.stands,
        differences=tuple(row.differences) if row.is_stale else (),
    )


def drawn(row: ShownRow, *, token: str) -> SafeString:
    """The row as it goes into a page with this token. What was refused is one person's, and is not remembered."""
    template = "pillars/parts/grid_row.html"
    text = render_to_string(template, {"row": row}) if row.is_refused else pure(template, row=row)
    return mark_safe(text.replace(TOKEN, token))  # noqa: S308 (our own template, which escapes what was typed)


def _about(measurement: Measurement | None) -> str:
    """The year or the day that a figure is about."""
    if measurement is None:
        return ""
    return str(measurement.year) if measurement.year else f"{measurement.measured_on:%d-%m-%Y}"


def _as_it_stands(row: GridRow) -> Cells:
    entered = row.shown
    return Cells(row.shown_value, _about(entered), entered.source, entered.note) if entered else Cells()

"""The grid as it is shown: a row with what was typed in it, what is wrong with it, and what somebody else entered."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from pillars.agreed.models import Indicator, Result
from pillars.agreed.scale import SCALE_WORDS
from pillars.measurements.carry_over import carried_over
from pillars.measurements.expected import ExpectedFigure
from pillars.measurements.grid_totals import GroupTotal, norms_of, total_of
from pillars.measurements.models import Measurement
from regiodeal.base.dutch import number
from regiodeal.lifecycle.conflicts import FieldConflict
from regiodeal.lifecycle.review import State

COLUMNS = {"value": "Waarde", "measured_on": "Over", "source": "Bron", "note": "Toelichting"}
NO_FAULTS = dict.fromkeys(COLUMNS, "")
YES_OR_NO = {"1": "ja", "0": "nee"}


@dataclass(frozen=True)
class GridRow:
    """One row of the grid, with what stands in its cells and a sentence for each cell that cannot be used.

    In a stale row somebody else was first: `typed` is mine, the figure is theirs, and `original` is what I began with.
    """

    figure: ExpectedFigure
    can_type: bool
    typed: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=lambda: NO_FAULTS)
    is_stale: bool = False
    original: Mapping[str, str] = field(default_factory=dict)
    is_reopened: bool = False
    today: date | None = None
    planned: Decimal | None = None

    @cached_property
    def is_editable(self) -> bool:
        """Tell whether its cells are inputs: in a round that runs, and while nobody has to review the figure.

        An approved figure gets a newer one when that was asked for, or when it was of a part of the year.
        """
        if not self.can_type or self.figure.state == State.SUBMITTED:
            return False
        if self.figure.state != State.APPROVED:
            return True
        return not self.is_stale and (self.figure.is_provisional or self.is_reopened)

    @property
    def follows(self) -> Measurement | None:
        """Return the approved figure after which a newer one can be typed here."""
        return self.figure.current if self.is_editable and self.figure.state == State.APPROVED else None

    @property
    def may_reopen(self) -> bool:
        """Tell whether a newer figure can be asked for."""
        return self.can_type and self.figure.current is not None and self.figure.state == State.APPROVED

    @property
    def previous(self) -> Measurement | None:
        """Return the figure before the one that is typed or shown."""
        return self.follows or self.figure.last

    @property
    def corrects(self) -> Measurement | None:
        """Return the figure of the same year that a newer one would replace: that asks for a reason."""
        return self.follows if self.figure.indicator.is_yearly else None

    @cached_property
    def carried(self) -> str:
        """Return as JSON, by column, what the cells hold when nothing changed since last time; empty for nothing."""
        if not self.is_editable or self.today is None:
            return ""
        cells = carried_over(self.figure, today=self.today)
        return json.dumps(cells, ensure_ascii=False) if cells else ""

    @property
    def norms(self) -> tuple[tuple[str, str], ...]:
        """The norms that read the indicator: the code of each result, with the number of its norm in words."""
        return norms_of(self.figure.targets, self.figure.indicator)

    @property
    def planned_words(self) -> str:
        """Return what projects plan for it, as a value of its kind; empty where none plans anything."""
        return "" if self.planned is None else self.figure.indicator.in_words(self.planned)

    @property
    def stored_value(self) -> str:
        """The value that a row which cannot be typed in adds to its group."""
        return number(self.figure.current.value) if self.figure.current else ""

    @property
    def is_refused(self) -> bool:
        """Tell whether what was typed is not stored."""
        return any(self.faults.values()) or self.is_stale

    @property
    def labels(self) -> str:
        """The ids of what names a cell after its column: the group where it has a heading, and the row."""
        group = f"g-{self.figure.indicator.code} " if self.figure.item else ""
        return f"{group}n-{self.figure.key}"

    @property
    def results(self) -> tuple[tuple[str, str], ...]:
        """Code and title of the results that it counts for."""
        return codes_and_titles(self.figure.results)

    @cached_property
    def state(self) -> str:
        """The state as components/work_state.html names it."""
        return self.figure.state or "empty"

    @property
    def stands(self) -> str:
        """The figure and version that stand there now; empty for an empty row."""
        current = self.figure.current
        return f"{current.pk}:{current.version}" if current else ""

    @property
    def seen(self) -> str:
        """Return what the one who types has seen. In a stale row not what stands there: only a choice replaces that."""
        return "" if self.is_stale else self.stands

    @property
    def shown(self) -> Measurement | None:
        """The figure of a row that cannot be typed in: this round's, or the milestone reached before it."""
        return self.figure.current or (self.figure.last if self.figure.is_reached else None)

    @property
    def shown_about(self) -> str:
        """The year or the day of the figure of a row that cannot be typed in."""
        return about(self.shown) if self.shown else ""

    @property
    def label(self) -> str:
        """Return what the row is called under the heading of its group, or by itself where it has none."""
        return str(self.figure.item or self.figure.indicator.name)

    @property
    def entered_by(self) -> str:
        """Return who entered what stands there; empty while somebody still has to."""
        current = self.figure.current
        return str(current.entered_by) if current and self.figure.state != State.RETURNED else ""

    @cached_property
    def choices(self) -> Mapping[str, str]:
        """The answers of a milestone (yes or no) or a scale (0 to 4); none for a number."""
        match self.figure.indicator.value_kind:
            case Indicator.ValueKind.MILESTONE:
                return YES_OR_NO
            case Indicator.ValueKind.SCALE:
                return {str(step): f"{step}: {word}" for step, word in enumerate(SCALE_WORDS)}
            case _:
                return {}

    @property
    def unit(self) -> str:
        """Return what is counted, for a number."""
        return unit_of(self.figure.indicator)

    @property
    def last_value(self) -> str:
        """The last approved value in words; empty when there is none."""
        return self.previous.value_words if self.previous else ""

    @property
    def last_about(self) -> str:
        """The year or the day of the last approved value; empty when there is none."""
        return about(self.previous) if self.previous else ""

    @property
    def shown_value(self) -> str:
        """The value of the figure of a row that cannot be typed in."""
        return self.shown.value_words if self.shown else ""

    @cached_property
    def differences(self) -> list[FieldConflict]:
        """Return where mine and theirs differ, cell by cell. Only for a row that somebody else was first with."""
        theirs = typed_of(self.figure)
        return [
            FieldConflict(
                name,
                label,
                original=self._readable(name, self.original.get(name, "")),
                theirs=self._readable(name, theirs[name]),
                yours=self._readable(name, self.typed.get(name, "")),
            )
            for name, label in COLUMNS.items()
            if name in theirs and self.typed.get(name, "") != theirs[name]
        ]

    def _readable(self, name: str, text: str) -> str:
        return self.choices.get(text, text) if name == "value" else text


@dataclass(frozen=True)
class GridGroup:
    """The rows of one indicator. One that is counted per item gets a heading of its own above them."""

    indicator: Indicator
    rows: list[GridRow]
    elsewhere: list[ExpectedFigure] = field(default_factory=list)  # of the same indicator, left out by a filter
    follows_items: bool = False

    @property
    def has_heading(self) -> bool:
        """Tell whether the rows are items of the indicator."""
        return self.indicator.breakdown != Indicator.Breakdown.NONE

    @property
    def ends_items(self) -> bool:
        """Tell whether figures without items begin here, after those of a group whose heading stays in sight."""
        return self.follows_items and not self.has_heading

    @cached_property
    def total(self) -> GroupTotal:
        """How its rows add up."""
        return total_of(self.indicator, [row.figure for row in self.rows], self.elsewhere)

    @property
    def norms(self) -> tuple[tuple[str, str], ...]:
        """The norms that read the indicator, of all of its rows."""
        return norms_of((target for row in self.rows for target in row.figure.targets), self.indicator)

    @property
    def results(self) -> tuple[tuple[str, str], ...]:
        """Code and title of all results that the rows count for, each once."""
        return codes_and_titles(dict.fromkeys(result for row in self.rows for result in row.figure.results))

    @property
    def unit(self) -> str:
        """Return what is counted, for numbers."""
        return unit_of(self.indicator)


def codes_and_titles(results: Iterable[Result]) -> tuple[tuple[str, str], ...]:
    """Return what the page says of results, to draw it once for all rows that count for the same."""
    return tuple((result.code, result.title) for result in results)


def unit_of(indicator: Indicator) -> str:
    """Return what is counted, for a number; where only the item counts, which values make it count."""
    if indicator.value_kind != Indicator.ValueKind.NUMBER:
        return ""
    return "1 of meer telt mee" if indicator.aggregation == Indicator.Aggregation.DISTINCT else indicator.unit


def groups_of(rows: Iterable[GridRow], every: Iterable[ExpectedFigure] = ()) -> list[GridGroup]:
    """The rows by indicator, in their own order; `every` figure of the round tells what a filter left out."""
    groups: dict[Indicator, list[GridRow]] = {}
    for row in rows:
        groups.setdefault(row.figure.indicator, []).append(row)
    shown = {row.figure.key for members in groups.values() for row in members}
    elsewhere: dict[Indicator, list[ExpectedFigure]] = {}
    for figure in every:
        if figure.key not in shown:
            elsewhere.setdefault(figure.indicator, []).append(figure)
    found: list[GridGroup] = []
    for indicator, members in groups.items():
        follows_items = bool(found) and found[-1].has_heading
        found.append(GridGroup(indicator, members, elsewhere.get(indicator, []), follows_items))
    return found


def typed_of(figure: ExpectedFigure, today: date | None = None) -> dict[str, str]:
    """The texts in the cells of a row as it is stored; an empty row begins with today, or the last day of the round."""
    current = figure.current
    measured_on = current.measured_on if current else today and min(today, figure.round.last_day)
    typed = {
        # number() also gives the choices of a milestone or a scale: 1.00 as 1.
        "value": number(current.value) if current else "",
        "measured_on": f"{measured_on:%d-%m-%Y}" if measured_on else "",
        "source": current.source if current else "",
        "note": current.note if current else "",
    }
    return {name: text for name, text in typed.items() if name != "measured_on" or not figure.indicator.is_yearly}


def typed_at(figure: ExpectedFigure, *, pk: int, version: int) -> dict[str, str]:
    """The texts in the cells as somebody read them: the figure `pk` of this row in that version; none for another."""
    row = Measurement.objects.filter(
        pk=pk, indicator=figure.indicator, item=figure.item, project=figure.project
    ).first()
    then = row.content_at(version) if row else {}
    if not then:
        return {}
    return {
        "value": number(Decimal(then["value"] or 0)),
        "measured_on": f"{date.fromisoformat(then['measured_on'] or ''):%d-%m-%Y}",
        "source": then["source"] or "",
        "note": then["note"] or "",
    }


def about(measurement: Measurement) -> str:
    """The year or the day that a figure is about."""
    return str(measurement.year) if measurement.year else f"{measurement.measured_on:%d-%m-%Y}"

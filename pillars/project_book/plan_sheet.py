"""The sheet of plans: one row a project and line, one column a year."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import groupby
from types import new_class
from typing import Any

from django.core.exceptions import ValidationError

from pillars.exchange.matching import Entry, Key, RowChange, digest
from pillars.exchange.resources import Faults, column
from pillars.project_book.book_rows import PlanRow, ProjectBook
from pillars.project_book.book_sheet import ProjectBookSheet, choose
from pillars.projects.forms import LARGEST
from pillars.projects.models import Plan
from pillars.projects.planning import PlanLine, PlanValues, revise_plan
from regiodeal.base.numbers import DutchNumberField
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.review import BulkStep
from regiodeal.sheets.cells import BadCell, Cell, PercentCell, is_blank, text_of


class PlanSheet(ProjectBookSheet):
    """One row a project and line: an indicator or one of its parts, with what is planned in each year."""

    project = column("project", "project")
    title = column("naam van het project", "title")
    line = column("indicator", "line_code")
    line_name = column("omschrijving", "line_name")

    model = Plan
    layout_name = "plans"
    sheet_title = "Planning"
    key_field = "line"
    informs = ("line_name",)
    hints = (
        "Werkblad Planning: wat elk project per jaar gaat bijdragen. Een leeg vak plant niets.",
        "Een nieuw project plant u in eigen rijen: de code van het project en de code van de indicator zijn genoeg.",
    )

    def before(self, change: RowChange) -> PlanRow | None:
        """The plan as it stands."""
        project = self.book.projects.get(change.key[0])
        return self.book.plan_row(project, self.planned_line(change.key[1])) if project and change.entry else None

    def shown(self, change: RowChange) -> PlanRow:
        """The plan as the change asks for it."""
        code, _place = change.key
        line, project = self.planned_line(change.key[1]), self.book.projects.get(code)
        figures = {year: value for year, value in change.values.items() if value is not None}
        title = project.title if project else self.book.titles.get(code, "")
        return PlanRow(project=code, title=title, line_code=line.code, line_name=str(line), figures=figures)

    def name_of(self, entry: PlanRow) -> str:
        """Return the project and the line."""
        return f"{entry.project} {entry.title}: {entry.line_name}"

    def planned_line(self, code: str) -> PlanLine:
        """The line with this code. Raises KeyError."""
        return self._lines_by_code[code]

    @cached_property
    def _lines_by_code(self) -> dict[str, PlanLine]:
        return {line.code: line for line in self.book.lines.of(self.book.measures)}

    @cached_property
    def current(self) -> Mapping[Key, Entry]:
        """What each project plans, by its code and that of the line, as it stands when this is first asked."""
        return PlannedNow(self)

    def values_of(self, change: RowChange, cells: Mapping[str, Cell]) -> tuple[Values, Faults]:
        """Find the project and its line by their codes, and read a number of 0 or more for each year."""
        code, place = (text_of(cells[name]).strip() for name in ("project", "line"))
        change.key = (code, place)
        project = self.book.projects.get(code)
        if project is None and code not in self.book.coming:
            start = f"Er is geen project '{code[:40]}'." if code else "De code van het project ontbreekt."
            return {}, {"project": [f"{start} Zet het eerst op het werkblad Projecten."]}
        if project and change.mark and change.mark.pk not in {None, project.pk}:
            return {}, {"project": ["Dit is de rij van een ander project. Zet de code terug, of neem een lege rij."]}
        lines = {line.code: line for line in self.book.lines_of(project, code)}
        errors: Faults = {}
        if place not in lines:
            start = f"Bij de maatregelen van dit project hoort geen indicator '{place[:60]}'."
            errors["line"] = [f"{start} {choose(lines)}" if lines else f"{start} Er is geen cijfer dat te plannen is."]
        else:
            errors |= self.misfits(place, cells, {"line_name": str(lines[place])})
        values: Values = {}
        for year in map(str, self.book.years):
            try:
                values[year] = planned_number(cells.get(f"year_{year}"))
            except ValidationError as error:
                errors[f"year_{year}"] = error.messages
        return values, errors

    def content(self, values: Values) -> str:
        """All that is planned of the line, by year."""
        planned = {year: value for year, value in values.items() if value is not None}
        return digest(*(f"{year}:{Decimal(planned[year]).normalize():f}" for year in sorted(planned)))

    def values_to(self, values: Values) -> Values:
        """The numbers as text."""
        return {year: None if value is None else str(value) for year, value in values.items()}

    def values_from(self, packed: Any) -> Values:
        """The numbers."""
        return {year: None if value is None else Decimal(value) for year, value in packed.items()}

    def refuse(self, change: RowChange) -> None:
        """Refuse the plan of a project that was settled, and what a colleague changed since the file was made."""
        self.refuse_settled(change.key[0])
        super().refuse(change)

    def allowed(self, name: str, entry: PlanRow) -> tuple[str, ...] | None:
        """Say that each year is a number."""
        return None

    def enter(self, changes: Sequence[RowChange], reasons: Mapping[int, str], step: BulkStep) -> None:
        """Let each project plan what its rows say, beside what it plans of other lines."""
        for code, rows in groupby(changes, key=lambda change: change.key[0]):
            project = self.book.projects[code]
            values = dict(self.book.plans.get(project.pk, {}))
            for change in rows:
                place = self.planned_line(change.key[1]).key
                for year, value in change.values.items():
                    values.pop((*place, int(year)), None)
                    if value is not None:
                        values[(*place, int(year))] = value
            planned: PlanValues = values
            revise_plan(project, planned, by=step.by, at=step.at, version=project.version)
            self.book.plans[project.pk] = values


class PlannedNow(Mapping[Key, Entry]):
    """The plans of all projects as they stood when this was made; an entry is only made of what is asked for."""

    def __init__(self, sheet: PlanSheet) -> None:
        self._sheet = sheet
        self._plans = dict(sheet.book.plans)
        self._projects = {
            code: (row.pk, row.version, row.changed_by)  # type: ignore[attr-defined]  # annotated
            for code, row in sheet.book.projects.items()
        }

    def __getitem__(self, key: Key) -> Entry:
        """What a project plans of a line; KeyError for what is no project."""
        code, place = key
        pk, version, by = self._projects[code]
        line, plans = self._sheet.planned_line(place), self._plans.get(pk, {})
        figures = {str(year): plans.get((*line.key, year)) for year in self._sheet.book.years}
        return Entry(pk, version, by, self._sheet.content(figures))

    def __iter__(self) -> Iterator[Key]:
        """Every project with every line that it can plan."""
        for code, row in self._sheet.book.projects.items():
            yield from ((code, line.code) for line in self._sheet.book.lines_of(row, code))

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(1 for _key in self)


def plan_sheet(deal: Deal, years: Iterable[int]) -> type[PlanSheet]:
    """The sheet with a column for each of these years."""
    names = tuple(f"year_{year}" for year in years)
    read = ("project", "title", "line", "line_name", *names, "mark")
    columns: dict[str, object] = {name: column(name[5:], f"figures__{name[5:]}") for name in names}
    about = {"read": read, "template_fields": read, "required": ("project", "line", *names), "guarded": names}
    places = dict.fromkeys(("touched", "to_fill_in", "compared"), names)
    columns["mark"] = column("kenmerk")  # behind the years: columns stand in the order in which they are declared
    made = columns | about | places | {"filled_in": ("line",)}
    kind: type[PlanSheet] = new_class("PlanSheet", (PlanSheet,), exec_body=lambda body: body.update(made))
    return kind


def plan_sheet_of(book: ProjectBook) -> type[PlanSheet]:
    """The sheet of a deal."""
    return plan_sheet(book.deal, book.years)


_NUMBER = DutchNumberField(required=False, min_value=0, max_value=LARGEST)


def planned_number(cell: Cell) -> Decimal | None:
    """The number in a cell; None for an empty one. Raises ValidationError, in the words of the page."""
    if is_blank(cell):
        return None
    if isinstance(cell, PercentCell | BadCell):
        raise ValidationError(f"Hier hoort een getal van 0 of meer, en geen '{text_of(cell)}'.")
    if isinstance(cell, Decimal):
        try:
            _NUMBER.run_validators(cell)
        except InvalidOperation as error:
            raise ValidationError("Dit getal is te groot.") from error
        return cell
    found: Decimal | None = _NUMBER.clean(text_of(cell))
    return found

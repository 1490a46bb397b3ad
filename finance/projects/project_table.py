"""The table of the money of all projects: cut to what was asked for, and as a file."""

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import IO

from finance.base.amounts import ZERO
from finance.base.file_format import Format
from finance.position.project_money import ProjectMoney, ProjectsPosition
from finance.position.project_record import projects_record
from pillars.progress.norm_plans import NormPlan
from regiodeal.sheets.cells import Cell
from regiodeal.sheets.formats.formulas import sum_of
from regiodeal.sheets.formats.write import MONEY_FORMAT, BookCell, write, write_book
from regiodeal.sheets.reading import SheetKind

HEADINGS = (
    *("project", "naam", "maatregelen", "uitvoerder", "stand", "begroot", "verleend", "verplicht", "besteed"),
    *("voorschotten", "vastgesteld", "terug te vragen"),
)

ORDERS: Mapping[str, Callable[[ProjectMoney], Decimal]] = {
    "begroot": lambda row: row.budget,
    "verleend": lambda row: row.granted,
    "verplicht": lambda row: row.amounts.committed,
    "besteed": lambda row: row.amounts.spent,
    "terug": lambda row: row.to_ask_back,
}


def chosen(found: ProjectsPosition, asked: Mapping[str, str]) -> list[ProjectMoney]:
    """The projects that were asked for: by state, by the code of a budget line, and by what is to be looked at.

    In the order of their codes, or the largest amount first.
    """
    lines = {row.position.code: row.position.line.pk for row in found.lines if row.position.line}
    rows = list(found.projects)
    if "stand" in asked:
        rows = [row for row in rows if row.project.state == asked["stand"]]
    if "regel" in asked:
        line = lines.get(asked["regel"], 0)
        rows = [row for row in rows if line in {*row.by_line, *row.budget_lines, *row.granted_lines}]
    match asked.get("toets"):
        case "terug":
            rows = [row for row in rows if row.to_ask_back]
        case "boven":
            rows = [row for row in rows if row.amounts.bound > row.granted]
        case "zonder":
            rows = [row for row in rows if not row.granted_lines]
    if largest := ORDERS.get(asked.get("volgorde", "")):
        rows.sort(key=largest, reverse=True)
    return rows


def sums_of(rows: Iterable[ProjectMoney]) -> dict[str, Decimal]:
    """What the projects of the table add up to, by column."""
    found = list(rows)
    return {
        "budget": sum((row.budget for row in found), ZERO),
        "granted": sum((row.granted for row in found), ZERO),
        "committed": sum((row.amounts.committed for row in found), ZERO),
        "spent": sum((row.amounts.spent for row in found), ZERO),
        "advances": sum((row.advances for row in found), ZERO),
        "to_ask_back": sum((row.to_ask_back for row in found), ZERO),
    }


def table_rows(found: ProjectsPosition, rows: Iterable[ProjectMoney]) -> list[list[Cell]]:
    """The rows of the table for a file, with what belongs to no project last."""
    cells: list[list[Cell]] = [
        [
            *(row.project.code, row.project.title, ", ".join(row.project.measures), row.project.executor),
            *(str(row.project.state.label), row.budget, row.granted, row.amounts.committed, row.amounts.spent),
            *(row.advances, row.settled, row.to_ask_back),
        ]
        for row in rows
    ]
    outside: list[Cell] = ["", "buiten projecten", "", "", "", None, None]
    return [*cells, [*outside, found.outside.committed, found.outside.spent, None, None, None]]


def _totals(rows: list[list[Cell]]) -> list[BookCell]:
    """The sum of each column of amounts of these rows, as a formula; nothing of an amount counts as none."""
    places = range(2, len(rows) + 2)
    sums: list[BookCell] = []
    for column in range(HEADINGS.index("begroot"), len(HEADINGS)):
        parts = [ZERO if row[column] is None else row[column] for row in rows]
        sums.append(sum_of(column + 1, places, parts, sum((p for p in parts if isinstance(p, Decimal)), ZERO)))
    return ["", "totaal", "", "", "", *sums]


def write_projects(
    kind: Format, file: IO[bytes], found: ProjectsPosition, rows: list[ProjectMoney], norms: list[NormPlan]
) -> None:
    """Write the table as a workbook or CSV; as JSON all that the command `projects` prints."""
    match kind:
        case Format.XLSX:
            cells = table_rows(found, rows)
            write_book(file, [("Projecten", HEADINGS, [*cells, _totals(cells)])], number_format=MONEY_FORMAT)
        case Format.CSV:
            write(SheetKind.CSV, file, "Projecten", HEADINGS, table_rows(found, rows))
        case Format.JSON:
            file.write(json.dumps(projects_record(found, norms), ensure_ascii=False, indent=2).encode())

"""The figures of a report as CSV: one row per target, made from the snapshot alone.

Two forms of the same rows. As open data (in the PDF, beside the public page) it keeps to RFC 4180 and to what programs
expect: commas between cells, a point in numbers, dates as 2026-06-14, UTF-8 without a mark. For Excel in Dutch, like
every other CSV of the portal, it has semicolons, a comma in numbers, dates as 14-06-2026, and the mark of UTF-8.
"""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO, TextIOWrapper

from pillars.progress.progress_records import TargetRecord
from regiodeal.sheets.cells import Cell, escape
from regiodeal.sheets.formats.write import write
from regiodeal.sheets.reading import SheetKind
from reporting.files.typed import without_controls
from reporting.snapshot.schema import Snapshot
from reporting.snapshot.told_results import told_results

FIGURES_NAME = "cijfers.csv"
HEADINGS = (
    *("code", "resultaat", "maatregel", "pijler", "norm", "waarde", "nodig", "eenheid", "stand", "stand in woorden"),
    *("uiterlijk", "stand op"),
)
CODE = HEADINGS.index("stand")
IN_WORDS = (*HEADINGS[:CODE], "stand", *HEADINGS[CODE + 2 :])


def figures_csv(snapshot: Snapshot, *, for_excel: bool = False) -> bytes:
    """The figures: the same snapshot gives the same bytes. No text in it can become a formula.

    For people in Excel the status stands there in words alone; for programs its code stands before it.
    """
    file = BytesIO()
    if for_excel:
        rows = ([*row[:CODE], *row[CODE + 1 :]] for row in figure_rows(snapshot))
        write(SheetKind.CSV, file, "Cijfers", IN_WORDS, rows)
    else:
        text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow(HEADINGS)
        writer.writerows([_open(cell) for cell in row] for row in figure_rows(snapshot))
        text.flush()
        text.detach()
    return file.getvalue()


def figure_rows(snapshot: Snapshot) -> Iterator[list[Cell]]:
    """A row per target, in the order of the report."""
    on = date.fromisoformat(snapshot["on"])
    for row in told_results(snapshot).values():
        begin = [row.result["code"], row.measure["code"], f"{row.pillar['code']}: {row.pillar['name']}"]
        for target in row.targets:
            texts: list[Cell] = [without_controls(text) for text in (target["code"], *begin, target["title"])]
            yield [*texts, *_figures(target), on]


def _figures(target: TargetRecord) -> list[Cell]:
    value, needed = (None if text is None else Decimal(text) for text in (target["value"], target["needed"]))
    due = date.fromisoformat(target["due_on"]) if target["due_on"] else None
    return [value, needed, without_controls(target["unit"]), target["status"], target["status_label"], due]


def _open(cell: Cell) -> str:
    match cell:
        case str():
            return escape(cell)
        case Decimal():
            return f"{cell:f}"
        case date():
            return cell.isoformat()
        case _:
            return ""

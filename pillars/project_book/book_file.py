"""Writing the workbook of projects: to fill in for who enters, and to read for everybody else."""

from collections.abc import Collection, Iterator
from typing import IO

from pillars.exchange.template import write_sheets
from pillars.project_book.book_rows import ExecutorRow, PlanRow, ProjectBook, ProjectRow
from pillars.project_book.book_work import book_sheets
from pillars.project_book.executor_sheet import ExecutorSheet
from pillars.project_book.plan_sheet import PlanSheet
from pillars.project_book.project_sheet import ProjectSheet
from pillars.projects.models import Project, ProjectState
from regiodeal.deals.models import Deal
from regiodeal.sheets.formats.write import write_book

DONE = (ProjectState.SETTLED, ProjectState.STOPPED)
ORDER = (ProjectSheet.sheet_title, PlanSheet.sheet_title, ExecutorSheet.sheet_title)

type SheetRow = ProjectRow | PlanRow | ExecutorRow


def write_to_fill_in(file: IO[bytes], deal: Deal, chosen: Collection[int]) -> None:
    """Write the projects with these keys, with lists to choose from, marks, people and an explanation."""
    sheets = book_sheets(deal)
    parts = []
    for title in ORDER:
        sheet = sheets[title]
        rows = list(_rows(sheet.book, title, chosen, with_people=True))
        parts.append((sheet, list(zip(rows, map(list, sheet.exported(rows, sheet.template_fields)), strict=True))))  # type: ignore[arg-type]
    write_sheets(file, parts)


def write_to_read(file: IO[bytes], deal: Deal, chosen: Collection[int]) -> None:
    """Write the projects with these keys, without anybody's people and without what only the import needs."""
    parts = []
    for title, sheet in sorted(book_sheets(deal).items(), key=lambda pair: ORDER.index(pair[0])):
        shown = ExecutorSheet.public_fields if isinstance(sheet, ExecutorSheet) else sheet.template_fields[:-1]
        rows = list(_rows(sheet.book, title, chosen, with_people=False))
        parts.append((title, sheet.titles(shown), sheet.exported(rows, shown)))  # type: ignore[arg-type]
    write_book(file, parts)


def _rows(book: ProjectBook, title: str, chosen: Collection[int], *, with_people: bool) -> Iterator[SheetRow]:
    projects = [row for row in book.projects.values() if row.pk in chosen]
    if title == ProjectSheet.sheet_title:
        yield from map(book.project_row, projects)
    elif title == PlanSheet.sheet_title:
        for row in projects:
            yield from (line for line in book.plan_rows(row) if line.figures or row.state not in DONE)
    else:
        named = _executors_of(projects)
        for executor in book.executors.values():
            if with_people or executor.pk in named:
                yield from book.executor_rows(executor, with_people=with_people)


def _executors_of(projects: Collection[Project]) -> set[int]:
    return {
        pk for row in projects for pk in [row.executor_id, *(each.pk for each in row.partners.all())] if pk is not None
    }

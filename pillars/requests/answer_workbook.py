"""The workbook of an executor: a row for each thing that is asked, filled in with what is known; and a zip of all."""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from django.db.models import QuerySet
from django.utils.text import slugify

from pillars.agreed.models import Indicator
from pillars.requests.models import Answer, AnswerPart, Request
from regiodeal.base.dutch import day
from regiodeal.sheets.cells import Cell, escape, fitting
from regiodeal.sheets.formats.write import DATE_FORMAT

HEADINGS = (
    *("kenmerk", "project", "vraag", "gepland", "vorige keer"),
    *("antwoord", "ongewijzigd", "nieuwe dag", "toelichting"),
)
TO_FILL_IN = frozenset({"antwoord", "ongewijzigd", "nieuwe dag", "toelichting"})
_WIDTHS = {"project": 30, "vraag": 56, "antwoord": 56, "toelichting": 42}
QUESTIONS = {
    "done": "Wat is er gedaan?",
    "upcoming": "Wat komt er nu?",
    "on_schedule": "Ligt het project op schema? (ja of nee)",
    "why_not": "Zo niet: waarom niet?",
    "learned": "Wat hebt u geleerd?",
    "spent": "Uitgegeven tot nu toe (euro, met btw)",
    "still_to_spend": "Nog uit te geven (euro, met btw)",
    "hours_in_kind": "Uren van vrijwilligers en eigen mensen (hoeft niet)",
    "note": "Wilt u nog iets kwijt?",
}
_HELP = (
    "Vul de witte kolommen in. De grijze kolommen zeggen wat er wordt gevraagd; laat die zoals ze zijn.",
    "Is een cijfer of mijlpaal niet veranderd? Schrijf dan ja in de kolom 'ongewijzigd'.",
    "Bij een mijlpaal schrijft u in 'antwoord' de dag waarop die is bereikt.",
    "Wordt een mijlpaal later? Schrijf dan de nieuwe dag in 'nieuwe dag' en de reden in 'toelichting'.",
    "Een rij die u leeg laat, verandert niets. Noem geen namen van mensen: deze tekst kan openbaar worden.",
    "Klaar? Stuur het bestand terug. Wij zien eerst wat er verandert; daarna pas nemen wij het als uw antwoord.",
)


@dataclass(frozen=True)
class WorkbookRow:
    """One question of a workbook, with its cells in the order of HEADINGS."""

    cells: tuple[Cell, ...]


def for_workbooks(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """The answers with all that their workbooks show, in seven queries however many there are."""
    return answers.select_related("executor", "request__deal").prefetch_related(
        "parts__project", "parts__earlier", "parts__figures__indicator", "parts__figures__item",
        "parts__milestones__milestone",
    )  # fmt: skip


def rows_of(answer: Answer) -> Iterator[WorkbookRow]:
    """Everything that is asked of an executor, project by project."""
    for part in sorted(answer.parts.all(), key=lambda part: part.project.code):
        yield from _of_part(part)


def _of_part(part: AnswerPart) -> Iterator[WorkbookRow]:
    project = str(part.project)
    for figure in part.figures.all():
        unit = figure.indicator.unit
        match figure.indicator.value_kind:
            case Indicator.ValueKind.MILESTONE:
                unit = "1 is ja, 0 is nee"
            case Indicator.ValueKind.SCALE:
                unit = "een stap van 0 tot en met 4"
        more = ", wat erbij kwam sinds de vorige keer" if figure.adds_up else ""
        same = "ja" if figure.is_unchanged else ""
        cells = (f"{figure}: {unit}{more}", figure.planned, figure.last_value, figure.value, same, "", figure.note)
        yield WorkbookRow((f"F{figure.pk}", project, *cells))
    for row in part.milestones.all():
        same = "ja" if row.is_unchanged else ""
        title = f"Mijlpaal: {row} (klaar op {day(row.due_on)})"
        yield WorkbookRow((f"M{row.pk}", project, title, row.due_on, "", row.reached_on, same, row.new_day, row.reason))
    for name, question in QUESTIONS.items():
        earlier = _shown(getattr(part.earlier, name)) if part.earlier else ""
        answered = _shown(getattr(part, name))
        yield WorkbookRow((f"P{part.pk}-{name}", project, question, "", earlier, answered, "", "", ""))


def _shown(value: object) -> Cell:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return value  # type: ignore[return-value]  # a text, an amount or nothing


def write_answer_workbook(answer: Answer, file: IO[bytes]) -> None:
    """Write the workbook of an answer that was fetched by `for_workbooks`."""
    from openpyxl import Workbook  # slow to import; only a download asks for it
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.worksheet import Worksheet

    grey, wrap = PatternFill("solid", fgColor="F0F0F0"), Alignment(wrap_text=True, vertical="top")
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title, sheet.freeze_panes = "Vragen", "D2"
    for place, heading in enumerate(HEADINGS, start=1):
        sheet.cell(1, place, heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(heading, 16)
    for number, row in enumerate(rows_of(answer), start=2):
        for place, (heading, content) in enumerate(zip(HEADINGS, row.cells, strict=True), start=1):
            cell = sheet.cell(number, place)
            cell.value = escape(fitting(content)) if isinstance(content, str) else content
            cell.alignment = wrap
            if isinstance(content, str) and content:
                cell.data_type = "s"
            if hasattr(content, "year"):
                cell.number_format = DATE_FORMAT
            if heading not in TO_FILL_IN:
                cell.fill = grey
    explanation = book.create_sheet("Uitleg")
    explanation.column_dimensions["A"].width = 100
    for number, line in enumerate(_HELP, start=1):
        explanation.cell(number, 1, line).alignment = wrap
    book.save(file)
    book.close()


def workbook_name(answer: Answer) -> str:
    """Return how the file of an answer is called."""
    return f"vragen-{answer.request.year}-{slugify(answer.executor.name) or answer.executor_id}.xlsx"


def workbook_bytes(answer: Answer) -> bytes:
    """The workbook as it goes along with a mail."""
    file = BytesIO()
    write_answer_workbook(answer, file)
    return file.getvalue()


def write_all_workbooks(request: Request, file: IO[bytes]) -> None:
    """Write a zip with the workbook of every executor that may still answer."""
    names: set[str] = set()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for answer in _still_open(for_workbooks(request.answers.all())):
            name = workbook_name(answer)
            if name in names:
                name = f"{answer.executor_id}-{name}"
            names.add(name)
            archive.writestr(name, workbook_bytes(answer))


def _still_open(answers: Iterable[Answer]) -> Iterator[Answer]:
    return (answer for answer in answers if answer.is_writable)

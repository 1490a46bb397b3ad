"""The annual report as a workbook, made from its snapshot alone: the same snapshot gives the same bytes."""

from regiodeal.base.dutch import day
from regiodeal.deals.words import speaking
from reporting.content.frozen_report import FrozenReport
from reporting.content.sentences import describe, edition_words
from reporting.content.svg import theme_of_report
from reporting.workbook.report_sheets import (
    booking_sheet,
    bottleneck_sheet,
    contribution_sheet,
    deadline_sheet,
    lesson_sheet,
    measurement_sheet,
    money_sheet,
    outcome_sheet,
    project_sheet,
    reading_sheet,
    result_sheet,
    target_sheet,
)
from reporting.workbook.sheets import WIDE, WORDS, Column, Value, WorkbookSheet, written
from reporting.workbook.sheets import day as date_of

SHEETS = (
    *(result_sheet, target_sheet, measurement_sheet, money_sheet, contribution_sheet, booking_sheet, deadline_sheet),
    *(project_sheet, outcome_sheet, lesson_sheet, bottleneck_sheet, reading_sheet),
)


def report_workbook(report: FrozenReport) -> bytes:
    """The report as xlsx: numbers as numbers, dates as dates, the totals of the money as formulas with their outcome.

    Control characters that XML cannot hold are left out, and a text longer than a cell may be is shortened and says so.
    """
    with speaking(report.words):  # the headings are the deal's words too, when they are written
        return written(report_sheets(report), describe(report.snapshot), theme_of_report(report.snapshot))


def report_sheets(report: FrozenReport) -> list[WorkbookSheet]:
    """The sheets in order, the guide first."""
    with speaking(report.words):
        sheets = [sheet(report.snapshot) for sheet in SHEETS]
        return [guide_sheet(report, sheets), *sheets]


COLUMNS = (Column("onderwerp", WORDS), Column("uitleg", 2 * WIDE))


def guide_sheet(report: FrozenReport, sheets: list[WorkbookSheet]) -> WorkbookSheet:
    """Return what a reader needs to know before reading a figure."""
    snapshot = report.snapshot
    about, deal, on = describe(snapshot), snapshot["deal"], date_of(snapshot["on"])
    assert on is not None
    rows: list[tuple[Value, Value]] = [
        ("rapportage", about.title),
        ("stand op", f"{day(on)}. Bij normen per jaar telt het jaar {snapshot['judged_year']}."),
        ("stadium", edition_words(snapshot)),
        ("van", about.author),
        ("controlegetal", f"{report.digest} (SHA-256 van momentopname.json, de gegevens waaruit dit is gemaakt)"),
        ("bedragen", "In euro met centen, inclusief btw."),
        ("cijfers", "De één voerde ze in, een ander keurde ze goed. Het blad Metingen zegt per cijfer wie."),
        (
            "van bedrag naar boekingen",
            (
                "Elke begrotingsregel heeft een code; die staat ook in de PDF. Ontvangen, verplicht en besteed zijn op "
                "het blad Geld een koppeling naar precies hun rijen op het blad Boekingen. Die heten ook zo: besteed_ "
                "met de code erachter."
            ),
        ),
        ("formules", "De totalen op het blad Geld zijn formules. Wat zij opleveren, staat erin, ook zonder rekenen."),
        ("apostrof", "Een apostrof aan het begin van een tekst houdt tegen dat die een formule wordt."),
        (
            "lange teksten",
            "Een cel kan hoogstens 32.767 tekens hebben. Een langere tekst is ingekort; dat staat erbij.",
        ),
    ]
    if deal["example_notice"]:
        rows.insert(0, ("VOORBEELD", deal["example_notice"]))
    rows += [(f"blad {sheet.title}", _rows(len(sheet.rows))) for sheet in sheets]
    return WorkbookSheet("Leeswijzer", COLUMNS, rows)


def _rows(count: int) -> str:
    return f"{count} {'rij' if count == 1 else 'rijen'}" if count else "geen rijen"

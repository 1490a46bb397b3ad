"""The first sheet: what this workbook is, what each sheet holds, and how to check it."""

from regiodeal.base.dutch import day
from reporting.content.frozen_report import FrozenReport
from reporting.content.sentences import describe, edition_words
from reporting.workbook.sheets import WIDE, WORDS, Column, Value, WorkbookSheet
from reporting.workbook.sheets import day as date_of

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
        ("formules", "Er staan geen formules in: alle cijfers zijn de cijfers van de rapportage."),
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

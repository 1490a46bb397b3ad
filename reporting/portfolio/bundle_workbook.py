"""The yearly bundle as a workbook: a sheet of deals, and one of what is off course."""

from decimal import Decimal

from reporting.portfolio.bundle import bundle_words
from reporting.portfolio.deal_figures import Row
from reporting.workbook.sheets import CODE, DAY, MONEY, NUMBER, WIDE, WORDS, Column, WorkbookSheet, written
from reporting.workbook.sheets import day as date_of

MONEY_FORMAT = "#,##0.00"


def bundle_workbook(content: Row) -> bytes:
    """The bundle as xlsx: the same content gives the same bytes."""
    return written([_deal_sheet(content), _deviation_sheet(content)], bundle_words(content))


def _deal_sheet(content: Row) -> WorkbookSheet:
    labels = [row["label"] for row in content["deals"][0]["counts"]] if content["deals"] else []
    columns = (
        *(
            Column("deal", WIDE),
            Column("stand op", DAY),
            Column("versie", NUMBER, "0"),
            Column("resultaten", NUMBER, "0"),
        ),
        *(Column(label, NUMBER, "0") for label in labels),
        *(Column(name, MONEY, MONEY_FORMAT) for name in ("afgesproken", "ontvangen", "verplicht", "besteed")),
        Column("controlegetal", WORDS),
    )
    rows = [
        (
            *(deal["name"], date_of(deal["on"]), deal["edition"], deal["results_total"]),
            *(row["count"] for row in deal["counts"]),
            *(Decimal(deal["sum"][name]) for name in ("agreed", "received", "committed", "spent")),
            deal["digest"],
        )
        for deal in content["deals"]
    ]
    return WorkbookSheet("Deals", columns, rows)


def _deviation_sheet(content: Row) -> WorkbookSheet:
    columns = (
        Column("deal", WIDE),
        Column("code", CODE),
        Column("resultaat", WIDE),
        Column("stand", WORDS),
        Column("waarom", WIDE),
    )
    rows = [
        (deal["name"], row["code"], row["title"], row["status_label"], row["reason"])
        for deal in content["deals"]
        for row in deal["deviations"]
    ]
    return WorkbookSheet("Afwijkingen", columns, rows)

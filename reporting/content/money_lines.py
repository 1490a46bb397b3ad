"""The lines of the table of money: the same rows on paper (templates/reporting/pdf/money.html), in the workbook
and in what changed.
"""

from typing import Literal, TypedDict

from finance.position.position_record import AmountsRecord
from regiodeal.base.json_values import Euro
from reporting.snapshot.schema import MoneyRecord, ReportedLine, SumRecord

type AmountName = Literal["agreed", "received", "committed", "spent", "room", "forecast"]


class MoneyLine(TypedDict):
    """A budget line, or a total of lines: that has no code, and is no agreed amount."""

    label: str
    code: str | None
    article: str | None
    kind_label: str | None
    is_rounded: bool | None
    is_total: bool
    agreed: Euro
    received: Euro
    committed: Euro
    spent: Euro
    room: Euro
    forecast: Euro | None
    forecast_reason: str | None


def source_names(money: MoneyRecord) -> dict[str, str]:
    """How the deal calls its sources of money, by their code."""
    return {source["code"]: source["name"] for source in money["sources"]}


def money_lines(money: MoneyRecord) -> list[MoneyLine]:
    """The lines of the position by source, each source closed by its total."""
    found: list[MoneyLine] = []
    names = source_names(money)
    for source, total in money["totals"].items():
        lines = [_line(line) for line in money["lines"] if line["source"] == source]
        found += [*lines, _total(f"Totaal {names[source]}", total, total["forecast"])] if lines else []
    return found


def money_sum(money: MoneyRecord) -> MoneyLine:
    """All lines together."""
    return _total("Totaal", money["sum"])


def _line(line: ReportedLine) -> MoneyLine:
    return {
        "label": line["label"],
        "code": line["code"],
        "article": line["article"],
        "kind_label": line["kind_label"],
        "is_rounded": line["is_rounded"],
        "is_total": False,
        "agreed": line["agreed"],
        "received": line["received"],
        "committed": line["committed"],
        "spent": line["spent"],
        "room": line["room"],
        "forecast": line["forecast"],
        "forecast_reason": line["forecast_reason"],
    }


def _total(label: str, amounts: AmountsRecord | SumRecord, forecast: str | None = None) -> MoneyLine:
    return {
        "label": label,
        "code": None,
        "article": None,
        "kind_label": None,
        "is_rounded": None,
        "is_total": True,
        "agreed": amounts["agreed"],
        "received": amounts["received"],
        "committed": amounts["committed"],
        "spent": amounts["spent"],
        "room": amounts["room"],
        "forecast": forecast,
        "forecast_reason": None,
    }

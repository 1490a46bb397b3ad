"""Page, command, workbook, API and report agree with a recalculation by hand, to the cent and to the status."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from finance.ledger_export.rows import Shown
from finance.ledger_export.workbook import AMOUNTS, POSITION_HEADINGS, write_workbook
from regiodeal.deals.models import Deal, User
from reporting.snapshot.take import take_snapshot
from tests.plugins.deal import SLUG, Enter, run
from tests.recalculation.money import UNDIVIDED, Line, Recalculated, recalculated
from tests.recalculation.targets import Judged, judged
from tests.reporting.api.clients import Reading, token_for

DAYS = (date(2025, 1, 31), date(2026, 6, 14), date(2026, 11, 29))
TARGETS, LINES = 51, 5
NAMES = ("agreed", "received", "committed", "spent", "room")
type Judgements = dict[str, Judged]
type Lines = dict[str, Line]


pytestmark = pytest.mark.usefixtures("example")


def judgements(rows: Any) -> Judgements:
    """What an output says of each target."""
    return {row["code"]: Judged(row["value"], row["status"]) for row in rows}


def lines(rows: Any) -> Lines:
    """What an output says of each line, in whole cents."""
    return {row["code"]: Line(*(_cents(row[name]) for name in NAMES)) for row in rows if row["code"]}


def _cents(amount: Any) -> int:
    cents = Decimal(str(amount)) * 100
    assert cents == int(cents), amount
    return int(cents)


def on_page(client: Client, on: date) -> Judgements:
    """What the overview was given to show."""
    page: Any = client.get(f"/deals/{SLUG}/?op={on}")
    return {
        row.target.code: Judged(None if row.outcome.value is None else f"{row.outcome.value:.2f}", row.status.value)
        for row in page.context["progress"].targets
    }


def in_workbook(deal: Deal, on: date) -> Lines:
    """What the accountant's workbook says."""
    file = BytesIO()
    write_workbook(file, Shown(deal, on))
    book = load_workbook(file, data_only=True)
    rows = [dict(zip(POSITION_HEADINGS, (cell.value for cell in row), strict=True)) for row in book["Positie"].rows]
    book.close()
    named = {title: name for name, title in AMOUNTS}
    return lines([{named.get(key, key): value for key, value in row.items()} for row in rows[1:]])


@pytest.mark.parametrize("on", DAYS)
def test_every_target_is_what_comes_out_by_hand(deal: Deal, bureau: User, enter: Enter, on: date) -> None:
    by_hand = judged(SLUG, on)
    assert len(by_hand) == TARGETS
    assert len({row.status for row in by_hand.values()}) >= 4  # a day on which there is something to find
    day = on.isoformat()
    assert judgements(json.loads(run("progress", SLUG, "--on", day, "--json"))["targets"]) == by_hand
    snapshot = take_snapshot(deal, year=on.year, stage="concept", on=on)
    assert judgements(snapshot["targets"]) == by_hand
    assert on_page(enter(bureau), on) == by_hand
    api = Reading(token_for([deal], bureau))
    assert judgements(api.json(f"/deals/{SLUG}/targets", on=day)["items"]) == by_hand


@pytest.mark.parametrize("on", DAYS)
def test_every_amount_is_what_comes_out_by_hand(deal: Deal, bureau: User, enter: Enter, on: date) -> None:
    by_hand = recalculated(SLUG, on)
    assert len(by_hand.lines.keys() - {UNDIVIDED}) == LINES
    assert sum(line.spent for line in by_hand.lines.values()) > 0
    told = json.loads(run("position", SLUG, "--on", on.isoformat(), "--json"))
    assert lines(told["lines"]) == by_hand.lines
    (cap,) = told["caps"]
    assert caps_of(cap, by_hand) == (by_hand.cap, by_hand.under_cap, by_hand.left_under_cap)
    assert lines(take_snapshot(deal, year=on.year, stage="concept", on=on)["money"]["lines"]) == by_hand.lines
    divided = {code: line for code, line in by_hand.lines.items() if code != UNDIVIDED}
    assert in_workbook(deal, on) == divided
    page: Any = enter(bureau).get(f"/deals/{SLUG}/financien/?op={on}")
    shown = [(row.line.code, row.amounts) for row in page.context["money"].lines if row.line]
    assert {code: Line(*(_cents(getattr(amounts, name)) for name in NAMES)) for code, amounts in shown} == divided
    api = Reading(token_for([deal], bureau))
    assert lines(api.json(f"/deals/{SLUG}/budget-lines", on=on.isoformat())["items"]) == by_hand.lines


def caps_of(cap: Any, by_hand: Recalculated) -> tuple[int, int, int]:
    """What an output says of the cap, in whole cents."""
    return _cents(cap["amount"]), _cents(cap["spent"]), _cents(cap["room"])

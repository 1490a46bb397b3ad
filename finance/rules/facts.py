"""Gathers what the rules look at, in two queries beside those of the position."""

from finance.position.figures import Position
from finance.position.money_position import agreed_totals
from finance.position.sums import KNOWN, asked, euro
from finance.rules import finding
from finance.rules.finding import Facts
from regiodeal.base.json_values import as_date

WITHOUT_MEASURE = "without_measure"
OUTSIDE_TERM = "outside_term"
STRANGE_YEAR = "strange_year"
WAITING = "waiting"
UNANSWERED = "unanswered"
NATIONAL_MONEY = "national_money"
NO_PARTY = "no_party"

_COUNTS = f"""
{KNOWN}
    SELECT '{WITHOUT_MEASURE}', COUNT(*), SUM(e.amount), MIN(e.booked_on)
    FROM expenditure e JOIN finance_budgetline l ON l.id = e.line_id
    WHERE e.stage = '' AND l.purpose = 'pillar' AND e.measure_id IS NULL
UNION ALL
    SELECT '{OUTSIDE_TERM}', COUNT(*), SUM(amount), MIN(booked_on)
    FROM expenditure WHERE stage = '' AND NOT booked_on BETWEEN %(first_day)s AND %(last_day)s
UNION ALL
    SELECT '{STRANGE_YEAR}', COUNT(*), SUM(amount), MIN(booked_on)
    FROM expenditure WHERE stage = '' AND (
        year NOT BETWEEN %(first_year)s AND %(last_year)s
        OR ABS(year - CAST(SUBSTR(CAST(booked_on AS text), 1, 4) AS integer)) > 1
    )
UNION ALL
    SELECT '{WAITING}', COUNT(*), SUM(amount), MIN(booked_on) FROM receipt WHERE stage = 'waiting_'
UNION ALL
    SELECT '{WAITING}', COUNT(*), SUM(amount), MIN(booked_on) FROM commitment WHERE stage = 'waiting_'
UNION ALL
    SELECT '{WAITING}', COUNT(*), SUM(amount), MIN(booked_on) FROM expenditure WHERE stage = 'waiting_'
UNION ALL
    SELECT '{UNANSWERED}', COUNT(*), SUM(amount), MIN(pledged_on)
    FROM contribution WHERE sector = 'public' AND national_money = ''
UNION ALL
    SELECT '{NATIONAL_MONEY}', COUNT(*), SUM(amount), MIN(pledged_on)
    FROM contribution WHERE sector = 'public' AND national_money NOT IN ('', 'none')
UNION ALL
    SELECT '{NO_PARTY}', COUNT(*), SUM(amount), MIN(pledged_on) FROM contribution WHERE party_id IS NULL
"""  # noqa: S608 (constants of our own)


def facts_of(money: Position) -> Facts:
    """Return what the rules look at, as of the position's date."""
    counts: dict[str, finding.FindingCount] = {}
    for what, number, cents, oldest in asked(_COUNTS, money.deal, money.on):
        if number:
            before = counts.get(what, finding.NOTHING)
            days = [day for day in (before.oldest, as_date(oldest)) if day]
            counts[what] = finding.FindingCount(before.number + number, before.amount + euro(cents), min(days))
    return Facts(money, tuple(agreed_totals(money)), counts)

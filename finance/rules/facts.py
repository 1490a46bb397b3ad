"""Gathers what the rules look at, in three or four queries beside those of the position."""

from finance.ledger.unusual import FEWEST_TO_COMPARE, TIMES_THE_USUAL
from finance.liquidity.liquidity import instalments
from finance.position.figures import Position
from finance.position.money_position import agreed_totals
from finance.position.project_money import ProjectsPosition
from finance.position.sums import KNOWN, REALISED, asked, euro
from finance.rules import finding
from finance.rules.finding import Facts
from finance.rules.project_facts import project_facts
from pillars.agreed.models import Goal, Measure
from regiodeal.base.json_values import as_date

WITHOUT_MEASURE = "without_measure"
OUTSIDE_TERM = "outside_term"
STRANGE_YEAR = "strange_year"
WAITING = "waiting"
UNANSWERED = "unanswered"
NATIONAL_MONEY = "national_money"
NO_PARTY = "no_party"
PAID_LESS = "paid_less"
OTHER_PILLAR = "other_pillar"
WITHOUT_EVIDENCE = "without_evidence"
TWICE = "twice"
FAR_OUT = "far_out"

# One that was corrected was looked at: it is no double and not out of the usual any more.
_UNCORRECTED = """e.stage = '' AND e.kind = 'booking' AND NOT EXISTS (
            SELECT 1 FROM expenditure c WHERE c.corrects_id = e.id AND c.stage = ''
        )"""


# A booking with its corrections is one, per place where it stands: what was moved to its right place stands there only.
_COUNTS = f"""
{KNOWN}
    SELECT '{WITHOUT_MEASURE}', COUNT(*), SUM(amount), MIN(booked_on) FROM (
        SELECT SUM(e.amount) AS amount, MIN(e.booked_on) AS booked_on
        FROM expenditure e JOIN finance_budgetline l ON l.id = e.line_id
        WHERE e.stage = '' AND l.purpose = 'pillar' AND e.measure_id IS NULL
        GROUP BY COALESCE(e.corrects_id, e.id), e.line_id HAVING SUM(e.amount) <> 0
    ) placed
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
UNION ALL -- of what receipts name as what they pay; a contribution that none names is paid to others
    SELECT '{PAID_LESS}', COUNT(*), SUM(done - paid), MIN(pledged_on) FROM (
        SELECT c.pledged_on,
            (SELECT SUM(a.amount) FROM finance_contributionamount a
             WHERE a.contribution_id = c.id AND a.what = '{REALISED}' AND a.counts_from <= %(on)s) AS done,
            (SELECT SUM(r.amount) FROM receipt r WHERE r.contribution_id = c.id AND r.stage = '') AS paid
        FROM contribution c
    ) each_one WHERE done > paid
UNION ALL
    SELECT '{OTHER_PILLAR}', COUNT(*), SUM(amount), MIN(booked_on) FROM (
        SELECT SUM(e.amount) AS amount, MIN(e.booked_on) AS booked_on
        FROM expenditure e JOIN finance_budgetline l ON l.id = e.line_id
            JOIN {Measure._meta.db_table} m ON m.id = e.measure_id JOIN {Goal._meta.db_table} g ON g.id = m.goal_id
        WHERE e.stage = '' AND g.pillar_id <> l.pillar_id
        GROUP BY COALESCE(e.corrects_id, e.id), e.line_id, e.measure_id HAVING SUM(e.amount) <> 0
    ) placed
UNION ALL -- what comes from the administration has its evidence there
    SELECT '{WITHOUT_EVIDENCE}', COUNT(*), SUM(e.amount), MIN(e.booked_on)
    FROM expenditure e WHERE e.stage = '' AND e.origin = 'manual' AND e.kind = 'booking' AND NOT EXISTS (
        SELECT 1 FROM finance_moneyevidence v WHERE v.expenditure_id = e.id
            AND v.uploaded_at < %(end)s AND (v.removed_at IS NULL OR v.removed_at >= %(end)s)
    )
UNION ALL -- each row beyond the first
    SELECT '{TWICE}', SUM(number - 1), SUM((number - 1) * amount), MIN(booked_on) FROM (
        SELECT COUNT(*) AS number, e.amount, e.booked_on FROM expenditure e
        WHERE {_UNCORRECTED} GROUP BY UPPER(e.counterpart), e.booked_on, e.amount HAVING COUNT(*) > 1
    ) alike
UNION ALL
    SELECT '{FAR_OUT}', COUNT(*), SUM(e.amount), MIN(e.booked_on)
    FROM expenditure e JOIN (
        SELECT e.line_id, COUNT(*) AS number, SUM(e.amount) AS total FROM expenditure e
        WHERE {_UNCORRECTED} GROUP BY e.line_id HAVING COUNT(*) > {FEWEST_TO_COMPARE}
    ) usual ON usual.line_id = e.line_id
    WHERE {_UNCORRECTED} AND e.amount * (usual.number - 1) > {TIMES_THE_USUAL} * (usual.total - e.amount)
"""  # noqa: S608 (constants of our own)


def facts_of(money: Position, *, projects: ProjectsPosition | None = None) -> Facts:
    """Return what the rules look at, as of the position's date; the rules of projects find nothing without these."""
    counts: dict[str, finding.FindingCount] = {}
    for what, number, cents, oldest in asked(_COUNTS, money.deal, money.on):
        if number:
            before = counts.get(what, finding.NOTHING)
            days = [day for day in (before.oldest, as_date(oldest)) if day]
            counts[what] = finding.FindingCount(before.number + number, before.amount + euro(cents), min(days))
    late = tuple(each for each in instalments(money.deal, money.on) if each.is_late)
    of_projects = project_facts(projects) if projects else None
    return Facts(money, tuple(agreed_totals(money)), counts, late=late, projects=of_projects)

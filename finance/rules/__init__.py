"""The rules of the money, in order. Each is one function of the facts and the date; none raises, writes or asks.

`findings(facts_of(position(deal, on=on)))` says what they find, worst first.
"""

from collections.abc import Callable, Iterable
from datetime import date

from finance.rules.approval_missing import approval_missing
from finance.rules.cap import cap
from finance.rules.financing_not_eligible import financing_not_eligible
from finance.rules.financing_unanswered import financing_unanswered
from finance.rules.finding import Facts, Finding, Severity, Shift
from finance.rules.maxima import maxima
from finance.rules.municipality_minimum import municipality_minimum
from finance.rules.outside_term import outside_term
from finance.rules.overspent import overspent
from finance.rules.partner_no_party import partner_no_party
from finance.rules.pillar_division import pillar_division
from finance.rules.regional_share import regional_share
from finance.rules.room import room
from finance.rules.undivided import undivided
from finance.rules.unspent import unspent
from finance.rules.without_measure import without_measure

__all__ = ["RULES", "Facts", "Finding", "Severity", "Shift", "findings"]

type Rule = Callable[[Facts, date], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    cap,
    maxima,
    municipality_minimum,
    pillar_division,
    financing_not_eligible,
    financing_unanswered,
    partner_no_party,
    outside_term,
    approval_missing,
    room,
    overspent,
    without_measure,
    unspent,
    regional_share,
    undivided,
)


def findings(facts: Facts) -> list[Finding]:
    """All that the rules find, worst first and then in the order of the rules."""
    found = [finding for rule in RULES for finding in rule(facts, facts.money.on)]
    return sorted(found, key=lambda finding: finding.severity)

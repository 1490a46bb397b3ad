"""When something is due: one small function per kind of due rule of the deal file.

Every function takes the rule as data and the deal for its dates, and returns last days: "voor 15 juni" is written in
the deal file as the 14th, the last day itself (art. 8 lid 3).
"""

from collections.abc import Callable, Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

from regiodeal.covenant.due_rules.due_rule_words import Rule
from regiodeal.deals.models import Deal


def due_dates(rule: Rule, deal: Deal) -> list[date]:
    """All last days that follow from the rule, in order; empty when there is none without a case (art. 12, 13).

    Raises KeyError for a rule that the deal file's schema does not know.
    """
    return sorted(_RULES[rule["rule"]](rule, deal))


def due_date(rule: Rule, deal: Deal) -> date | None:
    """The final last day, or None. For a rule that comes back each year: the last of its years."""
    dates = due_dates(rule, deal)
    return dates[-1] if dates else None


def first_full_year(deal: Deal) -> int:
    """The first calendar year that lies wholly within the deal: 2024 for a deal in force on 2 November 2023."""
    year = deal.in_force_on.year
    return year if deal.in_force_on == date(year, 1, 1) else year + 1


def years_to_write(deal: Deal, *, on: date) -> range:
    """The years that can be written about: those of the deal that have begun at the end of `on`."""
    return range(deal.in_force_on.year, min(deal.ends_on.year, on.year) + 1)


def judged_year(deal: Deal, on: date) -> int:
    """The calendar year that a yearly target is judged by: the last one that is over at the end of `on`.

    In the first full year itself, and before it, that is the first full year; after the deal, its last year.
    """
    completed = (on + relativedelta(days=1)).year - 1
    return max(first_full_year(deal), min(completed, deal.ends_on.year))


def _fixed(rule: Rule, deal: Deal) -> Iterator[date]:
    yield date.fromisoformat(rule["date"])


def _window(rule: Rule, deal: Deal) -> Iterator[date]:
    yield date.fromisoformat(rule["to"])


def _yearly(rule: Rule, deal: Deal) -> Iterator[date]:
    # Without a last year it comes back as long as the deal lasts, also when it is extended (art. 18).
    last_year = rule.get("last_year") or deal.ends_on.year + rule.get("years_after_end", 0)
    for year in range(rule["first_year"], last_year + 1):
        yield date(year, rule["month"], rule["day"])


def _end_of_year(rule: Rule, deal: Deal) -> Iterator[date]:
    for year in range(first_full_year(deal), deal.ends_on.year + 1):
        yield min(date(year, 12, 31), deal.ends_on)


def _end_of_deal(rule: Rule, deal: Deal) -> Iterator[date]:
    yield deal.ends_on


def _after_end_of_deal(rule: Rule, deal: Deal) -> Iterator[date]:
    # Judged after the end; the state it is judged by is the one on the last day.
    yield deal.ends_on


def _before_end_of_financing(rule: Rule, deal: Deal) -> Iterator[date]:
    yield deal.financing_ends_on - relativedelta(months=rule["months"])


def _years_after_signing(rule: Rule, deal: Deal) -> Iterator[date]:
    # relativedelta gives 28 February for a deal that was signed on a leap day.
    yield deal.signed_on + relativedelta(years=rule["years"])


def _after_event(rule: Rule, deal: Deal) -> Iterator[date]:
    # Counts from a case (a request, a notice); without one there is no date.
    return iter(())


_RULES: dict[str, Callable[[Rule, Deal], Iterator[date]]] = {
    "fixed": _fixed,
    "window": _window,
    "yearly": _yearly,
    "end_of_year": _end_of_year,
    "end_of_deal": _end_of_deal,
    "after_end_of_deal": _after_end_of_deal,
    "before_end_of_financing": _before_end_of_financing,
    "years_after_signing": _years_after_signing,
    "after_event": _after_event,
}

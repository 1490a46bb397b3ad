"""When something is due: one small function per kind of due rule of the deal file.

Every function takes the rule as data and the deal for its dates, and returns last days: "voor 15 juni" is written in
the deal file as the 14th, the last day itself (art. 8 lid 3). Some terms count from a case: a request for an amendment,
or the notice of a withdrawal. A last day in a weekend or on a public holiday has to be met before it.
"""

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from regiodeal.base.dutch import MONTHS
from regiodeal.covenant.due_rules.due_rule_words import Rule, due_in_words, term_in_words
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.deals.in_force import terms
from regiodeal.deals.models import Deal


@dataclass(frozen=True)
class ImpossibleDay:
    """A day that a rule names and that no calendar has, such as 31 April 2027."""

    words: str


def due_dates(rule: Rule, deal: Deal) -> list[date]:
    """All last days that follow from the rule, in order; empty when there is none without a case (art. 12, 13).

    A day that does not exist is left out: `due_faults` tells it. It is never moved to another day, which nobody agreed.
    """
    return sorted(day for day in _read(rule, deal) if isinstance(day, date))


def due_faults(rule: Rule, deal: Deal) -> list[str]:
    """What cannot be read in a stored rule, in Dutch: '31 april 2027 bestaat niet'; empty for a rule that is right."""
    return [day.words for day in _read(rule, deal) if isinstance(day, ImpossibleDay)]


def _read(rule: Rule, deal: Deal) -> list[date | ImpossibleDay]:
    try:
        return list(_RULES[rule["rule"]](rule, deal))
    except (KeyError, TypeError, ValueError, OverflowError):
        return [ImpossibleDay("de termijnregel is niet te lezen")]


def due_date(rule: Rule, deal: Deal) -> date | None:
    """The final last day, or None. For a rule that comes back each year: the last of its years."""
    dates = due_dates(rule, deal)
    return dates[-1] if dates else None


HALF_OF_A_YEAR = (7, 1)  # the month and the day


def first_counted_year(deal: Deal) -> int:
    """The first calendar year that yearly figures are about: the first that lies in the deal for at least its half.

    2024 for a deal in force on 2 November 2023, and 2026 for one in force on 1 March 2026, whose first report, of the
    spring of 2027, looks back on those ten months. A deal may say otherwise (`Deal.first_counted_year`).
    """
    if deal.first_counted_year is not None:
        return deal.first_counted_year
    begin = deal.in_force_on
    return begin.year if (begin.month, begin.day) <= HALF_OF_A_YEAR else begin.year + 1


def years_to_write(deal: Deal, *, on: date) -> range:
    """The years that can be written about: those of the deal that have begun at the end of `on`."""
    return range(deal.in_force_on.year, min(deal.ends_on.year, on.year) + 1)


def judged_year(deal: Deal, on: date) -> int:
    """The calendar year that a yearly target is judged by: the last one that is over at the end of `on`.

    In the first year that counts, and before it, that is this first year; after the deal, its last year.
    """
    completed = (on + relativedelta(days=1)).year - 1
    return max(first_counted_year(deal), min(completed, deal.ends_on.year))


def _day_of(year: int, month: int, number: int) -> date | ImpossibleDay:
    try:
        return date(year, month, number)
    except ValueError:
        named = f"{number} {MONTHS[month - 1]} {year}" if 1 <= month <= len(MONTHS) else f"{number}-{month}-{year}"
        return ImpossibleDay(f"{named} bestaat niet")


def _fixed(rule: Rule, deal: Deal) -> Iterator[date | ImpossibleDay]:
    yield _day_of(*map(int, rule["date"].split("-")))


def _window(rule: Rule, deal: Deal) -> Iterator[date | ImpossibleDay]:
    yield _day_of(*map(int, rule["to"].split("-")))


def _yearly(rule: Rule, deal: Deal) -> Iterator[date | ImpossibleDay]:
    # Without a last year it comes back as long as the deal lasts, also when it is extended (art. 18).
    last_year = rule.get("last_year") or deal.ends_on.year + rule.get("years_after_end", 0)
    for year in range(rule["first_year"], last_year + 1):
        yield _day_of(year, rule["month"], rule["day"])


def _end_of_year(rule: Rule, deal: Deal) -> Iterator[date | ImpossibleDay]:
    for year in range(first_counted_year(deal), deal.ends_on.year + 1):
        yield min(date(year, 12, 31), deal.ends_on)


def _end_of_deal(rule: Rule, deal: Deal) -> Iterator[date | ImpossibleDay]:
    yield deal.ends_on


def _after_end_of_deal(rule: Rule, deal: Deal) -> Iterator[date | ImpossibleDay]:
    # Judged after the end; the state it is judged by is the one on the last day.
    yield deal.ends_on


def _before_end_of_financing(rule: Rule, deal: Deal) -> Iterator[date | ImpossibleDay]:
    yield deal.financing_ends_on - relativedelta(months=rule["months"])


def _years_after_signing(rule: Rule, deal: Deal) -> Iterator[date | ImpossibleDay]:
    # relativedelta gives 28 February for a deal that was signed on a leap day.
    yield deal.signed_on + relativedelta(years=rule["years"])


def _after_event(rule: Rule, deal: Deal) -> Iterator[date | ImpossibleDay]:
    # Counts from a case (a request, a notice); without one there is no date.
    return iter(())


_RULES: dict[str, Callable[[Rule, Deal], Iterator[date | ImpossibleDay]]] = {
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


REQUEST = "amendment_requested"


NOTICE = "withdrawal_notified"


@dataclass(frozen=True)
class Case:
    """A request or a notice with a term: since when it runs, when it was met, whose it is, and where it stands.

    `is_met_by_time` when nobody has to do anything: a notice ends by itself.
    """

    event: str
    key: str
    title: str
    since: date
    done_on: date | None
    party: str
    path: str
    last_day: date | None = None
    is_met_by_time: bool = False


@dataclass(frozen=True)
class CaseRules:
    """The terms that the deal names for cases, asked for once; each as it was agreed on the day the case began."""

    deal: Deal
    rows: Sequence[Obligation]

    def of(self, event: str, *, since: date) -> Obligation | None:
        """The obligation whose term runs from this event; None when the deal names none."""
        for row in terms(self.deal, on=since).apply([copy(row) for row in self.rows]):
            if row.due.get("rule") == "after_event" and row.due.get("event") == event:
                return row
        return None

    def last_day(self, event: str, *, since: date) -> date | None:
        """The last day of the term, the day itself included; None when the deal names none.

        1 July and six weeks is 12 August; 30 November and three months is the last day of February.
        """
        found = self.of(event, since=since)
        if found is None:
            return None
        return since + relativedelta(weeks=found.due.get("weeks", 0), months=found.due.get("months", 0))

    def term(self, event: str, *, since: date) -> str:
        """How long the term is that runs from the event: 'zes weken'; empty when the deal names none."""
        found = self.of(event, since=since)
        return term_in_words(found.due) if found else ""


def case_rules(deal: Deal) -> CaseRules:
    """The terms for cases of a deal, in one query; two where the later versions did not come along with the deal."""
    known = terms(deal, on=deal.in_force_on).deal_itself()
    return CaseRules(known, list(Obligation.objects.filter(deal=deal, due__rule="after_event")))


@dataclass(frozen=True)
class EventTerm:
    """A term that begins when something happens, such as a notice: agreed, also while no case runs."""

    obligation: Obligation

    @property
    def words(self) -> str:
        """Return when it ends: 'binnen zes weken na een verzoek om wijziging'."""
        return due_in_words(self.obligation.due)


def event_terms(deal: Deal, *, on: date) -> list[EventTerm]:
    """The terms after an event as agreed on the date (art. 12, 13), in the order of the covenant."""
    rows = terms(deal, on=on).apply(Obligation.objects.filter(deal=deal))
    return [EventTerm(row) for row in rows if row.due.get("rule") == "after_event"]


def last_day_after(deal: Deal, event: str, *, since: date) -> date | None:
    """The last day of the term that the deal names for this event; see CaseRules.last_day."""
    return case_rules(deal).last_day(event, since=since)


SATURDAY = 5


def holiday_name(day: date) -> str:
    """The name of the public holiday on that day, in Dutch; empty when it is none."""
    import holidays  # slow to import

    return str(holidays.country_holidays("NL", years=day.year, language="nl").get(day, ""))


def is_working_day(day: date) -> bool:
    """Tell whether people work on that day: no weekend and no public holiday."""
    return day.weekday() < SATURDAY and not holiday_name(day)


def working_day_up_to(day: date) -> date:
    """The day itself when it is a working day, else the last working day before it.

    A term of the covenant does not move to the next working day: it is no term of a law (Algemene termijnenwet).
    """
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day

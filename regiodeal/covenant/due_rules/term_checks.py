"""What a deal file says of its terms: days that exist, owners that are known, and each mark given once."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from regiodeal.base.dutch import MONTHS
from regiodeal.base.dutch import day as day_told
from regiodeal.deal_file.document import DealFile
from regiodeal.deal_file.faults import Fault
from regiodeal.deal_file.meaning import codes, one_of

OBLIGATIONS = "obligations"
COMMON_YEAR = 2023
_MARKS = {
    "closes_round": "Zonder 'Sluit een ronde' is er geen ronde waarin cijfers worden ingevuld.",
    "submits_report": "Zonder 'Vraagt de rapportage' zegt het portaal niet wanneer de rapportage klaar moet zijn.",
    "asks_meeting": "",
}
_ONE_OF = {"amendment_requested": "een verzoek om wijziging", "withdrawal_notified": "een opzegging"}


def terms_on_days_that_exist(document: DealFile) -> Iterator[Fault]:
    """A term that comes back each year falls on a day of every year: never on 31 April, nor on 29 February."""
    for key in (OBLIGATIONS, "targets"):
        for index, row in enumerate(document.rows(key)):
            due = row.get("due")
            if isinstance(due, dict) and due.get("rule") == "yearly":
                month, day = due.get("month"), due.get("day")
                if (
                    isinstance(month, int)
                    and isinstance(day, int)
                    and day > (last := monthrange(COMMON_YEAR, month)[1])
                ):
                    told = f"{day} {MONTHS[month - 1]} bestaat niet elk jaar."
                    yield document.fault(told, key, index, "due", "day", remedy=f"Ten hoogste {last}.")


def terms_in_order(document: DealFile) -> Iterator[Fault]:
    """A window ends on or after its first day, and the last year of a term is not before its first."""
    for key in (OBLIGATIONS, "targets"):
        for index, row in enumerate(document.rows(key)):
            due = row.get("due")
            if not isinstance(due, dict):
                continue
            for before, after in (("from", "to"), ("first_year", "last_year")):
                first, last = due.get(before), due.get(after)
                if first is not None and last is not None and str(last) < str(first):
                    told = f"{_told(last)} ligt voor {_told(first)}."
                    yield document.fault(told, key, index, "due", after, remedy="Draai de twee om.")


def fixed_days_within_the_deal(document: DealFile) -> Iterator[Fault]:
    """A norm is reached before the deal ends; one with a fixed day after that is told, and may be."""
    ends = document.deal().get("ends_on")
    for index, row in enumerate(document.rows("targets")):
        due = row.get("due")
        if not isinstance(due, dict) or not ends:
            continue
        last = due.get("date")
        if due.get("rule") == "fixed" and last and str(last) > str(ends):
            told = f"{_told(last)} ligt na de laatste dag van de deal ({_told(ends)})."
            remedy = "Kijk of deze dag klopt."
            yield document.fault(told, "targets", index, "due", "date", remedy=remedy, is_remark=True)


def _told(value: object) -> str:
    """A day or a year of the file as people read it."""
    return day_told(date.fromisoformat(value)) if isinstance(value, str) else str(value)


def owners_are_known(document: DealFile) -> Iterator[Fault]:
    """Who sees to an obligation is a Party or an organisation of the deal."""
    known = codes(document, "parties") | codes(document, "organisations")
    for index, row in enumerate(document.rows(OBLIGATIONS)):
        owner = row.get("owner")
        if owner is not None and owner not in known:
            told = f"'{owner}' is geen Partij en geen organisatie van de deal."
            yield document.fault(told, OBLIGATIONS, index, "owner", remedy=one_of(sorted(known)))


def marks_given_once(document: DealFile) -> Iterator[Fault]:
    """Each mark stands at one obligation at most; one that is missing is told, since then something does not run."""
    rows = document.rows(OBLIGATIONS)
    for mark, without in _MARKS.items():
        marked = [index for index, row in enumerate(rows) if row.get(mark) is True]
        for index in marked[1:]:
            told = "Een andere afspraak heeft dit merk al."
            yield document.fault(told, OBLIGATIONS, index, mark, remedy="Laat het merk bij één afspraak staan.")
        if not marked and without:
            yield document.fault(
                without, OBLIGATIONS, remedy="Zet het merk bij de afspraak die het vraagt.", is_remark=True
            )


def events_named_once(document: DealFile) -> Iterator[Fault]:
    """A term that runs from an event is named once: of two nobody would know which one counts."""
    seen: set[str] = set()
    for index, row in enumerate(document.rows(OBLIGATIONS)):
        due = row.get("due")
        event = due.get("event") if isinstance(due, dict) and due.get("rule") == "after_event" else None
        if event in seen:
            told = f"Er is al een termijn na {_ONE_OF.get(str(event), 'deze gebeurtenis')}."
            yield document.fault(told, OBLIGATIONS, index, "due", "event", remedy="Laat er één staan.")
        if event is not None:
            seen.add(event)


TERM_CHECKS = (
    terms_on_days_that_exist,
    terms_in_order,
    fixed_days_within_the_deal,
    owners_are_known,
    marks_given_once,
    events_named_once,
)

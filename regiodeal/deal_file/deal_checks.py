"""What a deal file says of the deal itself and its Parties: the order of its days, and who has which role."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from regiodeal.base.dutch import day
from regiodeal.base.values import FileRow
from regiodeal.deal_file.document import DealFile
from regiodeal.deal_file.faults import Fault
from regiodeal.deal_file.schema import DEAL, titles_at

PARTIES = "parties"
_DAYS = ("signed_on", "in_force_on", "ends_on")  # each lies after the one before it


def days_in_order(document: DealFile) -> Iterator[Fault]:
    """The deal is signed, then comes into force, then ends; the financing ends after the deal came into force."""
    deal = document.deal()
    later = [*pairwise(_DAYS), (_DAYS[0], _DAYS[-1]), ("in_force_on", "financing_ends_on")]
    for before, after in later:
        first, last = deal.get(before), deal.get(after)
        if first and last and str(first) >= str(last):
            told = f"Deze dag ligt niet na '{titles_at((DEAL, before)).field}' ({_told(first)})."
            yield document.fault(told, DEAL, None, after, remedy="Kijk welke van de twee dagen niet klopt.")


def first_year_lies_in_the_deal(document: DealFile) -> Iterator[Fault]:
    """The first year that counts is one of the years of the deal."""
    deal = document.deal()
    first, days = deal.get("first_counted_year"), [str(deal.get(name) or "")[:4] for name in ("in_force_on", "ends_on")]
    if isinstance(first, int) and all(map(str.isdecimal, days)) and not int(days[0]) <= first <= int(days[1]):
        told = f"Dit jaar valt buiten de deal, die loopt van {days[0]} tot en met {days[1]}."
        yield document.fault(told, DEAL, None, "first_counted_year", remedy="Kies een jaar van de deal.")


def holders_leave_after_they_came(document: DealFile) -> Iterator[Fault]:
    """Nobody leaves an office before the day on which they came."""
    for index, party in enumerate(document.rows(PARTIES)):
        for number, holder in enumerate(party.get("office_holders") or ()):
            first, last = holder.get("valid_from"), holder.get("valid_to")
            if first and last and str(last) < str(first):
                told = f"De laatste dag ({_told(last)}) ligt voor de eerste ({_told(first)})."
                yield document.fault(
                    told, PARTIES, index, "office_holders", number, "valid_to", remedy="Draai de dagen om."
                )


def both_sides_sign(document: DealFile) -> Iterator[Fault]:
    """A Regio Deal has Parties of the Rijk and of the region; a file without one of them is looked at again."""
    parties = document.rows(PARTIES)
    for side, name in (("national", "het Rijk"), ("regional", "de regio")):
        if parties and all("side" in party for party in parties) and not _with(parties, "side", side):
            yield document.fault(f"Er is geen Partij van {name}.", PARTIES, is_remark=True)


def one_treasurer(document: DealFile) -> Iterator[Fault]:
    """Mostly one Party of the region receives the money; more, none, or one of the Rijk is told, and may be."""
    parties = document.rows(PARTIES)
    places = [index for index, party in enumerate(parties) if party.get("is_treasurer") is True]
    if parties and not places:
        told = "Geen Partij is kassier: niemand ontvangt en verantwoordt het geld van het Rijk."
        yield document.fault(
            told, PARTIES, remedy="Zet 'Is kassier' bij een Partij op ja, als er wel een is.", is_remark=True
        )
    for index in places[1:]:
        told = "Er is meer dan één kassier."
        yield document.fault(told, PARTIES, index, "is_treasurer", remedy="Kijk of dat klopt.", is_remark=True)
    for index in places:
        if parties[index].get("side") == "national":
            told = "Een Partij van het Rijk is kassier."
            yield document.fault(told, PARTIES, index, "is_treasurer", remedy="Kijk of dat klopt.", is_remark=True)


def somebody_gets_the_report(document: DealFile) -> Iterator[Fault]:
    """The report goes to a Party; without one the pages name no receiver."""
    parties = document.rows(PARTIES)
    if parties and not _with(parties, "receives_report", True):
        told = "Geen Partij ontvangt de rapportage."
        remedy = "Zet 'Ontvangt de rapportage' op ja bij de Partij aan wie zij gaat."
        yield document.fault(told, PARTIES, remedy=remedy, is_remark=True)


def _told(value: object) -> str:
    """A day of the file as people read it."""
    return day(date.fromisoformat(str(value)))


def _with(rows: list[FileRow], name: str, value: object) -> list[FileRow]:
    return [row for row in rows if row.get(name) == value]


DEAL_CHECKS = (
    *(days_in_order, first_year_lies_in_the_deal, holders_leave_after_they_came, both_sides_sign, one_treasurer),
    somebody_gets_the_report,
)

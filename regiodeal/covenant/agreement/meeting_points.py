"""What amendments bring to a meeting: points for the agenda, subjects of decisions, and consents that are asked."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from regiodeal.covenant.agreement.consents import consent_counts
from regiodeal.covenant.agreement.models import Amendment, AmendmentSort
from regiodeal.covenant.meetings.subjects import Named, Proposed, Subject
from regiodeal.deals.models import Deal

AMENDMENT = "wijziging"


def address(deal: Deal, amendment: Amendment) -> str:
    """Return the address of the page of the amendment."""
    return reverse("amendment", args=[deal.slug, amendment.number])


def _point(deal: Deal, row: Amendment, title: str, note: str) -> Proposed:
    return Proposed(AMENDMENT, str(row.number), title, note, address(deal, row))


def _names(deal: Deal, codes: Collection[str] | None) -> dict[str, Named]:
    rows: QuerySet[Amendment] = Amendment.objects.filter(deal=deal).requested()
    if codes is not None:
        rows = rows.filter(number__in=[int(code) for code in codes if code.isdecimal() and len(code) < 6])
    return {str(row.number): Named(str(row), address(deal, row)) for row in rows}


AMENDMENTS = Subject(AMENDMENT, "Wijziging", _names)


SETTLE_IT = "er is genoeg instemming zonder dat een Partij erbij instemde; dat moet nog worden vastgesteld"


def requests(deal: Deal, on: date) -> list[Proposed]:
    """Each request that is under way comes on the agenda (art. 12 lid 2)."""
    rows = (
        Amendment.objects.under_way()
        .filter(deal=deal, requested_on__lte=on)
        .exclude(sort=AmendmentSort.ACCESSION)
        .order_by("number")
    )
    return [_point(deal, row, f"Verzoek tot {row.get_sort_display()}: {row.title}", row.text) for row in rows]


def consents(deal: Deal, on: date) -> list[Proposed]:
    """Return where Parties are asked to consent, and who still has to."""
    rows = Amendment.objects.asking_consent().filter(deal=deal).order_by("number")
    found = consent_counts(deal, rows, on=on)
    return [
        _point(deal, row, str(row), _sentence(SETTLE_IT if found[row.pk].awaits_decision else found[row.pk].missing))
        for row in rows
        if not found[row.pk].is_complete
    ]


def _sentence(text: str) -> str:
    """Begin with a capital, and leave the rest: names of Parties keep theirs."""
    return text[:1].upper() + text[1:]

"""What is behind the money in the snapshot: bookings, contributions, and what the rules found.

Counterparts stay out: they can be people, and the report goes to everybody.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Prefetch

from finance.contributions.models import Contribution
from finance.evidence.models import MoneyEvidence
from finance.ledger.booking_record import booking_record
from finance.ledger.ledger import KINDS
from finance.position.figures import Position
from finance.rules.facts import facts_of
from finance.rules.money_rules import findings
from regiodeal.base.json_values import two_decimals
from regiodeal.deals.models import Deal
from regiodeal.files.models import Openness
from reporting.snapshot.schema import ContributionRecord, FindingRecord, ReportedBooking


def booking_rows(deal: Deal, on: date) -> Iterator[ReportedBooking]:
    """Every booking that counts on the date, per sort in order of its day, with who entered and approved it."""
    for kind, model in KINDS.items():
        rows: Any = model._default_manager
        known = rows.booked_by(deal, on).select_related("line", "entered_by", "decided_by", "corrects")
        if kind != "ontvangsten":
            known = known.select_related("measure", "project")
        for row in known.prefetch_related(_public_evidence()).order_by("booked_on", "pk"):
            yield _booking(kind, row)


def contribution_rows(deal: Deal, on: date) -> list[ContributionRecord]:
    """The contributions that stood on the date, with what of them was confirmed and realised by then."""
    rows = Contribution.objects.standing(deal, on).select_related(
        "party", "organisation", "contributor", "line", "entered_by"
    )
    return [_contribution(row, on) for row in rows.prefetch_related(_public_evidence(), "amounts", "realisations")]


def finding_rows(money: Position) -> list[FindingRecord]:
    """Return what the rules of the money find on the position's date, worst first."""
    return [
        {
            "code": finding.code,
            "severity_label": finding.severity.label,
            "article": finding.article,
            "text": finding.text,
            "budget_line": finding.line,
        }
        for finding in findings(facts_of(money))
    ]


def _booking(kind: str, row: Any) -> ReportedBooking:
    return {
        **booking_record(row),
        "sort": kind,
        "corrects": row.corrects.code if row.corrects else None,
        "origin_label": row.get_origin_display(),
        "entered_by": str(row.entered_by),
        "approved_by": str(row.decided_by),
        "evidence": _titles(row),
    }


def _contribution(row: Contribution, on: date) -> ContributionRecord:
    confirmed, realised = row.amount_on("confirmed", on), row.amount_on("realised", on)
    return {
        "partner": row.organisation.name if row.organisation else row.party.name if row.party else "",
        "contributor_label": row.contributor.who,
        "description": row.description,
        "sector_label": row.get_sector_display(),
        "form_label": row.get_form_display(),
        "valuation_ground": row.valuation_ground,
        "budget_line": row.line.code if row.line else None,
        "pledged_on": row.pledged_on.isoformat(),
        "state_label": row.state_on(on).label,
        "amount": two_decimals(row.amount_on("pledged", on) or row.amount),
        "confirmed_amount": two_decimals(confirmed),
        "realised_amount": two_decimals(realised),
        "entered_by": str(row.entered_by),
        "evidence": _titles(row),
    }


def _public_evidence() -> "Prefetch[str]":
    return Prefetch("evidence", MoneyEvidence.objects.filter(openness=Openness.PUBLIC), to_attr="open_evidence")


def _titles(row: Any) -> list[str]:
    return [str(evidence) for evidence in row.open_evidence]

"""Booking money in a test, by the verbs that the portal itself uses."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from finance.budget.models import BudgetLine, Source
from finance.caps.models import Cap, CapDeviation
from finance.contributions.models import Contribution
from finance.contributions.realisations import Realisation
from finance.ledger.models import Booking, BookingKind, Commitment, Expenditure, Receipt
from finance.position.money_position import position
from finance.rules.facts import facts_of
from finance.rules.finding import Finding
from finance.rules.money_rules import findings
from regiodeal.deals.models import Deal, Organisation, Party, User
from tests.plugins.deal import at

KINDS: dict[str, type[Booking]] = {"receipt": Receipt, "commitment": Commitment, "expenditure": Expenditure}
DEFAULTS: dict[str, dict[str, Any]] = {
    "receipt": {"contributor": "national", "reference": "Beschikking"},
    "commitment": {"counterpart": "Bureau", "description": "Opdracht"},
    "expenditure": {"counterpart": "Bureau", "description": "Nota", "btw_amount": Decimal(0)},
}

ON = date(2026, 6, 14)

type Book = Callable[..., Any]
type Pledge = Callable[..., Contribution]


def found(deal: Deal, code: str, *, on: date = ON) -> list[Finding]:
    """What the rules find with that code on that date."""
    return [finding for finding in findings(facts_of(position(deal, on=on))) if finding.code == code]


def deviate(deal: Deal, *, by: User, approved_by: User | None, on: str = "2026-03-01", **new: Any) -> CapDeviation:
    """Record a decision to let the cap be another, approved when somebody is named."""
    deviation = CapDeviation.begin(
        by=by,
        at=at(on),
        cap=Cap.objects.get(deal=deal),
        decided_on=on,
        decider="Rijk-Regio-overleg",
        decision="De grens is hoger.",
        reason="De evaluatie kost meer dan verwacht.",
        reference="Verslag, punt 4",
        **new,
    )
    deviation.submit(by=by, at=at(on))
    if approved_by:
        deviation.approve(by=approved_by, at=at(on))
    return deviation


def realise(
    row: Contribution, amount: str, on: str, *, by: User, approved_by: User | None, done_on: str = "", **fields: Any
) -> Realisation:
    """A part of a contribution that was done: entered and submitted on a day, and approved when somebody is named."""
    ground = "Uren maal tarief" if row.form == "in_kind" else ""
    day = date.fromisoformat(done_on or on)
    values = {"done_on": day, "year": day.year, "amount": Decimal(amount), "valuation_ground": ground} | fields
    part = Realisation.begin(by=by, at=at(on), contribution=row, **values)
    part.submit(by=by, at=at(on))
    if approved_by:
        part.approve(by=approved_by, at=at(on))
        row.refresh_from_db()
    return part


@pytest.fixture
def pledge(deal: Deal, bureau: User, controller: User) -> Pledge:
    """A contribution of the Gemeente (or another partner by its code), taken as far as `state` says."""

    def make(
        amount: str, partner: str = "Gemeente", state: str = "pledged", on: str = "2025-02-01", **fields: Any
    ) -> Any:
        party = Party.objects.filter(deal=deal, code=partner).first()
        organisation = None if party else Organisation.objects.get(deal=deal, code=partner)
        values = {"sector": "public", "form": "cash", "description": "Inzet", "reference": "Brief"} | fields
        row = Contribution.pledge(
            by=bureau,
            at=at(on),
            deal=deal,
            party=party,
            organisation=organisation,
            amount=Decimal(amount),
            pledged_on=date.fromisoformat(on),
            **values,
        )
        if state == "pledged":
            return row
        if row.sector == "public":
            row.answer(by=bureau, at=at(on), answer="none", ground="Gemeentebegroting")
        row.confirm(by=controller, at=at(on), on=date.fromisoformat(on), amount=Decimal(amount))
        if state == "realised":
            realise(row, amount, on, by=bureau, approved_by=controller)
        return row

    return make


@pytest.fixture
def book(deal: Deal, bureau: User, controller: User) -> Book:
    """Book a receipt, commitment or expenditure on a line by its code, approved by the controller on the same day.

    With `state="submitted"` it still waits; with `corrects` it takes back or adds to an earlier row.
    """
    numbers = iter(range(1, 10_000))

    def make(
        what: str, line: str | None, amount: str, /, on: str = "2026-01-15", state: str = "approved", **fields: Any
    ) -> Any:
        approved_on = fields.pop("approved_on", on)
        if fields.get("corrects") or fields.get("origin"):
            fields = {"kind": BookingKind.CREDIT_NOTE, "correction_reason": "Te veel in rekening gebracht"} | fields
        code = fields.pop("code", f"{what}-{next(numbers)}")
        values = DEFAULTS[what] | fields
        if what == "receipt":
            values["contributor"] = Source.objects.get(deal=deal, code=values["contributor"])
        row = KINDS[what].begin(
            by=bureau,
            at=at(on),
            deal=deal,
            code=code,
            line=BudgetLine.objects.get(deal=deal, code=line) if line else None,
            booked_on=on,
            amount=Decimal(amount),
            **values,
        )
        if state != "draft":
            row.submit(by=bureau, at=at(on))
        if state == "approved":
            row.approve(by=controller, at=at(approved_on))
        return row

    return make

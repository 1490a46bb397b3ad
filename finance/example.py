"""Example money: made-up bookings and contributions, entered and approved by example people."""

from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from finance.budget.forms import projects_of
from finance.budget.models import BudgetLine, Source
from finance.caps.models import Cap, CapDeviation
from finance.contributions.models import Contribution
from finance.contributions.realisations import Realisation
from finance.evidence.models import MoneyEvidence
from finance.grants.models import Advance, Grant, GrantCondition, Settlement
from finance.grants.project_budget import revise_budget
from finance.ledger.models import Commitment, Expenditure, Receipt
from finance.ledger_import.models import LedgerMapping
from finance.liquidity.models import ExpectedReceipt
from pillars.agreed.models import Measure, Pillar
from pillars.example import at_noon, store
from pillars.example_projects import NO_REASON
from pillars.projects.models import Project
from regiodeal.base.values import FileRow
from regiodeal.deals.models import Deal, Organisation, Party, User
from regiodeal.files.models import Openness
from regiodeal.lifecycle.review import State


def load_money(deal: Deal, data: FileRow) -> None:
    """Create the example's bookings, each with the steps that led to its state."""
    people = {user.email: user for user in User.objects.filter(email__in=[row["email"] for row in data["users"]])}
    lines = {line.code: line for line in BudgetLine.objects.filter(deal=deal)}
    sources = {source.code: source for source in Source.objects.filter(deal=deal)}
    measures = {measure.code: measure for measure in Measure.objects.filter(deal=deal)}
    pillars = {pillar.code: pillar for pillar in Pillar.objects.filter(deal=deal)}
    projects = {project.code: project for project in projects_of(deal)}

    def keep(kind: type[Receipt | Commitment | Expenditure], row: FileRow, booked_on: str, **values: object) -> None:
        steps = {"state": State.APPROVED, "entered_on": booked_on, "decided_on": booked_on} | data["money_steps"] | row
        line = lines[row["line"]] if row.get("line") else None
        common = {"code": row["code"], "booked_on": booked_on, "amount": row["amount"], "line": line}
        store(kind, steps, people, deal=deal, **common, **values)

    promised = {row.description: row for row in Contribution.objects.filter(deal=deal)}
    for row in data["receipts"]:
        paid = {"contribution": promised[row["pays"]]} if row.get("pays") else {}
        said = {"contributor": sources[row["contributor"]], "reference": row["reference"]}
        keep(Receipt, row, row["received_on"], **said, **paid)
    for row in data["commitments"]:
        keep(Commitment, row, row["booked_on"], **_what(row, measures, projects))
    commitments = {row.code: row for row in Commitment.objects.filter(deal=deal)}
    for row in data["expenditures"]:
        under = commitments[row["commitment"]] if row.get("commitment") else None
        also = pillars[row["also_serves"]] if row.get("also_serves") else None
        keep(
            Expenditure,
            row,
            row["booked_on"],
            **_what(row, measures, projects),
            commitment=under,
            btw_amount=row["btw_amount"],
            also_serves=also,
            also_serves_amount=row.get("also_serves_amount") or 0,
        )


def load_instalments(deal: Deal, data: FileRow) -> None:
    """Create the example's instalments that are still to come in or came in by one of its receipts."""
    sources = {source.code: source for source in Source.objects.filter(deal=deal)}
    receipts = {receipt.code: receipt for receipt in Receipt.objects.filter(deal=deal)}
    for row in data.get("expected_receipts", []):
        values = {name: row[name] for name in ("title", "expected_on", "amount")}
        values |= {"contributor": sources[row["contributor"]], "depends_on": row.get("depends_on", "")}
        values |= {"receipt": receipts[row["receipt"]]} if "receipt" in row else {}
        author = User.objects.get(email=row["entered_by"])
        ExpectedReceipt(deal=deal).enter(by=author, at=at_noon(row["entered_on"]), values=values)


def load_mappings(deal: Deal, data: FileRow) -> None:
    """Create the example's mappings of a financial administration."""
    for row in data.get("ledger_mappings", []):
        values = {name: row[name] for name in ("name", "kind", "columns", "lines", "measures")}
        seen: dict[str, list[str]] = {title: [] for title in row["columns"].values()}
        seen |= {row["columns"]["line"]: list(row["lines"]), row["columns"]["measure"]: list(row["measures"])}
        author = User.objects.get(email=row["entered_by"])
        LedgerMapping(deal=deal, seen=seen).enter(by=author, at=at_noon(row["entered_on"]), values=values)


def load_promises(deal: Deal, data: FileRow) -> None:
    """Create the example's contributions, which its receipts pay, and its recorded deviation, each by its steps."""
    people = {user.email: user for user in User.objects.filter(email__in=[row["email"] for row in data["users"]])}
    for row in data["contributions"]:
        _promise(deal, row, people[data["money_steps"]["entered_by"]], people[data["money_steps"]["decided_by"]])
    caps = {cap.code: cap for cap in Cap.objects.filter(deal=deal)}
    for row in data["cap_deviations"]:
        names = ("decided_on", "decider", "decision", "reason", "reference", "rate", "amount")
        store(CapDeviation, {**data["money_steps"], **row}, people, cap=caps[row["cap"]], **{n: row[n] for n in names})


def load_projects_money(deal: Deal, data: FileRow) -> None:
    """Give the example's projects their budgets, grants, advances and settlements, each by the verbs of the portal."""
    steps = data["money_steps"]
    people = {user.email: user for user in User.objects.filter(email__in=steps.values())}
    by, other = people[steps["entered_by"]], people[steps["decided_by"]]
    lines = {line.code: line for line in BudgetLine.objects.filter(deal=deal).select_related("pillar", "source")}
    projects = {project.code: project for project in projects_of(deal)}
    for row in data.get("project_money", []):
        _give(projects[row["project"]], row, lines, by=by, other=other)


def _give(project: Project, row: FileRow, lines: dict[str, BudgetLine], *, by: User, other: User) -> None:
    granted = row["grant"]
    at = at_noon(granted["decided_on"])
    budget = {(lines[each["line"]].pk, each["year"]): Decimal(each["amount"]) for each in row["budget"]}
    revise_budget(project, budget, by=by, at=at, version=project.version)
    named = ("number", "decided_on", "mandate", "conditions")
    grant = Grant.begin(
        by=by,
        at=at,
        project=project,
        amounts=_amounts(granted, lines),
        **{name: granted[name] for name in named},
    )
    grant.submit(by=by, at=at)
    grant.approve(by=other, at=at)
    for asked in granted.get("asked", []):
        GrantCondition(grant=grant).enter(by=by, at=at, values=asked)
    for paid in row.get("advances", []):
        day = at_noon(paid["paid_on"])
        advance = Advance.begin(by=by, at=day, grant=grant, **paid)
        advance.submit(by=by, at=day)
        advance.approve(by=other, at=day)
    project.refresh_from_db()
    for step in row.get("steps", []):
        project.take(step, by=by, at=at, version=project.version, reason=NO_REASON)
    if ended := row.get("settlement"):
        day = at_noon(ended["decided_on"])
        values = {name: ended[name] for name in ("number", "decided_on", "mandate")}
        values["claimed_back"] = Decimal(ended.get("claimed_back", "0"))
        settlement = Settlement.begin(by=by, at=day, project=project, amounts=_amounts(ended, lines), **values)
        settlement.submit(by=by, at=day)
        settlement.approve(by=other, at=day)


def _amounts(row: FileRow, lines: dict[str, BudgetLine]) -> dict[BudgetLine, Decimal]:
    return {lines[each["line"]]: Decimal(each["amount"]) for each in row.get("amounts", [])}


def _promise(deal: Deal, row: FileRow, by: User, other: User) -> None:
    party = Party.objects.filter(deal=deal, code=row["partner"]).first()
    names = ("sector", "form", "amount", "description", "reference", "pledged_on")
    contribution = Contribution.pledge(
        by=by,
        at=at_noon(row["pledged_on"]),
        deal=deal,
        party=party,
        organisation=None if party else Organisation.objects.get(deal=deal, code=row["partner"]),
        line=BudgetLine.objects.get(deal=deal, code=row["line"]),
        year=row.get("year"),
        valuation_ground=row.get("valuation_ground", ""),
        **{name: row[name] for name in names},
    )
    if row.get("answer"):
        contribution.answer(by=by, at=at_noon(row["pledged_on"]), answer=row["answer"], ground=row["ground"])
    if on := row.get("confirmed_on"):
        contribution.confirm(by=other, at=at_noon(on), on=date.fromisoformat(on), amount=Decimal(row["amount"]))
    for done in row.get("realised", []):
        _realise(contribution, done, by, other)


def _realise(contribution: Contribution, row: FileRow, by: User, other: User) -> None:
    """Enter a part that was done, with its evidence; approved, unless it still waits."""
    day, at = date.fromisoformat(row["done_on"]), at_noon(row.get("approved_on") or row["done_on"])
    names = ("valuation_ground", "excess_reason", "is_last")
    values = {name: row[name] for name in names if name in row} | {"year": row.get("year", day.year)}
    part = Realisation.begin(
        by=by, at=at, contribution=contribution, done_on=day, amount=Decimal(row["amount"]), **values
    )
    if named := row.get("evidence"):
        upload = SimpleUploadedFile(named["file"], named["text"].encode())
        MoneyEvidence.attach(part, upload=upload, by=by, at=at, values={"openness": Openness.PARTIES})
    part.submit(by=by, at=at)
    if row.get("state") != State.SUBMITTED:
        part.approve(by=other, at=at)


def _what(row: FileRow, measures: dict[str, Measure], projects: dict[str, Project]) -> FileRow:
    """Tell for which measure and project, to whom and for what."""
    return {
        "measure": measures[row["measure"]] if row.get("measure") else None,
        "project": projects[row["project"]] if row.get("project") else None,
        "counterpart": row["counterpart"],
        "description": row["description"],
    }

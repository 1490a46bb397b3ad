"""The projects of a dossier as tables: money, grants and what those ask, and settlements, on the date of the report."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO

from django.db.models import QuerySet

from finance.base.amounts import ZERO
from finance.grants.models import Grant, GrantCondition, Settlement
from finance.ledger.models import known_by
from finance.position.project_money import projects_position
from finance.projects.project_table import HEADINGS, table_rows
from pillars.projects.models import open_projects
from regiodeal.base.dutch import day
from regiodeal.covenant.meetings.models import HIDDEN_DECISION
from regiodeal.deals.in_force import deal_in_force
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Reader, Right
from regiodeal.lifecycle.register import as_of
from regiodeal.sheets.cells import Cell
from regiodeal.sheets.formats.write import write
from regiodeal.sheets.reading import SheetKind

GRANT = ("project", "beschikking", "datum", "begrotingsregel", "bedrag", "wijzigt", "reden", "grondslag", "voorwaarden")
CONDITION = ("project", "beschikking", "soort", "wat wordt gevraagd", "klaar op", "gedaan op", "uitkomst")
SETTLEMENT = ("project", "vaststelling", "datum", "begrotingsregel", "bedrag", "teruggevorderd", "grondslag")

type Names = Mapping[int, str]  # of projects on the day of the report, by their keys


def project_tables(deal: Deal, *, on: date, reader: Reader) -> Iterator[tuple[str, str, bytes]]:
    """The name, what it is, and the bytes of each table; none for a deal that had no project on that day.

    Of a confidential project the money stands in the list without its name, unless the reader may know of it; its
    grants and settlements are left out then. Projects are called as they were on that day. Of a decision that is closed
    to the reader no more is told than that there is one.
    """
    unapproved = Right.SEE_UNAPPROVED in reader["rights"]
    found = projects_position(deal_in_force(deal, on=on), on=on).as_read(unapproved=unapproved)
    if not found.projects:
        return
    told, names = f"stand op {day(on)}", {row.project.pk: str(row.project) for row in found.projects}
    yield "projecten.csv", f"Projecten en hun geld, {told}", _csv(HEADINGS, table_rows(found, found.projects))
    known = known_by(on) & open_projects(unapproved=unapproved, through="project__")
    parts = ("project", "decision__meeting", "amends")
    grants = Grant.objects.filter(known, project__deal=deal, decided_on__lte=on).select_related(*parts)
    grants = grants.order_by("project__code", "decided_on", "pk").prefetch_related("amounts__line")
    granted = [row for each in grants for row in _granted(each, names, reader)]
    yield "beschikkingen.csv", f"Beschikkingen, {told}", _csv(GRANT, granted)
    conditions = list(_conditions(grants, names, on))
    yield "voorwaarden.csv", f"Wat beschikkingen vragen, {told}", _csv(CONDITION, conditions)
    ended = Settlement.objects.filter(known, project__deal=deal, decided_on__lte=on)
    ended = ended.select_related("project", "decision__meeting").order_by("project__code", "pk")
    ended = ended.prefetch_related("amounts__line")
    settled = [row for each in ended for row in _settled(each, names, reader)]
    yield "vaststellingen.csv", f"Vaststellingen, {told}", _csv(SETTLEMENT, settled)


def _granted(grant: Grant, names: Names, reader: Reader) -> list[list[Cell]]:
    """A row for each budget line of a grant."""
    begin: list[Cell] = [_name(grant, names), grant.number, grant.decided_on]
    amended = grant.amends.number if grant.amends else ""
    rest: list[Cell] = [amended, grant.amends_reason, _ground(grant, reader), grant.conditions]
    return [[*begin, row.line.code, row.amount, *rest] for row in grant.amounts.all()]


def _conditions(grants: QuerySet[Grant], names: Names, on: date) -> Iterator[list[Cell]]:
    """What the grants asked by that day, and what was done: the checks by rules of the EU too (art. 10)."""
    rows = GrantCondition.objects.filter(grant__in=grants).select_related("grant__project").order_by("pk")
    for row in as_of(rows, on):
        kind = row.get_kind_display()
        yield [_name(row.grant, names), row.grant.number, kind, row.text, row.due_on, row.done_on, row.outcome]


def _settled(settlement: Settlement, names: Names, reader: Reader) -> list[list[Cell]]:
    """A row for each budget line of a settlement, one without a line where nothing was granted.

    What is claimed back stands at the first of them.
    """
    begin: list[Cell] = [_name(settlement, names), settlement.number, settlement.decided_on]
    lines: list[list[Cell]] = [[row.line.code, row.amount] for row in settlement.amounts.all()] or [["", ZERO]]
    ground = _ground(settlement, reader)
    claimed: list[Cell] = [settlement.claimed_back, *[None] * (len(lines) - 1)]
    return [[*begin, *line, back, ground] for line, back in zip(lines, claimed, strict=True)]


def _name(row: Grant | Settlement, names: Names) -> str:
    """What its project was called on the day of the report."""
    return names.get(row.project_id, str(row.project))


def _ground(row: Grant | Settlement, reader: Reader) -> str:
    """The decision of a meeting that it rests on, as far as the reader may know of it, or the mandate."""
    if row.decision is None:
        return row.mandate
    if not row.decision.is_open_to(**reader):
        return HIDDEN_DECISION
    return f"{row.decision} ({row.decision.meeting})"


def _csv(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    file = BytesIO()
    write(SheetKind.CSV, file, "", headings, rows)
    return file.getvalue()

"""What a ledger file would change, cell by cell, for the people who decide about it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from finance.budget.models import BudgetLine
from finance.ledger.models import Commitment
from finance.ledger_import.matching import CORRECTION, LEFT, MODELS, NEW, REVISION, TITLES, LedgerChange
from finance.position.forecast import euros
from pillars.agreed.models import Measure
from pillars.projects.models import Project
from regiodeal.base.dutch import day, euro
from regiodeal.deals.models import Deal
from regiodeal.deals.words import speaking
from regiodeal.sheets.differences import CellDifference, RowDifference

KINDS = {NEW: "nieuw", REVISION: "wijziging", CORRECTION: "correctie", LEFT: "hoort niet meer bij de deal"}


def differences(deal: Deal, kind: str, changes: Iterable[LedgerChange]) -> list[RowDifference]:
    """The differences of some changes, in a few queries for all of them."""
    chosen = list(changes)
    texts = _Texts(deal, chosen)
    roots = [change.was.root for change in chosen if change.was]
    authors: Any = MODELS[kind]._default_manager.select_related("entered_by").in_bulk(roots)
    return [
        RowDifference(
            row=change.row,
            name=f"{change.code}: {change.values['description']}",
            kind=change.kind,
            kind_name=KINDS[change.kind],
            author=str(authors[change.was.root].entered_by) if change.was and change.was.root in authors else "",
            cells=tuple(
                CellDifference(
                    str(TITLES[name]),
                    texts.of(name, getattr(change.was, name)) if change.was else "",
                    texts.of(name, change.values[name]),
                )
                for name in change.differing
                if change.was or change.values[name]
            ),
        )
        for change in chosen
    ]


class _Texts:
    """Holds what is compared, as people read it."""

    def __init__(self, deal: Deal, changes: list[LedgerChange]) -> None:
        with speaking(deal.words):
            lines = BudgetLine.objects.filter(deal=deal).select_related("pillar", "source")
            self._lines = {line.pk: line.label for line in lines}
        self._measures = {measure.pk: str(measure) for measure in Measure.objects.filter(deal=deal)}
        self._projects = {project.pk: str(project) for project in Project.objects.filter(deal=deal)}
        named = {value for change in changes for value in _commitments(change)}
        self._commitments = dict(Commitment.objects.filter(pk__in=named).values_list("pk", "code"))

    def of(self, name: str, value: Any) -> str:
        """The text of a value."""
        named: dict[str, Mapping[int, str]] = {
            "line": self._lines,
            "measure": self._measures,
            "project": self._projects,
            "commitment": self._commitments,
        }
        if name in named:
            return named[name].get(value, "")
        match name:
            case "booked_on":
                return day(date.fromordinal(value))
            case "cents" | "btw":
                return euro(euros(value))
        return str(value)


def _commitments(change: LedgerChange) -> set[int]:
    return {change.values["commitment"], change.was.commitment if change.was else 0}

"""Taking in what a program sends: all of it or nothing, each row once, as drafts that somebody looks at."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from django import forms
from django.db import IntegrityError, transaction
from django.utils import timezone

from finance.bookings.forms import FORMS
from finance.budget.models import BudgetLine
from finance.ledger.models import Commitment, Expenditure
from pillars.agreed.models import Indicator, Measure
from pillars.measurements.forms import MeasurementForm
from pillars.measurements.models import Measurement
from pillars.projects.models import Project, ProjectState
from pillars.projects.planning import PlannableLines
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.in_force import deal_in_force
from regiodeal.deals.models import Membership
from regiodeal.deals.roles import Right, rights_of
from regiodeal.deals.running import hold_running
from regiodeal.lifecycle.corrections import ReasonNeededError
from regiodeal.lifecycle.review import State
from regiodeal.sheets.cells import number_text
from reporting.sending.models import SendingScope, SentKind, SentRow

MOST_SENT = 500  # rows in one request
NOT_YOURS = "Dit project is er niet, of het is niet van de organisatie van dit token."
NOT_NOW = "Iemand anders legde op hetzelfde moment iets vast over hetzelfde. Stuur dit opnieuw."
RIGHT_FOR = {SentKind.FIGURES: Right.ENTER_PROGRESS, SentKind.BOOKINGS: Right.ENTER_MONEY}


@dataclass(frozen=True)
class SentFault:
    """What is wrong with one field of one row, counted from 0; in Dutch."""

    row: int
    field: str
    detail: str


class SentFaultsError(Exception):
    """Raised with all that is wrong with what was sent; nothing of it was kept."""

    def __init__(self, faults: Sequence[SentFault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = list(faults)


class MayNotSendError(Exception):
    """Raised for a program that may not send this, now or at all. Its text is Dutch."""


@dataclass(frozen=True)
class Outcome:
    """What a row became: a new draft, a draft that it changed, or one that said this already."""

    reference: str
    outcome: Literal["new", "changed", "known"]
    number: int


type SentValues = Mapping[str, Any]  # a row by the names of the API, in snake_case
type Draft = Measurement | Commitment | Expenditure


def send(
    scope: SendingScope, kind: SentKind, rows: Sequence[SentValues], *, at: datetime, dry_run: bool
) -> list[Outcome]:
    """Make drafts of all rows, or of none; for a dry run of none, after doing the same.

    Raises MayNotSendError, SentFaultsError with each fault of each row, WrongStateError for a deal that is not running.
    """
    refuse_sender(scope, kind)
    with transaction.atomic():
        hold_running(scope.deal_id)
        # Two requests of one program one after another: the second finds what the first one made.
        SendingScope.objects.select_for_update(no_key=True).only("pk").get(pk=scope.pk)
        batch = Batch(scope, kind, at)
        found = batch.take(rows)
        if batch.faults:
            raise SentFaultsError(batch.faults)
        if dry_run:
            transaction.set_rollback(True)
    return found


def refuse_sender(scope: SendingScope, kind: SentKind) -> None:
    """Raise MayNotSendError for a kind that is not in the scope, and when the person of its drafts may not enter it."""
    if kind not in scope.kinds:
        raise MayNotSendError(f"Dit token mag niet sturen: {kind.label}.")
    roles = list(
        Membership.objects.filter(deal_id=scope.deal_id, user=scope.drafts_of_id).values_list("role", flat=True)
    )
    if RIGHT_FOR[kind] not in rights_of(roles, scope.deal.stage):
        raise MayNotSendError("De concepten van dit token staan op naam van iemand die dit nu niet mag invullen.")


@dataclass
class Batch:
    """The rows of one request, with what they refer to read once."""

    scope: SendingScope
    kind: SentKind
    at: datetime
    faults: list[SentFault] = field(default_factory=list)

    def take(self, rows: Sequence[SentValues]) -> list[Outcome]:
        """What each row becomes; the faults of those that become nothing are kept."""
        known = {sent.reference: sent for sent in self._known(rows)}
        seen: dict[str, int] = {}
        found = []
        for number, row in enumerate(rows):
            reference = row["reference"]
            if (first := seen.setdefault(reference, number)) != number:
                self._fault(number, "reference", f"Deze verwijzing staat ook in rij {first}. Geef elke rij een eigen.")
            elif outcome := self._one(number, row, known.get(reference)):
                found.append(outcome)
        return found

    def _known(self, rows: Sequence[SentValues]) -> list[SentRow]:
        references = {row["reference"] for row in rows}
        sent = SentRow.objects.filter(scope=self.scope, reference__in=references)
        return list(sent.select_related("measurement", "commitment", "expenditure"))

    def _fault(self, row: int, name: str, detail: str) -> None:
        self.faults.append(SentFault(row, name, detail))

    def _one(self, number: int, row: SentValues, sent: SentRow | None) -> Outcome | None:
        said = digest_of_row(self.kind, row)
        if sent is not None and sent.digest == said:
            return Outcome(sent.reference, "known", sent.draft.pk)
        reader = self._figure if self.kind == SentKind.FIGURES else self._booking
        count = len(self.faults)
        made = reader(number, row)
        if made is None or len(self.faults) > count:
            return None
        try:
            with transaction.atomic():
                return self._changed(sent, made, said) if sent else self._new(row["reference"], made, said)
        except ReasonNeededError as needed:
            self._fault(number, "reason", str(needed))
        except IntegrityError:
            self._fault(number, "reference", self._taken())
        except (ValueError, WrongStateError) as refusal:
            self._fault(number, "reference", str(refusal))
        return None

    def _taken(self) -> str:
        if self.kind == SentKind.FIGURES:
            return "Over dit project, dit onderdeel en dit jaar staat al een cijfer open in het portaal."
        return "Dit boekstuk staat al in het portaal."

    def _new(self, reference: str, made: "Made", said: str) -> Outcome:
        draft = made.begin()
        why = f"Gestuurd door {self.scope.client}, verwijzing {reference}."
        draft.tell(by=self.scope.drafts_of, at=self.at, reason=why)
        columns = {type(draft)._meta.model_name or "": draft}
        SentRow.objects.create(scope=self.scope, reference=reference, digest=said, sent_at=self.at, **columns)
        return Outcome(reference, "new", draft.pk)

    def _changed(self, sent: SentRow, made: "Made", said: str) -> Outcome:
        """Change the draft that the row became, as long as nobody did anything with it."""
        draft = sent.draft
        if (
            type(draft) is not made.model
            or draft.state != State.DRAFT
            or draft.entered_by_id != self.scope.drafts_of_id
        ):
            raise WrongStateError(
                "Deze verwijzing is al gebruikt, en het concept is intussen ingediend, beoordeeld of weggegooid. "
                "Verander het in het portaal."
            )
        draft.revise(by=self.scope.drafts_of, at=self.at, values=made.values, version=draft.version)
        SentRow.objects.filter(pk=sent.pk).update(digest=said, sent_at=self.at)
        return Outcome(sent.reference, "changed", draft.pk)

    # --- What a row refers to ----------------------------------------------------------------------------------

    @cached_property
    def deal(self) -> Any:
        """The deal as it is agreed today, as the pages have it."""
        return deal_in_force(self.scope.deal, on=self.today)

    @property
    def today(self) -> date:
        """The day of the request."""
        return timezone.localdate(self.at)

    @cached_property
    def projects(self) -> dict[str, Project]:
        """The projects of the scope by code."""
        rows = Project.objects.filter(deal_id=self.scope.deal_id).prefetch_related("measures")
        if self.scope.executor_id is not None:
            rows = rows.filter(executor=self.scope.executor_id)
        return {row.code: row for row in rows.select_related("main_measure")}

    @cached_property
    def lines(self) -> PlannableLines:
        """The figures that belong to each measure."""
        return PlannableLines(self.scope.deal)

    @cached_property
    def budget_lines(self) -> dict[str, BudgetLine]:
        """The lines of the budget by code."""
        return {row.code: row for row in BudgetLine.objects.filter(deal_id=self.scope.deal_id)}

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """The measures by code."""
        return {row.code: row for row in Measure.objects.filter(deal_id=self.scope.deal_id)}

    def _project(self, number: int, code: str) -> Project | None:
        project = self.projects.get(code)
        if project is None:
            self._fault(number, "project", NOT_YOURS)
        elif project.state == ProjectState.SETTLED:
            self._fault(number, "project", "Dit project is vastgesteld en verandert niet meer.")
            return None
        return project

    # --- Reading a row by the rules of the page ------------------------------------------------------------------

    def _figure(self, number: int, row: SentValues) -> "Made | None":
        project = self._project(number, row["project"])
        if project is None:
            return None
        measures = {project.main_measure_id, *(each.pk for each in project.measures.all())}
        lines = [line for line in self.lines.of(measures) if line.indicator.code == row["indicator"]]
        if not lines:
            self._fault(number, "indicator", "Bij de maatregelen van dit project hoort deze indicator niet.")
            return None
        indicator: Indicator = lines[0].indicator
        items = {line.item.code: line.item for line in lines if line.item}
        if items and row["item"] not in items:
            self._fault(number, "item", f"Kies een onderdeel: {', '.join(list(items)[:12])}.")
            return None
        data = {name: row[name] for name in ("year", "measured_on", "source", "note")}
        data |= {"value": number_text(row["value"]), "item": items[row["item"]].pk if items else None}
        form = MeasurementForm(data, deal=self.deal, indicator=indicator, today=self.today)
        if not self._is_valid(number, form, {}):
            return None
        values = form.values() | {"project": project}
        about = {"indicator": indicator, **values}
        by = self.scope.drafts_of
        return Made(Measurement, values, lambda: Measurement.enter(by=by, at=self.at, reason=row["reason"], **about))

    def _booking(self, number: int, row: SentValues) -> "Made | None":
        project = self._project(number, row["project"])
        line = self.budget_lines.get(row["budget_line"])
        if line is None:
            told = (
                f"Deze deal heeft geen begrotingsregel met deze code. Kies: {', '.join(list(self.budget_lines)[:20])}."
            )
            self._fault(number, "budget_line", told)
        measure = self.measures.get(row["measure"] or project.main_measure.code) if project else None
        if row["measure"] and row["measure"] not in self.measures:
            self._fault(number, "measure", "Deze deal heeft geen maatregel met deze code.")
        if project is None or line is None:
            return None
        model: type[Commitment | Expenditure] = Commitment if row["kind"] == "commitment" else Expenditure
        data: dict[str, Any] = {name: row[name] for name in ("code", "booked_on", "counterpart", "description")}
        data |= {"line": line.pk, "project": project.pk, "measure": measure.pk if measure else None}
        data |= {"amount": number_text(row["amount"]), "year": row["year"]}
        if row["btw_amount"] is not None:
            data["btw_amount"] = number_text(row["btw_amount"])
        form = FORMS[model](data, deal=self.deal)
        if not self._is_valid(number, form, {"line": "budget_line"}):
            return None
        values = form.values()
        by, deal = self.scope.drafts_of, self.scope.deal
        return Made(model, values, lambda: model.begin(by=by, at=self.at, deal=deal, **values))

    def _is_valid(self, number: int, form: forms.Form, names: Mapping[str, str]) -> bool:
        for name, messages in form.errors.items():
            self._fault(
                number, names.get(name, "reference" if name == "__all__" else name), " ".join(map(str, messages))
            )
        return form.is_valid()


@dataclass(frozen=True)
class Made:
    """A row that was read: which model, what it says, and how a new one begins."""

    model: type[Draft]
    values: Values
    begin: Callable[[], Draft]


def digest_of_row(kind: SentKind, row: SentValues) -> str:
    """A fingerprint of what a row says, whatever the order of its fields."""
    plain = {
        name: str(Decimal(value).normalize()) if isinstance(value, Decimal) else value for name, value in row.items()
    }
    text = json.dumps([kind.value, plain], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()

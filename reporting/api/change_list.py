"""What changed since a moment, by kind and key, so that a copy elsewhere can be kept up to date."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from django.db.models import Case, CharField, F, Model, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from pydantic import AwareDatetime, Field

from finance.ledger.models import CommitmentEvent, ExpenditureEvent, ReceiptEvent
from pillars.explanations.models import ExplanationEvent
from pillars.measurements.models import MeasurementEvent
from regiodeal.api_clients.models import ApiKind
from regiodeal.base.dates import FIRST, LAST
from regiodeal.base.forms import LARGEST_KEY
from regiodeal.covenant.agreement.models import AmendmentEvent, AmendmentState
from regiodeal.covenant.withdrawals.models import Withdrawal
from regiodeal.deals.models import Deal, LoadedChange
from regiodeal.lifecycle.review import State
from reporting.api import schemas
from reporting.api.paging import ListPart, cursor_of, key_of, matching, page, wrong_cursor
from reporting.api.reader import client_of, deal_of
from reporting.reports.models import AnnualReport
from reporting.rounds.models import RoundStep

router = Router(tags=["veranderingen"], by_alias=True)

# What was stored this lately may still be followed by something earlier, of a transaction that takes longer.
SETTLES = timedelta(seconds=5)
MOMENT = r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$"
START, END = datetime(FIRST.year, 1, 1, tzinfo=UTC), datetime(LAST.year + 1, 1, 1, tzinfo=UTC)

type Moment = tuple[datetime, int, int]
type Rows = QuerySet[Model]


@dataclass(frozen=True)
class ChangeSource:
    """Changes of one kind: which rows tell of them, and where those keep the moment, the key and what happened."""

    kind: str
    needs: ApiKind
    rows: Callable[[Deal, bool], Rows]
    at: str
    key: Any
    what: Any


def _said(text: str) -> Value:
    return Value(text, output_field=CharField())


def _reviewed(model: Any, deal_field: str) -> Callable[[Deal, bool], Rows]:
    """Steps of what is reviewed; who sees what is approved hears of nothing before that."""

    def rows(deal: Deal, unapproved: bool) -> Rows:
        seen = Q() if unapproved else Q(to_state=State.APPROVED)
        found: Rows = model.objects.filter(seen, **{deal_field: deal})
        return found

    return rows


def _loaded(list_name: str) -> Callable[[Deal, bool], Rows]:
    return lambda deal, unapproved: LoadedChange.objects.filter(deal=deal, list_name=list_name)


def _booked(kind: str, model: object, name: str) -> tuple[ChangeSource, ChangeSource]:
    """A booking, and the line whose position it changes."""
    steps = _reviewed(model, f"{name}__deal")
    line = Coalesce(F(f"{name}__line__code"), _said("onverdeeld"))
    return (
        ChangeSource(kind, ApiKind.LEDGER, steps, "at", f"{name}_id", "to_state"),
        ChangeSource("budget-lines", ApiKind.MONEY, steps, "at", line, _said(kind)),
    )


_CHANGED_OR_REMOVED = Case(When(field="", then=_said("removed")), default=_said("changed"))  # no field: the whole row
_LISTS = {
    "parties": ("parties", ApiKind.AGREEMENT),
    "measures": ("measures", ApiKind.AGREEMENT),
    "results": ("results", ApiKind.AGREEMENT),
    "targets": ("targets", ApiKind.AGREEMENT),
    "budget_lines": ("budget-lines", ApiKind.MONEY),
    "caps": ("caps", ApiKind.MONEY),
}

# The place in this list is part of a cursor: add at the end.
SOURCES: tuple[ChangeSource, ...] = (
    *(
        ChangeSource(kind, needs, _loaded(name), "at", "code", _CHANGED_OR_REMOVED)
        for name, (kind, needs) in _LISTS.items()
    ),
    ChangeSource(
        "deals",
        ApiKind.AGREEMENT,
        lambda deal, unapproved: AmendmentEvent.objects.filter(amendment__deal=deal, to_state=AmendmentState.IN_FORCE),
        "at",
        "amendment__deal__slug",
        _said("new_version"),
    ),
    ChangeSource(
        "deals",
        ApiKind.AGREEMENT,
        lambda deal, unapproved: Withdrawal.objects.filter(deal=deal),
        "recorded_at",
        "deal__slug",
        _said("new_version"),
    ),
    ChangeSource(
        "measurements",
        ApiKind.PROGRESS,
        _reviewed(MeasurementEvent, "measurement__indicator__deal"),
        "at",
        "measurement_id",
        "to_state",
    ),
    ChangeSource(
        "targets",
        ApiKind.PROGRESS,
        _reviewed(ExplanationEvent, "entry__target__deal"),
        "at",
        "entry__target__code",
        _said("explained"),
    ),
    *_booked("receipts", ReceiptEvent, "receipt"),
    *_booked("commitments", CommitmentEvent, "commitment"),
    *_booked("expenditures", ExpenditureEvent, "expenditure"),
    ChangeSource(
        "reports",
        ApiKind.REPORTS,
        lambda deal, unapproved: RoundStep.objects.standing().filter(
            report__in=AnnualReport.objects.visible_to(deal, may_build=unapproved)
        ),
        "at",
        "report_id",
        "step",
    ),
)


class Since(ListPart):
    """From which moment on."""

    since: Annotated[AwareDatetime | None, *matching(MOMENT, format="date-time")] = Field(
        None, description="Vanaf dit moment, met tijdzone. Met een `cursor` telt die."
    )


@router.get("/deals/{slug:deal}/changes", response=schemas.ChangePage, summary="Wat er veranderde")
def changes(request: HttpRequest, deal: str, asked: Query[Since]) -> object:
    """What changed since a moment, oldest first, of the kinds that the token may read.

    Keep `cursor` and begin there the next time. A measurement also changes the targets that read its indicator.
    """
    found, client = deal_of(request, deal), client_of(request)
    start = _moment(asked.cursor) if asked.cursor else (asked.since or START, 0, 0)
    until = timezone.now() - SETTLES
    told: list[tuple[Moment, schemas.ChangeAnswer]] = []
    for number, source in enumerate(SOURCES):
        if source.needs in client.kinds:
            rows = source.rows(found, client.sees_unapproved)
            told += _after(start, number, source, rows, until, asked.page_size + 1)
    told.sort(key=lambda pair: pair[0])
    shown = told[: asked.page_size]
    last = shown[-1][0] if shown else start
    key = f"{last[0].isoformat()} {last[1]} {last[2]}"
    answer = page(request, [change for _, change in shown], asked, key if len(told) > asked.page_size else None)
    return answer | {"cursor": cursor_of(key)}


def _after(
    start: Moment, number: int, source: ChangeSource, rows: Rows, until: datetime, limit: int
) -> list[tuple[Moment, schemas.ChangeAnswer]]:
    """The first changes of one source after the moment, in one query."""
    at, place, pk = start
    same = Q(pk__gt=pk) if number == place else Q(pk__gt=0 if number > place else LARGEST_KEY)
    later = Q(**{f"{source.at}__gt": at}) | Q(**{source.at: at}) & same
    found = rows.filter(later, **{f"{source.at}__lte": until}).order_by(source.at, "pk")
    told = found.values_list(source.at, "pk", _expression(source.key), _expression(source.what))[:limit]
    return [
        ((when, number, row), schemas.ChangeAnswer(at=when, kind=source.kind, key=str(key), what=what))
        for when, row, key, what in told
    ]


def _expression(name: object) -> Any:
    return F(name) if isinstance(name, str) else name


def _moment(cursor: str) -> Moment:
    """The moment in a cursor. Raises ProblemError for what is none."""
    try:
        at, number, pk = key_of(cursor).split(" ")
        moment = datetime.fromisoformat(at), int(number), int(pk)
    except ValueError:
        raise wrong_cursor() from None
    if moment[0].tzinfo is None or not START <= moment[0] < END or not 0 <= moment[2] <= LARGEST_KEY:
        raise wrong_cursor()
    return moment

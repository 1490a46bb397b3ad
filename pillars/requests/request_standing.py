"""How far a request is: who answered, who is late, and what stands out beside the plan and the last time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q

from pillars.agreed.models import Indicator
from pillars.measurements.plausible import is_far
from pillars.projects.models import ContactPerson
from pillars.requests.models import Answer, AnswerFigure, AnswerPart, AnswerState, Request
from regiodeal.base.dutch import number
from regiodeal.lifecycle.seen import seen_text

NEAR_PLAN = Decimal("0.9")  # from nine tenths of the plan on, a figure is as planned


@dataclass(frozen=True)
class FiguresTold:
    """How many figures of an answer are asked, told, unchanged, and clearly below their plan."""

    asked: int = 0
    told: int = 0
    same: int = 0
    below: int = 0


@dataclass(frozen=True)
class StandingAnswer:
    """The answer of one executor on a day: how much of it is there, and how many days it is late (0: it is not)."""

    answer: Answer
    projects: int
    figures: FiguresTold
    contacts: int
    days_late: int

    @property
    def seen(self) -> str:
        """Return what a form carries of it."""
        return seen_text(self.answer)

    @property
    def is_sent(self) -> bool:
        """Tell whether it waits for the bureau."""
        return self.answer.state == AnswerState.SENT


@dataclass(frozen=True)
class RequestStanding:
    """A request as it stands on a day: the answers of all executors, what waits for the bureau first."""

    request: Request
    rows: tuple[StandingAnswer, ...]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Return how many answers there are in each state, by its name; no state without any."""
        found = Counter(row.answer.state for row in self.rows)
        return [(str(state.label), found[state]) for state in AnswerState if found[state]]

    @property
    def late(self) -> int:
        """Return how many executors are late."""
        return sum(row.days_late > 0 for row in self.rows)

    @property
    def waiting(self) -> int:
        """Return how many answers wait for the bureau."""
        return sum(row.is_sent for row in self.rows)

    @property
    def unanswered(self) -> int:
        """Return how many executors did not send, or have to answer a question."""
        return sum(row.answer.is_writable for row in self.rows)

    @property
    def unreachable(self) -> list[StandingAnswer]:
        """Return who has no contact person, and so gets no mail."""
        return [row for row in self.rows if not row.contacts and row.answer.is_writable]


_FIRST = (AnswerState.SENT, AnswerState.RETURNED, AnswerState.BEGUN, AnswerState.ASKED, AnswerState.TAKEN)


def standing_of(request: Request, *, on: date) -> RequestStanding:
    """How far a request is on a day, in four queries however many executors and projects it has."""
    answers = request.answers.select_related("executor")
    late = max((on - request.last_day).days, 0)
    parts = _counted(AnswerPart.objects.filter(answer__request=request), "answer")
    executors = request.answers.values("executor")
    contacts = _counted(ContactPerson.objects.filter(executor__in=executors), "executor")
    figures = _figures_told(request)
    rows = [
        StandingAnswer(
            answer,
            parts.get(answer.pk, 0),
            figures.get(answer.pk, FiguresTold()),
            contacts.get(answer.executor_id, 0),
            late if answer.is_writable else 0,
        )
        for answer in answers
    ]
    rows.sort(key=lambda row: (_FIRST.index(AnswerState(row.answer.state)), row.answer.executor.name))
    return RequestStanding(request, tuple(rows))


def _counted(rows: object, name: str) -> Mapping[int, int]:
    """How many rows there are for each key of a column."""
    found = rows.order_by().values_list(name).annotate(count=Count("pk"))  # type: ignore[attr-defined]
    return dict(found)


def _figures_told(request: Request) -> dict[int, FiguresTold]:
    below = Q(value__lt=F("planned") * NEAR_PLAN)
    rows = AnswerFigure.objects.filter(part__answer__request=request).order_by().values_list("part__answer")
    rows = rows.annotate(
        asked=Count("pk"),
        told=Count("pk", filter=Q(value__isnull=False)),
        same=Count("pk", filter=Q(is_unchanged=True)),
        below=Count("pk", filter=below),
    )
    return {row[0]: FiguresTold(*row[1:]) for row in rows}


# --- One answer, figure by figure --------------------------------------------------------------------------------


@dataclass(frozen=True)
class ComparedFigure:
    """A figure as it was told, with in words what differs from its plan and from the last time; `marks` to look at."""

    figure: AnswerFigure
    beside_plan: str
    beside_last: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class ComparedPart:
    """What was told of a project, with its figures compared."""

    part: AnswerPart
    figures: tuple[ComparedFigure, ...]

    @property
    def marks(self) -> int:
        """Return how many figures stand out."""
        return sum(bool(row.marks) for row in self.figures)


def compared(answer: Answer) -> list[ComparedPart]:
    """Every part of an answer with its figures beside their plan and the last time, in seven queries."""
    parts = list(
        answer.parts.select_related("project", "earlier").prefetch_related(
            "figures__indicator", "figures__item", "milestones__milestone", "files__uploaded_by"
        )
    )
    twice = _told_by_another(answer, (figure for part in parts for figure in part.figures.all()))
    found = []
    for part in parts:
        part.answer = answer
        found.append(ComparedPart(part, tuple(_compared(figure, twice) for figure in part.figures.all())))
    return found


def _compared(figure: AnswerFigure, twice: Mapping[tuple[int, int | None], set[str]]) -> ComparedFigure:
    value = figure.value
    if value is None:
        return ComparedFigure(figure, "", "", ())
    marks = []
    beside_plan = beside_last = ""
    if figure.planned is not None and value != figure.planned:
        beside_plan = _words(value - figure.planned, "dan gepland")
        if value < figure.planned * NEAR_PLAN:
            marks.append("onder de planning")
    if figure.last_value is not None and not figure.adds_up and value != figure.last_value:
        beside_last = _words(value - figure.last_value, "dan vorige keer")
        if is_far(value, figure.last_value):
            marks.append("heel anders dan vorige keer")
    if others := twice.get((figure.indicator_id, figure.item_id), set()) - {figure.part.project.code}:
        is_once = figure.indicator.aggregation == Indicator.Aggregation.DISTINCT
        told = "telt niet dubbel" if is_once else "telt niemand dubbel?"
        marks.append(f"ook gemeld door {', '.join(sorted(others))}: {told}")
    return ComparedFigure(figure, beside_plan, beside_last, tuple(marks))


def _words(difference: Decimal, than: str) -> str:
    return f"{number(abs(difference))} {'meer' if difference > 0 else 'minder'} {than}"


def _told_by_another(answer: Answer, figures: Iterable[AnswerFigure]) -> dict[tuple[int, int | None], set[str]]:
    """The projects that report the same part of something, by that part: of a stand, or of what counts once a part.

    Where figures of periods are added up, each of them is of its own project.
    """
    once = {row.indicator_id for row in figures if row.indicator.aggregation != Indicator.Aggregation.SUM}
    found: dict[tuple[int, int | None], set[str]] = defaultdict(set)
    rows = AnswerFigure.objects.filter(part__answer__request=answer.request_id, indicator__in=once, value__gte=1)
    for indicator, item, code in rows.values_list("indicator", "item", "part__project__code"):
        found[indicator, item].add(code)
    return found

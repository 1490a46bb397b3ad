"""A request of two executors, three projects and what they planned, made by the verbs that the portal itself uses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pillars.measurements.rounds import round_of
from pillars.projects.models import ContactPerson, Executor, Milestone, Project
from pillars.requests.answering import FigureValues, MilestoneValues, PartValues, Written, send, write
from pillars.requests.models import Answer, AnswerPart, Request
from pillars.requests.requesting import open_request
from regiodeal.deals.models import Deal, User
from tests.plugins.deal import at
from tests.plugins.figures import indicator_of

OPENED, LAST_DAY = "2026-04-01", date(2026, 5, 15)


@dataclass
class Asked:
    """The request, and the answer of each of the two executors."""

    request: Request
    welfare: Answer
    school: Answer


def make_executors(deal: Deal, bureau: User) -> tuple[Executor, Executor]:
    """Two executors with a contact person each."""
    found = []
    for name, email in (("Welzijn Oost", "welzijn@example.nl"), ("School West", "school@example.nl")):
        row = Executor(deal=deal)
        row.enter(by=bureau, at=at("2026-01-05"), values={"name": name})
        ContactPerson.objects.create(executor=row, name=f"Contact {name}", email=email)
        found.append(row)
    return found[0], found[1]


def make_projects(
    bureau: User,
    executors: tuple[Executor, Executor],
    begin: Callable[..., Project],
    plan: Callable[..., None],
) -> list[Project]:
    """Three projects of which the first two are of the welfare organisation; each plans volunteers of 2025 and 2026."""
    welfare, school = executors
    code = indicator_of(welfare.deal, "1.1.1.g-1")
    found = []
    for number, executor in enumerate((welfare, welfare, school), start=1):
        project = begin(f"P-0{number}", executor=executor)
        plan(project, {(code, None, 2025): 40 * number, (code, None, 2026): 60 * number})
        found.append(project)
    milestone = Milestone(title="De zaal is open", due_on=date(2026, 3, 1))
    found[0].milestone(milestone, by=bureau, at=at("2026-01-13"))
    later = Milestone(title="De tweede zaal is open", due_on=date(2026, 11, 1))
    found[0].milestone(later, by=bureau, at=at("2026-01-13"))
    return found


def make_request(deal: Deal, bureau: User, executors: tuple[Executor, Executor]) -> Asked:
    """The request of the round of 2026, opened on 1 April."""
    the_round = round_of(deal, 2026, on=date(2026, 4, 1))
    assert the_round is not None
    request = open_request(deal, the_round, last_day=LAST_DAY, text="Welkom", by=bureau, at=at(OPENED))
    by_executor = {answer.executor_id: answer for answer in request.answers.all()}
    return Asked(request, by_executor[executors[0].pk], by_executor[executors[1].pk])


def fill(part: AnswerPart, value: int, *, by: User, on: str = "2026-04-10", **values: object) -> None:
    """Answer all that is asked of one project, with this value for each figure; every milestone was reached."""
    part.refresh_from_db()
    story = PartValues(
        done="Er zijn 80 vrijwilligers begeleid.",
        on_schedule=True,
        spent=Decimal("12500.50"),
        still_to_spend=Decimal(7500),
    )
    written = Written(
        story | values,  # type: ignore[arg-type]
        {figure.pk: FigureValues(value=Decimal(value)) for figure in part.figures.all()},
        {row.pk: MilestoneValues(reached_on=date(2026, 3, 15)) for row in part.milestones.all()},
    )
    write(part, written, by=by, at=at(on), version=part.version)


def send_filled(answer: Answer, value: int, *, by: User, on: str = "2026-04-10") -> None:
    """Answer everything that is asked of an executor, and send it."""
    for part in answer.parts.all():
        fill(part, value, by=by, on=on)
    answer.refresh_from_db()
    send(answer, by=by, at=at(on), version=answer.version)

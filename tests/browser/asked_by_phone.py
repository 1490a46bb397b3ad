"""Run inside the portal of the browser tests: an executor with two projects, nine figures, and an answer of last year.

`manage.py shell` reads this file; it is no test. It prints nothing.
"""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from pillars.measurements.rounds import rounds, running_on
from pillars.projects.models import ContactPerson, Executor, Project
from pillars.projects.partners import admit
from pillars.projects.planning import lines_of, revise_plan
from pillars.requests.models import Answer, AnswerFigure, AnswerPart, Request
from pillars.requests.requesting import open_request
from regiodeal.deals.models import Deal, User

FIGURES = {"T-01": 5, "T-02": 4}
EXECUTOR = "Stichting Tik en Klaar"


def ask() -> None:
    """Make them, by the verbs that the portal itself uses where it has them."""
    deal = Deal.objects.get(slug="den-haag-zuidwest-ii")
    bureau = User.objects.get(email="bureau@voorbeeld.test")
    at, today = timezone.now(), timezone.localdate()
    executor = Executor(deal=deal)
    executor.enter(by=bureau, at=at, values={"name": EXECUTOR})
    projects = [_project(deal, code, executor, bureau) for code in FIGURES]
    old = Request.objects.create(
        deal=deal, year=2024, figure_year=2023, opened_on=today, last_day=today, state="closed"
    )
    told = Answer.objects.create(request=old, executor=executor, state="taken", sent_at=at)
    for project in projects:
        AnswerPart.objects.create(
            answer=told,
            project=project,
            done="Wij ontvingen elke week bezoekers.",
            on_schedule=True,
            spent=Decimal(1000),
            still_to_spend=Decimal(500),
        )
    the_round = running_on(rounds(deal, on=today), today)
    assert the_round is not None
    request = Request.objects.filter(deal=deal, year=the_round.year).first()
    assert request is None
    open_request(deal, the_round, last_day=today + timedelta(days=10), by=bureau, at=at)
    for project in projects:
        figures = AnswerFigure.objects.filter(part__project=project, part__answer__request__year=the_round.year)
        kept = [figure.pk for figure in figures][: FIGURES[project.code]]
        assert len(kept) == FIGURES[project.code]
        figures.exclude(pk__in=kept).delete()
        figures.update(last_value=1, last_about="vorig jaar")
    for name, email in (("Tamara", "tamara@voorbeeld.test"), ("Teun", "teun@voorbeeld.test")):
        admit(ContactPerson.objects.create(executor=executor, name=name, email=email), by=bureau, at=at)


def _project(deal: Deal, code: str, executor: Executor, bureau: User) -> Project:
    """A running project of measure 1.1.1 that plans whatever can be planned."""
    at = timezone.now()
    project = Project(deal=deal)
    measure = deal.measure_set.get(code="1.1.1")
    content = {"code": code, "title": f"Voorbeeldproject {code}", "main_measure": measure, "executor": executor}
    project.enter(by=bureau, at=at, values=content)
    years = range(2024, 2029)
    plan = {(*line.key, year): Decimal(1) for line in lines_of(project) for year in years}
    revise_plan(project, plan, by=bureau, at=at, version=project.version)
    for step in ("prepare", "start"):
        project.take(step, by=bureau, at=at, version=project.version)
    return project

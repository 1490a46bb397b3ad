"""Run inside the portal of the browser tests: a second deal whose bureau can ask three executors, and its report.

`manage.py shell` reads this file; it is no test.
"""

import time
from decimal import Decimal

from django.utils import timezone

from pillars.agreed.models import Measure
from pillars.projects.models import ContactPerson, Executor, Project
from pillars.projects.planning import PlannableLines, revise_plan
from regiodeal.deals.memberships import give_role
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from regiodeal.example.example_people import EXAMPLE_PASSWORD
from reporting.reports.models import AnnualReport
from reporting.rounds.models import Step
from reporting.rounds.steps import Taken, freeze, kick_off, record, years_to_start

SLUG = "veenland"
PEOPLE = (("vera", Role.BUREAU), ("rik", Role.REVIEWER))
EXECUTORS = (
    ("V-01", "Welzijn Veenland", "fem"),
    ("V-02", "School Veenland", "saar"),
    ("V-03", "Wonen Veenland", "wim"),
)


def prepare() -> None:
    """Make the people, the executors with a contact person each, and a running project of each."""
    deal, at = Deal.objects.get(slug=SLUG), timezone.now()
    people = {}
    for name, role in PEOPLE:
        people[role] = User.objects.create_user(f"{name}@voorbeeld.test", name.capitalize(), EXAMPLE_PASSWORD)
        give_role(deal, people[role], role, party=None, by=None, at=at)
    for code, name, contact in EXECUTORS:
        executor = Executor(deal=deal)
        executor.enter(by=people[Role.BUREAU], at=at, values={"name": name})
        ContactPerson.objects.create(executor=executor, name=contact.capitalize(), email=f"{contact}@voorbeeld.test")
        _project(deal, code, executor, people[Role.BUREAU])


def _project(deal: Deal, code: str, executor: Executor, bureau: User) -> None:
    """A running project that plans two figures of the first measure that has any to plan."""
    at, plannable = timezone.now(), PlannableLines(deal)
    measure = next(row for row in Measure.objects.filter(deal=deal) if plannable.of([row.pk]))
    lines = plannable.of([measure.pk])[:2]
    content = {
        "code": code,
        "title": f"Voorbeeldproject {code}",
        "description": "Samen eten in het dorpshuis.",
        "main_measure": measure,
        "executor": executor,
        "openness": "public",
    }
    project = Project(deal=deal)
    project.enter(by=bureau, at=at, values=content)
    years = range(deal.in_force_on.year, deal.ends_on.year + 1)
    plan = {(*line.key, year): Decimal(1) for line in lines for year in years}
    revise_plan(project, plan, by=bureau, at=at, version=project.version)
    for step in ("prepare", "start"):
        project.take(step, by=bureau, at=at, version=project.version)


def publish() -> None:
    """Make the report of the newest round and let it go its whole way: to the overleg, the minister and everybody."""
    deal, at = Deal.objects.get(slug=SLUG), timezone.now()
    bureau = User.objects.get(email="vera@voorbeeld.test")
    today = timezone.localdate(at)
    started = kick_off(deal, years_to_start(deal, on=today)[0], by=bureau, at=at)
    _until_ready(freeze(started, Step.CONCEPT, by=bureau, at=at))
    record(started, Step.SHARED, Taken(today), by=bureau, at=at)
    _until_ready(freeze(started, Step.FINAL, by=bureau, at=at))
    for step in (Step.HANDED, Step.SUBMITTED, Step.PUBLISHED):
        record(started, step, Taken(today), by=bureau, at=at)


def _until_ready(report: AnnualReport) -> None:
    """Wait until the worker of the portal has made the files."""
    for _second in range(600):  # other reports may come first
        report.refresh_from_db()
        if report.state == AnnualReport.State.READY:
            return
        time.sleep(1)
    raise AssertionError(f"{report} was not made: {report.state} {report.error}")

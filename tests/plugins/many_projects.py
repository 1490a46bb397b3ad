"""Many projects at once, for what has to hold however many there are: made in bulk, as the verbs would leave them."""

from datetime import UTC, date, datetime
from decimal import Decimal

from pillars.projects.models import Executor, Milestone, Plan, Project, ProjectEvent, ProjectState
from pillars.projects.planning import PlannableLines
from regiodeal.deals.models import Deal, Neighbourhood, User

ENTERED = datetime(2026, 1, 10, 12, tzinfo=UTC)
STATES = (ProjectState.RUNNING, ProjectState.GRANTED, ProjectState.FINISHED, ProjectState.PREPARING, ProjectState.IDEA)


def fill_projects(deal: Deal, by: User, *, projects: int = 2000, executors: int = 400) -> list[Project]:
    """Give a deal so many projects of so many executors, each with plans, a milestone, areas and its trail."""
    first = Project.objects.filter(deal=deal).count()
    doers = Executor.objects.bulk_create(
        Executor(deal=deal, name=f"Verzonnen organisatie {first + number}") for number in range(executors)
    )
    measures, areas = list(deal.measure_set.all()), list(Neighbourhood.objects.filter(deal=deal))
    made = Project.objects.bulk_create(
        Project(
            deal=deal,
            code=f"V-{first + number:04}",
            title=f"Verzonnen project {first + number}",
            description="Verzonnen. " * 10,
            main_measure=measures[number % len(measures)],
            executor=doers[number % len(doers)],
            starts_on=date(2024 + number % 3, 1 + number % 12, 1),
            ends_on=date(2027, 1 + number % 12, 1),
            state=STATES[number % len(STATES)],
        )
        for number in range(projects)
    )
    ProjectEvent.objects.bulk_create(ProjectEvent(project=row, at=ENTERED, by=by, before={}) for row in made)
    Milestone.objects.bulk_create(Milestone(project=row, title="Open", due_on=date(2026, 6, 1)) for row in made)
    if areas:
        through = Project.areas.through
        through.objects.bulk_create(
            through(project=row, neighbourhood=areas[place % len(areas)]) for place, row in enumerate(made)
        )
    lines = PlannableLines(deal)
    Plan.objects.bulk_create(
        Plan(
            project=row,
            indicator=line.indicator,
            item=line.item,
            year=year,
            value=Decimal(10),
            counts_from=ENTERED.date(),
        )
        for row in made
        for line in lines.of([row.main_measure_id])[:3]
        for year in (2025, 2026)
    )
    return made

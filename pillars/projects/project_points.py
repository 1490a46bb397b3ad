"""What projects bring to a meeting and to a calendar: something to link to, and their days."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from pillars.projects.models import Milestone, Project, ProjectState
from regiodeal.covenant.meetings.models import ActionItem, Decision
from regiodeal.covenant.meetings.subjects import Named, Subject
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Right, rights_of
from regiodeal.notices.feed import FeedEvent

PROJECT = "project"
OVER = (ProjectState.SETTLED, ProjectState.STOPPED)
BACK, AHEAD = timedelta(days=60), timedelta(days=400)  # what a calendar holds of many projects


def _projects(deal: Deal, codes: Collection[str] | None) -> dict[str, Named]:
    """The projects by their code: all that are under way, or those that are asked for.

    Whoever reads of those is not known here: a confidential one is then named to nobody and leads nowhere.
    """
    rows = Project.objects.filter(deal_id=deal.pk)
    chosen = rows.exclude(state__in=OVER) if codes is None else rows.filter(code__in=codes)
    return {row.code: _named(deal, row.as_read(unapproved=codes is None)) for row in chosen}


def _named(deal: Deal, row: Project) -> Named:
    address = reverse("project", args=[deal.slug, row.code]) if row.code else ""
    return Named(str(row), address, is_confidential=row.is_confidential)


PROJECTS = Subject(PROJECT, "Project", _projects)


def decisions_on_project(visible: QuerySet[Decision], code: str) -> QuerySet[Decision]:
    """Out of the decisions that one may see: those about a project."""
    return visible.filter(links__kind=PROJECT, links__code=code).select_related("meeting").distinct()


def actions_on_project(visible: QuerySet[ActionItem], code: str) -> QuerySet[ActionItem]:
    """Out of the action items that one may see: those about a project."""
    return visible.filter(links__kind=PROJECT, links__code=code).select_related("owner").distinct()


def project_events(deal: Deal, user: User, *, on: date) -> Iterator[FeedEvent]:
    """The days of projects that are under way, for who enters progress: milestones, beginnings and ends.

    From two months ago to a year ahead, in three queries however many projects there are.
    """
    roles = list(Membership.objects.filter(deal_id=deal.pk, user=user).values_list("role", flat=True))
    if Right.ENTER_PROGRESS not in rights_of(roles):
        return
    near = (on - BACK, on + AHEAD)
    rows = Project.objects.filter(deal_id=deal.pk).exclude(state__in=OVER)
    milestones = Milestone.objects.filter(project__in=rows, due_on__range=near, reached_on__isnull=True)
    for milestone in milestones.select_related("project"):
        yield _event(deal, milestone.project, f"mijlpaal-{milestone.pk}", f"Mijlpaal: {milestone}", milestone.due_on)
    for row in rows.filter(Q(starts_on__range=near) | Q(ends_on__range=near)):
        for key, word, when in (("begin", "Begint", row.starts_on), ("eind", "Eindigt", row.ends_on)):
            if when and near[0] <= when <= near[1]:
                yield _event(deal, row, f"project-{key}-{row.pk}", f"{word}: {row.title}", when)


def _event(deal: Deal, project: Project, uid: str, title: str, when: date) -> FeedEvent:
    path = reverse("project", args=[deal.slug, project.code])
    return FeedEvent(uid, title, when, when + timedelta(days=1), path, text=f"Project {project}")

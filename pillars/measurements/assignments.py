"""Who fills in which figure: a figure is given to somebody, and stays theirs from round to round until it is passed on.

Without it the one who last entered a figure is taken to enter it again.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from pillars.agreed.models import Indicator, IndicatorItem
from pillars.projects.models import Project
from regiodeal.deals.memberships import people_with
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Right
from regiodeal.deals.running import hold_running
from regiodeal.lifecycle.register import RegisterRow
from regiodeal.lifecycle.steps import LifecycleEvent

type FigurePlace = tuple[int, int | None, int | None]  # keys of the indicator, its item, and the project

CANNOT_ENTER = "Deze persoon kan in deze deal geen cijfers invullen."


class Assignment(RegisterRow):
    """The base of what is given to somebody to do; `person` is None where it is nobody's any more."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="van wie"
    )
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField("toegewezen op")

    content_fields = ("person",)

    class Meta:
        abstract = True

    def give(self, person: User | None, *, by: User, at: datetime) -> bool:
        """Give it to somebody, or to nobody; False when it is theirs already. Raises WrongStateError when it moved."""
        if self.person_id == (person.pk if person else None):
            return False
        self.assigned_by, self.assigned_at = by, at
        if self.pk is None:
            self.enter(by=by, at=at, values={"person": person})
            return True
        self.revise(by=by, at=at, values={"person": person}, version=self.version)
        type(self)._default_manager.filter(pk=self.pk).update(assigned_by=by, assigned_at=at)
        return True


class FigureAssignment(Assignment):
    """A figure of an indicator, an item of it or a project, and who fills it in."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(IndicatorItem, on_delete=models.CASCADE, null=True, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        verbose_name = "toewijzing van een cijfer"
        verbose_name_plural = "toewijzingen van cijfers"
        constraints = [
            models.UniqueConstraint(
                "indicator",
                Coalesce("item", models.Value(0)),
                Coalesce("project", models.Value(0)),
                name="pillars_figureassignment_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.person or 'niemand'}"

    @property
    def place(self) -> FigurePlace:
        """Return which figure it is about."""
        return self.indicator_id, self.item_id, self.project_id


class FigureAssignmentEvent(LifecycleEvent):
    """A figure was given to somebody."""

    assignment = models.ForeignKey(FigureAssignment, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een toewijzing"
        verbose_name_plural = "wijzigingen van toewijzingen"


def assignments_in(deal: Deal) -> QuerySet[FigureAssignment]:
    """The figures of a deal that are somebody's."""
    return FigureAssignment.objects.filter(indicator__deal=deal, person__isnull=False)


def assigned_people(deal: Deal) -> Mapping[FigurePlace, User]:
    """Return to whom each figure was given, in one query."""
    rows = assignments_in(deal).select_related("person")
    return {row.place: row.person for row in rows if row.person is not None}


def writers(deal: Deal) -> QuerySet[User]:
    """The people who may enter figures and stories in the deal now."""
    return people_with(deal, Right.ENTER_PROGRESS)


@transaction.atomic
def assign(deal: Deal, places: Iterable[FigurePlace], *, person: User | None, by: User, at: datetime) -> int:
    """Give figures of the deal to somebody, or to nobody; how many were not theirs yet.

    Two who give figures of a deal wait for each other. Raises ValueError for somebody who may enter nothing here, and
    WrongStateError for a deal that does not run.
    """
    hold_running(deal.pk)
    if person is not None and not writers(deal).filter(pk=person.pk).exists():
        raise ValueError(CANNOT_ENTER)
    held = FigureAssignment.objects.select_for_update(no_key=True)
    there = {row.place: row for row in held.filter(indicator__deal=deal)}
    given = 0
    for place in dict.fromkeys(places):
        indicator, item, project = place
        new = FigureAssignment(indicator_id=indicator, item_id=item, project_id=project)
        given += there.get(place, new).give(person, by=by, at=at)
    return given

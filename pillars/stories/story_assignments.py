"""Who writes the story of which measure: it is given to somebody, and stays theirs from year to year."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import models, transaction

from pillars.agreed.models import Measure
from pillars.measurements.assignments import Assignment, writers
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal, User
from regiodeal.deals.running import hold_running
from regiodeal.lifecycle.review import State
from regiodeal.lifecycle.steps import LifecycleEvent

CANNOT_WRITE = "Deze persoon kan in deze deal geen voortgang beschrijven."


class StoryAssignment(Assignment):
    """A measure, and who writes its story."""

    measure = models.OneToOneField(Measure, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "toewijzing van een tekst"
        verbose_name_plural = "toewijzingen van teksten"

    def __str__(self) -> str:
        return f"Voortgang van {self.measure}: {self.person or 'niemand'}"


class StoryAssignmentEvent(LifecycleEvent):
    """The story of a measure was given to somebody."""

    assignment = models.ForeignKey(StoryAssignment, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een toewijzing van een tekst"
        verbose_name_plural = "wijzigingen van toewijzingen van teksten"


def story_assignments_in(deal: Deal) -> models.QuerySet[StoryAssignment]:
    """Whose the stories of a deal are; not those of whoever may enter nothing any more: they are nobody's."""
    rows = StoryAssignment.objects.filter(measure__deal=deal, person__in=writers(deal).order_by())
    return rows.select_related("person", "measure", "assigned_by").order_by("measure__position", "measure__pk")


def story_people(deal: Deal) -> Mapping[int, User]:
    """Return who writes the story of each measure, by the key of the measure, in one query."""
    return {row.measure_id: row.person for row in story_assignments_in(deal) if row.person is not None}


def to_write(deal: Deal, year: int) -> list[StoryAssignment]:
    """The stories about a year that are somebody's, and that nobody began."""
    begun = ProgressEntry.objects.filter(measure__deal=deal, year=year).exclude(state=State.WITHDRAWN)
    return list(story_assignments_in(deal).exclude(measure__in=begun.values("measure")))


@transaction.atomic
def assign_stories(deal: Deal, measures: Iterable[Measure], *, person: User | None, by: User, at: datetime) -> int:
    """Give the stories of measures to somebody, or to nobody; how many were not theirs yet.

    Raises ValueError for somebody who may enter nothing here, WrongStateError for a deal that does not run.
    """
    hold_running(deal.pk)
    if person is not None and not writers(deal).filter(pk=person.pk).exists():
        raise ValueError(CANNOT_WRITE)
    held = StoryAssignment.objects.select_for_update(no_key=True)
    there = {row.measure_id: row for row in held.filter(measure__deal=deal)}
    return sum(
        there.get(measure.pk, StoryAssignment(measure=measure)).give(person, by=by, at=at) for measure in measures
    )

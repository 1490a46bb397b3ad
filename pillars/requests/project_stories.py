"""Stories of projects beside the story of their measure, to be taken into it: text is added, nothing overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from pillars.agreed.models import Measure
from pillars.requests.models import AnswerPart, AnswerState
from pillars.stories.models import ProgressEntry
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import User
from regiodeal.lifecycle.review import OPEN_STATES, State
from regiodeal.lifecycle.steps import MOVED_ON

# Into which text of the measure's story each text of a project goes.
GOES_INTO: Mapping[str, str] = {"done": "done", "upcoming": "outlook", "why_not": "reason", "learned": "learned"}
WAITS = "De voortgang van deze maatregel wacht op een beoordelaar. Neem haar eerst terug."


@dataclass(frozen=True)
class ProjectStory:
    """What a project told that may go into the story of a measure, and whether all of it stands there already."""

    part: AnswerPart
    is_taken: bool

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Return what was told, each text that is not empty after what it is about."""
        return [(str(_label(name)), text) for name in GOES_INTO if (text := getattr(self.part, name).strip())]


def project_stories(measure: Measure, year: int, entry: ProgressEntry | None) -> list[ProjectStory]:
    """What the projects of a measure told about a year, in answers that were taken over, in one query."""
    of_measure = models.Q(project__main_measure=measure) | models.Q(project__measures=measure)
    rows = AnswerPart.objects.filter(
        of_measure, answer__request__figure_year=year, answer__state=AnswerState.TAKEN
    ).select_related("project", "answer__executor")
    stories = [ProjectStory(part, entry is not None and not _missing(part, entry)) for part in rows.distinct()]
    return [story for story in stories if story.texts]


@transaction.atomic
def take_story(
    part: AnswerPart, measure: Measure, *, year: int, by: User, at: datetime, version: int | None
) -> ProgressEntry:
    """Add what a project told to the open story of the measure, or begin one with it; return that story.

    What is there stays as it is, and a text that is in it already is not added again. `version` is that of the story
    as it was seen, None where there was none. Raises WrongStateError for a story that moved on or waits for review.
    """
    rows = ProgressEntry.objects.filter(measure=measure, year=year, state__in=OPEN_STATES)
    entry = rows.first()
    if entry is not None and entry.state == State.SUBMITTED:
        raise WrongStateError(WAITS)
    if (entry.version if entry else None) != version:
        raise WrongStateError(MOVED_ON)
    if entry is None:
        is_behind = part.on_schedule is False and bool(part.why_not.strip())
        schedule = ProgressEntry.Schedule.ATTENTION if is_behind else ProgressEntry.Schedule.ON_SCHEDULE
        return ProgressEntry.begin(by=by, at=at, measure=measure, year=year, schedule=schedule, **_missing(part, None))
    if added := _missing(part, entry):
        values = {name: "\n\n".join(filter(None, (getattr(entry, name), text))) for name, text in added.items()}
        entry.revise(by=by, at=at, values=values, version=entry.version)
    return entry


def _missing(part: AnswerPart, entry: ProgressEntry | None) -> dict[str, str]:
    """The texts of a project, each under the field of the story that it goes into, that do not stand there yet."""
    told = {
        into: f"{part.project.title}: {getattr(part, name).strip()}"
        for name, into in GOES_INTO.items()
        if getattr(part, name).strip()
    }
    return {into: text for into, text in told.items() if entry is None or text not in getattr(entry, into)}


def _label(name: str) -> str:
    return str(AnswerPart._meta.get_field(name).verbose_name)  # type: ignore[union-attr]

"""What is off course, worst first, with the reason under it."""

from collections.abc import Mapping
from dataclasses import dataclass

from pillars.models import ProgressEntry
from pillars.progress import DealProgress, ResultProgress
from pillars.status import Status, severity


@dataclass(frozen=True)
class Deviation:
    """A result that lags or asks for attention, with what the figures say and what the bureau says."""

    progress: ResultProgress
    story: ProgressEntry | None


def deviations(progress: DealProgress, stories: Mapping[str, ProgressEntry]) -> list[Deviation]:
    """The results that are off course. The story is that of the result's measure (by code), when it gives a reason."""
    measure_of = {result.code: measure.code for measure in progress.measures for result in measure.results.all()}
    off_course = [result for result in progress.results if result.status in {Status.BEHIND, Status.ATTENTION}]
    found = []
    for result in sorted(off_course, key=lambda row: severity(row.status)):
        story = stories.get(measure_of[result.result.code])
        found.append(Deviation(result, story if story and story.reason else None))
    return found

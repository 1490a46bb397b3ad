"""What is off course, worst first."""

from pillars.progress import DealProgress, ResultProgress
from pillars.status import Status, severity


def deviations(progress: DealProgress) -> list[ResultProgress]:
    """The results that lag or ask for attention; the explanation stands at the target that decides."""
    off_course = [result for result in progress.results if result.status in {Status.BEHIND, Status.ATTENTION}]
    return sorted(off_course, key=lambda row: severity(row.status))

"""Results that are off course, worst first."""

from pillars.progress.deal_progress import DealProgress, ResultProgress
from pillars.status.status import severity


def deviations(progress: DealProgress) -> list[ResultProgress]:
    """The results that lag or ask for attention; the explanation stands at the target that decides."""
    return sorted((row for row in progress.results if row.is_off_course), key=lambda row: severity(row.status))

"""Results that are off course, worst first."""

from pillars.agreed.status import severity
from pillars.progress.deal_progress import DealProgress, ResultProgress


def deviations(progress: DealProgress) -> list[ResultProgress]:
    """The results that lag or ask for attention; the explanation stands at the target that decides."""
    return sorted((row for row in progress.results if row.is_off_course), key=lambda row: severity(row.status))

"""What changed in the deal between two dates: statuses then and now, and figures that came in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pillars.measurements.models import Measurement
from pillars.progress.deal_progress import DealProgress, ResultProgress, deal_progress
from pillars.status.status import Status, severity
from regiodeal.deals.models import Deal


@dataclass(frozen=True)
class StatusChange:
    """A result that has another status than before."""

    progress: ResultProgress
    before: Status

    @property
    def is_better(self) -> bool:
        """Tell whether it went up on the scale from lagging to achieved."""
        return severity(self.progress.status) > severity(self.before)


@dataclass(frozen=True)
class Changes:
    """Holds what changed since a date."""

    since: date
    statuses: tuple[StatusChange, ...]
    figures: tuple[Measurement, ...]

    @property
    def better(self) -> int:
        """Return how many results went up."""
        return sum(1 for change in self.statuses if change.is_better)


def changes_since(deal: Deal, progress: DealProgress, *, since: date) -> Changes:
    """Return what changed between the end of `since` and the date of `progress`; what got worse first."""
    before = {row.result.code: row.status for row in deal_progress(deal, on=since).results}
    changed = status_changes(progress.results, before)
    figures = Measurement.objects.known_on(progress.on).filter(
        indicator__deal=deal, decided_at__date__gt=since, decided_at__date__lte=progress.on
    )
    rows = figures.select_related("indicator", "item").order_by("indicator__position", "decided_at", "pk")
    return Changes(since, tuple(changed), tuple(rows))


def status_changes(results: Iterable[ResultProgress], before: dict[str, Status]) -> list[StatusChange]:
    """The results whose status differs from what it was, what got worse first. A new result is no change."""
    changed = [
        StatusChange(row, before[row.result.code])
        for row in results
        if row.result.code in before and before[row.result.code] != row.status
    ]
    return sorted(changed, key=lambda change: (change.is_better, severity(change.progress.status)))

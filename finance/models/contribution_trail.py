"""The trail of contributions."""

from django.db import models

from finance.models.contributions import Contribution
from regiodeal.covenant.models.lifecycle import LifecycleEvent


class ContributionEvent(LifecycleEvent):
    """One step in the life of a contribution: from, to, when, by whom, why, what it said. Rows are only ever added."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="events")
    from_state = models.CharField("van", max_length=9, choices=Contribution.State, blank=True)
    to_state = models.CharField("naar", max_length=9, choices=Contribution.State)

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een bijdrage"
        verbose_name_plural = "stappen van bijdragen"

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.to_state}"

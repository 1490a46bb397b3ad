"""The annual progress report of a deal (art. 8 lid 2)."""

from datetime import date, datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models

from regiodeal.covenant.models import Deal

STALLED_AFTER = timedelta(minutes=10)


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    """Reports, by how far they are."""

    def ready(self) -> Self:
        """The reports that can be downloaded, newest first."""
        return self.filter(state=AnnualReport.State.READY).order_by("-finished_at", "-pk")

    def mark_stalled(self, *, at: datetime) -> int:
        """Fail the builds that gave no sign of life for ten minutes, so that they can be tried again; how many."""
        return self.filter(state=AnnualReport.State.BUILDING, alive_at__lt=at - STALLED_AFTER).update(
            state=AnnualReport.State.FAILED,
            error="Het maken is onderbroken. Er is niets verloren; probeer het opnieuw.",
        )


class AnnualReport(models.Model):
    """One build of the annual progress report.

    Queued: asked for, waits for a worker. Building: a worker is at it and tells its steps. Ready: the PDF is there and
    never changes; its snapshot holds all that it says. Failed: a plain reason stands beside it, and it can be retried.
    """

    class Stage(models.TextChoices):
        """For whom it is meant: the concept for the overleg (before 15 June), the final one for the minister."""

        CONCEPT = "concept", "concept"
        FINAL = "final", "definitief"

    class State(models.TextChoices):
        """How far the build is."""

        QUEUED = "queued", "wacht op verwerking"
        BUILDING = "building", "wordt gemaakt"
        READY = "ready", "klaar"
        FAILED = "failed", "mislukt"

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField("jaar")
    stage = models.CharField("stadium", max_length=8, choices=Stage)
    reference_date = models.DateField("stand op")
    state = models.CharField("stand", max_length=8, choices=State, default=State.QUEUED)
    steps_done = models.PositiveSmallIntegerField("stappen gedaan", default=0)
    steps_total = models.PositiveSmallIntegerField("stappen", default=0)
    step = models.CharField("stap", max_length=100, blank=True)
    error = models.TextField("reden", blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="gevraagd door"
    )
    requested_at = models.DateTimeField("gevraagd op")
    alive_at = models.DateTimeField("laatste teken", null=True, blank=True)
    finished_at = models.DateTimeField("klaar op", null=True, blank=True)
    snapshot = models.JSONField("momentopname", null=True, blank=True)
    file = models.FileField("bestand", upload_to="reports/", max_length=250, blank=True)
    sha256 = models.CharField("hash", max_length=64, blank=True)
    size = models.PositiveIntegerField("bytes", default=0)
    pages = models.PositiveIntegerField("bladzijden", default=0)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = "jaarlijkse voortgangsrapportage"
        verbose_name_plural = "jaarlijkse voortgangsrapportages"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="ready") | (~models.Q(file="") & ~models.Q(sha256="")),
                name="reporting_annualreport_ready_has_file",
            ),
            # One build at a time for a report: pressing the button twice gives one job.
            models.UniqueConstraint(
                fields=["deal", "year", "stage"],
                condition=models.Q(state__in=["queued", "building"]),
                name="reporting_annualreport_one_build_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Voortgangsrapportage {self.year} ({self.get_stage_display()})"

    @property
    def file_name(self) -> str:
        """The name of the download."""
        return f"voortgangsrapportage-{self.year}-{self.deal.slug}-{self.get_stage_display()}.pdf"

    @property
    def is_busy(self) -> bool:
        """Whether it waits or is being made."""
        return self.state in {self.State.QUEUED, self.State.BUILDING}

    def claim(self, *, at: datetime, steps_total: int) -> bool:
        """Take up the build; False when another worker has it or it is done. A build without a sign of life is free."""
        free = models.Q(state=self.State.QUEUED) | models.Q(state=self.State.BUILDING, alive_at__lt=at - STALLED_AFTER)
        return self._change(free, state=self.State.BUILDING, alive_at=at, steps_done=0, steps_total=steps_total)

    def tell_step(self, step: str, *, done: int, at: datetime) -> None:
        """Tell which step is being done and how many were."""
        self._change(models.Q(state=self.State.BUILDING), step=step, steps_done=done, alive_at=at)

    def finish(self, content: bytes, *, sha256: str, pages: int, snapshot: dict[str, Any], at: datetime) -> None:
        """Keep the file and its snapshot, and let it be downloaded."""
        name = default_storage.save(f"reports/{self.deal.slug}/{self.year}-{self.stage}.pdf", ContentFile(content))
        kept = self._change(
            models.Q(state=self.State.BUILDING),
            state=self.State.READY,
            file=name,
            sha256=sha256,
            size=len(content),
            pages=pages,
            snapshot=snapshot,
            step="",
            steps_done=self.steps_total,
            finished_at=at,
        )
        if not kept:  # it was given up, or another worker finished it: one report results, and no stray file
            default_storage.delete(name)

    def fail(self, reason: str) -> None:
        """Stop with a plain reason."""
        self._change(~models.Q(state=self.State.READY), state=self.State.FAILED, error=reason)

    def retry(self, *, at: datetime) -> bool:
        """Put a failed build in the queue again; False when it did not fail."""
        return self._change(
            models.Q(state=self.State.FAILED), state=self.State.QUEUED, error="", requested_at=at, step=""
        )

    def _change(self, condition: models.Q, **values: Any) -> bool:
        """One conditional update, so that of two workers one wins."""
        changed = AnnualReport.objects.filter(condition, pk=self.pk).update(**values)
        self.refresh_from_db()
        return changed == 1


def reference_date_for(year: int, *, today: date) -> date:
    """The date that a report of a year is about: today, but never after the year itself."""
    return min(today, date(year, 12, 31))

"""The common part of long work that a worker does and people watch: its states, its steps, and its end."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from regiodeal.lifecycle.steps import Guarded

SILENT_AFTER = timedelta(minutes=3)
MAX_ATTEMPTS = 5


class BuildStoppedError(Exception):
    """Somebody cancelled the build, or it is no longer this worker's."""


class BuildState(models.TextChoices):
    """Says how far a build is."""

    QUEUED = "queued", "wacht op verwerking"
    BUILDING = "building", "wordt gemaakt"
    READY = "ready", "klaar"
    FAILED = "failed", "mislukt"
    CANCELLED = "cancelled", "gestopt"


BUSY = (BuildState.QUEUED, BuildState.BUILDING)


class BuildQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Builds, by how far they are."""

    def silent(self, *, at: datetime) -> Self:
        """The builds without a sign of life for three minutes: their worker, or the message about them, was lost."""
        before = at - SILENT_AFTER
        silent = models.Q(alive_at__lt=before) | models.Q(alive_at__isnull=True, requested_at__lt=before)
        return self.filter(silent, state__in=BUSY)


class Build(Guarded):
    """Long work, asked for by somebody or by the portal itself (`requested_by` is empty).

    Queued: waits for a worker. Building: a worker is at it and tells its steps; when that worker is lost, another takes
    it up. Ready: all its files are there and never change. Failed: a plain reason stands beside it, and it can be
    retried. Cancelled: somebody stopped it. Every change is one conditional update, so that of two workers one wins.
    """

    State = BuildState
    task_name: ClassVar[str]  # of the task that makes it

    state = models.CharField("stand", max_length=9, choices=BuildState, default=BuildState.QUEUED)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    steps_done = models.PositiveSmallIntegerField("stappen gedaan", default=0)
    steps_total = models.PositiveSmallIntegerField("stappen", default=0)
    step = models.CharField("stap", max_length=100, blank=True)
    error = models.TextField("waarom het niet lukte", blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="gevraagd door",
        help_text="Leeg als het portaal dit zelf maakte.",
    )
    requested_at = models.DateTimeField("gevraagd op")
    alive_at = models.DateTimeField("laatste teken", null=True, blank=True)
    finished_at = models.DateTimeField("klaar op", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_busy(self) -> bool:
        """Tell whether it waits or is being made."""
        return self.state in BUSY

    @property
    def deal_key(self) -> int | None:
        """The key of the deal it is made for; None for the whole portal."""
        return None

    @property
    def by(self) -> str:
        """Return who asked for the build."""
        return str(self.requested_by) if self.requested_by else "het portaal"

    def claim(self, *, at: datetime, steps_total: int, was_lost: bool = False) -> bool:
        """Take up the build; False when another worker has it, or it is over.

        `was_lost`: the broker hands it out a second time, because the worker that had it died.
        """
        free = BUSY if was_lost else (BuildState.QUEUED,)
        fresh = {"error": "", "step": "", "steps_done": 0, "steps_total": steps_total}
        attempts = models.F("attempts") + 1
        return self.change_if(
            models.Q(state__in=free), state=BuildState.BUILDING, alive_at=at, attempts=attempts, **fresh
        )

    def queue_again(self, *, at: datetime) -> bool:
        """Put a build that fell silent in the queue again; False when it gave a sign of life meanwhile."""
        silent = models.Q(pk__in=BuildQuerySet(type(self)).silent(at=at).values("pk"))
        return self.change_if(silent, state=BuildState.QUEUED, alive_at=at)

    def tell_step(self, step: str, *, done: int, at: datetime) -> None:
        """Tell which step is being done and how many were. Raises BuildStoppedError when the build was stopped."""
        if not self.change_if(models.Q(state=BuildState.BUILDING), step=step, steps_done=done, alive_at=at):
            raise BuildStoppedError

    def fail(self, reason: str) -> None:
        """Stop with a plain reason."""
        self.change_if(models.Q(state__in=BUSY), state=BuildState.FAILED, error=reason)

    def cancel(self) -> bool:
        """Stop a build that is under way; False when it is over already."""
        return self.change_if(models.Q(state__in=BUSY), state=BuildState.CANCELLED, step="")

    def retry(self, *, at: datetime) -> bool:
        """Put a build that failed or was stopped in the queue again; False when it did not."""
        ended = models.Q(state__in=[BuildState.FAILED, BuildState.CANCELLED])
        fresh = {"error": "", "step": "", "steps_done": 0, "attempts": 0}
        return self.change_if(ended, state=BuildState.QUEUED, requested_at=at, alive_at=None, **fresh)

    def _end(self, *, at: datetime, **values: object) -> bool:
        """End the build as ready; False when it was stopped or another worker ended it."""
        done = {"step": "", "error": "", "steps_done": self.steps_total, "finished_at": at}
        return self.change_if(models.Q(state=BuildState.BUILDING), state=BuildState.READY, **done, **values)

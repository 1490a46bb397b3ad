"""A paper of a meeting that somebody asked for: its agenda or its minutes, as PDF."""

import hashlib
from datetime import datetime
from typing import Self

from django.db import models

from regiodeal.covenant.meetings.models import Meeting
from regiodeal.deals.models import User
from reporting.building.models import Build, BuildQuerySet


class PaperKind(models.TextChoices):
    """Says which paper it is: what will be spoken of, or what was said and decided."""

    AGENDA = "agenda", "agenda"
    MINUTES = "verslag", "verslag"


class MeetingPaperQuerySet(BuildQuerySet["MeetingPaper"]):
    """Papers: each is for whoever asked for it, since it holds what that person may see and no more."""

    def of(self, user: User) -> Self:
        """The papers that the user asked for, the newest first."""
        return self.filter(requested_by=user).order_by("-requested_at", "-pk")


class MeetingPaper(Build):
    """The agenda or the minutes of a meeting, laid out by a worker from `html`: what its requester saw when they asked.

    It is given out as long as that is what its requester sees: of a meeting that changed another one is made.
    """

    task_name = "reporting.tasks.build_meeting_paper"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers", verbose_name="overleg")
    kind = models.CharField("stuk", max_length=8, choices=PaperKind)
    html = models.TextField("inhoud")
    file = models.FileField("bestand", max_length=250, blank=True)
    sha256 = models.CharField("hash", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("bytes", default=0)

    objects = MeetingPaperQuerySet.as_manager()

    class Meta:
        verbose_name = "stuk van een overleg"
        verbose_name_plural = "stukken van overleggen"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="ready") | (~models.Q(file="") & ~models.Q(sha256="")),
                name="reporting_meetingpaper_ready_has_file",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display().capitalize()} {self.meeting}"

    @property
    def deal_key(self) -> int | None:
        """The deal of its meeting."""
        return self.meeting.deal_id

    @property
    def file_name(self) -> str:
        """The name of the download."""
        return f"{self.kind}-{self.meeting.held_on.isoformat()}.pdf"

    @property
    def digest(self) -> str:
        """Return the SHA-256 of its content: the same content gives the same file."""
        return hashlib.sha256(self.html.encode()).hexdigest()

    def finish(self, *, name: str, sha256: str, size: int, at: datetime) -> bool:
        """Let the stored file be downloaded; False when it was stopped or another worker finished it."""
        return self._end(at=at, file=name, sha256=sha256, size=size)

"""The life of an imported file, from upload to entered rows; each app that reads files has its own kind."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.steps import Guarded
from regiodeal.sheets.folder import Folder

STALLED_AFTER = timedelta(seconds=45)  # without a sign of its worker, which gives one every five seconds


class ImportState(models.TextChoices):
    """Says how far an import is."""

    QUEUED = "queued", "wacht op nakijken"
    CHECKING = "checking", "wordt nagekeken"
    CHECKED = "checked", "nagekeken"
    REFUSED = "refused", "niet bruikbaar"
    ACCEPTED = "accepted", "wacht op invoeren"
    ENTERING = "entering", "wordt ingevoerd"
    ENTERED = "entered", "ingevoerd"
    UNCHANGED = "unchanged", "niets veranderd"
    DISCARDED = "discarded", "niet ingevoerd"
    FAILED = "failed", "mislukt"


WORKING = (ImportState.CHECKING, ImportState.ENTERING)


class FileImportQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Imports, by how far they are."""

    def mark_stalled(self, *, at: datetime) -> int:
        """Fail those whose worker was lost, so that nobody waits for ever; how many. Nothing was entered."""
        rows: list[FileImport] = [row for row in self.filter(state__in=WORKING) if isinstance(row, FileImport)]
        return sum(row.fail_when_silent(at=at) for row in rows)

    def forgotten(self, *, at: datetime) -> Self:
        """Keep the imports that wait for a person who did not come back within the days that files are kept."""
        waiting = (ImportState.CHECKED, ImportState.REFUSED)
        return self.filter(state__in=waiting, uploaded_at__lt=at - timedelta(days=settings.EXCHANGE_KEPT_DAYS))


class FileImport(Guarded):
    """One file that somebody uploaded.

    Queued: it waits to be checked. Checking: its rows are compared with the portal. Checked: the difference can be
    read, and nothing is entered yet. Refused: something in it is wrong; every fault is named. Accepted: its owner said
    to enter it. Entering: all of it is being written, or nothing. Entered: it became drafts of its owner or was
    submitted, or stands there at once where nothing is reviewed. Unchanged: it says what the portal says already.
    Discarded: its owner let it go. Failed: something broke, and nothing was entered.
    """

    State = ImportState
    WORKING = WORKING
    BUSY = (ImportState.QUEUED, ImportState.CHECKING, ImportState.ACCEPTED, ImportState.ENTERING)
    OVER = (ImportState.ENTERED, ImportState.UNCHANGED, ImportState.DISCARDED, ImportState.FAILED)

    place: ClassVar[str]  # where its files are kept, apart from those of other kinds
    keeps_upload: ClassVar[bool] = False  # so that the same file can be checked again, and kept
    words: ClassVar[dict[str, tuple[str, str]]]  # per kind of change what one and what more of them are called

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT)
    file_name = models.CharField("bestand", max_length=200)
    size = models.PositiveIntegerField("bytes")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="gekozen door"
    )
    uploaded_at = models.DateTimeField("gekozen op")
    state = models.CharField("stand", max_length=10, choices=ImportState, default=ImportState.QUEUED)
    reason = models.TextField("reden", blank=True)
    row_count = models.PositiveIntegerField("rijen", default=0)
    change_count = models.PositiveIntegerField("rijen die iets veranderen", default=0)
    counts = models.JSONField("rijen per soort verandering", default=dict, blank=True)
    fault_count = models.PositiveIntegerField("fouten", default=0)
    unread_columns = models.JSONField("kolommen die niet zijn gelezen", default=list, blank=True)
    is_submitted = models.BooleanField("meteen ingediend", default=False)
    alive_at = models.DateTimeField("laatste teken", null=True, blank=True)
    finished_at = models.DateTimeField("klaar op", null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["refused", "failed"])
                | ~models.Q(reason="")
                | models.Q(fault_count__gt=0),
                name="%(app_label)s_%(class)s_says_why_not",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["checked", "accepted", "entering", "entered"])
                | models.Q(fault_count=0, change_count__gt=0),
                name="%(app_label)s_%(class)s_enters_without_faults",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def folder(self) -> Folder:
        """Return where the files of the import are."""
        return Folder(self.pk, self.place)

    @property
    def is_reviewed(self) -> bool:
        """Tell whether somebody else reviews what was entered, so that it is a draft until it is submitted."""
        return True

    @property
    def is_busy(self) -> bool:
        """Tell whether it waits for a worker, or one is at it."""
        return self.state in self.BUSY

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more can happen, so that its files may go."""
        return self.state in self.OVER

    def fail_when_silent(self, *, at: datetime) -> bool:
        """Fail it when its worker gave no sign of life for too long (STALLED_AFTER); tell whether it did."""
        signs = [sign for sign in (self.alive_at, self.folder.last_sign()) if sign]
        if self.state not in self.WORKING or max(signs, default=at) >= at - STALLED_AFTER:
            return False
        condition = models.Q(state=self.state, alive_at=self.alive_at)
        return self.change_if(condition, state=self.State.FAILED, reason=INTERRUPTED, finished_at=at)

    def claim_check(self, *, at: datetime) -> bool:
        """Take up the checking; False when another worker has it or it is done."""
        return self.change_if(models.Q(state=self.State.QUEUED), state="checking", alive_at=at)

    def tell(self, **known: object) -> None:
        """Tell what was found out while checking: about how many rows, which columns say nothing here."""
        self.change_if(models.Q(state=self.State.CHECKING), **known)

    def finish_check(self, *, row_count: int, counts: dict[str, int], fault_count: int, at: datetime) -> None:
        """Let its owner read the difference or the faults; over when there is neither."""
        change_count = sum(counts.values())
        state = self.State.CHECKED if change_count else self.State.UNCHANGED
        self.change_if(
            models.Q(state=self.State.CHECKING),
            state=self.State.REFUSED if fault_count else state,
            row_count=row_count,
            change_count=change_count,
            counts=counts,
            fault_count=fault_count,
            finished_at=at,
        )

    def refuse(self, reason: str, *, at: datetime, fault_count: int = 0) -> None:
        """Stop because of the file, or because the portal changed since it was checked."""
        self.change_if(
            models.Q(state__in=self.BUSY),
            state=self.State.REFUSED,
            reason=reason,
            fault_count=fault_count,
            finished_at=at,
        )

    def accept(self, *, by: User, submit: bool, at: datetime) -> bool:
        """Say that it must be entered; False when it is not its owner who says so, or it cannot be entered now.

        Neither can a list that another took the place of, since this row was read: rows that came too late wait again.
        """
        mine = models.Q(state=self.State.CHECKED, uploaded_by=by, finished_at=self.finished_at)
        is_submitted = submit and self.is_reviewed
        return self.change_if(mine, state=self.State.ACCEPTED, is_submitted=is_submitted, reason="", alive_at=at)

    def wait_again(self, reason: str) -> None:
        """Back to where its owner decides, when no worker could be reached."""
        self.change_if(models.Q(state=self.State.ACCEPTED), state=self.State.CHECKED, reason=reason)

    def claim_enter(self, *, at: datetime) -> bool:
        """Take up the entering; False when another worker has it or it is done."""
        return self.change_if(models.Q(state=self.State.ACCEPTED), state="entering", alive_at=at)

    def finish_enter(self, *, at: datetime) -> bool:
        """Say that all was entered, within the transaction that wrote it. False when it was given up by then."""
        return self.change_if(models.Q(state=self.State.ENTERING), state=self.State.ENTERED, finished_at=at)

    def finish_partly(self, *, reason: str, counts: dict[str, int], at: datetime) -> bool:
        """Say that all but some rows were entered, within the transaction that wrote them: those wait for a choice."""
        return self.change_if(
            models.Q(state=self.State.ENTERING),
            state=self.State.CHECKED,
            reason=reason,
            counts=counts,
            change_count=sum(counts.values()),
            finished_at=at,
        )

    def discard(self, *, by: User | None, at: datetime) -> bool:
        """Let it go; False when it is somebody else's, or entered. Nobody in particular: it was forgotten.

        Its owner may do so while a worker is at it too: the worker finds out, and enters nothing.
        """
        mine = models.Q(state__in=(self.State.CHECKED, self.State.REFUSED))
        if by is not None:
            mine = models.Q(state__in=(*self.BUSY, self.State.CHECKED, self.State.REFUSED), uploaded_by=by)
        return self.change_if(mine, state=self.State.DISCARDED, finished_at=at)

    def fail(self, reason: str, *, at: datetime) -> None:
        """Stop the work, because something broke."""
        self.change_if(models.Q(state__in=self.BUSY), state=self.State.FAILED, reason=reason, finished_at=at)


INTERRUPTED = "Het werk is onderbroken. Er is niets ingevoerd; kies het bestand opnieuw."

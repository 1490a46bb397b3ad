"""The Rijk-Regio-overleg (art. 7): its meetings, from the plan to the minutes that stand."""

from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from regiodeal.covenant.models.deal import Deal
from regiodeal.covenant.models.frozen import FrozenOnce
from regiodeal.covenant.models.openness import OpenRecord
from regiodeal.covenant.models.people import User
from regiodeal.covenant.models.register import RegisterEvent, RegisterRow
from regiodeal.covenant.models.review import WrongStateError


class MeetingState(models.TextChoices):
    """Where a meeting stands in its life."""

    PLANNED = "planned", "gepland"
    INVITED = "invited", "uitgenodigd"
    HELD = "held", "gehouden"
    DRAFTED = "drafted", "verslag in concept"
    AGREED = "agreed", "verslag vastgesteld"
    CANCELLED = "cancelled", "vervallen"


COMING = (MeetingState.PLANNED, MeetingState.INVITED)
TAKEN_PLACE = (MeetingState.HELD, MeetingState.DRAFTED, MeetingState.AGREED)
MOVED_ON = "Het overleg is intussen in een andere stand. Bekijk de nieuwe stand en probeer het opnieuw."


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, by when they are."""

    def held_by(self, on: date) -> Self:
        """Those that took place on that day or before it, newest first."""
        return self.filter(state__in=TAKEN_PLACE, held_on__lte=on).order_by("-held_on", "-pk")

    def coming(self, on: date) -> Self:
        """Those that still have to take place, seen from that day, the first one first. One that is late counts."""
        return self.filter(state__in=COMING).order_by("held_on", "pk")


class Meeting(RegisterRow, OpenRecord):
    """A meeting of the Rijk-Regio-overleg, or a written round where a meeting cannot be had.

    Planned: the bureau chose a day. Invited: the members know of it and of the agenda. Held: it took place; decisions
    are recorded. Drafted: its minutes can be read as a draft. Agreed: the minutes and decisions stand, and never change
    again; a correction is a new record that names the old. Cancelled: it did not take place, and why.

    Its openness (art. 11) is that of its minutes; that it took place, and its agenda, are for who sees the deal.
    """

    class Form(models.TextChoices):
        """How the members consult."""

        MEETING = "meeting", "vergadering"
        WRITTEN = "written", "schriftelijke ronde"

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="meetings")
    title = models.CharField("titel", max_length=150)
    form = models.CharField("vorm", max_length=8, choices=Form, default=Form.MEETING)
    written_reason = models.CharField("waarom geen vergadering", max_length=300, blank=True)
    held_on = models.DateField("dag")
    starts_at = models.TimeField("van", null=True, blank=True)
    ends_at = models.TimeField("tot", null=True, blank=True)
    place = models.CharField("plaats", max_length=200, blank=True)
    report_year = models.PositiveSmallIntegerField("bespreekt de voortgangsrapportage van", null=True, blank=True)
    note = models.TextField("toelichting", blank=True)
    state = models.CharField("stand", max_length=10, choices=MeetingState, default=MeetingState.PLANNED)

    objects = MeetingQuerySet.as_manager()
    content_fields = (
        *("title", "form", "written_reason", "held_on", "starts_at", "ends_at", "place", "report_year", "note"),
    )

    class Meta:
        verbose_name = "overleg"
        verbose_name_plural = "overleggen"
        ordering = ["held_on", "pk"]
        constraints = [
            *OpenRecord.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(form="written") | ~models.Q(written_reason=""),
                name="covenant_meeting_written_round_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True)
                | models.Q(starts_at__isnull=False, ends_at__gt=models.F("starts_at")),
                name="covenant_meeting_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_coming(self) -> bool:
        """Whether it still has to take place, so that its day, place and agenda can change."""
        return self.state in COMING

    @property
    def has_taken_place(self) -> bool:
        """Whether it was held."""
        return self.state in TAKEN_PLACE

    @property
    def takes_decisions(self) -> bool:
        """Whether decisions and attendance can be recorded: from the invitation until the minutes stand."""
        return self.state in {MeetingState.INVITED, MeetingState.HELD, MeetingState.DRAFTED}

    def _stored(self, version: int) -> models.QuerySet[Any]:
        return super()._stored(version).filter(state__in=COMING)

    def invite(self, *, by: User, at: datetime) -> None:
        """Tell the members. Raises WrongStateError unless it is planned."""
        self._move((MeetingState.PLANNED,), MeetingState.INVITED, by=by, at=at)

    def hold(self, *, by: User, at: datetime, on: date) -> None:
        """Record that it took place. Raises ValueError before its day, WrongStateError unless members were invited."""
        if self.held_on > on:
            raise ValueError("Dit overleg is nog niet geweest. Verander eerst de dag als het eerder was.")
        self._move((MeetingState.INVITED,), MeetingState.HELD, by=by, at=at)

    def cancel(self, *, reason: str, by: User, at: datetime) -> None:
        """Call it off. Raises ValueError without a reason, WrongStateError once it was held."""
        if not reason.strip():
            raise ValueError("Schrijf op waarom het overleg vervalt.")
        self._move(COMING, MeetingState.CANCELLED, by=by, at=at, reason=reason.strip())

    @transaction.atomic
    def draft_minutes(self, text: str, *, by: User, at: datetime, version: int) -> "Minutes":
        """Offer minutes as a draft, or a better draft. Raises WrongStateError when it moved on since `version`."""
        if not text.strip():
            raise ValueError("Schrijf het verslag.")
        allowed = (MeetingState.HELD, MeetingState.DRAFTED)
        self._move(allowed, MeetingState.DRAFTED, by=by, at=at, version=version)
        minutes, _created = Minutes.objects.update_or_create(
            meeting=self, number=1, defaults={"text": text.strip(), "written_by": by, "written_at": at}
        )
        return minutes

    @transaction.atomic
    def agree_minutes(self, *, on: date, by: User, at: datetime) -> None:
        """Let the minutes and decisions stand. Raises ValueError for an odd day, WrongStateError without a draft."""
        self._check_agreed_day(on, at)
        self._move((MeetingState.DRAFTED,), MeetingState.AGREED, by=by, at=at)
        self.minutes.filter(agreed_on__isnull=True).update(agreed_on=on)
        self.decisions.filter(agreed_on__isnull=True).update(agreed_on=on)

    @transaction.atomic
    def correct_minutes(self, text: str, *, reason: str, on: date, by: User, at: datetime) -> "Minutes":
        """Add minutes that correct the ones that stand; those stay. Raises as `agree_minutes`, and without a reason."""
        if not text.strip() or not reason.strip():
            raise ValueError("Schrijf het hele verslag zoals het moet zijn, en wat er niet klopte.")
        self._check_agreed_day(on, at)
        self._move((MeetingState.AGREED,), MeetingState.AGREED, by=by, at=at, reason=reason.strip())
        wrong = self.minutes.latest("number")
        return Minutes.objects.create(
            meeting=self,
            number=wrong.number + 1,
            corrects=wrong,
            reason=reason.strip(),
            text=text.strip(),
            agreed_on=on,
            written_by=by,
            written_at=at,
        )

    def _check_agreed_day(self, on: date, at: datetime) -> None:
        if not self.held_on <= on <= timezone.localdate(at):
            raise ValueError("Het verslag is vastgesteld op of na de dag van het overleg, en niet later dan vandaag.")

    @transaction.atomic
    def _move(
        self,
        from_states: tuple[MeetingState, ...],
        to_state: MeetingState,
        *,
        by: User,
        at: datetime,
        reason: str = "",
        version: int | None = None,
    ) -> None:
        """One conditional update, so that two people at once get one transition, and its row of trail."""
        expected = self.version if version is None else version
        row = Meeting.objects.filter(pk=self.pk, state__in=from_states, version=expected)
        if not row.update(state=to_state, version=expected + 1):
            raise WrongStateError(MOVED_ON)
        from_state = self.state
        self.refresh_from_db()
        self.add_event(from_state=from_state, to_state=to_state, by=by, at=at, reason=reason, changes=[])


class MeetingEvent(RegisterEvent):
    """A step of a meeting (from, to and why), or a change of what was planned."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="events")
    from_state = models.CharField("van", max_length=10, choices=MeetingState, blank=True)
    to_state = models.CharField("naar", max_length=10, choices=MeetingState, blank=True)
    reason = models.TextField("reden", blank=True)

    class Meta(RegisterEvent.Meta):
        verbose_name = "stap van een overleg"
        verbose_name_plural = "stappen van overleggen"


class Minutes(models.Model):
    """The minutes (verslag) of a meeting. Draft: may be written anew. Agreed: final; a correction is a next number."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes")
    number = models.PositiveSmallIntegerField("nummer", default=1)
    text = models.TextField("verslag")
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="correction")
    reason = models.TextField("wat klopte er niet", blank=True)
    agreed_on = models.DateField("vastgesteld op", null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("geschreven op")

    class Meta:
        verbose_name = "verslag"
        verbose_name_plural = "verslagen"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="covenant_minutes_number_once"),
            models.CheckConstraint(
                condition=models.Q(number=1, corrects__isnull=True, reason="")
                | models.Q(number__gt=1, corrects__isnull=False, agreed_on__isnull=False) & ~models.Q(reason=""),
                name="covenant_minutes_correction_names_the_old_and_why",
            ),
            FrozenOnce(fields=["meeting", "number", "text", "reason"], once="agreed_on", name="covenant_minutes_final"),
        ]

    def __str__(self) -> str:
        return f"Verslag van {self.meeting}" + (f" (verbetering {self.number - 1})" if self.number > 1 else "")

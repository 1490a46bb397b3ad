"""The Rijk-Regio-overleg (art. 7): meetings, agenda, seats, decisions and action items."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, Self, Unpack

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from regiodeal.base.constraints import FrozenOnce
from regiodeal.base.dates import NOT_YET
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.models import AgreedRow, Deal, Party, User
from regiodeal.deals.roles import Reader, Right
from regiodeal.files.models import ClosableRecord, OpenRecord, OpenRecordQuerySet, open_to
from regiodeal.lifecycle.register import RegisterRow
from regiodeal.lifecycle.steps import LifecycleEvent


class MeetingState(models.TextChoices):
    """Says where a meeting stands in its life."""

    PLANNED = "planned", "gepland"
    INVITED = "invited", "uitgenodigd"
    HELD = "held", "gehouden"
    DRAFTED = "drafted", "verslag in concept"
    AGREED = "agreed", "verslag vastgesteld"
    CANCELLED = "cancelled", "vervallen"


COMING = (MeetingState.PLANNED, MeetingState.INVITED)


TAKEN_PLACE = (MeetingState.HELD, MeetingState.DRAFTED, MeetingState.AGREED)


HIDDEN_DECISION = "een vertrouwelijk besluit"  # what it is called to who may not know of it
MOVED_ON = "Het overleg is intussen in een andere stand. Bekijk de nieuwe stand en probeer het opnieuw."


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, by when they are."""

    def held_by(self, on: date) -> Self:
        """Keep the meetings that took place on that day or before it, newest first."""
        return self.filter(state__in=TAKEN_PLACE, held_on__lte=on).order_by("-held_on", "-pk")

    def coming(self, on: date) -> Self:
        """Those that still have to take place, seen from that day, the first one first."""
        return self.filter(state__in=COMING, held_on__gte=on).order_by("held_on", "pk")

    def left_open(self, on: date) -> Self:
        """Those whose day has passed, and of which nobody said that they took place or were called off."""
        return self.filter(state__in=COMING, held_on__lt=on).order_by("held_on", "pk")


class Meeting(RegisterRow, ClosableRecord):
    """A meeting of the Rijk-Regio-overleg, or a written round where a meeting cannot be had.

    Planned: the bureau chose a day. Invited: the members know of it and of the agenda. Held: it took place; decisions
    are recorded. Drafted: its minutes can be read as a draft. Agreed: the minutes and decisions stand, and never change
    again; a correction is a new record that names the old. Cancelled: it did not take place, and why.

    Its openness (art. 11) is that of its minutes; that it took place, and its agenda, are for whoever sees the deal.
    """

    class Form(models.TextChoices):
        """Says how the members consult."""

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
    moved_on = MOVED_ON

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
        """Tell whether it still has to take place, so that its day, place and agenda can change."""
        return self.state in COMING

    @property
    def has_taken_place(self) -> bool:
        """Tell whether it was held."""
        return self.state in TAKEN_PLACE

    @property
    def takes_decisions(self) -> bool:
        """Tell whether decisions and attendance can be recorded: from the invitation until the minutes stand."""
        return self.state in {MeetingState.INVITED, MeetingState.HELD, MeetingState.DRAFTED}

    def takes_replies(self, on: date) -> bool:
        """Tell whether members can answer: a written round, from the invitation up to and including its last day."""
        return self.form == self.Form.WRITTEN and self.state == MeetingState.INVITED and on <= self.held_on

    def can_be_revised(self) -> models.Q:
        """Until it is held or called off."""
        return models.Q(state__in=COMING)

    def invite(self, *, by: User, at: datetime) -> None:
        """Tell the members. Raises WrongStateError unless it is planned."""
        self.move((MeetingState.PLANNED,), MeetingState.INVITED, by=by, at=at)

    def hold(self, *, by: User, at: datetime, on: date) -> None:
        """Record that it took place. Raises ValueError before its day, WrongStateError unless members were invited."""
        if self.held_on > on:
            raise ValueError("Dit overleg is nog niet geweest. Verander eerst de dag als het eerder was.")
        self.move((MeetingState.INVITED,), MeetingState.HELD, by=by, at=at)

    def cancel(self, *, reason: str, by: User, at: datetime) -> None:
        """Call it off. Raises ValueError without a reason, WrongStateError once it was held."""
        if not reason.strip():
            raise ValueError("Schrijf op waarom het overleg vervalt.")
        self.move(COMING, MeetingState.CANCELLED, by=by, at=at, step={"reason": reason.strip()})

    @transaction.atomic
    def draft_minutes(self, text: str, *, by: User, at: datetime, version: int) -> "Minutes":
        """Offer minutes as a draft, or a better draft. Raises WrongStateError when it moved on since `version`."""
        if not text.strip():
            raise ValueError("Schrijf het verslag.")
        allowed = (MeetingState.HELD, MeetingState.DRAFTED)
        self.move(allowed, MeetingState.DRAFTED, by=by, at=at, version=version)
        minutes, _created = Minutes.objects.update_or_create(
            meeting=self, number=1, defaults={"text": text.strip(), "written_by": by, "written_at": at}
        )
        return minutes

    @transaction.atomic
    def agree_minutes(self, *, on: date, by: User, at: datetime) -> None:
        """Let the minutes and decisions stand. Raises ValueError for an odd day, WrongStateError without a draft."""
        self._check_agreed_day(on, at)
        self.move((MeetingState.DRAFTED,), MeetingState.AGREED, by=by, at=at)
        self.minutes.filter(agreed_on__isnull=True).update(agreed_on=on)
        self.decisions.filter(agreed_on__isnull=True).update(agreed_on=on)

    @transaction.atomic
    def correct_minutes(self, text: str, *, reason: str, on: date, by: User, at: datetime) -> "Minutes":
        """Add minutes that correct the ones that stand; those stay. Raises as `agree_minutes`, and without a reason."""
        if not text.strip() or not reason.strip():
            raise ValueError("Schrijf het hele verslag zoals het moet zijn, en wat er niet klopte.")
        self._check_agreed_day(on, at)
        self.move((MeetingState.AGREED,), MeetingState.AGREED, by=by, at=at, step={"reason": reason.strip()})
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


class MeetingEvent(LifecycleEvent):
    """A step of a meeting (from, to and why), or a change of what was planned."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een overleg"
        verbose_name_plural = "stappen van overleggen"


ROUND_IS_OVER = "Reageren op deze schriftelijke ronde kan niet (meer)."


class WrittenReply(RegisterRow):
    """What one member says in a written round, for a Party where one represents one; until its last day it may change.

    It is no consent to an amendment (art. 12): that has steps of its own.
    """

    class Position(models.TextChoices):
        """Says what the member thinks of what is proposed."""

        AGREES = "agrees", "akkoord"
        OBJECTS = "objects", "niet akkoord"
        COMMENTS = "comments", "alleen een opmerking"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="replies")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.CharField("uw antwoord", max_length=10, choices=Position)
    text = models.TextField("toelichting", blank=True)

    content_fields = ("position", "text")

    class Meta:
        verbose_name = "reactie op een schriftelijke ronde"
        verbose_name_plural = "reacties op een schriftelijke ronde"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="covenant_writtenreply_one_per_member"),
            models.CheckConstraint(
                condition=models.Q(position="agrees") | ~models.Q(text=""), name="covenant_writtenreply_says_why"
            ),
        ]

    def __str__(self) -> str:
        who = f"{self.member} ({self.party})" if self.party else str(self.member)
        return f"{who}: {self.get_position_display()}"

    @staticmethod
    @transaction.atomic
    def give(
        meeting: Meeting, *, by: User, party: Party | None, at: datetime, values: Values, version: int = 0
    ) -> "WrittenReply":
        """Answer the round, or answer it otherwise. Raises WrongStateError when it is over or changed meanwhile.

        Raises ValueError for an objection or a remark without words.
        """
        current = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
        if not current.takes_replies(timezone.localdate(at)):
            raise WrongStateError(ROUND_IS_OVER)
        if values["position"] != WrittenReply.Position.AGREES and not str(values.get("text", "")).strip():
            raise ValueError("Schrijf op waarom u niet akkoord bent, of wat u wilt opmerken.")
        row = WrittenReply.objects.filter(meeting=current, member=by).first()
        if row is None:
            row = WrittenReply(meeting=current, member=by, party=party)
            row.enter(by=by, at=at, values=values)
        else:
            row.revise(by=by, at=at, values=values, version=version)
        return row


class WrittenReplyEvent(LifecycleEvent):
    """A change of what a member said in a written round."""

    reply = models.ForeignKey(WrittenReply, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een reactie"
        verbose_name_plural = "wijzigingen van reacties"


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


class Seat(AgreedRow):
    """A seat that the overleg has at least (art. 7 lid 4)."""

    name = models.CharField("zetel", max_length=200)
    on_behalf_of = models.CharField("namens", max_length=200)

    class Meta(AgreedRow.Meta):
        verbose_name = "zetel"
        verbose_name_plural = "zetels"

    def __str__(self) -> str:
        return self.name


class StandingItem(AgreedRow):
    """Holds what stands on the agenda of every meeting."""

    title = models.CharField("onderwerp", max_length=200)
    note = models.TextField("toelichting", blank=True)

    class Meta(AgreedRow.Meta):
        verbose_name = "vast agendapunt"
        verbose_name_plural = "vaste agendapunten"

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """A point on the agenda. `kind` and `code` say what it is about, where that is something in the portal."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField("volgorde")
    title = models.CharField("onderwerp", max_length=250)
    note = models.TextField("toelichting", blank=True)
    kind = models.CharField("soort", max_length=20, blank=True)
    code = models.CharField("code", max_length=60, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("toegevoegd op")

    class Meta:
        verbose_name = "agendapunt"
        verbose_name_plural = "agendapunten"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "code"],
                condition=~models.Q(kind=""),
                name="covenant_agendaitem_once_per_meeting",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="", code="") | (~models.Q(kind="") & ~models.Q(code="")),
                name="covenant_agendaitem_says_what_it_is_about_or_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Somebody at the table: in a seat of art. 7 lid 4 or beside them, in person or for somebody else."""

    class Presence(models.TextChoices):
        """Says whether somebody took part."""

        PRESENT = "present", "aanwezig"
        SUBSTITUTE = "substitute", "vervangen"
        ABSENT = "absent", "afwezig"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("naam", max_length=150, blank=True)
    capacity = models.CharField("functie en organisatie", max_length=200, blank=True)
    presence = models.CharField("aanwezigheid", max_length=10, choices=Presence)
    substitute = models.CharField("vervanger", max_length=150, blank=True)

    class Meta:
        verbose_name = "deelnemer"
        verbose_name_plural = "deelnemers"
        ordering = ["seat__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"], condition=models.Q(seat__isnull=False), name="covenant_attendance_seat_once"
            ),
            models.CheckConstraint(
                condition=models.Q(presence="absent") | ~models.Q(name="", substitute=""),
                name="covenant_attendance_present_has_a_name",
            ),
            models.CheckConstraint(
                condition=~models.Q(presence="substitute") | ~models.Q(substitute=""),
                name="covenant_attendance_substitute_is_named",
            ),
        ]

    def __str__(self) -> str:
        return self.substitute if self.presence == self.Presence.SUBSTITUTE else self.name

    @property
    def is_represented(self) -> bool:
        """Tell whether the seat was taken, in person or by a substitute."""
        return self.presence != self.Presence.ABSENT


type Reference = tuple[str, str]  # (kind, code) of something in the portal, as subjects.py knows it


class DecisionQuerySet(OpenRecordQuerySet["Decision"]):
    """Decisions, cut to what somebody may see."""

    def visible_to(self, deal: Deal, *, rights: Collection[Right], parties: Collection[int]) -> Self:
        """The decisions of the deal, as far as their openness lets one see them (art. 11)."""
        return self.filter(deal=deal).open_to(rights=rights, parties=parties)

    def about(self, kind: str, code: str) -> Self:
        """Keep the rows that are linked to one thing."""
        return self.filter(links__kind=kind, links__code=code)


class Decision(RegisterRow, ClosableRecord):
    """A decision (besluit) of the overleg, known by its year and number.

    Recorded: it can still be put in better words. Agreed with the minutes: final.
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="decisions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    year = models.PositiveSmallIntegerField("jaar")
    number = models.PositiveSmallIntegerField("nummer")
    title = models.CharField("besluit in één zin", max_length=200)
    text = models.TextField("toelichting", blank=True)
    decided_on = models.DateField("besloten op")
    agreed_on = models.DateField("vastgesteld op", null=True, blank=True)

    objects = DecisionQuerySet.as_manager()
    content_fields = ("title", "text")

    class Meta:
        verbose_name = "besluit"
        verbose_name_plural = "besluiten"
        ordering = ["-year", "-number"]
        constraints = [
            *OpenRecord.Meta.constraints,
            models.UniqueConstraint(fields=["deal", "year", "number"], name="covenant_decision_number_once"),
            models.CheckConstraint(condition=~models.Q(title=""), name="covenant_decision_says_something"),
            FrozenOnce(
                fields=["meeting", "year", "number", "title", "text", "decided_on"],
                once="agreed_on",
                name="covenant_decision_final",
            ),
        ]

    def __str__(self) -> str:
        return f"Besluit {self.code}: {self.title}"

    @property
    def code(self) -> str:
        """Return how people name it, such as 2026-3."""
        return f"{self.year}-{self.number}"

    @classmethod
    @transaction.atomic
    def record(cls, meeting: Meeting, *, by: User, at: datetime, values: Values) -> Self:
        """Write down a decision of this meeting under the next number of its year.

        Raises ValueError before the day of the meeting, WrongStateError unless the meeting takes decisions.
        """
        if meeting.held_on > timezone.localdate(at):
            raise ValueError("Dit overleg is nog niet geweest: er is nog niets besloten.")
        # Locks the meeting, so that its minutes cannot be agreed between this look and the new row.
        current = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
        if not current.takes_decisions:
            raise WrongStateError(MOVED_ON)
        year = meeting.held_on.year
        last = cls.objects.filter(deal=meeting.deal, year=year).aggregate(last=models.Max("number"))["last"] or 0
        row = cls(deal=meeting.deal, meeting=meeting, year=year, number=last + 1, decided_on=meeting.held_on)
        for name in ("item", "openness", "requester", "ground", "requested_on"):
            if name in values:
                setattr(row, name, values[name])
        row.enter(by=by, at=at, values=values)
        return row

    def as_read(self, **reader: Unpack[Reader]) -> str:
        """Return its name; to whom it is closed, no more than that it is one."""
        return str(self) if self.is_open_to(**reader) else HIDDEN_DECISION

    def can_be_revised(self) -> models.Q:
        """Until the minutes stand."""
        return models.Q(agreed_on__isnull=True)

    def link(self, references: Iterable[Reference]) -> None:
        """Say what it is about, instead of what was said before."""
        replace_links(self.links, references)


class DecisionEvent(LifecycleEvent):
    """A change of a decision before it was final, or of its openness."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een besluit"
        verbose_name_plural = "wijzigingen van besluiten"


class Link(models.Model):
    """Holds what something is about: a kind that an app registered (subjects.py), and a code within it."""

    kind = models.CharField("soort", max_length=20)
    code = models.CharField("code", max_length=60)

    class Meta:
        abstract = True
        ordering = ["kind", "code"]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


@transaction.atomic
def replace_links(links: Any, references: Iterable[Reference]) -> None:
    """Let these links (`row.links`) be about these things, instead of what they were about."""
    wanted = set(references)
    for stored in links.all():
        if (stored.kind, stored.code) not in wanted:
            stored.delete()
        wanted.discard((stored.kind, stored.code))
    links.bulk_create(
        links.model(**{links.field.name: links.instance}, kind=kind, code=code) for kind, code in sorted(wanted)
    )


class DecisionLink(Link):
    """Holds what a decision is about."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="links")

    class Meta(Link.Meta):
        verbose_name = "onderwerp van een besluit"
        verbose_name_plural = "onderwerpen van besluiten"
        constraints = [
            models.UniqueConstraint(fields=["decision", "kind", "code"], name="covenant_decisionlink_once"),
        ]


OPEN_ACTION = models.Q(done_on__isnull=True, dropped_reason="")


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    """Action items, cut to what somebody may see and must do."""

    def visible_to(self, deal: Deal, *, user: User | int, rights: Collection[Right], parties: Collection[int]) -> Self:
        """Keep those of the deal, without what follows from a decision that one may not see; one's own always."""
        shown = models.Q(decision__isnull=True) | open_to(rights=rights, parties=parties, prefix="decision__")
        return self.filter(meeting__deal=deal).filter(shown | models.Q(owner=user))

    def open(self) -> Self:
        """Keep the action items that still have to be done, by their last day."""
        return self.filter(OPEN_ACTION).order_by("due_on", "pk")

    def waiting_for(self, deal: Deal, user: User) -> Self:
        """Return what this person still has to do."""
        return self.open().filter(meeting__deal=deal, owner=user)


class ActionItem(RegisterRow):
    """An action item (actiepunt): who does what before when.

    Open: it has to be done. Done: on a day. Dropped: it is not needed any more, and why.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    text = models.CharField("wat", max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="wie"
    )
    owner_name = models.CharField("iemand zonder account", max_length=150, blank=True)
    due_on = models.DateField("uiterlijk")
    done_on = models.DateField("gedaan op", null=True, blank=True)
    done_note = models.TextField("wat is er gedaan", blank=True)
    dropped_reason = models.CharField("waarom niet meer nodig", max_length=1000, blank=True)

    objects = ActionItemQuerySet.as_manager()
    content_fields = ("text", "owner", "owner_name", "due_on", "decision")

    class Meta:
        verbose_name = "actiepunt"
        verbose_name_plural = "actiepunten"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(owner__isnull=False, owner_name="")
                | (models.Q(owner__isnull=True) & ~models.Q(owner_name="")),
                name="covenant_actionitem_has_one_owner",
            ),
            models.CheckConstraint(
                condition=models.Q(done_on__isnull=True) | models.Q(dropped_reason=""),
                name="covenant_actionitem_done_or_dropped",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def who(self) -> str:
        """Return who does it."""
        return str(self.owner) if self.owner else self.owner_name

    @property
    def is_open(self) -> bool:
        """Tell whether it still has to be done."""
        return self.done_on is None and not self.dropped_reason

    def is_late(self, on: date) -> bool:
        """Tell whether its last day has passed and it is not done."""
        return self.is_open and self.due_on < on

    def can_be_revised(self) -> models.Q:
        """Until it is done or dropped."""
        return OPEN_ACTION

    def finish(self, *, on: date, note: str, by: User, at: datetime) -> None:
        """Close it as done. Raises ValueError for a day to come, WrongStateError when it was closed before."""
        if on > timezone.localdate(at):
            raise ValueError(NOT_YET)
        self._close({"done_on": on, "done_note": note.strip()}, by=by, at=at)

    def drop(self, *, reason: str, by: User, at: datetime) -> None:
        """Close it as not needed. Raises ValueError without a reason, WrongStateError when it was closed before."""
        if not reason.strip():
            raise ValueError("Schrijf op waarom dit niet meer nodig is.")
        self._close({"dropped_reason": reason.strip()}, by=by, at=at)

    @transaction.atomic
    def _close(self, changes: dict[str, object], *, by: User, at: datetime) -> None:
        next_one = models.F("version") + 1
        self.change_or_refuse(OPEN_ACTION, "Dit actiepunt was al afgehandeld.", version=next_one, **changes)
        self.tell(by=by, at=at, changes=[[self.label_of(name), "", str(value)] for name, value in changes.items()])


class ActionItemEvent(LifecycleEvent):
    """A change of an action item."""

    action = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een actiepunt"
        verbose_name_plural = "wijzigingen van actiepunten"


class ActionItemLink(Link):
    """Holds what an action item is about."""

    action = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="links")

    class Meta(Link.Meta):
        verbose_name = "onderwerp van een actiepunt"
        verbose_name_plural = "onderwerpen van actiepunten"
        constraints = [
            models.UniqueConstraint(fields=["action", "kind", "code"], name="covenant_actionitemlink_once"),
        ]

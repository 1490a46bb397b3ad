"""What the overleg decided, and who does what before when."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from regiodeal.covenant.models.agenda import AgendaItem
from regiodeal.covenant.models.deal import Deal
from regiodeal.covenant.models.frozen import FrozenOnce
from regiodeal.covenant.models.meetings import MOVED_ON, Meeting
from regiodeal.covenant.models.openness import OpenRecord, OpenRecordQuerySet, open_to
from regiodeal.covenant.models.people import User
from regiodeal.covenant.models.register import RegisterEvent, RegisterRow
from regiodeal.covenant.models.review import WrongStateError
from regiodeal.covenant.roles import Right

type Reference = tuple[str, str]  # (kind, code) of something in the portal, as subjects.py knows it


class DecisionQuerySet(OpenRecordQuerySet["Decision"]):
    """Decisions, cut to what somebody may see."""

    def visible_to(self, deal: Deal, *, rights: Collection[Right], parties: Collection[int]) -> Self:
        """The decisions of the deal, as far as their openness lets one see them (art. 11)."""
        return self.filter(deal=deal).open_to(rights=rights, parties=parties)

    def about(self, kind: str, code: str) -> Self:
        """Those that are linked to one thing."""
        return self.filter(links__kind=kind, links__code=code)


class Decision(RegisterRow, OpenRecord):
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
        """How people name it, such as 2026-3."""
        return f"{self.year}-{self.number}"

    @classmethod
    @transaction.atomic
    def record(cls, meeting: Meeting, *, by: User, at: datetime, values: dict[str, Any]) -> Self:
        """Write down a decision of this meeting under the next number of its year.

        Raises ValueError before the day of the meeting, WrongStateError unless the meeting takes decisions.
        """
        if meeting.held_on > timezone.localdate(at):
            raise ValueError("Dit overleg is nog niet geweest: er is nog niets besloten.")
        # Locks the meeting, so that its minutes cannot be agreed between this look and the new row.
        current = Meeting.objects.select_for_update().get(pk=meeting.pk)
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

    def _stored(self, version: int) -> models.QuerySet[Any]:
        return super()._stored(version).filter(agreed_on__isnull=True)

    def link(self, references: Iterable[Reference]) -> None:
        """Say what it is about, instead of what was said before."""
        replace_links(self.links, references)


class DecisionEvent(RegisterEvent):
    """A change of a decision before it was final, or of its openness."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = "wijziging van een besluit"
        verbose_name_plural = "wijzigingen van besluiten"


class Link(models.Model):
    """What something is about: a kind that an app registered (subjects.py), and a code within it."""

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
    """What a decision is about."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="links")

    class Meta(Link.Meta):
        verbose_name = "onderwerp van een besluit"
        verbose_name_plural = "onderwerpen van besluiten"
        constraints = [
            models.UniqueConstraint(fields=["decision", "kind", "code"], name="covenant_decisionlink_once"),
        ]


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    """Action items, cut to what somebody may see and must do."""

    def visible_to(self, deal: Deal, *, user: User | int, rights: Collection[Right], parties: Collection[int]) -> Self:
        """Those of the deal, without what follows from a decision that one may not see; one's own always."""
        shown = models.Q(decision__isnull=True) | open_to(rights=rights, parties=parties, prefix="decision__")
        return self.filter(meeting__deal=deal).filter(shown | models.Q(owner=user))

    def open(self) -> Self:
        """Those that still have to be done, by their last day."""
        return self.filter(done_on__isnull=True, dropped_reason="").order_by("due_on", "pk")

    def waiting_for(self, deal: Deal, user: User) -> Self:
        """What this person still has to do."""
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
        """Who does it."""
        return str(self.owner) if self.owner else self.owner_name

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.done_on is None and not self.dropped_reason

    def is_late(self, on: date) -> bool:
        """Whether its last day has passed and it is not done."""
        return self.is_open and self.due_on < on

    def _stored(self, version: int) -> models.QuerySet[Any]:
        return super()._stored(version).filter(done_on__isnull=True, dropped_reason="")

    def finish(self, *, on: date, note: str, by: User, at: datetime) -> None:
        """It is done. Raises ValueError for a day to come, WrongStateError when it was closed before."""
        if on > timezone.localdate(at):
            raise ValueError("Deze dag is nog niet geweest. Kies vandaag of een eerdere dag.")
        self._close({"done_on": on, "done_note": note.strip()}, by=by, at=at)

    def drop(self, *, reason: str, by: User, at: datetime) -> None:
        """It is not needed any more. Raises ValueError without a reason, WrongStateError when it was closed before."""
        if not reason.strip():
            raise ValueError("Schrijf op waarom dit niet meer nodig is.")
        self._close({"dropped_reason": reason.strip()}, by=by, at=at)

    @transaction.atomic
    def _close(self, changes: dict[str, Any], *, by: User, at: datetime) -> None:
        if not ActionItem.objects.open().filter(pk=self.pk).update(version=models.F("version") + 1, **changes):
            raise WrongStateError("Dit actiepunt was al afgehandeld.")
        self.refresh_from_db()
        told = [[str(self._meta.get_field(name).verbose_name), "", str(value)] for name, value in changes.items()]  # type: ignore[union-attr]
        self.add_event(by=by, at=at, changes=told)


class ActionItemEvent(RegisterEvent):
    """A change of an action item."""

    action = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = "wijziging van een actiepunt"
        verbose_name_plural = "wijzigingen van actiepunten"


class ActionItemLink(Link):
    """What an action item is about."""

    action = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="links")

    class Meta(Link.Meta):
        verbose_name = "onderwerp van een actiepunt"
        verbose_name_plural = "onderwerpen van actiepunten"
        constraints = [
            models.UniqueConstraint(fields=["action", "kind", "code"], name="covenant_actionitemlink_once"),
        ]

"""What people are reminded of: each thing once per moment, in one mail a person."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models

from regiodeal.deals.models import Deal, User


class ReminderKind(models.TextChoices):
    """Says what a reminder is about; a person may switch each off."""

    DEADLINE = "deadline", "afspraken met een termijn"
    ROUND = "round", "het begin van een ronde"
    ACTION = "action", "uw actiepunten uit overleggen"
    CONSENT = "consent", "instemming die aan uw Partij is gevraagd"
    MEETING = "meeting", "overleggen: uitnodiging, verplaatsing en afgelasting"
    REPORT = "report", "de jaarlijkse rapportage: concept, reacties en indiening"


class Reminder(models.Model):
    """One thing of which one person is reminded at one moment (30, 14, 7 or 1 days before, or after).

    Made: it waits for the mail. Claimed: one run of the scheduler has it in hand. Sent: it went out. Dropped: by then
    it was done, or no longer theirs. The unique constraint makes that it is never made twice, whoever runs.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField("soort", max_length=10, choices=ReminderKind)
    key = models.CharField("waarover", max_length=150)
    moment = models.CharField("moment", max_length=10)
    made_at = models.DateTimeField("gemaakt op")
    claim = models.UUIDField("ronde", null=True, blank=True)
    claimed_at = models.DateTimeField("in behandeling sinds", null=True, blank=True)
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    dropped_at = models.DateTimeField("vervallen op", null=True, blank=True)

    class Meta:
        verbose_name = "herinnering"
        verbose_name_plural = "herinneringen"
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "deal", "kind", "key", "moment"], name="notices_reminder_once_per_moment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.key}, {self.moment}"


class ReminderChoice(models.Model):
    """Says that a person does not want reminders of a kind in a deal. Without a row they do."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminder_choices")
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("soort", max_length=10, choices=ReminderKind)

    class Meta:
        verbose_name = "keuze over herinneringen"
        verbose_name_plural = "keuzes over herinneringen"
        constraints = [
            models.UniqueConstraint(fields=["user", "deal", "kind"], name="notices_reminderchoice_once_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.user}: geen {self.get_kind_display()}"


def new_token() -> str:
    """A private address that cannot be guessed: 256 random bits."""
    return secrets.token_urlsafe(32)


class CalendarFeedManager(models.Manager["CalendarFeed"]):
    """Finds the calendar feed of a person."""

    def of(self, user: User) -> "CalendarFeed":
        """The feed of the user, made when there is none yet."""
        feed, _created = self.get_or_create(user=user)
        return feed


class CalendarFeed(models.Model):
    """The private address under which a calendar program reads somebody's dates. Renewing it closes the old one."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    token = models.CharField("adres", max_length=64, unique=True, default=new_token)

    objects: Any = CalendarFeedManager()

    class Meta:
        verbose_name = "agenda-adres"
        verbose_name_plural = "agenda-adressen"

    def __str__(self) -> str:
        return f"Agenda van {self.user}"

    def renew(self) -> None:
        """Give it another address; the old one gives nothing any more."""
        self.token = new_token()
        self.save(update_fields=["token"])

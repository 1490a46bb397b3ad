"""What people are told: each thing once per moment, in their list and by mail as they choose."""

import secrets
from typing import Any, Self

from django.conf import settings
from django.db import models

from regiodeal.deals.models import Deal, User


class ReminderKind(models.TextChoices):
    """Says what a notice is about; a person chooses for each how it comes by mail."""

    RETURNED = "returned", "wat aan u is teruggestuurd"
    REVIEW = "review", "wat op uw beoordeling wacht"
    QUESTION = "question", "vragen aan u, en antwoorden op uw vragen"
    ACTION = "action", "uw actiepunten: gevraagd, verzet of bijna zover"
    CONSENT = "consent", "instemming die aan uw Partij is gevraagd"
    MEETING = "meeting", "overleggen: uitnodiging, verplaatsing, afgelasting en verslag"
    REPORT = "report", "de jaarlijkse rapportage: concept, reacties en indiening"
    ROUND = "round", "het begin van een ronde"
    REQUEST = "request", "de uitvraag bij uitvoerders: antwoorden die wachten, en wie nog niet antwoordde"
    DEADLINE = "deadline", "afspraken met een termijn"


class Delivery(models.TextChoices):
    """Says how notices of a kind come by mail. In the list of the portal they stand anyhow."""

    AT_ONCE = "at_once", "meteen"
    DAILY = "daily", "één keer per dag, samen"
    NONE = "none", "niet per mail"


# How a kind comes to whoever chose nothing: together where much of it comes at once, or where days are left.
USUAL: dict[str, Delivery] = dict.fromkeys(ReminderKind.values, Delivery.AT_ONCE) | {
    ReminderKind.REVIEW: Delivery.DAILY,
    ReminderKind.ROUND: Delivery.DAILY,
    ReminderKind.REQUEST: Delivery.DAILY,
    ReminderKind.DEADLINE: Delivery.DAILY,
}


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Notices of people, by what still has to happen with them."""

    def standing(self) -> Self:
        """Keep what is still so: neither done, nor somebody else's by now."""
        return self.filter(dropped_at__isnull=True)

    def unread(self) -> Self:
        """Keep what stands in somebody's list and was not opened: what the header counts."""
        return self.standing().filter(read_at__isnull=True)

    def to_mail(self) -> Self:
        """Keep what was not mailed yet, of the kinds that its person wants by mail."""
        same = {name: models.OuterRef(name) for name in ("user", "deal", "kind")}
        refused = ReminderChoice.objects.filter(delivery=Delivery.NONE, **same)
        return self.standing().filter(~models.Exists(refused), sent_at__isnull=True)


class Reminder(models.Model):
    """One notice for one person: a thing that happened or waits, told at one moment. It stands in their list.

    Made: it stands in the list, and waits for the mail. Claimed: one run of the scheduler has it in hand. Sent: the
    mail went out. Read: its person opened it, or a newer moment of the same thing took its place. Dropped: it was
    done, or is no longer theirs. The unique constraint makes that it is never made twice, whoever runs. What it says is
    not kept here: the topic tells it anew each time, cut to what its person may see by then.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField("soort", max_length=10, choices=ReminderKind)
    key = models.CharField("waarover", max_length=150)
    moment = models.CharField("moment", max_length=10)
    path = models.CharField("waar het staat", max_length=300)
    made_at = models.DateTimeField("gemaakt op")
    read_at = models.DateTimeField("gelezen op", null=True, blank=True)
    claim = models.UUIDField("ronde", null=True, blank=True)
    claimed_at = models.DateTimeField("in behandeling sinds", null=True, blank=True)
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    dropped_at = models.DateTimeField("vervallen op", null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "deal", "kind", "key", "moment"], name="notices_reminder_once_per_moment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.key}, {self.moment}"


class ReminderChoice(models.Model):
    """Says how a person wants notices of a kind in a deal by mail. Without a row: as usual for that kind."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminder_choices")
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("soort", max_length=10, choices=ReminderKind)
    delivery = models.CharField("per mail", max_length=10, choices=Delivery)

    class Meta:
        verbose_name = "keuze over berichten"
        verbose_name_plural = "keuzes over berichten"
        constraints = [
            models.UniqueConstraint(fields=["user", "deal", "kind"], name="notices_reminderchoice_once_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}, {self.get_delivery_display()}"


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

"""What a meeting is about and who is at the table."""

from django.conf import settings
from django.db import models

from regiodeal.covenant.models.agreed import AgreedRow
from regiodeal.covenant.models.meetings import Meeting
from regiodeal.covenant.models.parties import Party


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
    """What stands on the agenda of every meeting."""

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
        """Whether somebody took part."""

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
        """Whether the seat was taken, in person or by a substitute."""
        return self.presence != self.Presence.ABSENT

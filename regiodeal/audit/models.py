"""The audit trail: who did what, on what, from where, when, and with what result. Rows are only ever added.

What changed from what to what stands in the trail of the object itself (register.py, lifecycle.py): this one says that
something was done, also when it was refused or failed, and also signing in and taking files out.
"""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from regiodeal.api_clients.models import ApiClient
from regiodeal.base.constraints import FrozenOnce
from regiodeal.deals.memberships import people_ever
from regiodeal.deals.models import Deal, User


class AuditKind(models.TextChoices):
    """Says what sort of act it was."""

    CHANGE = "change", "wijziging"
    DOWNLOAD = "download", "bestand opgehaald"
    SIGN_IN = "sign_in", "inloggen"
    ACCOUNT = "account", "account"
    JOB = "job", "taak op de achtergrond"
    COMMAND = "command", "opdracht van beheer"


class AuditResult(models.TextChoices):
    """Says how an act ended."""

    DONE = "done", "gelukt"
    REFUSED = "refused", "geweigerd"
    LOCKED = "locked", "geblokkeerd"
    FAILED = "failed", "mislukt"


SIGNING_IN = "sign-in"


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Questions about what was done."""

    def of_deal(self, deal: Deal) -> Self:
        """What who looks after this deal may see: what was done in it, how those who have or had a role in it signed
        in and changed their accounts, and what is of no deal in particular.

        That last is the work of server and worker for the whole portal, and each attempt to sign in that failed,
        whether there is an account of that address or not: if only one of the two were there, the trail would tell
        which addresses have an account. Whom it was about is told of this deal's own people alone (`whom`).
        """
        people = people_ever(deal).values("pk")
        ours = models.Q(deal=deal) | models.Q(about__in=people)
        own = models.Q(deal__isnull=True) & (models.Q(actor__in=people) | models.Q(about__in=people))
        work = models.Q(deal__isnull=True, kind__in=[AuditKind.JOB, AuditKind.COMMAND])
        guesses = models.Q(deal__isnull=True, actor__isnull=True, kind=AuditKind.SIGN_IN, action=SIGNING_IN)
        told = models.Case(models.When(ours, then=True), default=False, output_field=models.BooleanField())
        shown = models.Q(deal=deal) | own | work | guesses & ~models.Q(result=AuditResult.DONE)
        return self.filter(shown).annotate(tells_whom=told)


class AuditEntry(models.Model):
    """One act. It holds codes, keys and numbers, and never what somebody typed: no texts, secrets or file names.

    Who did it is a person (`actor`), or a program that reads the API (`client`) and then no person.
    `about` is whom it was about where that is another than who did it: whose sign-in failed, whose role was withdrawn.
    """

    at = models.DateTimeField("wanneer")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="wie"
    )
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="over wie"
    )
    client = models.ForeignKey(
        ApiClient, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="koppeling"
    )
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField("soort", max_length=10, choices=AuditKind)
    action = models.CharField("handeling", max_length=80)
    object_type = models.CharField("soort object", max_length=80, blank=True)
    object_key = models.CharField("object", max_length=120, blank=True)
    result = models.CharField("resultaat", max_length=10, choices=AuditResult)
    status = models.PositiveSmallIntegerField("HTTP-status", null=True)
    source = models.GenericIPAddressField("adres", null=True)
    request_id = models.CharField("nummer van de aanvraag", max_length=64, blank=True)

    objects: ClassVar[Any] = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "regel van het logboek"
        verbose_name_plural = "logboek"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["deal", "-at"], name="audit_entry_deal_at"),
            models.Index(fields=["actor", "-at"], name="audit_entry_actor_at"),
            models.Index(fields=["about", "-at"], name="audit_entry_about_at"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=AuditKind.values), name="audit_entry_kind_known"),
            models.CheckConstraint(condition=models.Q(result__in=AuditResult.values), name="audit_entry_result_known"),
            FrozenOnce(
                fields=[
                    *("actor", "about", "client", "deal", "kind", "action", "object_type", "object_key"),
                    *("result", "status", "source", "request_id"),
                ],
                once="at",
                name="audit_entry_only_added",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action} {self.result}"

    @property
    def who(self) -> str:
        """Return who did it: the name of a person, or the program with its name; empty when that is nobody we know."""
        return f"koppeling {self.client}" if self.client else str(self.actor or "")

    @property
    def whom(self) -> User | None:
        """Whom it was about, as far as that is told to whoever asked (`of_deal`)."""
        return self.about if getattr(self, "tells_whom", False) else None

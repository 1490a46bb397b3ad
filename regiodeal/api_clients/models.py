"""Programs that read the API: what each may see, the tokens it shows, and a trail of both."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models

from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.steps import Guarded, LifecycleEvent

DIGEST_LENGTH = 64  # SHA-256 in hexadecimal
PREFIX_LENGTH = 8


class ApiKind(models.TextChoices):
    """Says what a client may read of its deals. Each kind is asked for apart; none is given by itself."""

    AGREEMENT = "agreement", "afspraken: Partijen, maatregelen, resultaten en normen"
    PROGRESS = "progress", "voortgang: metingen, en hoe resultaten en normen ervoor staan"
    MONEY = "money", "geld: de stand per begrotingsregel en de grenzen"
    LEDGER = "ledger", "grootboek: ontvangsten, verplichtingen en bestedingen"
    REPORTS = "reports", "rapportages die klaar zijn"


class ApiClientQuerySet(models.QuerySet["ApiClient"]):
    """Clients, by the deals they read."""

    def of(self, deal: Deal) -> Self:
        """The clients that read this deal, with their tokens."""
        return self.filter(deals=deal.pk).prefetch_related("tokens__issued_by", "deals")


class ApiClient(models.Model):
    """A program of somebody else that reads deals by the API: which deals, which kinds, and on whose behalf.

    It sees what is approved, as the Parties do; `sees_unapproved` is for a system of the bureau itself and is only
    given on the command line. What a Party wants to keep secret (art. 11) is in no kind. Its scope never changes: who
    needs another gets another client, so that a token always means what it meant when it was given.
    """

    name = models.CharField("naam", max_length=100)
    purpose = models.CharField("waarvoor", max_length=300)
    contact = models.EmailField("contact")
    deals = models.ManyToManyField(Deal, related_name="api_clients", verbose_name="deals")
    kinds = models.JSONField("wat", default=list)
    sees_unapproved = models.BooleanField("ziet ook wat niet is goedgekeurd", default=False)

    objects = ApiClientQuerySet.as_manager()

    class Meta:
        verbose_name = "koppeling"
        verbose_name_plural = "koppelingen"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="api_clients_apiclient_name_once"),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(purpose=""), name="api_clients_apiclient_says_who_and_why"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def only_by_command(self) -> str:
        """Return why no page gives it a token, in Dutch; empty when a page may.

        An administrator sees by role neither what is not approved nor other deals, and so gives nobody a token for it.
        """
        how = "Een nieuw token geeft de beheerder van de server uit, met manage.py api_token issue. Intrekken kan hier."
        if self.sees_unapproved:
            return f"Dit programma ziet ook wat niet is goedgekeurd. {how}"
        return f"Dit programma leest ook andere deals. {how}" if len(self.deals.all()) > 1 else ""

    def keep(self, what: str, *, by: User, at: datetime, token: "ApiToken | None" = None, reason: str = "") -> None:
        """Add a row to the trail."""
        self.events.create(to_state=what, by=by, at=at, token=token, reason=reason)

    @property
    def kind_names(self) -> list[str]:
        """Return the kinds in words."""
        return [str(ApiKind(kind).label) for kind in self.kinds]


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Tokens, by whether they still open something."""

    def open_at(self, at: datetime) -> Self:
        """Keep the tokens that were issued, have not expired and are not revoked."""
        return self.filter(revoked_at__isnull=True, issued_at__lte=at, expires_at__gt=at)


class ApiToken(Guarded):
    """A token of a client. Only its SHA-256 is kept: it was shown once, and can be found again by its first letters.

    Issued: it opens what its client may see. Expired: its last day has gone by. Revoked: somebody closed it before
    that and said why. Neither opens anything again.
    """

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="tokens", verbose_name="koppeling")
    prefix = models.CharField("begint met", max_length=PREFIX_LENGTH, unique=True)
    digest = models.CharField("controlegetal", max_length=DIGEST_LENGTH, unique=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("uitgegeven op")
    expires_at = models.DateTimeField("geldig tot")
    last_used_on = models.DateField("laatst gebruikt op", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField("ingetrokken op", null=True, blank=True)
    revocation_reason = models.CharField("reden van intrekken", max_length=300, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = "token"
        verbose_name_plural = "tokens"
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("issued_at")), name="api_clients_apitoken_expires_later"
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True, revocation_reason="")
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~models.Q(revocation_reason=""),
                name="api_clients_apitoken_revoked_says_who_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}…"

    def state_at(self, at: datetime) -> str:
        """Tell in one word how the token stands."""
        if self.revoked_at:
            return "ingetrokken"
        return "geldig" if at < self.expires_at else "verlopen"

    def revoke(self, *, by: User, at: datetime, reason: str) -> None:
        """Close it. Raises ValueError without a reason, WrongStateError when it was closed already."""
        if not reason.strip():
            raise ValueError("Geef een reden: anderen moeten die kunnen lezen.")
        said = reason.strip()
        revoked = {"revoked_at": at, "revoked_by": by, "revocation_reason": said}
        self.change_or_refuse(models.Q(revoked_at__isnull=True), "Dit token is al ingetrokken.", **revoked)
        self.client.keep(ApiClientEvent.What.REVOKED, by=by, at=at, token=self, reason=said)


class ApiClientEvent(LifecycleEvent):
    """A step of a client: it was made, or `token` was issued or revoked."""

    class What(models.TextChoices):
        """Says what happened."""

        MADE = "made", "koppeling gemaakt"
        ISSUED = "issued", "token uitgegeven"
        REVOKED = "revoked", "token ingetrokken"
        SENDS = "sends", "mag sturen"

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="events")
    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een koppeling"
        verbose_name_plural = "stappen van koppelingen"

    @classmethod
    def states(cls) -> dict[str, str]:
        """Return what each step is called: a client has no state of its own."""
        return dict(cls.What.choices)


def known_kinds(kinds: Iterable[str]) -> list[str]:
    """The kinds in their own order, each once. Raises ValueError for one that is unknown, or for none at all."""
    asked = {ApiKind(kind) for kind in kinds}
    if not asked:
        raise ValueError("Kies wat de koppeling mag lezen.")
    return [kind.value for kind in ApiKind if kind in asked]

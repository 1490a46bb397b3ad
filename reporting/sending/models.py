"""Programs that send: what each may send, of which executor, in whose name; and each row that it sent."""

from django.conf import settings
from django.db import models

from finance.ledger.models import Commitment, Expenditure
from pillars.measurements.models import Measurement
from pillars.projects.models import Executor
from regiodeal.api_clients.models import ApiClient
from regiodeal.deals.models import Deal


class SentKind(models.TextChoices):
    """Says what a program may send."""

    FIGURES = "figures", "cijfers van projecten"
    BOOKINGS = "bookings", "boekingen van projecten"


class SendingScope(models.Model):
    """What a program may send: these kinds, of the projects of one executor or of the whole deal.

    All of it becomes drafts in the name of one person of the bureau, who looks at them, changes and submits them:
    nothing counts before the same review. As of every client, its scope never changes.
    """

    client = models.OneToOneField(ApiClient, on_delete=models.CASCADE, related_name="sending", verbose_name="koppeling")
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="+", verbose_name="deal")
    executor = models.ForeignKey(
        Executor, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="alleen van"
    )
    kinds = models.JSONField("wat", default=list)
    drafts_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="concepten op naam van"
    )
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField("gegeven op")

    class Meta:
        verbose_name = "koppeling die stuurt"
        verbose_name_plural = "koppelingen die sturen"

    def __str__(self) -> str:
        return f"{self.client}: {self.executor or self.deal}"

    @property
    def kind_names(self) -> list[str]:
        """Return what it sends, in words."""
        return [str(SentKind(kind).label) for kind in self.kinds]


class SentRow(models.Model):
    """A row that a program sent, by its own reference: sent again it makes nothing new (idempotency).

    `digest` is of what it said; the row became one draft. A draft that was thrown away stays known by its reference.
    """

    scope = models.ForeignKey(SendingScope, on_delete=models.CASCADE, related_name="rows")
    reference = models.CharField("verwijzing", max_length=100)
    digest = models.CharField("controlegetal", max_length=64)
    sent_at = models.DateTimeField("gestuurd op")
    measurement = models.ForeignKey(Measurement, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    expenditure = models.ForeignKey(Expenditure, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "gestuurde rij"
        verbose_name_plural = "gestuurde rijen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "reference"], name="reporting_sentrow_reference_once"),
            models.CheckConstraint(
                condition=models.Q(measurement__isnull=False, commitment__isnull=True, expenditure__isnull=True)
                | models.Q(measurement__isnull=True, commitment__isnull=False, expenditure__isnull=True)
                | models.Q(measurement__isnull=True, commitment__isnull=True, expenditure__isnull=False),
                name="reporting_sentrow_became_one_draft",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def draft(self) -> Measurement | Commitment | Expenditure:
        """Return what the row became."""
        found = self.measurement or self.commitment or self.expenditure
        assert found is not None  # the database says so
        return found

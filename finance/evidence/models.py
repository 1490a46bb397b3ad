"""Evidence of the money: an invoice, a decision, a letter.

What all evidence shares, and how a kind of it is added: regiodeal/files/evidence.py.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.db import models, transaction

from finance.caps.models import CapDeviation
from finance.contributions.models import Contribution
from finance.contributions.realisations import Realisation
from finance.grants.models import Grant, Settlement
from finance.ledger.models import Commitment, Expenditure, Receipt
from pillars.projects.models import open_projects
from regiodeal.base.constraints import exactly_one
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Right
from regiodeal.files.kinds import Upload, described
from regiodeal.files.models import KeptFile, Openness, OpenRecord, open_to
from regiodeal.lifecycle.review import State

type MoneyRecord = Receipt | Commitment | Expenditure | Contribution | Realisation | CapDeviation | Grant | Settlement

RECORDS = (
    *("receipt", "commitment", "expenditure", "contribution", "realisation", "deviation", "grant", "settlement"),
)


class MoneyEvidenceQuerySet(models.QuerySet["MoneyEvidence"]):
    """Evidence, cut to what somebody may see."""

    def visible_to(self, deal: Deal, *, rights: Collection[Right], parties: Collection[int]) -> Self:
        """The evidence of the deal's money that one may see, as far as its openness lets one see it (art. 11).

        Evidence of a grant or settlement is for who may know of its project.
        """
        of_deal = models.Q(deviation__cap__deal=deal) | models.Q(realisation__contribution__deal=deal)
        counts = models.Q(contribution__isnull=False)
        for name in RECORDS[:4]:
            of_deal |= models.Q(**{f"{name}__deal": deal})
        for name in ("grant", "settlement"):
            of_deal |= models.Q(**{f"{name}__project__deal": deal})
        for name in (*RECORDS[:3], "realisation", "deviation", "grant", "settlement"):
            counts |= models.Q(**{f"{name}__state": State.APPROVED})
        rows = self.filter(of_deal)
        if Right.SEE_UNAPPROVED not in rights:
            rows = rows.filter(counts)
            for name in ("grant", "settlement"):
                rows = rows.filter(open_projects(unapproved=False, through=f"{name}__project__"))
        return rows.filter(open_to(rights=rights, parties=parties))


class MoneyEvidence(KeptFile, OpenRecord):
    """A file with a booking, a contribution or a part of one, a recorded deviation, a grant or a settlement."""

    folder = "evidence"

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    expenditure = models.ForeignKey(
        Expenditure, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    realisation = models.ForeignKey(
        Realisation, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    deviation = models.ForeignKey(
        CapDeviation, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")

    openness = models.CharField("voor wie", max_length=12, choices=Openness, default=Openness.PARTIES)

    objects = MoneyEvidenceQuerySet.as_manager()

    class Meta(KeptFile.Meta):
        verbose_name = "bewijsstuk bij geld"
        verbose_name_plural = "bewijsstukken bij geld"
        constraints = [
            models.CheckConstraint(condition=exactly_one(RECORDS), name="finance_moneyevidence_of_one_record"),
            *KeptFile.Meta.constraints,
            *OpenRecord.Meta.constraints,
        ]

    @property
    def record(self) -> MoneyRecord:
        """Return what it is evidence of."""
        record: MoneyRecord = next(row for name in RECORDS if (row := getattr(self, name)) is not None)
        return record

    @property
    def is_settled(self) -> bool:
        """Tell whether its record counts."""
        return self.record.is_settled

    @classmethod
    @transaction.atomic
    def attach(cls, record: MoneyRecord, *, upload: Upload, by: User, at: datetime, values: Values) -> Self:
        """Keep the file with the record. Raises UnreadableFileError for what it does not take."""
        name = next(name for name in RECORDS if isinstance(record, cls._meta.get_field(name).related_model))  # type: ignore[arg-type]
        evidence = cls(uploaded_by=by, uploaded_at=at, **{name: record}, **described(upload), **values)
        evidence.file = upload
        evidence.save()
        return evidence

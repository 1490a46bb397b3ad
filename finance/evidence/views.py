"""Evidence of the money: an invoice, a decision, a letter."""

from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone

from finance.base.pages import MoneyDealPage
from finance.caps.models import CapDeviation
from finance.contributions.models import Contribution
from finance.contributions.realisations import Realisation, realisations_of
from finance.evidence.models import MoneyEvidence
from finance.grants.models import Grant, Settlement
from finance.ledger.ledger import KINDS, kind_name
from regiodeal.base.values import Values
from regiodeal.deals.roles import Right
from regiodeal.files.evidence import AddEvidencePage, EvidenceFileView, EvidenceView, RemoveEvidencePage
from regiodeal.files.kinds import Upload
from regiodeal.pages.deal_page import DealView


def visible_evidence(view: DealView) -> QuerySet[MoneyEvidence]:
    """The evidence that the user of this view may see."""
    rows = MoneyEvidence.objects.visible_to(view.deal, **view.reader())
    return rows.select_related("requester", "uploaded_by", "removed_by")


class OfMoney(EvidenceView):
    """The evidence of a booking, a contribution or a deviation."""

    def visible(self) -> QuerySet[MoneyEvidence]:
        """The evidence that the user may see."""
        return visible_evidence(self)

    def record_address(self, record: Any) -> str:
        """The page of the record, where its evidence stands."""
        slug = self.deal.slug
        if isinstance(record, Contribution):
            return reverse("contribution", args=[slug, record.pk]) + "#bewijs"
        if isinstance(record, Realisation):
            return reverse("realisation", args=[slug, record.pk]) + "#bewijs"
        if isinstance(record, CapDeviation):
            return reverse("cap-deviations", args=[slug]) + f"#afwijking-{record.pk}"
        if isinstance(record, Grant | Settlement):
            kind = "beschikkingen" if isinstance(record, Grant) else "vaststellingen"
            return reverse("project-decision", args=[slug, kind, record.pk]) + "#bewijs"
        return reverse("booking", args=[slug, kind_name(record), record.pk]) + "#bewijs"


class AddMoneyEvidence(OfMoney, AddEvidencePage, MoneyDealPage):
    """Adds a file to a booking, a contribution or a deviation."""

    right = Right.ENTER_MONEY

    def records(self, kind: str) -> QuerySet[Model]:
        """The contributions, the deviations or the bookings of this kind."""
        match kind:
            case "bijdragen":
                return Contribution.objects.filter(deal=self.deal)
            case "realisaties":
                return realisations_of(self.deal)
            case "afwijkingen":
                return CapDeviation.objects.filter(cap__deal=self.deal)
            case "beschikkingen":
                return Grant.objects.filter(project__deal=self.deal)
            case "vaststellingen":
                return Settlement.objects.filter(project__deal=self.deal)
            case _:
                return KINDS[kind]._default_manager.filter(deal=self.deal)

    def attach(self, upload: Upload, values: Values) -> MoneyEvidence:
        """Keep the file with the record."""
        return MoneyEvidence.attach(self.record, upload=upload, by=self.user, at=timezone.now(), values=values)


class MoneyEvidenceFile(OfMoney, EvidenceFileView):
    """Gives the file itself."""


class RemoveMoneyEvidence(OfMoney, RemoveEvidencePage, MoneyDealPage):
    """Removes a file."""

    enters = Right.ENTER_MONEY
    decides = Right.APPROVE_MONEY

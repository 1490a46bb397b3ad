"""Evidence of figures and stories."""

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone

from pillars.evidence.attachment import attach
from pillars.evidence.models import Evidence
from pillars.measurements.models import Measurement
from pillars.stories.models import ProgressEntry
from regiodeal.base.values import Values
from regiodeal.deals.roles import Right
from regiodeal.files.evidence import AddEvidencePage, EvidenceFileView, EvidenceView, RemoveEvidencePage
from regiodeal.files.kinds import Upload
from regiodeal.pages.deal_page import DealView


def visible_evidence(view: DealView) -> QuerySet[Evidence]:
    """The evidence that the user of this view may see, with its record."""
    rows = Evidence.objects.visible_to(view.deal, **view.reader())
    return rows.select_related("measurement", "entry", "requester", "uploaded_by", "removed_by")


class OfRecord(EvidenceView):
    """The evidence of a figure or a story."""

    section = "measures"

    def visible(self) -> QuerySet[Evidence]:
        """The evidence that the user may see, with its record."""
        return visible_evidence(self)

    def record_address(self, record: Measurement | ProgressEntry) -> str:
        """The page of the record, where its evidence stands."""
        name = "measurement" if isinstance(record, Measurement) else "progress-entry"
        return reverse(name, args=[self.deal.slug, record.pk]) + "#bewijs"

    def record_title(self, record: Measurement | ProgressEntry) -> str:
        """Return what was counted, or which story."""
        return record.indicator.name if isinstance(record, Measurement) else str(record)


class AddEvidence(OfRecord, AddEvidencePage):
    """Adds a file to a figure or a story."""

    right = Right.ENTER_PROGRESS

    def records(self, kind: str) -> QuerySet[Model]:
        """The figures, or the stories, of this deal."""
        if kind == "metingen":
            return Measurement.objects.filter(indicator__deal=self.deal)
        return ProgressEntry.objects.filter(measure__deal=self.deal)

    def attach(self, upload: Upload, values: Values) -> Evidence:
        """Keep the file with the record."""
        return attach(self.record, upload=upload, by=self.user, at=timezone.now(), values=values)


class EvidenceFile(OfRecord, EvidenceFileView):
    """Gives the file itself."""


class RemoveEvidence(OfRecord, RemoveEvidencePage):
    """Removes a file."""

    enters = Right.ENTER_PROGRESS
    decides = Right.REVIEW_PROGRESS

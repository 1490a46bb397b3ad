"""Evidence of figures and stories."""

from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone

from pillars.evidence.attachment import attach
from pillars.evidence.models import DEAL_OF, Evidence, Record
from pillars.evidence.record_address import record_address
from pillars.explanations.models import Explanation
from pillars.measurements.models import Measurement
from pillars.outcomes.models import OutcomeMeasurement
from pillars.projects.models import Project
from pillars.stories.models import ProgressEntry
from regiodeal.base.values import Values
from regiodeal.deals.roles import Right
from regiodeal.files.evidence import AddEvidencePage, EvidenceFileView, EvidenceView, RemoveEvidencePage
from regiodeal.files.kinds import Upload
from regiodeal.pages.deal_page import DealView


def visible_evidence(view: DealView) -> QuerySet[Evidence]:
    """The evidence that the user of this view may see, with its record."""
    rows = Evidence.objects.visible_to(view.deal, **view.reader())
    return rows.select_related(
        *DEAL_OF, "explanation__target", "outcome__indicator__deal", "requester", "uploaded_by", "removed_by"
    )


class OfRecord(EvidenceView):
    """The evidence of a figure, a story, an explanation or a project."""

    section = "measures"

    def visible(self) -> QuerySet[Evidence]:
        """The evidence that the user may see, with its record."""
        return visible_evidence(self)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead over the measures, or the projects, to the record."""
        of_project = isinstance(self.record, Project)  # type: ignore[attr-defined]  # the pages of this mixin have it
        title, name = ("Projecten", "projects") if of_project else ("Maatregelen", "measures")
        return [(title, reverse(name, args=[self.deal.slug])), *super().breadcrumbs()]  # type: ignore[misc]

    def record_address(self, record: Record) -> str:
        """The page of the record, where its evidence stands."""
        return record_address(record, self.deal) + "#bewijs"

    def record_title(self, record: Record) -> str:
        """Return what was counted, or which story, explanation or project."""
        return record.indicator.name if isinstance(record, Measurement) else str(record)


class AddEvidence(OfRecord, AddEvidencePage):
    """Adds a file to a figure, a story, an explanation or a project."""

    right = Right.ENTER_PROGRESS

    def records(self, kind: str) -> QuerySet[Model]:
        """The records of this kind in this deal."""
        kinds: dict[str, QuerySet[Any]] = {
            "metingen": Measurement.objects.filter(indicator__deal=self.deal),
            "voortgang": ProgressEntry.objects.filter(measure__deal=self.deal),
            "maatschappelijk": OutcomeMeasurement.objects.filter(indicator__deal=self.deal),
            "uitleg": Explanation.objects.filter(target__deal=self.deal).select_related("target"),
            "projecten": Project.objects.filter(deal=self.deal),
        }
        return kinds[kind]

    def attach(self, upload: Upload, values: Values) -> Evidence:
        """Keep the file with the record."""
        return attach(self.record, upload=upload, by=self.user, at=timezone.now(), values=values)


class EvidenceFile(OfRecord, EvidenceFileView):
    """Gives the file itself."""


class RemoveEvidence(OfRecord, RemoveEvidencePage):
    """Removes a file."""

    enters = Right.ENTER_PROGRESS
    decides = Right.REVIEW_PROGRESS

"""Evidence of figures and stories."""

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone

from pillars.evidence.attachment import attach
from pillars.evidence.models import Evidence
from pillars.measurements.models import Measurement
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
    return rows.select_related("measurement", "entry", "project", "requester", "uploaded_by", "removed_by")


class OfRecord(EvidenceView):
    """The evidence of a figure, a story or a project."""

    section = "measures"

    def visible(self) -> QuerySet[Evidence]:
        """The evidence that the user may see, with its record."""
        return visible_evidence(self)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead over the measures, or the projects, to the record."""
        of_project = isinstance(self.record, Project)  # type: ignore[attr-defined]  # the pages of this mixin have it
        title, name = ("Projecten", "projects") if of_project else ("Maatregelen", "measures")
        return [(title, reverse(name, args=[self.deal.slug])), *super().breadcrumbs()]  # type: ignore[misc]

    def record_address(self, record: Measurement | ProgressEntry | Project) -> str:
        """The page of the record, where its evidence stands."""
        if isinstance(record, Project):
            return reverse("project", args=[self.deal.slug, record.code]) + "#bewijs"
        name = "measurement" if isinstance(record, Measurement) else "progress-entry"
        return reverse(name, args=[self.deal.slug, record.pk]) + "#bewijs"

    def record_title(self, record: Measurement | ProgressEntry | Project) -> str:
        """Return what was counted, or which story or project."""
        return record.indicator.name if isinstance(record, Measurement) else str(record)


class AddEvidence(OfRecord, AddEvidencePage):
    """Adds a file to a figure, a story or a project."""

    right = Right.ENTER_PROGRESS

    def records(self, kind: str) -> QuerySet[Model]:
        """The figures, the stories or the projects of this deal."""
        if kind == "projecten":
            return Project.objects.filter(deal_id=self.deal.pk)
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

"""Evidence: files that show where a figure or a story comes from.

What all evidence shares, and how a kind of it is added: regiodeal/files/evidence.py.
"""

from collections.abc import Collection
from typing import Self

from django.db import models

from pillars.explanations.models import Explanation
from pillars.measurements.models import Measurement
from pillars.outcomes.models import OutcomeMeasurement
from pillars.projects.models import Project, open_projects
from pillars.stories.models import ProgressEntry
from regiodeal.base.constraints import exactly_one
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Right
from regiodeal.files.models import KeptFile, Openness, OpenRecord, open_to
from regiodeal.lifecycle.review import State

type Record = Measurement | ProgressEntry | OutcomeMeasurement | Explanation | Project

# What evidence is of, each with the way to its deal.
DEAL_OF = {
    "measurement": "measurement__indicator__deal",
    "entry": "entry__measure__deal",
    "outcome": "outcome__indicator__deal",
    "explanation": "explanation__target__deal",
    "project": "project__deal",
}
REVIEWED = tuple(name for name in DEAL_OF if name != "project")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence, cut to what somebody may see."""

    def visible_to(self, deal: Deal, *, rights: Collection[Right], parties: Collection[int]) -> Self:
        """The evidence of the deal's records that one may see, as far as its openness lets one see it (art. 11).

        Evidence of a project is for who may know of the project.
        """
        of_deal, counts = models.Q(), models.Q(project__isnull=False)
        for path in DEAL_OF.values():
            of_deal |= models.Q(**{path: deal})
        for name in REVIEWED:
            counts |= models.Q(**{f"{name}__state": State.APPROVED})
        rows = self.filter(of_deal)
        unapproved = Right.SEE_UNAPPROVED in rights
        rows = rows.filter(open_projects(unapproved=unapproved, through="project__"))
        if not unapproved:
            rows = rows.filter(counts)
        return rows.filter(open_to(rights=rights, parties=parties))


class Evidence(KeptFile, OpenRecord):
    """A file with a figure, a story, an outcome figure, an explanation or a project."""

    folder = "evidence"

    measurement = models.ForeignKey(
        Measurement, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    entry = models.ForeignKey(ProgressEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    outcome = models.ForeignKey(
        OutcomeMeasurement, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    explanation = models.ForeignKey(
        Explanation, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    openness = models.CharField("voor wie", max_length=12, choices=Openness, default=Openness.PARTIES)

    objects = EvidenceQuerySet.as_manager()

    class Meta(KeptFile.Meta):
        verbose_name = "bewijsstuk"
        verbose_name_plural = "bewijsstukken"
        constraints = [
            *KeptFile.Meta.constraints,
            *OpenRecord.Meta.constraints,
            models.CheckConstraint(condition=exactly_one(DEAL_OF), name="pillars_evidence_of_one_record"),
        ]

    @property
    def is_settled(self) -> bool:
        """Tell whether its record counts."""
        return self.record.is_settled

    @property
    def record(self) -> Record:
        """Return what it is evidence of."""
        record: Record = next(row for name in DEAL_OF if (row := getattr(self, name)) is not None)
        return record

"""Evidence: files that show where a figure or a story comes from.

What all evidence shares, and how a kind of it is added: regiodeal/files/evidence.py.
"""

from collections.abc import Collection
from typing import Self

from django.db import models

from pillars.measurements.models import Measurement
from pillars.projects.models import Project, open_projects
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Right
from regiodeal.files.models import KeptFile, Openness, OpenRecord, open_to
from regiodeal.lifecycle.review import State


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence, cut to what somebody may see."""

    def visible_to(self, deal: Deal, *, rights: Collection[Right], parties: Collection[int]) -> Self:
        """The evidence of the deal's records that one may see, as far as its openness lets one see it (art. 11).

        Evidence of a project is for who may know of the project.
        """
        of_deal = models.Q(measurement__indicator__deal=deal) | models.Q(entry__measure__deal=deal)
        rows = self.filter(of_deal | models.Q(project__deal=deal))
        unapproved = Right.SEE_UNAPPROVED in rights
        rows = rows.filter(open_projects(unapproved=unapproved, through="project__"))
        if not unapproved:
            counts = models.Q(measurement__state=State.APPROVED) | models.Q(entry__state=State.APPROVED)
            rows = rows.filter(counts | models.Q(project__isnull=False))
        return rows.filter(open_to(rights=rights, parties=parties))


class Evidence(KeptFile, OpenRecord):
    """A file with a measurement, a progress entry or a project."""

    folder = "evidence"

    measurement = models.ForeignKey(
        Measurement, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    entry = models.ForeignKey(ProgressEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    openness = models.CharField("voor wie", max_length=12, choices=Openness, default=Openness.PARTIES)

    objects = EvidenceQuerySet.as_manager()

    class Meta(KeptFile.Meta):
        verbose_name = "bewijsstuk"
        verbose_name_plural = "bewijsstukken"
        constraints = [
            *KeptFile.Meta.constraints,
            *OpenRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(measurement__isnull=False, entry__isnull=True, project__isnull=True)
                | models.Q(measurement__isnull=True, entry__isnull=False, project__isnull=True)
                | models.Q(measurement__isnull=True, entry__isnull=True, project__isnull=False),
                name="pillars_evidence_of_one_record",
            ),
        ]

    @property
    def is_settled(self) -> bool:
        """Tell whether its record counts."""
        return self.record.is_settled

    @property
    def record(self) -> Measurement | ProgressEntry | Project:
        """Return what it is evidence of."""
        record = self.measurement or self.entry or self.project
        assert record is not None  # the database says so
        return record

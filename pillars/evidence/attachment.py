"""Attaching a file to a record."""

from datetime import datetime

from django.db import transaction

from pillars.evidence.models import Evidence
from pillars.measurements.models import Measurement
from pillars.projects.models import Project
from pillars.stories.models import ProgressEntry
from regiodeal.base.values import Values
from regiodeal.deals.models import User
from regiodeal.files.kinds import Upload, described


@transaction.atomic
def attach(
    record: Measurement | ProgressEntry | Project, *, upload: Upload, by: User, at: datetime, values: Values
) -> Evidence:
    """Keep the file with the record. Raises UnreadableFileError for what it does not take."""
    evidence = Evidence(
        measurement=record if isinstance(record, Measurement) else None,
        entry=record if isinstance(record, ProgressEntry) else None,
        project=record if isinstance(record, Project) else None,
        uploaded_by=by,
        uploaded_at=at,
        **described(upload),
        **values,
    )
    evidence.file = upload
    evidence.save()
    return evidence

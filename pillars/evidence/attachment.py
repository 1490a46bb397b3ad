"""Attaching a file to a record."""

from datetime import datetime

from django.db import transaction

from pillars.evidence.models import DEAL_OF, Evidence, Record
from regiodeal.base.values import Values
from regiodeal.deals.models import User
from regiodeal.files.kinds import Upload, described


@transaction.atomic
def attach(record: Record, *, upload: Upload, by: User, at: datetime, values: Values) -> Evidence:
    """Keep the file with the record. Raises UnreadableFileError for what it does not take."""
    name = next(name for name in DEAL_OF if isinstance(record, Evidence._meta.get_field(name).related_model))  # type: ignore[arg-type]
    evidence = Evidence(uploaded_by=by, uploaded_at=at, **{name: record}, **described(upload), **values)
    evidence.file = upload
    evidence.save()
    return evidence

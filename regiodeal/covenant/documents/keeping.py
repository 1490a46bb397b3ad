"""Keeping a document of the deal."""

from datetime import datetime

from django.db import transaction

from regiodeal.base.background import send
from regiodeal.base.values import Values
from regiodeal.covenant.documents.models import Document
from regiodeal.covenant.documents.tasks import read_document
from regiodeal.deals.models import Deal, User
from regiodeal.files.kinds import Upload, described


@transaction.atomic
def keep_document(deal: Deal, *, upload: Upload, by: User, at: datetime, values: Values) -> Document:
    """Keep the file as a document of the deal. Raises UnreadableFileError for what is not taken."""
    document = Document(deal=deal, uploaded_by=by, uploaded_at=at, **described(upload), **values)
    document.file = upload
    document.save()
    document.tell(by=by, at=at, before={})
    send(read_document, document.pk, unreachable=lambda: None)  # read_documents finds what nobody read yet
    return document

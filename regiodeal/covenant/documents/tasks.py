"""Reading what stands in the files of documents, so that they are found by their text."""

import logging

from celery import shared_task
from django.db import transaction

from regiodeal.base.question import parts_of
from regiodeal.covenant.documents.file_text import text_of
from regiodeal.covenant.documents.models import Document, DocumentText

logger = logging.getLogger(__name__)


@shared_task(name="covenant.documents.read_document", soft_time_limit=120)
def read_document(pk: int) -> None:
    """Read the text of the file of a document, once; a file that cannot be read has none, and is not tried again."""
    document = Document.objects.filter(pk=pk, reading=None).exclude(file="").first()
    if document is None:
        return
    try:
        with document.file.open("rb") as file:
            text = text_of(file, document.kind)
    except Exception:  # a file of others can break any reader; the document itself is kept and can be opened
        logger.exception("The text of document %s cannot be read", pk)
        text = ""
    words = " ".join(sorted(set(parts_of(text))))
    with transaction.atomic():
        still = Document.objects.select_for_update(no_key=True).filter(pk=pk).exclude(file="")
        if still.exists():  # it may have been removed while it was read
            DocumentText.objects.get_or_create(document_id=pk, defaults={"text": text, "words": words})


@shared_task(name="covenant.documents.read_documents")
def read_documents() -> int:
    """Read what nobody read yet: documents of before, or kept while no worker could be reached. How many were read."""
    unread = list(Document.objects.filter(reading=None).exclude(file="").values_list("pk", flat=True))
    for pk in unread:
        read_document(pk)
    return len(unread)

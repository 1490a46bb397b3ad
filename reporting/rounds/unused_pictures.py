"""Pictures that no text and no report names any more."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from reporting.reports.models import AnnualReport
from reporting.texts.models import SectionText, SectionTextEvent, TextPicture
from reporting.texts.named_pictures import named_pictures


@dataclass(frozen=True)
class UnusedPictures:
    """The pictures that were there before a moment, and that since then nothing names: no text, and no report ever."""

    before: datetime

    def _rows(self) -> "QuerySet[TextPicture]":
        bodies = [
            *SectionText.objects.filter(body__contains="data-picture").values_list("body", flat=True),
            *SectionTextEvent.objects.filter(at__gte=self.before).values_list("before__body", flat=True),
        ]
        named = {number for body in bodies if body for number in named_pictures(body)}
        for told in AnnualReport.objects.values_list("snapshot__text_pictures", flat=True):
            named |= {each["number"] for each in told or ()}
        return TextPicture.objects.filter(uploaded_at__lt=self.before).exclude(pk__in=named)

    def count(self) -> int:
        """Return how many there are."""
        return self._rows().count()

    def delete(self) -> None:
        """Remove them: their rows first, so that nobody finds a row without its file."""
        for picture in self._rows():
            name, storage = str(picture.file.name), picture.file.storage
            picture.delete()
            transaction.on_commit(partial(storage.delete, name))

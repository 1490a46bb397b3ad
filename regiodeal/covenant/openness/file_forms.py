"""The field of a form in which somebody gives a file."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from regiodeal.covenant.openness.files import ACCEPT, UnreadableFileError, described
from regiodeal.covenant.openness.scanning import scan

NO_PERSONAL_DATA = (
    "Er mogen geen persoonsgegevens in staan: geen namen, adressen of foto's waarop bewoners herkenbaar zijn."
)


class CheckedFileField(forms.FileField):
    """A file that is not too large, and of a kind that is taken by its content and its name."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def __init__(self, *, label: str = "Bestand", note: str = NO_PERSONAL_DATA, **kwargs: Any) -> None:
        super().__init__(label=label, max_length=200, **kwargs)
        largest = filesizeformat(settings.LARGEST_FILE)
        self.help_text = f"PDF, PNG, JPEG, XLSX, DOCX of CSV, hoogstens {largest}. {note}".strip()

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The upload, or a message that says what is wrong with it."""
        upload: UploadedFile[Any] | None = super().clean(data, initial)
        if not upload:
            return upload
        if (upload.size or 0) > settings.LARGEST_FILE:
            raise ValidationError(f"Dit bestand is groter dan {filesizeformat(settings.LARGEST_FILE)}.")
        try:
            described(upload)
            assert upload.file is not None
            scan(upload.file)
        except UnreadableFileError as refusal:
            raise ValidationError(str(refusal)) from refusal
        return upload

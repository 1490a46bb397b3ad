"""The form in which one chooses a file to read."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from regiodeal.files.kinds import UnreadableFileError
from regiodeal.files.scanning import scan
from regiodeal.sheets.formats import UnreadableError
from regiodeal.sheets.reading import inspect


class UploadForm(forms.Form):
    """The file to read, checked by what it holds and not by its name."""

    file = forms.FileField(
        label="Bestand",
        max_length=200,
        help_text=f"Een XLSX-, ODS- of CSV-bestand van ten hoogste {settings.EXCHANGE_FILE_BYTES // 1_000_000} MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what is too large, empty, damaged, or no file of rows and columns."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        try:
            self.upload = inspect(file.file, file.size or 0)  # type: ignore[arg-type]  # a file that can be read and sought
        except UnreadableError as refusal:
            raise ValidationError(str(refusal)) from refusal
        try:
            scan(file.file)  # type: ignore[arg-type]
        except UnreadableFileError as refusal:
            raise ValidationError(str(refusal)) from refusal
        return file

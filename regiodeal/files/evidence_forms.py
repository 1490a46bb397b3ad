"""Forms for adding and removing evidence."""

from collections.abc import Mapping
from typing import Any, Unpack

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.datastructures import MultiValueDict

from regiodeal.base.forms import FormOptions, Posted
from regiodeal.deals.models import Deal
from regiodeal.files.forms import NO_PERSONAL_DATA, CheckedFileField, OpennessForm
from regiodeal.files.kinds import ACCEPT, Upload, digest
from regiodeal.files.models import Openness

# What one request holds: more of it is refused before any page of the portal hears of it.
MOST_AT_ONCE = f"hoogstens {settings.DATA_UPLOAD_MAX_NUMBER_FILES} bestanden tegelijk, samen {
    filesizeformat(settings.LARGEST_FILES)
}."


class SeveralFilesInput(forms.FileInput):
    """A file input in which one may choose several; the form that it is in checks one of them."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        """Tell what several-files.js needs to say it at the field."""
        most = {
            "data-most-files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
            "data-most-bytes": settings.LARGEST_FILES,
            "data-too-much": f"Kies {MOST_AT_ONCE}",
        }
        super().__init__({"accept": ACCEPT, **most})

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Any:
        """Return one file: who takes several makes a form for each."""
        return files.get(name)


class EvidenceForm(OpennessForm):
    """One file, and for whom it is. Its input takes several at once; then each is checked by a form of its own."""

    file = CheckedFileField(
        label="Bestanden", note=f"U kunt er meer kiezen: {MOST_AT_ONCE} {NO_PERSONAL_DATA}", widget=SeveralFilesInput
    )
    field_order = ("file",)

    def __init__(self, data: Posted = None, *, deal: Deal, record: Any, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.record = record
        self.fields["openness"].initial = Openness.PARTIES

    def clean_file(self) -> Upload:
        """Refuse a file that is there already."""
        upload: Upload = self.cleaned_data["file"]
        assert upload.file is not None
        if self.record.evidence.filter(sha256=digest(upload.file), removed_at__isnull=True).exists():
            raise ValidationError("Dit bestand staat hier al bij.")
        return upload


class RemoveEvidenceForm(forms.Form):
    """Asks why a file has to go."""

    reason = forms.CharField(
        label="Waarom moet dit bestand weg?",
        max_length=300,
        help_text="Bijvoorbeeld: er staan namen van bewoners in. De reden blijft staan, het bestand niet.",
    )

"""Forms for adding and removing evidence."""

from typing import Any, Unpack

from django import forms
from django.core.exceptions import ValidationError

from regiodeal.base.forms import FormOptions, Posted
from regiodeal.deals.models import Deal
from regiodeal.files.forms import CheckedFileField, OpennessForm
from regiodeal.files.kinds import Upload, digest
from regiodeal.files.models import Openness


class EvidenceForm(OpennessForm):
    """One file, and for whom it is."""

    file = CheckedFileField()
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

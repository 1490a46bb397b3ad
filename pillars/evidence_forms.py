"""Forms for adding and removing evidence."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from pillars.evidence import UnreadableFileError, check_name, digest, kind_of
from pillars.models import Evidence, Measurement, ProgressEntry
from regiodeal.covenant.models import Deal, Party


class EvidenceForm(forms.Form):
    """One file, and for whom it is."""

    file = forms.FileField(
        label="Bestand",
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.xlsx,.docx,.csv"}),
    )
    openness = forms.ChoiceField(choices=Evidence.Openness.choices, label="Voor wie", initial=Evidence.Openness.PARTIES)
    ground = forms.CharField(
        label="Grond van vertrouwelijkheid",
        required=False,
        max_length=300,
        help_text="Alleen bij vertrouwelijk (art. 11). Bijvoorbeeld: bedrijfsgegevens.",
    )
    requester = forms.ModelChoiceField(
        Party.objects.none(),
        label="Op verzoek van",
        required=False,
        empty_label="niemand",
        help_text="Alleen bij vertrouwelijk.",
    )

    def __init__(self, *args: Any, deal: Deal, record: Measurement | ProgressEntry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        requester = self.fields["requester"]
        assert isinstance(requester, forms.ModelChoiceField)
        requester.queryset = Party.objects.filter(deal=deal)
        largest = filesizeformat(settings.EVIDENCE_LARGEST_FILE)
        self.fields["file"].help_text = (
            f"PDF, PNG, JPEG, XLSX, DOCX of CSV, hoogstens {largest}. Er mogen geen persoonsgegevens in staan: "
            "geen namen, adressen of foto's waarop bewoners herkenbaar zijn."
        )

    def clean_file(self) -> "UploadedFile[Any]":
        """Not too large, of a kind that is taken by its content and its name, and not there yet."""
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        assert upload.file is not None
        if (upload.size or 0) > settings.EVIDENCE_LARGEST_FILE:
            raise ValidationError(f"Dit bestand is groter dan {filesizeformat(settings.EVIDENCE_LARGEST_FILE)}.")
        try:
            check_name(upload.name or "", kind_of(upload.file))
        except UnreadableFileError as refusal:
            raise ValidationError(str(refusal)) from refusal
        if self.record.evidence.filter(sha256=digest(upload.file), removed_at__isnull=True).exists():
            raise ValidationError("Dit bestand staat hier al bij.")
        return upload

    def clean(self) -> dict[str, Any]:
        """Confidential says why and for whom; without it, neither is kept."""
        data = super().clean() or {}
        if data.get("openness") == Evidence.Openness.CONFIDENTIAL:
            if not data.get("ground"):
                self.add_error("ground", "Schrijf op waarom dit vertrouwelijk is.")
            if not data.get("requester"):
                self.add_error("requester", "Kies de Partij die erom vroeg.")
            return data
        return data | {"ground": "", "requester": None}

    def values(self) -> dict[str, Any]:
        """For whom the file is, from a valid form."""
        return {name: self.cleaned_data[name] for name in ("openness", "ground", "requester")}


class RemoveEvidenceForm(forms.Form):
    """Why a file has to go."""

    reason = forms.CharField(
        label="Waarom moet dit bestand weg?",
        max_length=300,
        help_text="Bijvoorbeeld: er staan namen van bewoners in. De reden blijft staan, het bestand niet.",
    )

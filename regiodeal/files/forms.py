"""Form fields for a file that somebody gives, and for whom a record is (art. 11)."""

from typing import Any, Unpack

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat

from regiodeal.base.forms import FormOptions, Posted
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal, Party
from regiodeal.deals.words import deal_text
from regiodeal.files.kinds import ACCEPT, TAKEN, UnreadableFileError, Upload, described
from regiodeal.files.models import Openness
from regiodeal.files.pictures import PHOTO_ACCEPT, TAKEN_PHOTOS, WIDEST, small_photo
from regiodeal.files.scanning import scan

NO_PERSONAL_DATA = (
    "Er mogen geen persoonsgegevens in staan: geen namen, adressen of foto's waarop bewoners herkenbaar zijn."
)


def too_large() -> str:
    """Return what is told of a file that is larger than one may be."""
    return f"Dit bestand is groter dan {filesizeformat(settings.LARGEST_FILE)}."


class CheckedFileField(forms.FileField):
    """A file that is not too large, and of a kind that is taken by its content and its name."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def __init__(self, *, label: str = "Bestand", note: str = NO_PERSONAL_DATA, **kwargs: Any) -> None:
        super().__init__(label=label, max_length=200, **kwargs)
        largest = filesizeformat(settings.LARGEST_FILE)
        self.help_text = f"{TAKEN}, hoogstens {largest}. {note}".strip()

    def clean(self, data: object, initial: object = None) -> Upload | None:
        """The upload, or a message that says what is wrong with it."""
        upload: Upload | None = super().clean(data, initial)
        if not upload:
            return upload
        if (upload.size or 0) > settings.LARGEST_FILE:
            raise ValidationError(too_large())
        try:
            described(upload)
            assert upload.file is not None
            scan(upload.file)
        except UnreadableFileError as refusal:
            raise ValidationError(str(refusal)) from refusal
        return upload


class PhotoField(forms.FileField):
    """A photo, scanned as every file, and given on as the small one that is kept."""

    widget = forms.FileInput(attrs={"accept": PHOTO_ACCEPT})

    def __init__(self, *, label: str = "Foto", widest: int = WIDEST, **kwargs: Any) -> None:
        super().__init__(label=label, max_length=200, **kwargs)
        self.widest = widest
        largest = filesizeformat(settings.LARGEST_FILE)
        self.help_text = (
            f"{TAKEN_PHOTOS}, hoogstens {largest}. Het portaal maakt de foto kleiner en haalt eruit waar, wanneer en "
            "waarmee hij is gemaakt."
        )

    def clean(self, data: object, initial: object = None) -> "ContentFile[bytes] | None":
        """The small photo, or a message that says what is wrong with what was chosen."""
        upload: Upload | None = super().clean(data, initial)
        if not upload:
            return None
        if (upload.size or 0) > settings.LARGEST_FILE:
            raise ValidationError(f"Deze foto is groter dan {filesizeformat(settings.LARGEST_FILE)}.")
        try:
            assert upload.file is not None
            scan(upload.file)
            return small_photo(upload.file, widest=self.widest)
        except UnreadableFileError as refusal:
            raise ValidationError(str(refusal)) from refusal


class OpennessForm(forms.Form):
    """Asks for whom a record is; a confidential one says why and for whom, and another keeps neither."""

    openness = forms.ChoiceField(choices=Openness.choices, label="Voor wie", initial=Openness.PUBLIC)
    requester = forms.ModelChoiceField(
        Party.objects.none(),
        label="Op verzoek van",
        required=False,
        empty_label="niemand",
        help_text="Alleen bij vertrouwelijk.",
    )
    ground = forms.CharField(
        label="Grond van vertrouwelijkheid",
        required=False,
        max_length=300,
        help_text=deal_text("Alleen bij vertrouwelijk{art_openness}. Bijvoorbeeld: bedrijfsgegevens."),
    )

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        self.deal = deal
        requester = self.fields["requester"]
        assert isinstance(requester, forms.ModelChoiceField)
        requester.queryset = Party.objects.filter(deal=deal)

    def clean(self) -> Values:
        """Confidential says why and for whom; without it, neither is kept."""
        data = super().clean() or {}
        if data.get("openness") == Openness.CONFIDENTIAL:
            if not data.get("ground"):
                self.add_error("ground", "Schrijf op waarom dit vertrouwelijk is.")
            if not data.get("requester"):
                self.add_error("requester", "Kies de Partij die erom vroeg.")
            return data
        return data | {"ground": "", "requester": None}

    def openness_values(self) -> dict[str, object]:
        """For whom the record is, from a valid form."""
        return {name: self.cleaned_data[name] for name in ("openness", "ground", "requester")}

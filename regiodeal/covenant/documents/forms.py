"""Forms of documents, their openness, publications and the core message."""

from datetime import date
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError

from regiodeal.base.forms import DayField, FormOptions, PastDateField, Posted, RowFormOptions, VersionForm, lines
from regiodeal.base.values import Values
from regiodeal.covenant.documents.models import Document, Publication
from regiodeal.covenant.meetings.models import Meeting
from regiodeal.deals.models import Deal, Party
from regiodeal.files.forms import CheckedFileField, OpennessForm
from regiodeal.files.kinds import Upload, digest
from regiodeal.files.models import Duty

ANNEX_NOTE = "Dit wordt een bijlage bij de deal."


class DocumentForm(OpennessForm):
    """A document of the deal."""

    file = CheckedFileField()
    title = forms.CharField(label="Titel", max_length=200)
    sort = forms.ChoiceField(label="Wat is het", choices=Document.Sort.choices, initial=Document.Sort.OTHER)
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label="Hoort bij overleg", required=False, empty_label="geen overleg"
    )

    def __init__(self, data: Posted = None, *, deal: Deal, today: date, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.fields["dated_on"] = PastDateField(label="Datum van het document", today=today, initial=today)
        meeting = self.fields["meeting"]
        assert isinstance(meeting, forms.ModelChoiceField)
        meeting.queryset = Meeting.objects.filter(deal=self.deal).order_by("-held_on")
        self.order_fields(["file", "title", "sort", "dated_on", "meeting"])

    def clean_file(self) -> Upload:
        """Refuse a file that is there already."""
        upload: Upload = self.cleaned_data["file"]
        assert upload.file is not None
        same = Document.objects.filter(deal=self.deal, sha256=digest(upload.file), removed_at__isnull=True)
        if same.exists():
            raise ValidationError("Dit bestand staat al bij de documenten van de deal.")
        return upload

    def values(self) -> Values:
        """Return what is kept beside the file, from a valid form."""
        names = ("title", "sort", "dated_on", "meeting")
        return {name: self.cleaned_data[name] for name in names} | self.openness_values()


class DocumentFilter(forms.Form):
    """Asks which documents to show."""

    zoek = forms.CharField(label="Zoek op titel", required=False, max_length=100)
    soort = forms.ChoiceField(label="Soort", required=False, choices=[("", "alle soorten"), *Document.Sort.choices])


class CloseForm(forms.Form):
    """A Party asks for secrecy (art. 11 lid 1)."""

    requester = forms.ModelChoiceField(Party.objects.none(), label="Welke Partij vraagt erom", empty_label="Kies")
    ground = forms.CharField(
        label="Grond van vertrouwelijkheid", max_length=300, help_text="Bijvoorbeeld: bedrijfsgegevens."
    )

    def __init__(self, data: Posted = None, *, deal: Deal, today: date, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        requester = self.fields["requester"]
        assert isinstance(requester, forms.ModelChoiceField)
        requester.queryset = Party.objects.filter(deal=deal)
        self.fields["requested_on"] = PastDateField(label="Gevraagd op", today=today, initial=today)


class OpenForm(forms.Form):
    """A duty that outweighs the request for secrecy (art. 11 lid 1)."""

    duty = forms.ChoiceField(label="Openbaarheid is verplicht door", choices=Duty.choices)
    exception = forms.CharField(
        label="Welke regel, uitspraak of afspraak is dat?",
        max_length=300,
        help_text="Bijvoorbeeld: artikel 3.1 van de Wet open overheid.",
    )


class PublicationForm(forms.ModelForm):  # type: ignore[type-arg]
    """A publication in the Staatscourant."""

    version = VersionForm.base_fields["version"]

    class Meta:
        model = Publication
        fields = Publication.content_fields
        field_classes = {"published_on": DayField}
        help_texts = {"number": "Bijvoorbeeld: Stcrt. 2024, 1234."}

    def __init__(self, data: Posted = None, **kwargs: Unpack[RowFormOptions]) -> None:
        super().__init__(data, **kwargs)
        self.fields["version"].initial = self.instance.version

    def values(self) -> Values:
        """The publication from a valid form."""
        return {name: self.cleaned_data[name] for name in Publication.content_fields}


class MessageForm(forms.Form):
    """A next version of the core message."""

    text = forms.CharField(label="Kernboodschap", widget=lines(8), max_length=5000)
    valid_from = DayField(label="Geldt vanaf")
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label="Besproken in", required=False, empty_label="geen overleg"
    )

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        meeting = self.fields["meeting"]
        assert isinstance(meeting, forms.ModelChoiceField)
        meeting.queryset = Meeting.objects.filter(deal=deal).order_by("-held_on")

"""Forms of amendments: writing one, its steps, and the answer of a Party."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from regiodeal.covenant.forms import NO_NAMES, DayField, PastDateField, lines
from regiodeal.covenant.models import Amendment, AmendmentSort, Deal, Meeting, Party
from regiodeal.covenant.openness.file_forms import CheckedFileField

ANNEX_NOTE = "Dit wordt een bijlage bij de deal."


class AmendmentForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is asked, why, and by which Party; for an accession, who joins and with what."""

    class Meta:
        model = Amendment
        fields = ("party", "title", "text", "ground", "new_name", "new_code", "new_side", "contribution")
        widgets = {"text": lines(5), "ground": lines(4), "contribution": lines(4)}
        help_texts = {
            "text": NO_NAMES,
            "new_code": "Bijvoorbeeld: OCW.",
            "contribution": "Wat brengt de Partij in: geld, mensen of diensten, hoeveel en wanneer (art. 14 lid 5).",
        }

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_accession:
            del self.fields["party"]
        else:
            for name in ("new_name", "new_code", "new_side", "contribution"):
                del self.fields[name]
            field = self.fields["party"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Party.objects.filter(pk__in=[party.pk for party in parties])
            field.required, field.empty_label = True, "Kies"
            if len(parties) == 1 and self.instance.party is None:
                self.initial["party"] = parties[0].pk
        if self.instance.sort == AmendmentSort.EXTENSION:
            self.fields[
                "ground"
            ].help_text = "Verlengen kan alleen als gereserveerd geld niet binnen de looptijd te besteden is (art. 18)."

    def values(self) -> dict[str, Any]:
        """The content, from a valid form."""
        return dict(self.cleaned_data)


class DayForm(forms.Form):
    """A step of which only the day is kept."""

    day_label = "Op welke dag"

    def __init__(self, *args: Any, amendment: Amendment, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.amendment = amendment
        self.fields["on"] = PastDateField(label=self.day_label, today=today, initial=today)
        self.order_fields(["on"])


class RequestForm(DayForm):
    """The request as it came in."""

    day_label = "Wanneer kreeg het programmateam Regio Deals BZK het verzoek"
    document = CheckedFileField(label="Brief of e-mail met het verzoek", required=False)


class MeetingStepForm(DayForm):
    """A step in a meeting: one that is in the portal, or one that is named."""

    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label="Rijk-Regio-overleg", required=False, empty_label="staat niet in het portaal"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["meeting"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = (
            Meeting.objects.filter(deal=self.amendment.deal).exclude(state="cancelled").order_by("-held_on")
        )
        field.initial = self.amendment.meeting_id


class AskForm(MeetingStepForm):
    """On which agenda it is."""

    day_label = "Sinds wanneer wordt om instemming gevraagd"
    agenda = forms.CharField(
        label="Of: welke agenda",
        required=False,
        max_length=250,
        help_text="Alleen als het overleg niet in het portaal staat.",
    )


class RecordForm(MeetingStepForm):
    """Where the minutes say that all consented."""

    day_label = "Vastgelegd op"
    minutes = forms.CharField(
        label="Waar staat het in het verslag", required=False, max_length=250, help_text="Bijvoorbeeld: punt 4."
    )
    document = CheckedFileField(label="Verslag", required=False, note=ANNEX_NOTE)


class SignForm(DayForm):
    """The addendum that the minister signed."""

    day_label = "Ondertekend op"
    signed_by = forms.CharField(
        label="Ondertekend door", max_length=200, help_text="De minister van BZK, of wie namens de minister tekende."
    )
    document = CheckedFileField(label="Ondertekend addendum", note=ANNEX_NOTE)


class AdoptForm(forms.Form):
    """The day from which it holds."""

    on = DayField(
        label="Van kracht op",
        help_text="Het convenant noemt geen dag; volgens lezing R85 is het de dag van ondertekening, of later.",
    )
    sure = forms.BooleanField(
        label="Ik weet dat de cijfers van de deal vanaf die dag anders zijn, en dat dit niet terug te draaien is."
    )

    def __init__(self, *args: Any, amendment: Amendment, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = amendment.signed_on or today


class PublishForm(DayForm):
    """Where the addendum stands in the Staatscourant."""

    day_label = "Gepubliceerd op"
    number = forms.CharField(label="Nummer", max_length=60, help_text="Bijvoorbeeld: Stcrt. 2026, 4321.")
    url = forms.URLField(label="Webadres", required=False, max_length=300)


class WithdrawForm(forms.Form):
    """A Party gives notice."""

    circumstances = forms.CharField(
        label="Welke omstandigheden zijn veranderd, en waarom moet de deal voor uw Partij daarom eindigen",
        widget=lines(5),
    )
    document = CheckedFileField(label="Brief met de opzegging", required=False, note=ANNEX_NOTE)
    sure = forms.BooleanField(label="Ik zeg de deal op voor mijn Partij.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = PastDateField(label="Ontvangen door het programmateam op", today=today, initial=today)
        self.order_fields(["on", "circumstances", "document", "sure"])


class AdjustmentForm(forms.Form):
    """An adjustment of an intervention within the financial frame (art. 3)."""

    measure = forms.ChoiceField(label="Maatregel")
    title = forms.CharField(label="Wat is bijgesteld, in één zin", max_length=200)
    text = forms.CharField(label="Hoe het was en hoe het wordt", widget=lines(4), help_text=NO_NAMES)
    reason = forms.CharField(label="Waarom", widget=lines(3))
    frame = forms.CharField(
        label="Waarom het binnen het financiële kader blijft",
        widget=lines(3),
        help_text="Verandert een doel, resultaat, bedrag of datum, dan is een wijziging nodig (art. 12).",
    )
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label="Besproken in", required=False, empty_label="niet besproken"
    )

    def __init__(self, *args: Any, deal: Deal, measures: list[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = dict(measures)
        field, meeting = self.fields["measure"], self.fields["meeting"]
        assert isinstance(field, forms.ChoiceField)
        assert isinstance(meeting, forms.ModelChoiceField)
        field.choices = [("", "Kies"), *measures]
        meeting.queryset = Meeting.objects.filter(deal=deal).order_by("-held_on")
        self.fields["adjusted_on"] = PastDateField(label="Sinds", today=today, initial=today)
        self.order_fields(["measure", "title", "text", "reason", "frame", "adjusted_on", "meeting"])

    def clean_measure(self) -> str:
        """A measure of the deal."""
        code: str = self.cleaned_data["measure"]
        if code not in self.known:
            raise ValidationError("Kies een maatregel van de deal.")
        return code


class CompareForm(forms.Form):
    """Two versions to lay beside each other. What is not in the list compares the first and the newest."""

    van = forms.TypedChoiceField(label="Van", coerce=int, required=False)
    naar = forms.TypedChoiceField(label="Naar", coerce=int, required=False)

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("van", "naar"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

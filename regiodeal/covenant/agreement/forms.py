"""Forms of amendments: writing one, its steps, and the answer of a Party."""

from collections.abc import Sequence
from datetime import date
from typing import Unpack

from django import forms

from regiodeal.base.forms import NO_NAMES, DayField, FormOptions, PastDateField, Posted, RowFormOptions, lines
from regiodeal.base.values import Values
from regiodeal.covenant.agreement.models import Amendment, AmendmentSort, Consent
from regiodeal.covenant.documents.forms import ANNEX_NOTE
from regiodeal.covenant.meetings.models import Meeting
from regiodeal.deals.models import Party
from regiodeal.deals.words import deal_text, fill_in
from regiodeal.files.forms import CheckedFileField


class AmendmentForm(forms.ModelForm):  # type: ignore[type-arg]
    """Asks what is asked, why, and by which Party; for an accession, who joins and with what."""

    class Meta:
        model = Amendment
        fields = ("party", "title", "text", "ground", "new_name", "new_code", "new_side", "contribution")
        widgets = {"text": lines(5), "ground": lines(4), "contribution": lines(4)}
        help_texts = {
            "text": NO_NAMES,
            "new_code": "Bijvoorbeeld: OCW.",
            "contribution": deal_text(
                "Wat brengt de Partij in: geld, mensen of diensten, hoeveel en wanneer{art_accession_request}."
            ),
        }

    def __init__(self, data: Posted = None, *, parties: Sequence[Party], **kwargs: Unpack[RowFormOptions]) -> None:
        super().__init__(data, **kwargs)
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
            only = "Verlengen kan alleen als gereserveerd geld niet binnen de looptijd te besteden is{art_extension}."
            self.fields["ground"].help_text = fill_in(only)

    def values(self) -> Values:
        """The content, from a valid form."""
        return dict(self.cleaned_data)


class DayForm(forms.Form):
    """A step of which only the day is kept."""

    day_label = "Op welke dag"

    def __init__(
        self, data: Posted = None, *, amendment: Amendment, today: date, **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **kwargs)
        self.amendment = amendment
        self.fields["on"] = PastDateField(label=self.day_label, today=today, initial=today)
        self.order_fields(["on"])


class RequestForm(DayForm):
    """The request as it came in."""

    day_label = deal_text("Wanneer kreeg {the_programme_team} het verzoek")
    document = CheckedFileField(label="Brief of e-mail met het verzoek", required=False)


class MeetingStepForm(DayForm):
    """A step in a meeting: one that is in the portal, or one that is named."""

    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label=deal_text("{Overleg}"), required=False, empty_label="staat niet in het portaal"
    )

    def __init__(
        self, data: Posted = None, *, amendment: Amendment, today: date, **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, amendment=amendment, today=today, **kwargs)
        field = self.fields["meeting"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Meeting.objects.filter(deal=self.amendment.deal).exclude(state="cancelled").order_by("-held_on")
        if self.amendment.requested_on:
            rows = rows.filter(held_on__gte=self.amendment.requested_on)
        field.queryset = rows
        field.initial = self.amendment.meeting_id


class AskForm(MeetingStepForm):
    """Asks on which agenda it is."""

    day_label = "Sinds wanneer wordt om instemming gevraagd"
    agenda = forms.CharField(
        label="Of: welke agenda",
        required=False,
        max_length=250,
        help_text="Alleen als het overleg niet in het portaal staat.",
    )


class RecordForm(MeetingStepForm):
    """Asks where the minutes say that the Parties consented."""

    day_label = "Vastgelegd op"
    minutes = forms.CharField(
        label="Waar staat het in het verslag",
        required=False,
        max_length=250,
        help_text="Bijvoorbeeld: punt 4. Staat het overleg niet in het portaal: noem dan ook welk verslag het is.",
    )
    document = CheckedFileField(label="Verslag", required=False, note=ANNEX_NOTE)


class SignForm(DayForm):
    """The addendum that the minister signed."""

    day_label = "Ondertekend op"
    signed_by = forms.CharField(
        label="Ondertekend door",
        max_length=200,
        help_text=deal_text("{The_minister}, of wie namens de minister tekende."),
    )
    document = CheckedFileField(label="Ondertekend addendum", note=ANNEX_NOTE)


class AdoptForm(forms.Form):
    """The day from which it holds."""

    on = DayField(
        label="Van kracht op",
        help_text="De dag waarop het addendum is ondertekend, of later. Nooit voor de laatste instemming.",
    )
    sure = forms.BooleanField(
        label="Ik weet dat de cijfers van de deal vanaf die dag anders zijn, en dat dit niet terug te draaien is."
    )

    def __init__(
        self, data: Posted = None, *, amendment: Amendment, today: date, **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["on"].initial = amendment.signed_on or today


class PublishForm(DayForm):
    """Asks where the addendum stands in the Staatscourant."""

    day_label = "Gepubliceerd op"
    number = forms.CharField(label="Nummer", max_length=60, help_text="Bijvoorbeeld: Stcrt. 2026, 4321.")
    url = forms.URLField(label="Webadres", required=False, max_length=300)


class CompareForm(forms.Form):
    """Two versions to lay beside each other. What is not in the list compares the first and the newest."""

    van = forms.TypedChoiceField(label="Van", coerce=int, required=False)
    naar = forms.TypedChoiceField(label="Naar", coerce=int, required=False)

    def __init__(self, data: Posted = None, *, choices: list[tuple[int, str]], **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        for name in ("van", "naar"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class AnswerForm(forms.Form):
    """Asks what a Party says, by whom, when and why."""

    agrees = forms.TypedChoiceField(
        label="Uw Partij",
        choices=[("ja", "stemt in"), ("nee", "stemt niet in")],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
    )
    holder = forms.CharField(
        label="Namens de Partij", max_length=200, help_text="Naam en ambt of functie van wie mag instemmen."
    )
    reason = forms.CharField(
        label="Reden", required=False, widget=lines(4), help_text="Alleen als uw Partij niet instemt: waarom niet."
    )

    def __init__(self, data: Posted = None, *, today: date, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        self.fields["given_on"] = PastDateField(label="Gegeven op", today=today, initial=today)
        self.order_fields(["party", "agrees", "holder", "given_on", "way", "statement", "document", "reason"])

    def clean(self) -> Values:
        """A refusal says why; a consent has no reason of refusal."""
        data = super().clean() or {}
        if data.get("agrees") is False and not data.get("reason", "").strip():
            self.add_error("reason", "Schrijf op waarom uw Partij niet instemt.")
        if data.get("agrees"):
            data["reason"] = ""
        return data


class ConsentForm(AnswerForm):
    """Asks what a Party says itself."""

    way = forms.ChoiceField(label="Hoe", choices=Consent.Way.choices, initial=Consent.Way.EMAIL)
    statement = forms.CharField(
        label="Verklaring",
        required=False,
        widget=lines(4),
        help_text=f"De tekst van de e-mail of brief. Verplicht als er geen document bij zit. {ANNEX_NOTE}",
    )
    document = CheckedFileField(label="Of een document", required=False, note=ANNEX_NOTE)

    def clean(self) -> Values:
        """Ask the words of an answer in writing."""
        data = super().clean()
        in_writing = data.get("way") == Consent.Way.EMAIL
        if in_writing and not data.get("statement", "").strip() and not data.get("document"):
            self.add_error("statement", "Schrijf de verklaring op, of voeg het document toe.")
        return data


class MailedConsentForm(AnswerForm):
    """Asks what a Party mailed to the programme team."""

    party = forms.ModelChoiceField(Party.objects.none(), label="Welke Partij", empty_label="Kies")
    statement = forms.CharField(label="Wat staat er in de e-mail", required=False, widget=lines(4))
    document = CheckedFileField(label="De e-mail of brief zelf", note=ANNEX_NOTE)

    def __init__(
        self, data: Posted = None, *, parties: Sequence[Party], today: date, **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, today=today, **kwargs)
        field = self.fields["party"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Party.objects.filter(pk__in=[party.pk for party in parties])
        self.fields["agrees"].label = "De Partij"

    def clean(self) -> Values:
        """Add that the consent came by e-mail."""
        return super().clean() | {"way": Consent.Way.EMAIL}

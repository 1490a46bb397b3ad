"""Forms with which a Party answers, or with which is written down what it answered."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from regiodeal.covenant.agreement.forms import ANNEX_NOTE
from regiodeal.covenant.forms import PastDateField, lines
from regiodeal.covenant.models import Consent, Party
from regiodeal.covenant.openness.file_forms import CheckedFileField


class AnswerForm(forms.Form):
    """What a Party says, by whom, when and why."""

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

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_on"] = PastDateField(label="Gegeven op", today=today, initial=today)
        self.order_fields(["party", "agrees", "holder", "given_on", "way", "statement", "document", "reason"])

    def clean(self) -> dict[str, Any]:
        """A refusal says why; a consent has no reason of refusal."""
        data = super().clean() or {}
        if data.get("agrees") is False and not data.get("reason", "").strip():
            self.add_error("reason", "Schrijf op waarom uw Partij niet instemt.")
        if data.get("agrees"):
            data["reason"] = ""
        return data


class ConsentForm(AnswerForm):
    """What a Party says itself."""

    way = forms.ChoiceField(label="Hoe", choices=Consent.Way.choices, initial=Consent.Way.EMAIL)
    statement = forms.CharField(
        label="Verklaring",
        required=False,
        widget=lines(4),
        help_text=f"De tekst van de e-mail of brief. Verplicht als er geen document bij zit. {ANNEX_NOTE}",
    )
    document = CheckedFileField(label="Of een document", required=False, note=ANNEX_NOTE)

    def clean(self) -> dict[str, Any]:
        """In writing comes with its words."""
        data = super().clean()
        in_writing = data.get("way") == Consent.Way.EMAIL
        if in_writing and not data.get("statement", "").strip() and not data.get("document"):
            self.add_error("statement", "Schrijf de verklaring op, of voeg het document toe.")
        return data


class MailedConsentForm(AnswerForm):
    """What a Party mailed to the programme team."""

    party = forms.ModelChoiceField(Party.objects.none(), label="Welke Partij", empty_label="Kies")
    statement = forms.CharField(label="Wat staat er in de e-mail", required=False, widget=lines(4))
    document = CheckedFileField(label="De e-mail of brief zelf", note=ANNEX_NOTE)

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["party"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Party.objects.filter(pk__in=[party.pk for party in parties])
        self.fields["agrees"].label = "De Partij"

    def clean(self) -> dict[str, Any]:
        """It came in writing."""
        return super().clean() | {"way": Consent.Way.EMAIL}

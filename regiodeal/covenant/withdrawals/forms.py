"""Forms of a withdrawal and of an adjustment."""

from datetime import date
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError

from regiodeal.base.dutch import day
from regiodeal.base.forms import NO_NAMES, FormOptions, PastDateField, Posted, lines
from regiodeal.base.values import Values
from regiodeal.covenant.documents.forms import ANNEX_NOTE
from regiodeal.covenant.meetings.models import Meeting
from regiodeal.covenant.withdrawals.withdrawal import is_far_back
from regiodeal.deals.models import Deal
from regiodeal.deals.words import deal_text, fill_in
from regiodeal.files.forms import CheckedFileField


class WithdrawalForm(forms.Form):
    """Asks what a Party says when it gives notice."""

    circumstances = forms.CharField(
        label="Welke omstandigheden zijn veranderd, en waarom moet de deal voor uw Partij daarom eindigen",
        widget=lines(5),
    )
    document = CheckedFileField(label="Brief met de opzegging", required=False, note=ANNEX_NOTE)
    is_day_sure = forms.BooleanField(
        label="De opzegging is echt op deze dag ontvangen.",
        required=False,
        help_text="Alleen nodig als dat langer dan een maand geleden is.",
    )
    sure = forms.BooleanField(label="Ik zeg de deal op voor mijn Partij.")

    def __init__(self, data: Posted = None, *, today: date, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        self.fields["on"] = PastDateField(
            label=fill_in("Ontvangen door {the_programme_team} op"), today=today, initial=today
        )
        self.today = today
        self.order_fields(["on", "is_day_sure", "circumstances", "document", "sure"])

    def clean(self) -> Values:
        """Ask once about a day long ago: a year that was typed wrongly would end the deal for the Party at once."""
        data = super().clean() or {}
        on = data.get("on")
        if on and is_far_back(on, today=self.today) and not data.get("is_day_sure"):
            self.add_error("is_day_sure", f"Klopt {day(on)}? Dat is langer dan een maand geleden. Bevestig de dag.")
        return data


class AdjustmentForm(forms.Form):
    """An adjustment of an intervention within the financial frame (art. 3)."""

    measure = forms.ChoiceField(label="Maatregel")
    title = forms.CharField(label="Wat is bijgesteld, in één zin", max_length=200)
    text = forms.CharField(label="Hoe het was en hoe het wordt", widget=lines(4), help_text=NO_NAMES)
    reason = forms.CharField(label="Waarom", widget=lines(3))
    frame = forms.CharField(
        label="Waarom het binnen het financiële kader blijft",
        widget=lines(3),
        help_text=deal_text(
            "Verandert een doel, resultaat, bedrag of datum, dan is een wijziging nodig{art_amendment}."
        ),
    )
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label="Besproken in", required=False, empty_label="niet besproken"
    )

    def __init__(
        self,
        data: Posted = None,
        *,
        deal: Deal,
        measures: list[tuple[str, str]],
        today: date,
        **kwargs: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **kwargs)
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

"""Forms of photos of projects."""

from django import forms

from regiodeal.base.forms import lines
from regiodeal.base.values import Values
from regiodeal.files.forms import PhotoField


class ProjectPhotoForm(forms.Form):
    """Asks for a photo, what it shows, and who is on it."""

    photo = PhotoField()
    alternative = forms.CharField(
        label="Wat is erop te zien?",
        max_length=300,
        help_text="Voor wie de foto niet ziet. Bijvoorbeeld: vier vrijwilligers planten een boom op het plein.",
    )
    shows_people = forms.TypedChoiceField(
        label="Staan er mensen herkenbaar op?",
        choices=[("", "Kies"), ("ja", "ja"), ("nee", "nee")],
        coerce=lambda text: text == "ja",
    )
    people = forms.CharField(
        label="Wie staan erop?",
        max_length=300,
        required=False,
        widget=lines(2),
        help_text="Alleen voor wie voortgang invult, om hen terug te vinden. Het wordt nooit openbaar.",
    )
    has_consent = forms.BooleanField(label="Zij vinden het goed dat deze foto zo wordt gebruikt", required=False)
    is_public = forms.BooleanField(
        label="Iedereen mag deze foto zien",
        required=False,
        help_text=(
            "Alleen bij een project dat openbaar is. De foto staat dan ook in de rapportage. Wat daarin is gedrukt, "
            "gaat er later niet meer uit."
        ),
    )

    def clean(self) -> Values | None:
        """Ask who is on it and that they agreed, where somebody is."""
        found: Values | None = super().clean()
        if self.cleaned_data.get("shows_people"):
            if not self.cleaned_data.get("people"):
                self.add_error("people", "Schrijf op wie erop staan: zij kunnen vragen om de foto weg te halen.")
            if not self.cleaned_data.get("has_consent"):
                self.add_error("has_consent", "Zonder toestemming kan deze foto niet in het portaal.")
        else:
            self.cleaned_data |= {"people": "", "has_consent": False}
        return found

    def values(self) -> Values:
        """What is kept beside the photo, from a valid form."""
        names = ("alternative", "shows_people", "people", "has_consent", "is_public")
        return {name: self.cleaned_data[name] for name in names}


class RemovePhotoForm(forms.Form):
    """Asks why a photo has to go."""

    reason = forms.CharField(
        label="Waarom moet deze foto weg?",
        max_length=300,
        help_text="Bijvoorbeeld: toestemming ingetrokken. De reden blijft staan, de foto niet. Noem geen namen.",
    )

"""Forms of programs that read the API."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError

from regiodeal.api_clients.models import ApiClient, ApiKind
from regiodeal.api_clients.tokens import LONGEST_LIFE

USUAL_LIFE = timedelta(days=365)


class ClientForm(forms.Form):
    """Asks who reads, why, and what."""

    name = forms.CharField(
        label="Naam van het programma", max_length=100, help_text="Bijvoorbeeld: dashboard van de regio."
    )
    purpose = forms.CharField(label="Waarvoor", max_length=300, help_text="Waarvoor gebruikt het deze gegevens?")
    contact = forms.EmailField(
        label="Contact", max_length=254, help_text="Wie u mailt als er iets is. Liefst een gedeeld postvak."
    )
    kinds = forms.MultipleChoiceField(
        label="Wat mag het lezen?",
        choices=ApiKind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Alleen wat is goedgekeurd. Wat een Partij geheim wil houden, hoort nergens bij.",
        error_messages={"required": "Kies minstens één onderdeel."},
    )

    def clean_name(self) -> str:
        """A name that no other program has."""
        name: str = self.cleaned_data["name"]
        if ApiClient.objects.filter(name=name).exists():
            raise ValidationError("Er is al een koppeling met deze naam. Kies een andere.")
        return name


class IssueForm(forms.Form):
    """Asks how long the token holds."""

    days = forms.IntegerField(
        label="Hoeveel dagen geldig?",
        min_value=1,
        max_value=LONGEST_LIFE.days,
        initial=USUAL_LIFE.days,
        help_text=f"Hoogstens {LONGEST_LIFE.days} dagen (twee jaar). Daarna geeft u een nieuw token uit.",
    )

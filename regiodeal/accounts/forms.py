"""The forms with which an administrator invites, and with which somebody accepts."""

from typing import Unpack

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError

from regiodeal.base.forms import FormOptions, Posted
from regiodeal.base.values import Values
from regiodeal.deals.memberships import checked_name
from regiodeal.deals.models import Deal, Party, User
from regiodeal.deals.roles import Role

# A partner gets access of the bureau, from the page of its executor: the role is nothing without one.
INVITED = [(value, label) for value, label in Role.choices if value != Role.PARTNER]


class InviteForm(forms.Form):
    """Whom, for which role, and for which Party."""

    email = forms.EmailField(
        label="E-mailadres", help_text="Het adres op het werk. Daarmee logt deze persoon straks in."
    )
    name = forms.CharField(label="Naam", max_length=150)
    role = forms.ChoiceField(label="Rol", choices=[("", "Kies een rol"), *INVITED])
    party = forms.ModelChoiceField(
        Party.objects.none(),
        label="Partij",
        required=False,
        empty_label="geen Partij",
        help_text="Nodig voor een vertegenwoordiger van een Partij.",
    )

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        party = self.fields["party"]
        assert isinstance(party, forms.ModelChoiceField)
        party.queryset = Party.objects.filter(deal=deal)

    def clean(self) -> Values:
        """A representative names the Party."""
        data = super().clean() or {}
        if data.get("role") == Role.PARTY and not data.get("party"):
            self.add_error("party", "Kies de Partij die deze persoon vertegenwoordigt.")
        return data


class FirstPasswordForm(forms.Form):
    """The name and password of whoever gets an account."""

    name = forms.CharField(label="Uw naam", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password1 = forms.CharField(
        label="Kies een wachtwoord",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html(),
    )
    password2 = forms.CharField(
        label="Nog een keer hetzelfde wachtwoord",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(
        self, data: Posted = None, *, email: str, deal: Deal | None = None, **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **kwargs)
        self.email, self.deal = email, deal

    def clean_name(self) -> str:
        """Refuse a name in which signs hide, or that somebody else of the deal has."""
        try:
            return checked_name(self.cleaned_data["name"], self.deal)
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from refusal

    def clean(self) -> Values:
        """The two are the same, and the password keeps the rules."""
        data = super().clean() or {}
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", "De twee wachtwoorden zijn niet hetzelfde.")
        elif first:
            try:
                validate_password(first, User(email=self.email, name=data.get("name", "")))
            except ValidationError as refusal:
                self.add_error("password1", refusal)
        return data

"""The forms about passkeys, in the words of this portal."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms

NAME = "Naam van de passkey"
NAME_HELP = "Een naam waaraan u hem later herkent, zoals 'laptop van het werk'."


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey with which one also signs in without a password: it asks a finger, a face or a PIN itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=NAME, help_text=NAME_HELP, max_length=50, required=False)
        self.fields["passwordless"] = forms.BooleanField(widget=forms.HiddenInput, initial=True, required=False)


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=NAME, help_text=NAME_HELP, max_length=50)

"""The forms about passkeys, in the words of this portal."""

import logging
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms

logger = logging.getLogger(__name__)

NAME = "Naam van de passkey"
NAME_HELP = "Een naam waaraan u hem later herkent, zoals 'laptop van het werk'."


# What fido2 and allauth raise at an answer that no passkey gives: a key that is missing, or something of another kind.
_NONSENSE = (AttributeError, KeyError, TypeError, ValueError, RecursionError)


class _Answer(forms.JSONField):
    """The answer of a passkey, as JSON."""

    def to_python(self, value: Any) -> Any:
        """Read the value as JSONField does, no deeper than Python can. Raises ValidationError for anything else."""
        try:
            return super().to_python(value)
        except (RecursionError, ValueError) as error:
            raise get_adapter().validation_error("incorrect_code") from error


class _ReadsNonsense:
    """A form in which an answer that no passkey gives is a wrong answer, and no fault of the portal."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        fields["credential"] = _Answer(required=fields["credential"].required, widget=forms.HiddenInput)

    def _clean_form(self) -> None:
        self._nonsense_refused("_clean_form")

    def _clean_fields(self) -> None:
        self._nonsense_refused("_clean_fields")

    def _nonsense_refused(self, step: str) -> None:
        try:
            getattr(super(), step)()
        except _NONSENSE:
            logger.warning("An answer of a passkey could not be read", exc_info=True)
            self.add_error(None, get_adapter().validation_error("incorrect_code"))  # type: ignore[attr-defined]


class LoginPasskeyForm(_ReadsNonsense, LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in with a passkey."""


class SecondPasskeyForm(_ReadsNonsense, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as second step."""


class AgainPasskeyForm(_ReadsNonsense, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey before something that hurts."""


class AddPasskeyForm(_ReadsNonsense, AddWebAuthnForm):  # type: ignore[misc]
    """A passkey with which one also signs in without a password: it asks a finger, a face or a PIN itself."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=NAME, help_text=NAME_HELP, max_length=50, required=False)
        self.fields["passwordless"] = forms.BooleanField(widget=forms.HiddenInput, initial=True, required=False)


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=NAME, help_text=NAME_HELP, max_length=50)

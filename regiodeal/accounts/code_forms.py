"""Signing in with a mailed code instead of a password: who may, and the two forms that ask for it.

Only somebody all of whose roles are named in CODE_ROLES may: whoever sees more of a deal shows who they are with a
password or at their own organisation. The page tells nobody which of these an address is.
"""

from typing import Any
from urllib.parse import urlencode

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.urls import reverse

from regiodeal.deals.models import Membership, User


def may_use_code(user: User) -> bool:
    """Tell whether this person may sign in with a mailed code: has a role, and none outside CODE_ROLES."""
    roles = set(Membership.objects.filter(user=user).values_list("role", flat=True))
    return bool(roles) and roles <= settings.CODE_ROLES


def code_path(path: str) -> str:
    """Return the address that leads to a page by way of a mailed code, and straight on for who is signed in."""
    if not settings.ACCOUNT_LOGIN_BY_CODE_ENABLED:
        return path
    return f"{reverse('account_request_login_code')}?{urlencode({REDIRECT_FIELD_NAME: path}, safe='/')}"


class RequestCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """Asks for the address to which a code is mailed."""

    email = forms.EmailField(
        label="E-mailadres",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Het adres waarop u de vraag van het bureau kreeg.",
    )

    def clean_email(self) -> str:
        """Let go of an account that may not use a code: its owner is told so by mail, and the page tells nothing."""
        email: str = super().clean_email()
        user: User | None = self._user
        self._user: User | None = user if user is not None and may_use_code(user) else None
        return email


class ConfirmCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """Asks for the code from the mail."""

    def __init__(self, *args: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = "Code uit de mail", "Zes cijfers."
        field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}

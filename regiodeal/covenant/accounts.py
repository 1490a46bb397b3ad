"""Accounts: nobody makes one for themselves; a person is given one with a role."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes the sign-up of allauth."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an administrator makes accounts (`manage.py add_member`)."""
        return False

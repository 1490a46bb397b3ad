"""What the tests of signing in share."""

import re
from datetime import timedelta

from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from regiodeal.covenant.models import Deal, Invitation, User
from regiodeal.covenant.roles import Role

PASSWORD = "Zeven-Bomen-Op-Een-Rij"
LINK = re.compile(r"https?://[^/\s]+(/\S+)")


def link_in(message: EmailMessage) -> str:
    """The path of the first link in a mail."""
    found = LINK.search(str(message.body))
    assert found
    return found[1]


def invited(deal: Deal, by: User, email: str = "nieuw@example.nl", role: Role = Role.BUREAU) -> tuple[Invitation, str]:
    """An invitation that was sent a day ago, and the path of its link."""
    invitation = Invitation(deal=deal, email=email, name="Nieuwe Collega", role=role)
    token = invitation.begin(by=by, at=timezone.now() - timedelta(days=1))
    return invitation, f"/uitnodiging/{token}/"


def with_password(user: User) -> User:
    """The same person, who can sign in with PASSWORD."""
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, email: str, password: str = PASSWORD) -> str:
    """Send the form; return where it leads, or the page when it stays."""
    response = client.post("/account/login/", {"login": email, "password": password})
    return response.headers.get("Location") or response.content.decode()

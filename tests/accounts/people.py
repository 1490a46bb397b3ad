"""What the tests of signing in share."""

import base64
import hashlib
import hmac
import re
import struct
import time
from datetime import timedelta

from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from regiodeal.accounts.models import Invitation
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role

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


def code_of(secret: str, *, later: int = 0) -> str:
    """The six digits that an app shows (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + later), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def set_up_app(client: Client) -> str:
    """Set up an app with codes, showing one's password again; return its secret."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    found = re.search(r'<code class="hash">(\w+)</code>', page)
    assert found
    answer = client.post("/account/2fa/totp/activate/", {"code": code_of(found[1])})
    assert answer.status_code == 302, answer.content.decode()
    return found[1]

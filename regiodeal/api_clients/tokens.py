"""Tokens: made, shown once, kept as a digest, and known again."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from regiodeal.api_clients.models import ApiClient, ApiClientEvent, ApiToken, known_kinds
from regiodeal.deals.models import Deal, User

LONGEST_LIFE = timedelta(days=731)  # two years, a leap day included
_SHAPE = re.compile(r"rdp_([0-9a-f]{8})_[A-Za-z0-9_-]{43}")


@transaction.atomic
def make_client(
    deals: Iterable[Deal], kinds: Iterable[str], *, by: User, at: datetime, sees_unapproved: bool = False, **about: str
) -> ApiClient:
    """A client that may read these kinds of these deals; `about` is its name, purpose and contact.

    Raises ValueError without a deal or a kind. Its trail begins here.
    """
    read = list(deals)
    if not read:
        raise ValueError("Kies een deal die de koppeling mag lezen.")
    client = ApiClient.objects.create(kinds=known_kinds(kinds), sees_unapproved=sees_unapproved, **about)
    client.deals.set(deal.pk for deal in read)
    client.keep(ApiClientEvent.What.MADE, by=by, at=at, reason=", ".join(deal.slug for deal in read))
    return client


@transaction.atomic
def issue(client: ApiClient, *, by: User, at: datetime, days: int) -> tuple[ApiToken, str]:
    """A new token that holds for so many days, and its text, which nobody can show again.

    Raises ValueError when that is less than a day or more than two years.
    """
    life = timedelta(days=days)
    if not timedelta(days=1) <= life <= LONGEST_LIFE:
        raise ValueError(f"Kies een termijn van 1 tot {LONGEST_LIFE.days} dagen.")
    prefix = secrets.token_hex(4)
    text = f"rdp_{prefix}_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        client=client, prefix=prefix, digest=digest(text), issued_by=by, issued_at=at, expires_at=at + life
    )
    client.keep(ApiClientEvent.What.ISSUED, by=by, at=at, token=token, reason=f"geldig {days} dagen")
    return token, text


def digest(text: str) -> str:
    """Return what is kept of a token. It holds 256 random bits, so that one round of SHA-256 is enough."""
    return hashlib.sha256(text.encode()).hexdigest()


def known(text: str, *, at: datetime) -> ApiToken | None:
    """The token with this text, with its client, if it opens something at that moment; in one query.

    The day on which it was last used is kept, once a day.
    """
    if not _SHAPE.fullmatch(text):
        return None
    token = ApiToken.objects.open_at(at).select_related("client").filter(digest=digest(text)).first()
    today = timezone.localdate(at)
    if token is not None and token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return token

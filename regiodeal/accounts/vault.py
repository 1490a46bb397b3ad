"""What is kept encrypted: the secrets of second steps, by keys that follow from SECRET_KEY.

The newest key encrypts; those of SECRET_KEY_FALLBACKS still read. After `renew` no secret needs them any more.
"""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

from regiodeal.deals.models import User

ENCRYPTED = ("secret", "seed", "migrated_codes")  # what allauth encrypts of an app with codes and of recovery codes


@dataclass(frozen=True)
class Renewal:
    """Holds how many second steps were encrypted anew, how many had the newest key, and whose no known key can read."""

    renewed: int
    newest: int
    unreadable: tuple[User, ...]


def encrypt(text: str) -> str:
    """The text, by the newest key."""
    return _keys()[0].encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    """The text, by any known key. Raises InvalidToken when it was encrypted under a key that is gone."""
    return MultiFernet(_keys()).decrypt(encrypted.encode()).decode()


def renew_all() -> Renewal:
    """Encrypt every second step by the newest key. What has it, and what no key can read, stays as it is."""
    counts = {True: 0, False: 0}
    unreadable: dict[int, User] = {}
    secret = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)  # a passkey leaves nothing secret here
    for key in list(secret.order_by("pk").values_list("pk", flat=True)):
        try:
            counts[_renew(key)] += 1
        except InvalidToken:
            user = User.objects.get(authenticator=key)
            unreadable[user.pk] = user
    return Renewal(counts[True], counts[False], tuple(unreadable.values()))


@transaction.atomic
def _renew(key: int) -> bool:
    """Tell whether it was encrypted anew. The row is locked: a recovery code may be used at this moment."""
    row = Authenticator.objects.select_for_update(no_key=True).filter(pk=key).first()
    if row is None:
        return False
    data = row.data | {name: _renewed(row.data[name]) for name in ENCRYPTED if name in row.data}
    if data == row.data:
        return False
    row.data = data
    row.save(update_fields=["data"])
    return True


def _renewed(value: Any) -> object:
    if isinstance(value, list):
        return [_renewed(part) for part in value]
    token = value.encode()
    try:
        _keys()[0].decrypt(token)
    except InvalidToken:
        return MultiFernet(_keys()).rotate(token).decode()
    return value


def _keys() -> list[Fernet]:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(b"second step" + key.encode()).digest() for key in keys)
    return [Fernet(base64.urlsafe_b64encode(digest)) for digest in digests]

"""What a password must be, beside its length and not being a common one (settings: AUTH_PASSWORD_VALIDATORS).

The source is the BIO (9.4.3, in BIO Thema Toegangsbeveiliging U.05.01): a password is complex, and from 20 signs on it
need not be. It asks at least 8 signs; the portal asks 12.
"""

import re

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError

from regiodeal.deals.models import User

SORTS = (re.compile(r"[a-z]"), re.compile(r"[A-Z]"), re.compile(r"\d"), re.compile(r"[^A-Za-z\d]"))
WANTED = 3  # of the four sorts
SHORTEST_WORD = 4  # a name of three letters stands in many words
PUBLISHED = "voorbeeld-zuidwest"
THEMES = ("regiodeal", "zuidwest", "denhaag", "gemeente", "portaal", "welkom", "wachtwoord")


def refuse_published(password: str) -> None:
    """Refuse the password of the example where others than this machine reach the portal. Raises ValidationError.

    Example data is not loaded there, and a backup of a trial that was put back there brings its accounts along.
    """
    if not settings.IS_LOCAL and password == PUBLISHED:
        raise ValidationError(
            "Dit wachtwoord hoort bij de voorbeeldgegevens en is openbaar. Het werkt hier niet: vraag een nieuw aan.",
            code="password_published",
        )


class MixedCharacters:
    """Small letters, capitals, digits and other signs: three of these four, unless the password is long."""

    def __init__(self, long_enough: int = 20) -> None:
        self.long_enough = long_enough

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError for a short password of one or two sorts."""
        sorts = sum(bool(sort.search(password)) for sort in SORTS)
        if len(password) < self.long_enough and sorts < WANTED:
            raise ValidationError(self.get_help_text(), code="password_not_mixed")

    def get_help_text(self) -> str:
        """Tell in Dutch what a password must be."""
        return (
            f"Gebruik {self.long_enough} tekens of meer, of gebruik drie van deze vier: kleine letters, hoofdletters, "
            "cijfers en andere tekens."
        )


class NotLikeOnesOwnName:
    """A password holds no part of one's own name or address, and is not about this portal."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError when it does."""
        plain = re.sub(r"[\W_]+", "", password.lower())
        own = f"{user.name} {user.email}" if isinstance(user, User) else ""
        words = [word for word in re.split(r"[\W_]+", own.lower()) if len(word) >= SHORTEST_WORD]
        rest = plain
        for theme in THEMES:
            rest = rest.replace(theme, "")
        if any(word in plain for word in words):
            raise ValidationError("Uw naam of e-mailadres staat in dit wachtwoord.", code="password_like_name")
        if len(rest) < SHORTEST_WORD:
            raise ValidationError("Dit wachtwoord is te makkelijk te raden voor dit portaal.", code="password_theme")

    def get_help_text(self) -> str:
        """Tell in Dutch what a password must be."""
        return "Uw naam of e-mailadres mag er niet in staan."

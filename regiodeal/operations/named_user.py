"""The person that a command names."""

from django.core.management.base import CommandError
from django.db.models import QuerySet

from regiodeal.deals.models import User


def user_named(email: str, *, among: QuerySet[User] | None = None) -> User:
    """The person with this address, among all or some. Raises CommandError, in Dutch, when there is none."""
    found = (User.objects.all() if among is None else among).filter(email=email.lower()).first()
    if found is None:
        raise CommandError(f"Er is geen gebruiker met het adres {email}.")
    return found

"""The deal that a command is about."""

from django.core.management.base import CommandError

from regiodeal.deals.models import Deal


def deal_of(slug: str) -> Deal:
    """The deal with this slug. Raises CommandError, in Dutch, when there is none."""
    deal = Deal.objects.filter(slug=slug).first()
    if deal is None:
        raise CommandError(f"Er is geen deal met het kenmerk '{slug}'.")
    return deal

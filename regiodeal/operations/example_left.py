"""Example data where others can reach the portal: refused, since everybody can read its passwords in the repository."""

import os
import sys

from django.conf import settings
from django.db import DatabaseError

from regiodeal.deals.models import Deal, User

EXAMPLE_ADDRESSES = "@voorbeeld.test"


def example_left() -> str:
    """Tell in Dutch what of the example is in the database; empty when nothing is. Raises DatabaseError."""
    deals = Deal.objects.exclude(example_notice="").values_list("slug", flat=True)
    people = User.objects.filter(email__endswith=EXAMPLE_ADDRESSES).count()
    found = [f"voorbeeldgegevens in {', '.join(sorted(deals))}"] if deals else []
    found += [f"{people} voorbeeldaccounts ({EXAMPLE_ADDRESSES})"] if people else []
    return " en ".join(found)


def refuse_example() -> None:
    """End the process when others can reach the portal and the example is in it.

    A database that does not answer now is no reason: the portal waits for it.
    """
    if settings.IS_LOCAL:
        return
    try:
        found = example_left()
    except DatabaseError:
        return
    if found:
        print(  # noqa: T201 (whoever starts it reads this)
            f"Het portaal start niet: in de database staan {found}, en die horen niet in productie. De wachtwoorden"
            " zijn openbaar. Begin met een lege database en EXAMPLE=no (docs/handbook/beheer.md).",
            file=sys.stderr,
        )
        raise SystemExit(os.EX_CONFIG)  # it will not start as it is set up: the web server starts no other

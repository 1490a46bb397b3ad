"""Example people: a login for each role, in the example database only."""

from django.contrib.auth.hashers import make_password

from regiodeal.accounts.passwords import PUBLISHED
from regiodeal.base.values import FileRow
from regiodeal.deals.models import Deal, Membership, Party, User

EXAMPLE_PASSWORD = PUBLISHED  # printed on screen; it opens nothing where others can reach the portal


def load_people(deal: Deal, data: FileRow) -> None:
    """Create the example users of the file with their role in the deal; one without a role is an outsider."""
    deal.example_notice = data["notice"]
    deal.save(update_fields=["example_notice"])
    password = make_password(EXAMPLE_PASSWORD)  # hashed once: it is slow by design, and the same for all
    parties = {party.code: party for party in Party.objects.filter(deal=deal)}
    for row in data["users"]:
        user, _created = User.objects.get_or_create(
            email=row["email"], defaults={"name": row["name"], "password": password}
        )
        if row["role"] != "none":
            party = parties[row["party"]] if row.get("party") else None
            Membership.objects.update_or_create(user=user, deal=deal, role=row["role"], defaults={"party": party})

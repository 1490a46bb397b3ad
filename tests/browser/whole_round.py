"""Run inside the portal of the browser tests: a third deal with the people of a round, and what the clock does there.

`manage.py shell` reads this file; it is no test. It prints nothing.
"""

from django.utils import timezone

from regiodeal.deals.memberships import give_role
from regiodeal.deals.models import Deal, Party, User
from regiodeal.deals.roles import Role
from regiodeal.example.example_people import EXAMPLE_PASSWORD
from regiodeal.notices.reminders import remind

SLUG = "oevers"
PEOPLE = {
    "sem": (Role.BUREAU, None),
    "sam": (Role.BUREAU, None),
    "rob": (Role.REVIEWER, None),
    "pia": (Role.PARTY, "gorckum"),
    "bas": (Role.BZK, "OCW"),
}


def prepare() -> None:
    """Give each of the people an account and their role."""
    deal, at = Deal.objects.get(slug=SLUG), timezone.now()
    for name, (role, code) in PEOPLE.items():
        user = User.objects.create_user(f"{name}@voorbeeld.test", name.capitalize(), EXAMPLE_PASSWORD)
        party = Party.objects.get(deal=deal, code=code) if code else None
        give_role(deal, user, role, party=party, by=None, at=at)


def tick() -> None:
    """Do what the scheduler does every five minutes."""
    remind(at=timezone.now())

"""Print the example logins."""

from django.core.management.base import BaseCommand

from regiodeal.deals.models import Membership, User
from regiodeal.deals.words import speaking
from regiodeal.example.example_people import EXAMPLE_PASSWORD


class Command(BaseCommand):
    """Print a login for each role of the example, or that there is none."""

    help = "Print the example logins (they exist only where load_example was run)."

    def handle(self, *args: object, **options: object) -> None:
        """Print a line for each person."""
        people = User.objects.filter(email__endswith="@voorbeeld.test").prefetch_related(
            "memberships__party", "memberships__deal"
        )
        if not people:
            self.stdout.write("Er zijn geen voorbeeldgebruikers.")
            return
        self.stdout.write(f"Voorbeeldgebruikers (wachtwoord voor allemaal: {EXAMPLE_PASSWORD})")
        for user in people:
            roles = [_role(membership) for membership in user.memberships.all()]
            self.stdout.write(f"  {user.email:32} {', '.join(roles) or 'geen rol (buitenstaander)'}")


def _role(membership: Membership) -> str:
    """The role in the words of its deal, with the Party."""
    with speaking(membership.deal.words):
        role = str(membership.get_role_display())
    return f"{role} ({membership.party.code})" if membership.party else role

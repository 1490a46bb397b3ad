"""Print the example logins."""

from django.core.management.base import BaseCommand

from regiodeal.deals.models import User
from regiodeal.example.example_people import EXAMPLE_PASSWORD


class Command(BaseCommand):
    """Print a login for each role of the example, or that there is none."""

    help = "Print the example logins (they exist only where load_example was run)."

    def handle(self, *args: object, **options: object) -> None:
        """Print a line for each person."""
        people = User.objects.filter(email__endswith="@voorbeeld.test").prefetch_related("memberships__party")
        if not people:
            self.stdout.write("Er zijn geen voorbeeldgebruikers.")
            return
        self.stdout.write(f"Voorbeeldgebruikers (wachtwoord voor allemaal: {EXAMPLE_PASSWORD})")
        for user in people:
            roles = [
                f"{membership.get_role_display()}{f' ({membership.party.code})' if membership.party else ''}"
                for membership in user.memberships.all()
            ]
            self.stdout.write(f"  {user.email:32} {', '.join(roles) or 'geen rol (buitenstaander)'}")

"""Load example progress."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from regiodeal.audit.commands import AuditedCommand
from regiodeal.deal_file.document import read_yaml
from regiodeal.deal_file.faults import DealFileFaultsError
from regiodeal.deals.contributions import in_place
from regiodeal.deals.models import Deal
from regiodeal.deals.words import speaking


class Command(AuditedCommand):
    """Load the made-up people, progress and money of a deal's example file."""

    help = (
        "Load example people, progress and money into a deal, once. They say on every page that they are made up. "
        "Refused in production, and in a deal that already has progress."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take SLUG."""
        parser.add_argument("slug", help="the deal, such as den-haag-zuidwest-ii")

    def handle(self, *args: object, **options: object) -> None:
        """Load each app's part, all or nothing, and print the logins."""
        if not settings.IS_LOCAL:
            raise CommandError(
                "Voorbeeldgegevens en hun wachtwoorden horen niet in productie: ALLOWED_HOSTS is openbaar."
            )
        deal = Deal.objects.filter(slug=options["slug"]).first()
        if deal is None:
            raise CommandError(f"Er is geen deal met het kenmerk '{options['slug']}': laad eerst het dealbestand.")
        if deal.example_notice:
            self.stdout.write("De voorbeeldgegevens zijn al geladen.")
            return
        path = Path(settings.BASE_DIR) / "fixtures" / f"{deal.slug}.example.yaml"
        try:
            data = read_yaml(path)
        except DealFileFaultsError as error:
            raise CommandError(str(error)) from error
        with transaction.atomic(), speaking(deal.words):
            for load in in_place(lambda app: app.example):
                load(deal, data)
        call_command("example_logins", stdout=self.stdout)

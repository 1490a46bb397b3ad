"""What is past its term, by which law, and ending it."""

from django.core.management.base import CommandParser
from django.utils import timezone

from regiodeal.audit.commands import AuditedCommand
from regiodeal.operations.retention_terms import end_past_term, past_term

NAMES = {
    "sessions": "verlopen sessies",
    "reminders": "verstuurde herinneringen",
    "tokens": "verlopen en ingetrokken tokens van de API",
    "text-pictures": "plaatjes die in geen tekst en geen rapportage meer staan",
    "invitations": "uitnodigingen die niet zijn aangenomen",
    "mail": "mail in bestanden",
    "people": "accounts zonder rol",
    "deals": "afgelopen deals (alleen melden)",
}


class Command(AuditedCommand):
    """Tell what is past its term; with --apply end it."""

    help = "Tell what is past its term and by which law. Changes nothing without --apply; a deal is never deleted."
    changes_only_with = ("apply",)

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --apply."""
        parser.add_argument("--apply", action="store_true", help="end it, instead of only telling")

    def handle(self, *args: object, **options: object) -> None:
        """Tell, and end when asked."""
        now = timezone.now()
        for found in past_term(at=now):
            self.stdout.write(f"{found.number:>6}  {NAMES[found.kind]}: na {found.days} dagen ({found.ground})")
        if options["apply"]:
            end_past_term(at=now)
            self.stdout.write("Opgeruimd. Deals blijven staan: daarover beslist de archivaris.")
        else:
            self.stdout.write("Er is niets veranderd. Opruimen: met --apply.")

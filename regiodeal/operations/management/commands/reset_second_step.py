"""Remove the second step of whoever has lost it."""

from django.core.management.base import CommandError, CommandParser

from regiodeal.accounts import second_step
from regiodeal.audit.commands import AuditedCommand
from regiodeal.operations.named_user import user_named


class Command(AuditedCommand):
    """Remove a person's second step; they set up a new one the next time they sign in."""

    help = "Remove the second step of a person (app, passkeys and recovery codes), end their sessions, and mail them."
    changes_only_with = ("yes",)

    def add_arguments(self, parser: CommandParser) -> None:
        """Take EMAIL and --yes."""
        parser.add_argument("email", help="the address of the person")
        parser.add_argument("--yes", action="store_true", help="do it; without, only tell what would happen")

    def handle(self, *args: object, email: str, **options: object) -> None:
        """Do it with --yes, and otherwise tell what it would do."""
        user = user_named(email)
        if not options["yes"]:
            self.stdout.write(
                f"De tweede stap van {user} <{user.email}> gaat weg, en deze persoon wordt overal uitgelogd. Doe dit "
                "alleen als u zeker weet dat de persoon zelf hierom vraagt. Zeker? Dan met --yes."
            )
            return
        self.about = user
        try:
            second_step.remove(user, by="De beheerder van de server")
        except ValueError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"De tweede stap van {user} is verwijderd. Na het inloggen is een nieuwe in te stellen.")

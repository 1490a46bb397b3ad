"""Erase who somebody was and keep what they did."""

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from regiodeal.audit.commands import AuditedCommand
from regiodeal.operations.forgetting import StillNeededError, forget
from regiodeal.operations.named_user import user_named


class Command(AuditedCommand):
    """Pseudonymise a person without a role."""

    help = "Replace the name and address of a person without a role by a number, and end all that served only them."
    changes_only_with = ("yes",)

    def add_arguments(self, parser: CommandParser) -> None:
        """Take EMAIL and --yes."""
        parser.add_argument("email", help="the address of the person")
        parser.add_argument("--yes", action="store_true", help="do it; without, only tell what would happen")

    def handle(self, *args: object, email: str, **options: object) -> None:
        """Do it with --yes, and otherwise tell what it would do."""
        user = user_named(email)
        if not options["yes"]:
            self.stdout.write(f"{user} <{user.email}> wordt 'oud-gebruiker {user.pk}'. Zeker? Dan met --yes.")
            return
        self.about = user
        try:
            name = forget(user, at=timezone.now())
        except StillNeededError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Vanaf nu heet deze gebruiker {name}. Wat is ingevuld, blijft staan.")

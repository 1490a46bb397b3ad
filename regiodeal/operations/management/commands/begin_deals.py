"""Give somebody the right to begin a deal."""

import secrets

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_email

from regiodeal.audit.commands import AuditedCommand
from regiodeal.deals.memberships import checked_name
from regiodeal.deals.models import User


class Command(AuditedCommand):
    """Make an account where there is none, and let it begin deals: how the first deal of a portal comes about."""

    help = "Let a person begin deals. Makes the account, and prints its first password once, where there is none."

    def add_arguments(self, parser: CommandParser) -> None:
        """EMAIL, --name and --stop."""
        parser.add_argument("email", help="the e-mail address to sign in with")
        parser.add_argument("--name", default="", help="the person's name")
        parser.add_argument("--stop", action="store_true", help="take the right back")

    def handle(self, *args: object, email: str, name: str, stop: bool, **options: object) -> None:
        """Find or make the account, and set its right."""
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"'{email}' is geen e-mailadres.") from error
        user = User.objects.filter(email=email.lower()).first()
        if user is None and stop:
            raise CommandError(f"Er is geen account met het adres {email}.")
        if user is None:
            try:
                name = checked_name(name, None)
            except ValueError as refusal:
                raise CommandError(str(refusal)) from refusal
            password = secrets.token_urlsafe(15)
            user = User.objects.create_user(email, name, password, must_change_password=True)
            self.stdout.write(f"Account gemaakt voor {user.email}. Eerste wachtwoord: {password}")
        user.may_begin_deals = not stop
        user.save(update_fields=["may_begin_deals"])
        self.about = user
        self.stdout.write(f"{user.email} mag {'geen deal meer' if stop else 'deals'} beginnen.")

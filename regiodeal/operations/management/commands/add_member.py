"""Give somebody a role in a deal."""

import secrets

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from regiodeal.audit.commands import AuditedCommand
from regiodeal.base.values import Values
from regiodeal.deals.memberships import checked_name, give_role
from regiodeal.deals.models import Party, User
from regiodeal.deals.named_deal import deal_of
from regiodeal.deals.roles import Role
from regiodeal.deals.words import speaking


class Command(AuditedCommand):
    """Make an account where there is none, and give it a role."""

    help = "Give a person a role in a deal. Makes the account, and prints its first password once, where there is none."

    def add_arguments(self, parser: CommandParser) -> None:
        """SLUG, EMAIL, ROLE, --name and --party."""
        parser.add_argument("slug", help="the deal")
        parser.add_argument("email", help="the e-mail address to sign in with")
        parser.add_argument(
            "role", choices=[role.value for role in Role if role != Role.PARTNER], help="the role in the deal"
        )
        parser.add_argument("--name", default="", help="the person's name")
        parser.add_argument("--party", help="the code of the Party that a party representative stands for")

    def handle(self, *args: object, **options: object) -> None:
        """Find or make the account and the role."""
        with transaction.atomic():
            user = self._add(options)
        self.about = user

    def _add(self, options: Values) -> User:
        deal = deal_of(options["slug"])
        party = Party.objects.filter(deal=deal, code=options["party"]).first() if options["party"] else None
        if party is None and (options["party"] or options["role"] == Role.PARTY):
            codes = ", ".join(Party.objects.filter(deal=deal).values_list("code", flat=True))
            raise CommandError(f"Noem met --party een Partij van deze deal: {codes}.")
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            try:
                validate_email(options["email"])
            except ValidationError as refusal:
                raise CommandError(f"'{options['email']}' is geen e-mailadres.") from refusal
            try:
                name = checked_name(options["name"], deal)
            except ValueError as refusal:
                raise CommandError(str(refusal)) from refusal
            password = secrets.token_urlsafe(15)
            user = User.objects.create_user(options["email"], name, password, must_change_password=True)
            self.stdout.write(f"Account gemaakt voor {user.email}. Eerste wachtwoord: {password}")
        try:
            give_role(deal, user, Role(options["role"]), party=party, by=None, at=timezone.now())
        except ValueError as refusal:
            raise CommandError(str(refusal)) from refusal
        with speaking(deal.words):
            self.stdout.write(f"{user.email} is nu {Role(options['role']).label} van {deal.name}.")
        return user

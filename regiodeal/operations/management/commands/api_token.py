"""Give and close tokens of the API, for whoever keeps the server."""

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from regiodeal.api_clients.forms import USUAL_LIFE
from regiodeal.api_clients.models import ApiClient, ApiKind, ApiToken
from regiodeal.api_clients.tokens import issue, make_client
from regiodeal.audit.commands import AuditedCommand
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal, User
from regiodeal.operations.named_user import user_named


class Command(AuditedCommand):
    """Issue, revoke and list tokens. Each step names the person who does it: the trail needs to know."""

    help = "Issue, revoke or list tokens of the API. An issued token is printed once and cannot be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        """issue NAME, revoke PREFIX, list."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        give = verbs.add_parser("issue", help="make the client where there is none, and issue a token")
        give.add_argument("name", help="the name of the program")
        give.add_argument("--by", required=True, help="the e-mail address of who issues it")
        give.add_argument("--deal", action="append", default=[], help="a deal it may read; more than once for more")
        give.add_argument("--kind", action="append", default=[], choices=ApiKind.values, help="what it may read")
        give.add_argument("--purpose", default="", help="what for (of a new client)")
        give.add_argument("--contact", default="", help="an e-mail address (of a new client)")
        give.add_argument("--days", type=int, default=USUAL_LIFE.days, help="how long the token holds")
        give.add_argument("--sees-unapproved", action="store_true", help="only for a system of the bureau itself")
        close = verbs.add_parser("revoke", help="close a token")
        close.add_argument("prefix", help="the eight characters after rdp_")
        close.add_argument("--by", required=True, help="the e-mail address of who revokes it")
        close.add_argument("--reason", required=True, help="why")
        verbs.add_parser("list", help="all clients and tokens")

    def changes_something(self, options: dict[str, object]) -> bool:
        """Tell that it changes something, unless it only lists."""
        return str(options["verb"]) != "list"

    @transaction.atomic
    def handle(self, *args: object, **options: object) -> None:
        """Do what was asked; a refusal changes nothing."""
        try:
            getattr(self, f"_{options['verb']}")(options)
        except (ValueError, WrongStateError) as refusal:
            raise CommandError(str(refusal)) from None

    def _issue(self, options: Values) -> None:
        by = self._by(options)
        client = ApiClient.objects.filter(name=options["name"]).first() or self._make(options, by)
        token, text = issue(client, by=by, at=timezone.now(), days=options["days"])
        self.stdout.write(f"{client}, geldig tot {token.expires_at:%d-%m-%Y}. Dit ziet u één keer:\n{text}")

    def _make(self, options: Values, by: User) -> ApiClient:
        deals = list(Deal.objects.filter(slug__in=options["deal"]))
        unknown = set(options["deal"]) - {deal.slug for deal in deals}
        if unknown:
            raise CommandError(f"Er is geen deal met het kenmerk {', '.join(sorted(unknown))}.")
        if not options["purpose"] or not options["contact"]:
            raise CommandError("Een nieuwe koppeling vraagt --purpose en --contact.")
        about = {name: options[name] for name in ("name", "purpose", "contact")}
        unapproved = options["sees_unapproved"]
        return make_client(deals, options["kind"], by=by, at=timezone.now(), sees_unapproved=unapproved, **about)

    def _revoke(self, options: Values) -> None:
        token = ApiToken.objects.filter(prefix=options["prefix"].removeprefix("rdp_")).first()
        if token is None:
            raise CommandError("Er is geen token dat zo begint.")
        token.revoke(by=self._by(options), at=timezone.now(), reason=options["reason"])
        self.stdout.write(f"Het token {token} van {token.client} is ingetrokken.")

    def _list(self, options: dict[str, object]) -> None:
        now = timezone.now()
        for client in ApiClient.objects.prefetch_related("tokens", "deals"):
            deals = ", ".join(deal.slug for deal in client.deals.all())
            self.stdout.write(f"{client}: {deals}; {', '.join(client.kinds)}")
            for token in client.tokens.all():
                self.stdout.write(f"  {token.prefix}  {token.state_at(now)}, tot {token.expires_at:%d-%m-%Y}")

    def _by(self, options: Values) -> User:
        """Return who does it: somebody whose account is open."""
        return user_named(options["by"], among=User.objects.filter(is_active=True))

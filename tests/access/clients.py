"""The addresses of programs that read the API, with one client and its token behind them."""

from django.utils import timezone

from regiodeal.api_clients.tokens import issue
from regiodeal.deals.models import Deal, User
from tests.reporting.api.clients import client_for


def client_paths(deal: Deal, by: User) -> dict[str, str]:
    """A client with a token."""
    client = client_for([deal], by)
    token, _ = issue(client, by=by, at=timezone.now(), days=30)
    base = f"beheer/koppelingen/{client.pk}/"
    return {
        "api-clients": "beheer/koppelingen/",
        "add-api-client": "beheer/koppelingen/nieuw/",
        "api-client": base,
        "let-client-send": base + "sturen/",
        "issue-api-token": base + "token/",
        "revoke-api-token": f"{base}{token.prefix}/intrekken/",
    }

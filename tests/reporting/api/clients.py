"""Clients of the API in a test: made and given a token by the verbs that the portal itself uses."""

from collections.abc import Iterable
from typing import Any

from django.test import Client
from django.utils import timezone

from regiodeal.api_clients.models import ApiClient, ApiKind
from regiodeal.api_clients.tokens import issue, make_client
from regiodeal.deals.models import Deal, User

BASE = "/api/v1"


def client_for(deals: Iterable[Deal], by: User, *, kinds: Iterable[str] = ApiKind.values, **values: Any) -> ApiClient:
    """A client that reads these deals."""
    about = {"name": "Dashboard van BZK", "purpose": "Landelijk overzicht", "contact": "dashboard@example.nl"}
    return make_client(deals, kinds, by=by, at=timezone.now(), **about | values)


def token_for(deals: Iterable[Deal], by: User, **values: Any) -> str:
    """The text of a token of a new client, good for a year."""
    return issue(client_for(deals, by, **values), by=by, at=timezone.now(), days=365)[1]


class Reading:
    """Asks the API with a token: `api.get("/deals")`."""

    def __init__(self, token: str = "") -> None:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self.client = Client(headers=headers)

    def get(self, path: str, method: str = "get", **options: Any) -> Any:
        """The answer, read to its end so that no file stays open."""
        answer = getattr(self.client, method)(BASE + path, **options)
        if answer.streaming:
            answer.told = b"".join(answer)
        return answer

    def json(self, path: str, **query: Any) -> Any:
        """What a good answer says."""
        answer = self.get(path, query_params=query)
        assert answer.status_code == 200, answer.content
        return answer.json()

"""Two executors with a project each, and a program of each that sends."""

from typing import TYPE_CHECKING, Any

import pytest

from tests.pillars.projects.conftest import begin

if TYPE_CHECKING:
    from collections.abc import Callable

    from pillars.projects.models import Executor
    from regiodeal.deals.models import Deal, User
    from tests.pillars.projects.conftest import Begin

__all__ = ["begin"]


@pytest.fixture
def executors(deal: "Deal", bureau: "User", begin: "Begin") -> "dict[str, Executor]":
    """De Kade carries out P-01, De Brug P-02."""
    from pillars.projects.models import Executor
    from tests.plugins.deal import at

    made = {}
    for code, name in (("P-01", "De Kade"), ("P-02", "De Brug")):
        made[name] = Executor(deal=deal)
        made[name].enter(by=bureau, at=at("2026-01-05"), values={"name": name})
        begin(code, executor=made[name])
    return made


@pytest.fixture
def sender(deal: "Deal", bureau: "User", administrator: "User") -> "Callable[..., Sending]":
    """Give a program that sends: `sender(executor)`, or of the whole deal."""
    from django.utils import timezone

    from regiodeal.api_clients.tokens import issue
    from reporting.sending.models import SendingScope
    from tests.reporting.api.clients import client_for

    def make(executor: Any = None, *, kinds: Any = ("figures", "bookings"), drafts_of: Any = None) -> Sending:
        client = client_for([deal], administrator, name=f"Systeem van {executor or 'de gemeente'}")
        about = {"deal": deal, "given_by": administrator, "given_at": timezone.now()}
        SendingScope.objects.create(
            client=client, executor=executor, kinds=list(kinds), drafts_of=drafts_of or bureau, **about
        )
        return Sending(issue(client, by=administrator, at=timezone.now(), days=30)[1], deal.slug)

    return make


class Sending:
    """A program that sends: `sending("figures", row, row, dry_run=True)`."""

    def __init__(self, token: str, slug: str) -> None:
        from django.test import Client

        self.client, self.slug = Client(headers={"authorization": f"Bearer {token}"}), slug

    def __call__(self, kind: str, *rows: dict[str, Any], query: str = "") -> Any:
        """Send the rows; the answer."""
        path = f"/api/v1/deals/{self.slug}/drafts/{kind}{query}"
        return self.client.post(path, {"rows": list(rows)}, content_type="application/json")

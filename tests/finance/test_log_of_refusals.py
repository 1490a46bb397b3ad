"""The log tells the outcome: what was refused is no deed that was done."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from finance.ledger_import.models import LedgerMapping
from finance.ledger_import.work import waiting_digest
from regiodeal.audit.models import AuditEntry, AuditResult
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.seen import digest_of, seen_text
from tests.finance.ledger_import.ledger import FIRST, ROOT, changed, entered, ledger, mapping_of
from tests.finance.shared import MONEY, seen
from tests.plugins.deal import Enter
from tests.plugins.money import Book, Pledge

type Attempt = Callable[["World"], Any]


class World:
    """A deal in which each of these attempts is refused."""

    def __init__(self, deal: Deal, book: Book, pledge: Pledge, bureau: User, controller: Client) -> None:
        self.client = controller
        self.over = book("expenditure", "VAT-rijk", "20.00", state="submitted")  # nothing was received: the cap is 0
        self.own = book("expenditure", "A-rijk", "20.00", state="submitted")
        type(self.own).objects.filter(pk=self.own.pk).update(
            entered_by=User.objects.get(email__startswith="controller")
        )
        self.own.refresh_from_db()
        self.confirmed = pledge("100.00", state="confirmed")
        mapping: LedgerMapping = mapping_of(deal)
        self.file = entered(mapping, bureau, ledger(changed(FIRST, Bedrag="18.000.000,01", BTW="")))

    def post(self, path: str, data: dict[str, Any]) -> Any:
        """Send a form."""
        return self.client.post(path, data)


ATTEMPTS: dict[str, Attempt] = {
    "own booking": lambda here: here.post(f"{MONEY}bestedingen/{here.own.pk}/goedkeuren/", seen(here.own)),
    "the cap": lambda here: here.post(f"{MONEY}bestedingen/{here.over.pk}/goedkeuren/", seen(here.over)),
    "many": lambda here: here.post(
        f"{MONEY}boekingen/bestedingen/goedkeuren/",
        {"boeking": [seen_text(here.own), seen_text(here.over)], "confirm": "1"},
    ),
    "a return without a reason": lambda here: here.post(
        f"{MONEY}bestedingen/{here.over.pk}/terugsturen/", seen(here.over) | {"reason": ""}
    ),
    "taking back another's": lambda here: here.post(f"{MONEY}bestedingen/{here.over.pk}/terugnemen/", seen(here.over)),
    "a confirmed contribution": lambda here: here.post(
        f"{MONEY}bijdragen/{here.confirmed.pk}/intrekken/",
        {"version": here.confirmed.version, "intrekken-reason": "Weg"},
    ),
    "a whole file": lambda here: here.post(
        f"{ROOT}inlezen/{here.file.pk}/goedkeuren/", {"seen": digest_of(waiting_digest(here.file))}
    ),
    "something stale": lambda here: here.post(f"{MONEY}bestedingen/{here.over.pk}/goedkeuren/", {"version": "99"}),
}


@pytest.fixture
def here(deal: Deal, book: Book, pledge: Pledge, bureau: User, controller: User, enter: Enter) -> World:
    """A world in which all is refused."""
    return World(deal, book, pledge, bureau, enter(controller))


@pytest.mark.parametrize("name", ATTEMPTS)
def test_a_refusal_is_told_as_a_refusal(here: World, name: str) -> None:
    """Money 5: an accountant finds the attempts that were stopped, and nobody who approved their own booking."""
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    ATTEMPTS[name](here)
    results = set(AuditEntry.objects.exclude(pk__in=before).values_list("result", flat=True))
    assert AuditResult.REFUSED in results
    assert AuditResult.DONE not in results
    assert here.over.amount == Decimal("20.00")

"""What no database may take: the same attempts on PostgreSQL and on SQLite.

Run as a module it tries them on the database of the environment, which has the deal in it and nothing else, and prints
by name whether each was refused: `python -m tests.finance.nonsense`.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

if __name__ == "__main__":
    import django

    django.setup()

from django.db import IntegrityError, connection, transaction

from finance.budget.models import BudgetLine, Source
from finance.caps.models import Cap, CapDeviation
from finance.contributions.models import Contribution
from finance.contributions.realisations import Realisation
from finance.ledger.models import Commitment, Expenditure, Receipt
from regiodeal.deals.models import Deal, Party, User

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
type Attempt = Callable[[], object]


class World:
    """The deal with a line, a second deal with a line of its own, and two people."""

    def __init__(self) -> None:
        self.deal = Deal.objects.get(slug="den-haag-zuidwest-ii")
        self.line = BudgetLine.objects.get(deal=self.deal, code="A-rijk")
        self.other_line = BudgetLine.objects.get(deal=self.deal, code="B-rijk")
        self.other_deal = Deal.objects.create(
            slug="ander",
            name="Ander",
            short_name="Ander",
            region_name="Ander",
            article="1",
            signed_on="2023-01-01",
            in_force_on="2023-01-02",
            ends_on="2027-12-31",
            financing_ends_on="2027-12-31",
        )
        agreed = {"article": "5", "kind": "maximum", "amount": Decimal(1), "is_rounded": False, "source_cell": "x"}
        self.national = Source.objects.get(deal=self.deal, code="national")
        self.foreign_source = Source.objects.create(
            deal=self.other_deal, code="rijk", article="5", name="rijksgeld", side="national"
        )
        self.foreign_line = BudgetLine.objects.create(
            deal=self.other_deal, code="X", purpose="execution", source=self.foreign_source, **agreed
        )
        self.author = User.objects.create_user("a@example.nl", "Auteur")
        self.approver = User.objects.create_user("b@example.nl", "Beoordelaar")
        self.commitment = self.book(Commitment)
        self.expenditure = self.book(Expenditure, code="E0")

    def book(self, model: Any, **fields: Any) -> Any:
        """A booking by the ORM alone: no verb and no form stands between it and the database."""
        common: dict[str, Any] = {
            "deal": self.deal,
            "line": self.line,
            "code": "B1",
            "booked_on": "2026-01-15",
            "year": 2026,
            "amount": Decimal("10.00"),
            "entered_by": self.author,
            "entered_at": NOW,
        }
        return model.objects.create(**common | fields)

    def pledge(self, **fields: Any) -> Any:
        """A contribution by the ORM alone."""
        common: dict[str, Any] = {
            "deal": self.deal,
            "party": Party.objects.get(deal=self.deal, code="Gemeente"),
            "contributor": Source.objects.get(deal=self.deal, code="municipality"),
            "sector": "public",
            "form": "cash",
            "amount": Decimal("10.00"),
            "pledged_on": "2026-01-15",
            "counts_from": "2026-01-15",
            "entered_by": self.author,
        }
        return Contribution.objects.create(**common | fields)


def attempts(world: World) -> dict[str, Attempt]:
    """Each thing that must be refused, by name."""
    book, decided = world.book, {"state": "approved", "decided_at": NOW}
    answered = {"national_money": "none", "national_money_ground": "Begroting"}
    confirmed = {"state": "confirmed", "confirmed_on": "2026-01-16", "confirmed_amount": Decimal(1)}
    cap = Cap.objects.get(deal=world.deal)

    def deviate(**fields: Any) -> object:
        words = {"decider": "Overleg", "decision": "Hoger", "reason": "Omstandigheden", "reference": "Verslag"}
        common = {"cap": cap, "decided_on": "2026-01-15", "entered_by": world.author, "entered_at": NOW}
        return CapDeviation.objects.create(**common | words | fields)

    def realise(**fields: Any) -> Any:
        common = {"done_on": "2026-01-17", "year": 2026, "amount": Decimal(1), "contribution": world.pledge()}
        return Realisation.objects.create(**common | {"entered_by": world.author, "entered_at": NOW} | fields)

    return {
        "nothing": lambda: book(Receipt, contributor=world.national, amount=Decimal(0)),
        "negative booking": lambda: book(Expenditure, amount=Decimal("-1.00")),
        "negative receipt": lambda: book(Receipt, contributor=world.national, amount=Decimal("-1.00")),
        "correction without reason": lambda: book(
            Expenditure, amount=Decimal("-1.00"), kind="credit_note", corrects=world.expenditure
        ),
        "correction of nothing": lambda: book(
            Expenditure, amount=Decimal("-1.00"), kind="credit_note", correction_reason="Fout"
        ),
        "line of another deal": lambda: book(Expenditure, line=world.foreign_line),
        "receipt on a line of another deal": lambda: book(Receipt, contributor=world.national, line=world.foreign_line),
        "commitment of another line": lambda: book(Expenditure, line=world.other_line, commitment=world.commitment),
        "correction in another deal": lambda: book(
            Expenditure,
            deal=world.other_deal,
            line=world.foreign_line,
            kind="correction",
            correction_reason="Fout",
            corrects=world.expenditure,
        ),
        "approval by the author": lambda: book(Expenditure, decided_by=world.author, **decided),
        "approval by nobody": lambda: book(Expenditure, **decided),
        "returned without reason": lambda: book(Expenditure, state="returned"),
        "document number twice": lambda: [book(Receipt, contributor=world.national) for _ in range(2)],
        "row of the administration twice": lambda: [
            book(Receipt, contributor=world.national, code=f"K{number}", ledger_key="2026-0001") for number in range(2)
        ],
        "contributor of another deal": lambda: book(Receipt, contributor=world.foreign_source),
        "btw above the amount": lambda: book(Expenditure, btw_amount=Decimal("10.01")),
        "negative btw": lambda: book(Expenditure, btw_amount=Decimal("-0.01")),
        "serving a pillar for nothing": lambda: book(Expenditure, also_serves_amount=Decimal("1.00")),
        "serving a pillar for more than there is": lambda: book(
            Expenditure, also_serves=world.line.pillar, also_serves_amount=Decimal("10.01")
        ),
        "year of long ago": lambda: book(Receipt, contributor=world.national, year=1926),
        "contribution of nobody": lambda: world.pledge(party=None),
        "contribution of nothing": lambda: world.pledge(amount=Decimal(0)),
        "in kind without its value": lambda: world.pledge(form="in_kind"),
        "confirmed by who entered it": lambda: world.pledge(**confirmed, **answered, confirmed_by=world.author),
        "confirmed without the answer": lambda: world.pledge(**confirmed, confirmed_by=world.approver),
        "confirmed national money": lambda: world.pledge(
            **confirmed, **answered | {"national_money": "grant"}, confirmed_by=world.approver
        ),
        "confirmed on no day": lambda: world.pledge(
            state="confirmed", confirmed_amount=Decimal(1), confirmed_by=world.approver, **answered
        ),
        "a part of nothing": lambda: realise(amount=Decimal(0)),
        "a part that takes back and corrects nothing": lambda: realise(amount=Decimal(-1)),
        "a part approved by who entered it": lambda: realise(decided_by=world.author, **decided),
        "a part that corrects a part of another contribution": lambda: realise(
            corrects=realise(), correction_reason="Fout"
        ),
        "receipt that pays a contribution of another source": lambda: book(
            Receipt, contributor=world.national, contribution=world.pledge()
        ),
        "withdrawn without reason": lambda: world.pledge(state="withdrawn", withdrawn_on="2026-01-16"),
        "proposal of nobody": lambda: world.pledge(proposed_amount=Decimal(1), proposal_reason="Minder"),
        "contribution on a line of another deal": lambda: world.pledge(line=world.foreign_line),
        "deviation to nothing": deviate,
        "deviation to two things": lambda: deviate(rate=Decimal("0.04"), amount=Decimal(1)),
        "deviation above all": lambda: deviate(rate=Decimal("1.5")),
        "deviation approved by who recorded it": lambda: deviate(
            rate=Decimal("0.04"), decided_by=world.author, **decided
        ),
    }


def half_a_cent() -> object:
    """Half a cent past the field, which refuses it: only SQLite could keep it."""
    with connection.cursor() as cursor:
        return cursor.execute("UPDATE finance_expenditure SET amount = 100.5")


def is_refused(attempt: Attempt, *, commit: bool) -> bool:
    """Whether the database says no, at the latest when the transaction ends; `commit` really ends it."""
    try:
        with transaction.atomic():
            attempt()
            if not commit:
                connection.check_constraints()
                transaction.set_rollback(True)
    except IntegrityError:
        return True
    return False


if __name__ == "__main__":
    here = World()
    tried = attempts(here) | {"half a cent": half_a_cent}
    print(json.dumps({name: is_refused(attempt, commit=True) for name, attempt in tried.items()}))  # noqa: T201

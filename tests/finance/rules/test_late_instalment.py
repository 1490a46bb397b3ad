"""An instalment that did not come in by its day is told, with what it waits for."""

from datetime import date
from decimal import Decimal

from finance.budget.models import Source
from finance.liquidity.models import ExpectedReceipt
from finance.rules.finding import Severity
from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.plugins.deal import Enter, at
from tests.plugins.money import ON, Book, found


def plan(deal: Deal, by: User, on: str, **values: object) -> ExpectedReceipt:
    """An instalment of the Rijk of 80.000,00."""
    row = ExpectedReceipt(deal=deal)
    content = {"contributor": Source.objects.get(deal=deal, code="national"), "title": "Termijn 2"}
    content |= {"expected_on": date.fromisoformat(on), "amount": Decimal(80_000)}
    row.enter(by=by, at=at("2026-01-02"), values=content | values)
    return row


def test_what_is_late_is_told_from_the_day_after(deal: Deal, bureau: User, enter: Enter) -> None:
    plan(deal, bureau, "2026-05-01", depends_on="Rapportage goedgekeurd")
    plan(deal, bureau, "2026-06-14", title="Termijn 3")
    plan(deal, bureau, "2026-02-01", title="Termijn 0", is_off=True)
    (finding,) = found(deal, "termijn-te-laat")
    assert (finding.severity, finding.excess) == (Severity.WARNS, Decimal(80_000))
    assert finding.text == (
        "Termijn 2 van het Rijk: €\xa080.000,00 werd verwacht op 1 mei 2026 en is nog niet binnen. "
        "Nog niet vervuld: Rapportage goedgekeurd"
    )
    assert found(deal, "termijn-te-laat", on=date(2026, 5, 1)) == []
    assert len(found(deal, "termijn-te-laat", on=date(2026, 6, 15))) == 2
    page = enter(bureau).get(f"{MONEY}opvallend/?op=2026-06-14")
    assert f"{MONEY}liquiditeit/?bron=national&amp;op=2026-06-14" in page.content.decode()


def test_what_came_in_is_not_late(deal: Deal, book: Book, bureau: User) -> None:
    row = plan(deal, bureau, "2026-05-01")
    receipt = book("receipt", None, "80000.00", on="2026-05-20")
    row.revise(by=bureau, at=at("2026-05-21"), values={"receipt": receipt}, version=row.version)
    assert found(deal, "termijn-te-laat", on=ON) == []
    assert len(found(deal, "termijn-te-laat", on=date(2026, 5, 10))) == 1

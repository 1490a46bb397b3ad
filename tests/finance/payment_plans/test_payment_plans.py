"""A commitment is paid by its plan: liquidity and the years of the forecast follow it, and what is late is told."""

from datetime import date
from decimal import Decimal
from typing import Any

from finance.ledger.models import Commitment
from finance.liquidity.liquidity import Liquidity, liquidity
from finance.payment_plans.models import PaymentPlan
from finance.payment_plans.planned import planned_payments
from finance.position.forecast import RECEIVED, SPENT, Horizon, SpendingForecast, monthly, per_year
from finance.position.money_position import position
from finance.rules.finding import Severity
from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.pages import words
from tests.plugins.deal import Enter, at
from tests.plugins.money import ON, Book, found


def as_text(*payments: tuple[str, str]) -> str:
    return "\n".join(" ".join(each) for each in payments)


def plan(promise: Commitment, by: User, *payments: tuple[str, str], **values: Any) -> PaymentPlan:
    """A plan of 2 January 2026."""
    row = PaymentPlan(deal=promise.deal, commitment=promise)
    row.enter(by=by, at=at("2026-01-02"), values={"payments": as_text(*payments), **values})
    return row


def told(deal: Deal, on: date = ON) -> Liquidity:
    money = position(deal, on=on, months=monthly(deal, on=on, kinds=(RECEIVED, SPENT)))
    return liquidity(money, next(row for row in money.line_sources if row.code == "national"))


def owed(deal: Deal, on: date = ON) -> dict[date, Decimal]:
    return {row.last_day: row.owed for row in told(deal, on).months if row.owed}


THREE = (("2026-03-01", "100.00"), ("2026-09-01", "300.00"), ("2027-02-01", "500.00"))


def test_liquidity_follows_the_plan(deal: Deal, book: Book, bureau: User) -> None:
    """900,00 by three payments; 60,00 was paid. On 14 June 40,00 of March is late and stands in June.

    Another commitment of 180,00 has no plan: 10,00 in each of the 18 months after June.
    """
    promise = book("commitment", "A-rijk", "900.00", on="2026-01-20")
    book("expenditure", "A-rijk", "60.00", on="2026-03-10", commitment=promise)
    book("commitment", "A-rijk", "180.00", on="2026-01-20")
    plan(promise, bureau, *THREE)
    found_by_month = owed(deal)
    assert [found_by_month[date(2026, month, 30)] for month in (6, 9, 11)] == [Decimal(each) for each in (40, 310, 10)]
    assert found_by_month[date(2027, 2, 28)] == Decimal(510)
    assert (sum(found_by_month.values()), told(deal).owed) == (Decimal(1_020), Decimal(1_020))
    early = owed(deal, on=date(2026, 1, 1))
    assert early == {}  # nothing was committed yet


def test_what_is_late_is_told_until_it_is_paid(deal: Deal, book: Book, bureau: User) -> None:
    promise = book("commitment", "A-rijk", "900.00", on="2026-01-20")
    row = plan(promise, bureau, *THREE)
    assert found(deal, "betaling-te-laat", on=date(2026, 3, 1)) == []
    (finding,) = found(deal, "betaling-te-laat")
    assert (finding.severity, finding.excess, finding.line) == (Severity.WARNS, Decimal(100), "A-rijk")
    assert "volgens het betaalplan moest €\xa0100,00 al zijn betaald, vanaf 1 maart 2026" in finding.text
    book("expenditure", "A-rijk", "100.00", on="2026-04-10", commitment=promise)
    assert found(deal, "betaling-te-laat") == []
    later = as_text(("2026-03-01", "100.00"), ("2026-10-01", "800.00"))
    row.revise(by=bureau, at=at("2026-05-01"), values={"payments": later}, version=row.version)
    assert [each.due_on for each in planned_payments(deal, ON)] == [date(2026, 10, 1)]
    assert [each.due_on for each in planned_payments(deal, date(2026, 4, 30))] == [date(2026, 9, 1), date(2027, 2, 1)]


def test_a_plan_that_is_older_than_a_correction_says_no_more_than_is_left(deal: Deal, book: Book, bureau: User) -> None:
    """900,00 was planned and 400,00 was released: 500,00 is left, the last payment."""
    promise = book("commitment", "A-rijk", "900.00", on="2026-01-20")
    book("commitment", "A-rijk", "-400.00", on="2026-02-01", corrects=promise)
    plan(promise, bureau, *THREE)
    assert [(each.due_on, each.amount) for each in planned_payments(deal, ON)] == [(date(2027, 2, 1), Decimal(500))]


def test_the_years_of_the_forecast_follow_the_plan() -> None:
    """Of 1.000,00 to come 900,00 is in the plan of 2027, and 100,00 is divided: 6 months of 2026 and 12 of 2027."""
    ahead = Horizon(date(2026, 6, 30), date(2027, 12, 31), date(2026, 6, 30), 40, 18)
    whole = SpendingForecast(Decimal("1500.00"))
    spent = {2026: Decimal("500.00")}
    due = [(date(2026, 3, 1), Decimal(0)), (date(2027, 5, 1), Decimal("900.00"))]
    years = per_year(whole, ahead, spent=spent, planned=due).years
    assert [(each.year, each.computed) for each in years] == [
        *((2026, Decimal("533.34")), (2027, Decimal("966.66"))),
    ]


def test_the_bureau_makes_a_plan_that_adds_up(deal: Deal, book: Book, bureau: User, bzk: User, enter: Enter) -> None:
    promise = book("commitment", "A-rijk", "900.00", on="2026-01-20")
    client, page = enter(bureau), f"{MONEY}boekingen/verplichtingen/{promise.pk}/"
    assert "Er is geen betaalplan." in words(client.get(page))
    data = {"ends_on": "2027-06-30", "day-1": "2027-02-01", "amount-1": "500,00", "day-2": "2026-12-01"}
    answer = client.post(f"{page}betaalplan/", data)
    assert set(answer.context["form"].errors) == {"amount-2"}
    answer = client.post(f"{page}betaalplan/", data | {"amount-2": "300,00"})
    assert "€\xa0100,00 te weinig" in answer.context["form"].errors["__all__"][0]
    late = client.post(f"{page}betaalplan/", data | {"amount-2": "400,00", "day-2": "2027-07-01"})
    assert "na het einde" in late.context["form"].errors["day-2"][0]
    assert not PaymentPlan.objects.exists()
    shown = words(client.post(f"{page}betaalplan/", data | {"amount-2": "400,00"}, follow=True))
    assert "De verplichting loopt tot en met 30 juni 2027." in shown
    row = PaymentPlan.objects.get()
    assert row.payments == as_text(("2026-12-01", "400.00"), ("2027-02-01", "500.00"))
    again = {"ends_on": "", "day-1": "2026-12-01", "amount-1": "900,00", "version": row.version}
    client.post(f"{page}betaalplan/", again)
    assert client.post(f"{page}betaalplan/", again).status_code == 409
    row.refresh_from_db()
    assert (row.payments, row.events.count()) == ("2026-12-01 900.00", 2)
    assert enter(bzk).get(f"{page}betaalplan/").status_code == 403
    assert "Betaalplan bijwerken" not in words(enter(bzk).get(page))


def test_only_an_approved_commitment_has_a_plan(deal: Deal, book: Book, bureau: User, enter: Enter) -> None:
    draft = book("commitment", "A-rijk", "900.00", state="submitted")
    assert enter(bureau).get(f"{MONEY}boekingen/verplichtingen/{draft.pk}/betaalplan/").status_code == 404

"""What a controller expects of a line in a year is read in place of the computed forecast, which stays beside it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance.forecasts.models import ControllerForecast
from finance.liquidity.liquidity import liquidity
from finance.position.figures import LinePosition
from finance.position.forecast import RECEIVED, SPENT, Horizon, SpendingForecast, monthly, per_year
from finance.position.money_position import position
from finance.position.position_record import position_record
from finance.reallocations.what_if import draft
from regiodeal.base.dutch import day
from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.pages import words
from tests.plugins.deal import Enter, at
from tests.plugins.money import ON, Book, found

PAGE = f"{MONEY}prognose/"


def expect(deal: Deal, by: User, year: int, amount: str, *, line: str = "A-rijk", **values: Any) -> ControllerForecast:
    """What a controller expects, said on 2 January 2026."""
    row = ControllerForecast(deal=deal)
    content = {"line": deal.budgetline_set.get(code=line), "year": year, "amount": Decimal(amount)}
    row.enter(by=by, at=at("2026-01-02"), values=content | {"ground": "De aanbesteding is later"} | values)
    return row


def paced(deal: Deal, book: Book, *, line: str = "A-rijk") -> None:
    """1.000,00 in each month from January 2025 up to May 2026: 12.000,00 in 2025 and 5.000,00 in 2026."""
    for place in range(17):
        book("expenditure", line, "1000.00", on=f"{2025 + place // 12}-{place % 12 + 1:02}-10")


def of_line(deal: Deal, on: date = ON, line: str = "A-rijk") -> LinePosition:
    return position(deal, on=on).of_line(line)


def years(row: LinePosition) -> list[tuple[object, ...]]:
    return [(each.year, each.spent, each.computed, each.amount) for each in row.forecast.years]


def test_the_computed_forecast_is_told_per_year(deal: Deal, book: Book) -> None:
    """On 14 June 2026: 17.000,00 spent, 1.000,00 a month for 19 months to the end of 2027: 7 in 2026 and 12 in 2027.

    So 17.000,00 + 19.000,00 = 36.000,00: 12.000,00 in 2025, 5.000,00 + 7.000,00 in 2026 and 12.000,00 in 2027.
    """
    paced(deal, book)
    row = of_line(deal)
    assert (row.forecast.amount, row.forecast.by_controller) == (Decimal(36_000), False)
    assert years(row) == [
        (year, spent, Decimal(12_000), Decimal(12_000)) for year, spent in ((2025, 12_000), (2026, 5_000), (2027, 0))
    ]


def test_the_controllers_is_read_and_the_computed_stays_beside_it(
    deal: Deal, book: Book, bureau: User, controller: User
) -> None:
    """2027 becomes 30.000,00 in place of 12.000,00: 12.000,00 + 12.000,00 + 30.000,00 = 54.000,00."""
    paced(deal, book)
    row = expect(deal, controller, 2027, "30000.00")
    told = of_line(deal)
    assert (told.forecast.amount, told.forecast.computed, told.amounts.forecast) == (
        *(Decimal(54_000), Decimal(36_000), Decimal(54_000)),
    )
    assert told.forecast.reason == "De controller verwacht in 2027 €\xa030.000,00. Berekend is €\xa036.000,00."
    record = position_record(position(deal, on=ON))
    (line,) = [each for each in record["lines"] if each["code"] == "A-rijk"]
    assert (line["forecast"], line["forecast_reason"]) == ("54000.00", told.forecast.reason)
    assert of_line(deal, on=date(2026, 1, 1)).forecast.by_controller is False  # nobody had said it yet
    row.revise(by=controller, at=at("2026-05-01"), values={"is_off": True}, version=row.version, reason="Toch niet")
    assert of_line(deal).forecast.amount == Decimal(36_000)
    assert of_line(deal, on=date(2026, 4, 30)).forecast.by_controller is True  # as it stood then
    assert [event.reason for event in row.events.order_by("pk")] == ["", "Toch niet"]


def test_of_a_year_that_is_over_only_what_was_spent_counts(deal: Deal, book: Book, controller: User) -> None:
    paced(deal, book)
    expect(deal, controller, 2025, "99000.00")
    row = of_line(deal)
    assert (row.forecast.amount, row.forecast.by_controller) == (Decimal(36_000), False)
    assert [each.counts for each in row.forecast.years if each.controller] == [False]


def test_where_nothing_can_be_computed_each_year_ahead_has_to_be_said(deal: Deal, controller: User) -> None:
    """Nothing was spent: no computed forecast. With 2026 alone there is none either; with 2027 it is the sum."""
    expect(deal, controller, 2026, "100.00")
    row = of_line(deal)
    assert row.forecast.amount is None
    assert "Van 2027 is er geen prognose. Te weinig gegevens" in row.forecast.reason
    expect(deal, controller, 2027, "50.00")
    row = of_line(deal)
    assert (row.forecast.amount, row.forecast.computed) == (Decimal(150), None)
    assert row.forecast.reason == "De controller verwacht in 2026 €\xa0100,00, in 2027 €\xa050,00."


def test_the_rules_and_what_if_read_it_and_say_so(deal: Deal, book: Book, controller: User) -> None:
    """A-rijk has 3.800.000,00: with 5.000.000,00 in 2027 there is too little, and the finding says whose word it is."""
    paced(deal, book)
    agreed = of_line(deal).amounts.agreed
    expect(deal, controller, 2027, f"{agreed}")
    (finding,) = found(deal, "prognose")
    assert finding.excess == Decimal(24_000)
    assert "volgens de prognose van de controller is aan het eind" in finding.text
    (row,) = [
        each
        for each in draft(position(deal, on=ON), source="B-rijk", target="A-rijk", amount=Decimal(100)).at_the_end
        if each.code == "A-rijk"
    ]
    assert (row.forecast, row.by_controller) == (agreed + 24_000, True)


def test_liquidity_pays_what_the_controller_expects(deal: Deal, book: Book, controller: User) -> None:
    """Of 900,00 committed nothing is paid. The controller expects 200,00 in 2026 and says nothing of 2027.

    In 2026 there are six months after June: 200,00 / 6 is 33,33 each, and 33,35 in July. The other 700,00 is paid in
    the twelve months of 2027: 58,33 each, and 58,37 in January.
    """
    book("commitment", "A-rijk", "900.00", on="2026-01-20")
    expect(deal, controller, 2026, "200.00")
    money = position(deal, on=ON, months=monthly(deal, on=ON, kinds=(RECEIVED, SPENT)))
    told = liquidity(money, next(row for row in money.line_sources if row.code == "national"))
    owed = {row.last_day: row.owed for row in told.months if row.owed}
    assert [owed[day] for day in (date(2026, 7, 31), date(2026, 8, 31), date(2027, 1, 31), date(2027, 12, 31))] == [
        Decimal(each) for each in ("33.35", "33.33", "58.37", "58.33")
    ]
    assert (told.owed, sum(owed.values())) == (Decimal(900), Decimal(900))
    assert told.by_controller == (of_line(deal).label,)


def test_a_controller_says_it_and_nobody_else_changes_it(
    deal: Deal, book: Book, bureau: User, controller: User, enter: Enter
) -> None:
    paced(deal, book)
    client = enter(controller)
    line = deal.budgetline_set.get(code="A-rijk")
    data = {"line": line.pk, "year": "2027", "amount": "30.000,00", "ground": "Oplevering schuift door"}
    assert set(client.post(f"{PAGE}nieuw/", data | {"ground": "", "year": "2025"}).context["form"].errors) == {
        *("ground", "year"),
    }
    page = words(client.post(f"{PAGE}nieuw/", data, follow=True))
    assert "van de controller" in page
    assert f"Oplevering schuift door {controller}, {day(timezone.localdate())}" in page
    again = client.post(f"{PAGE}nieuw/", data)
    assert (again.status_code, ControllerForecast.objects.count()) == (422, 1)
    row = ControllerForecast.objects.get()
    change = data | {"amount": "20.000,00", "version": row.version}
    client.post(f"{PAGE}{row.pk}/", change)
    assert client.post(f"{PAGE}{row.pk}/", change).status_code == 409
    assert enter(bureau).get(f"{PAGE}nieuw/").status_code == 403
    theirs = words(enter(bureau).get(PAGE))
    assert "20.000,00" in theirs
    assert "Prognose van de controller toevoegen" not in theirs
    assert "volgt dit de prognose van de controller" in words(client.get(f"{MONEY}liquiditeit/"))
    assert "van de controller" in words(client.get(f"{MONEY}wat-als/?van=B-rijk&naar=A-rijk&bedrag=100"))


def test_the_database_refuses_what_cannot_be(deal: Deal, controller: User) -> None:
    row = expect(deal, controller, 2026, "1.00")
    for wrong in ({"amount": Decimal(-1)}, {"ground": ""}, {"year": 1900}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ControllerForecast.objects.filter(pk=row.pk).update(**wrong)


CENTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    spent=st.dictionaries(st.sampled_from((2023, 2024, 2025, 2026)), CENTS),
    more=CENTS,
    said=st.dictionaries(st.sampled_from((2025, 2026, 2027)), CENTS),
    month=st.integers(1, 11),
)
def test_the_years_are_the_whole(
    spent: dict[int, Decimal], more: Decimal, said: dict[int, Decimal], month: int
) -> None:
    """As computed the years add up to the forecast; with a controller to what is read, whoever says what."""
    ahead = Horizon(date(2026, month, 15), date(2027, 12, 31), date(2026, month, 1), 40, 25 - month)
    whole = sum(spent.values(), Decimal(0)) + more
    rows = [ControllerForecast(year=year, amount=amount, ground="x") for year, amount in said.items()]
    plain = per_year(SpendingForecast(whole), ahead, spent=spent)
    told = per_year(SpendingForecast(whole), ahead, spent=spent, expected=rows)
    assert sum(each.computed or 0 for each in plain.years) == whole == plain.amount == told.computed
    assert sum(each.amount or 0 for each in told.years) == told.amount
    computed = {each.year: each.computed or Decimal(0) for each in plain.years}
    assert told.amount == whole + sum(said[year] - computed[year] for year in said if year >= 2026)

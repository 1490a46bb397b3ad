"""How many meetings of a year were held, beside how many the deal agreed."""

from datetime import date

from regiodeal.covenant.meetings.report_meetings import meetings_a_year
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Role
from tests.pages import words_at
from tests.plugins.deal import Enter, person
from tests.plugins.meetings import held, plan


def test_the_page_says_how_many_of_how_many(veenland: Deal, enter: Enter) -> None:
    """Any deal: two meetings a year could not be said; the page told nothing of them."""
    bureau = person(veenland, "Streekbureau", Role.BUREAU)
    held(veenland, "2026-03-10", by=bureau)
    plan(veenland, "2026-10-13", by=bureau)
    told = meetings_a_year(veenland, year=2026, on=date(2026, 6, 1))
    assert told == "In 2026: 1 van de 2 afgesproken overleggen gehouden, en 1 gepland."
    page = words_at(enter(bureau), f"/deals/{veenland.slug}/overleg/?op=2026-06-01")
    assert told in page
    assert "Streektafel" in page


def test_a_deal_that_agreed_no_number_says_nothing(deal: Deal) -> None:
    assert meetings_a_year(deal, year=2026, on=date(2026, 6, 1)) == ""

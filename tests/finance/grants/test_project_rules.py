"""What the rules of the money of projects find, each in euro, and what they leave alone."""

from datetime import date
from decimal import Decimal

import pytest

from finance.grants.models import GrantCondition
from finance.grants.project_budget import revise_budget
from finance.position.project_money import projects_position
from finance.rules.facts import facts_of
from finance.rules.money_rules import findings
from pillars.projects.models import Project
from regiodeal.deals.models import Deal, User
from tests.finance.grants.conftest import Begin, Give, Pay, Settle
from tests.pages import words_at
from tests.plugins.deal import Enter, at
from tests.plugins.money import ON, Book, Pledge

pytestmark = pytest.mark.django_db


def told(deal: Deal, code: str, *, on: date = ON) -> list[tuple[str, Decimal]]:
    """The project and the amount of each finding with that code."""
    found = projects_position(deal, on=on)
    rows = findings(facts_of(found.money, projects=found))
    return [(row.project or row.line, row.excess) for row in rows if row.code == code]


def test_more_is_granted_than_the_line_has_or_the_budget_says(
    deal: Deal, begin: Begin, give: Give, bureau: User
) -> None:
    project = begin()
    line = deal.budgetline_set.get(code="A-rijk")
    revise_budget(project, {(line.pk, 2025): Decimal(900)}, by=bureau, at=at("2025-01-20"), version=project.version)
    give(project, {"A-rijk": "1000.00"})
    assert told(deal, "verleend-boven-begroting") == [("P-01", Decimal(100))]
    assert told(deal, "verleend-boven-regel") == []
    give(begin("P-02"), {"A-rijk": "5600000.00"})
    assert told(deal, "verleend-boven-regel") == [("A-rijk", Decimal(1000))]


def test_something_is_spent_after_the_end_of_the_project(deal: Deal, begin: Begin, book: Book) -> None:
    project = begin(ends_on=date(2025, 12, 31))
    book("expenditure", "A-rijk", "10.00", on="2025-12-31", project=project)
    assert told(deal, "na-einde-besteed") == []
    book("expenditure", "A-rijk", "25.00", on="2026-01-01", project=project)
    assert told(deal, "na-einde-besteed") == [("P-01", Decimal(25))]


def test_an_advance_waits_too_long_for_its_account(deal: Deal, begin: Begin, give: Give, pay: Pay) -> None:
    grant = give(begin(), {"A-rijk": "100.00"})
    pay(grant, "60.00", on="2025-03-01")
    assert told(deal, "voorschot-niet-verantwoord", on=date(2026, 3, 1)) == []
    assert told(deal, "voorschot-niet-verantwoord", on=date(2026, 3, 2)) == [("P-01", Decimal(60))]
    Deal.objects.filter(pk=deal.pk).update(advance_days=30)
    fresh = Deal.objects.get(pk=deal.pk)
    assert told(fresh, "voorschot-niet-verantwoord", on=date(2025, 4, 1)) == [("P-01", Decimal(60))]
    pay(grant, "50.00", on="2025-05-01")
    assert told(deal, "voorschot-boven-verleend") == [("P-01", Decimal(10))]


def test_less_was_settled_than_was_paid_in_advance(
    deal: Deal, begin: Begin, give: Give, pay: Pay, settle: Settle
) -> None:
    project = begin()
    pay(give(project, {"A-rijk": "100.00"}), "90.00")
    settle(project, {"A-rijk": "50.00"}, claimed_back=Decimal("15.00"))
    assert told(deal, "terugvorderen") == [("P-01", Decimal(25))]
    assert told(deal, "terugvorderen", on=date(2026, 2, 1)) == []


def test_in_kind_has_no_file_and_an_own_contribution_is_behind(deal: Deal, begin: Begin, pledge: Pledge) -> None:
    project = begin(ends_on=date(2025, 12, 31))
    fields = {"line": deal.budgetline_set.get(code="A-regio"), "project": project}
    pledge("40.00", state="realised", form="in_kind", valuation_ground="8 uur", **fields)
    assert told(deal, "natura-zonder-grond") == [("P-01", Decimal(40))]
    assert told(deal, "eigen-bijdrage-achter") == []
    pledge("70.00", **fields)
    assert told(deal, "eigen-bijdrage-achter") == [("P-01", Decimal(70))]
    assert told(deal, "eigen-bijdrage-achter", on=date(2025, 6, 1)) == []


def test_a_grant_was_not_checked_or_what_it_asks_is_late(deal: Deal, begin: Begin, give: Give, bureau: User) -> None:
    grant = give(begin(), {"A-rijk": "100.00"})
    assert told(deal, "toets-ontbreekt") == [("P-01", Decimal(100))]
    condition = GrantCondition(grant=grant)
    values = {"kind": "legal_check", "text": "Staatssteun", "due_on": date(2026, 5, 1)}
    condition.enter(by=bureau, at=at("2025-03-01"), values=values)
    assert told(deal, "toets-ontbreekt") == []
    assert told(deal, "voorwaarde-te-laat") == [("P-01", Decimal(100))]
    done = {"done_on": date(2026, 5, 2)}
    condition.revise(by=bureau, at=at("2026-05-02"), values=done, version=condition.version)
    assert told(deal, "voorwaarde-te-laat") == []
    assert told(deal, "voorwaarde-te-laat", on=date(2026, 5, 1)) == []


def test_the_end_of_a_project_is_near_and_money_is_left(deal: Deal, begin: Begin, give: Give, book: Book) -> None:
    project = begin(ends_on=date(2026, 7, 31))
    give(project, {"A-rijk": "100.00"})
    book("expenditure", "A-rijk", "30.00", project=project)
    assert told(deal, "einde-nadert") == [("P-01", Decimal(70))]
    assert told(deal, "einde-nadert", on=date(2026, 5, 1)) == []


def test_the_largest_comes_first_and_its_link_leads_to_the_project(
    deal: Deal, begin: Begin, give: Give, bureau: User, enter: Enter
) -> None:
    for code, amount in (("P-01", "10.00"), ("P-02", "500.00"), ("P-03", "90.00")):
        give(begin(code), {"A-rijk": amount})
    assert [row[0] for row in told(deal, "toets-ontbreekt")] == ["P-02", "P-03", "P-01"]
    client = enter(bureau)
    page = client.get("/deals/den-haag-zuidwest-ii/financien/opvallend/").content.decode()
    assert "/financien/projecten/P-02/" in page
    assert "staat geen toets" in words_at(client, "financien/projecten/P-02/")
    assert Project.objects.count() == 3

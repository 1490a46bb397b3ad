"""Granting, paying in advance and settling: four eyes, the steps of the project with them, and what is refused."""

from decimal import Decimal

import pytest

from finance.budget.project_fit import ProjectMisfitError
from finance.grants.models import Grant, GrantAmount, Settlement
from finance.grants.project_budget import budget_of, revise_budget
from pillars.projects.models import Project, ProjectState
from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.deals.models import Deal, User
from tests.finance.grants.conftest import Begin, Give, Pay, Settle, lines_of
from tests.plugins.deal import at
from tests.plugins.money import ON, Book

pytestmark = pytest.mark.django_db


def test_a_grant_counts_when_another_approves_it_and_the_project_is_granted_with_it(
    begin: Begin, give: Give, bureau: User, controller: User
) -> None:
    project = begin()
    grant = give(project, {"A-rijk": "1000.00", "A-regio": "500.50"}, state="submitted")
    assert project.state == ProjectState.PREPARING
    with pytest.raises(FourEyesError):
        grant.approve(by=bureau, at=at("2025-02-02"))
    grant.approve(by=controller, at=at("2025-02-02"))
    project.refresh_from_db()
    assert (project.state, grant.total) == (ProjectState.GRANTED, Decimal("1500.50"))
    assert project.events.latest("pk").by == controller


def test_the_amounts_of_a_grant_are_part_of_its_trail(deal: Deal, begin: Begin, give: Give, bureau: User) -> None:
    grant = give(begin(), {"A-rijk": "1000.00"}, state="draft")
    amounts = lines_of(deal, {"A-rijk": "900.00", "A-regio": "50.00"})
    grant.revise(by=bureau, at=at("2025-02-03"), values={"amounts": amounts}, version=grant.version)
    event = grant.events.latest("pk")
    assert event.before["amounts"] == {"A-rijk": "1000.00"}
    assert event.changes == [
        ["Bedrag op A-regio", "", "€\N{NO-BREAK SPACE}50,00"],
        ["Bedrag op A-rijk", "€\N{NO-BREAK SPACE}1.000,00", "€\N{NO-BREAK SPACE}900,00"],
    ]
    assert grant.total == Decimal("950.00")
    with pytest.raises(WrongStateError):
        grant.revise(by=bureau, at=at("2025-02-04"), values={"amounts": amounts}, version=1)
    assert grant.total == Decimal("950.00")


def test_money_of_another_pillar_cannot_be_granted(begin: Begin, give: Give) -> None:
    with pytest.raises(ProjectMisfitError, match="hoort niet bij"):
        give(begin(measure="1.1.1"), {"B-rijk": "1.00"})
    with pytest.raises(ProjectMisfitError, match="voor uitvoeringskosten"):
        give(begin("P-02"), {"VAT-rijk": "1.00"})
    assert not Grant.objects.exists()


def test_what_was_granted_is_changed_by_another_grant_that_says_why(begin: Begin, give: Give) -> None:
    project = begin()
    first = give(project, {"A-rijk": "1000.00"})
    with pytest.raises(ValueError, match="onder nul"):
        give(project, {"A-rijk": "-100.00"})
    give(project, {"A-rijk": "-100.00"}, on="2025-04-01", amends=first, amends_reason="Minder uren")
    assert sum(row.amount for row in GrantAmount.objects.filter(grant__project=project)) == Decimal("900.00")


def test_settling_takes_the_project_to_its_end_in_one_step_and_nothing_is_granted_after_it(
    begin: Begin, give: Give, settle: Settle, bureau: User
) -> None:
    project = begin()
    give(project, {"A-rijk": "1000.00"})
    with pytest.raises(ValueError, match="afgerond of gestopt"):
        Settlement.begin(by=bureau, at=at("2026-01-01"), project=project, amounts={}, number="V", mandate="M")
    with pytest.raises(ValueError, match="Vaststellen kan tot en met dat bedrag"):
        settle(project, {"A-rijk": "1000.01"})
    settle(project, {"A-rijk": "800.00"})
    assert project.state == ProjectState.SETTLED
    with pytest.raises(ValueError, match="niets meer worden verleend"):
        give(project, {"A-rijk": "1.00"})


def test_a_project_without_a_grant_is_settled_on_nothing(begin: Begin, settle: Settle) -> None:
    project = begin()
    settle(project, {})
    assert project.state == ProjectState.SETTLED


def test_a_grant_that_waits_is_not_approved_once_the_project_has_stopped(
    begin: Begin, give: Give, bureau: User, controller: User
) -> None:
    project = begin()
    grant = give(project, {"A-rijk": "1000.00"}, state="submitted")
    project.take("stop", by=bureau, at=at("2025-02-02"), version=project.version, reason="Geen animo")
    with pytest.raises(WrongStateError, match="intussen gestopt"):
        grant.approve(by=controller, at=at("2025-02-03"))
    assert Grant.objects.get().state == "submitted"
    assert Project.objects.get().state == ProjectState.STOPPED


def test_an_advance_is_of_an_approved_grant_and_its_booking_of_the_same_project(
    begin: Begin, give: Give, pay: Pay, book: Book
) -> None:
    project, other = begin(), begin("P-02")
    with pytest.raises(ValueError, match="niet goedgekeurd"):
        pay(give(other, {"A-rijk": "10.00"}, state="draft"), "5.00")
    grant = give(project, {"A-rijk": "100.00"})
    with pytest.raises(ValueError, match="ander project"):
        pay(grant, "5.00", expenditure=book("expenditure", "A-rijk", "5.00", project=other))
    paid = pay(grant, "5.00", expenditure=book("expenditure", "A-rijk", "5.00", project=project))
    assert paid.state == "approved"


def test_a_budget_is_told_for_any_day_and_in_the_trail_of_the_project(deal: Deal, begin: Begin, bureau: User) -> None:
    project = begin()
    line = deal.budgetline_set.get(code="A-rijk")
    revise_budget(project, {(line.pk, 2025): Decimal("100.00")}, by=bureau, at=at("2025-02-01"), version=2)
    revise_budget(project, {(line.pk, 2026): Decimal("70.00")}, by=bureau, at=at("2025-06-01"), version=3)
    assert budget_of(project, on=at("2025-03-01").date()) == {(line.pk, 2025): Decimal("100.00")}
    assert budget_of(project, on=ON) == {(line.pk, 2026): Decimal("70.00")}
    assert project.events.latest("pk").changes == [
        ["Begroting A-rijk 2025", "€\N{NO-BREAK SPACE}100,00", "€\N{NO-BREAK SPACE}0,00"],
        ["Begroting A-rijk 2026", "€\N{NO-BREAK SPACE}0,00", "€\N{NO-BREAK SPACE}70,00"],
    ]
    with pytest.raises(WrongStateError):
        revise_budget(project, {}, by=bureau, at=at("2025-07-01"), version=3)

"""The ledger's cost carrier names the project: mapped, unknown, of no project by choice, and of another pillar."""

from typing import Any

import pytest

from finance.ledger.models import Expenditure
from pillars.projects.models import Project
from regiodeal.deals.models import Deal, User
from tests.finance.grants.conftest import Begin
from tests.finance.ledger_import.ledger import (
    COLUMNS,
    FIRST,
    SECOND,
    approved,
    changed,
    checked,
    faults,
    ledger,
    mapping_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]

CARRIERS = {name: title for name, title in COLUMNS.items() if name != "measure"} | {"project": "project"}


def mapping(deal: Deal, **projects: str) -> Any:
    """A mapping whose column 'Project' holds the cost carrier."""
    return mapping_of(deal, columns=CARRIERS, measures={}, projects=projects)


def test_a_cost_carrier_gives_the_booking_its_project(deal: Deal, begin: Begin, bureau: User, controller: User) -> None:
    begin()
    approved(mapping(deal, P1="P-01"), bureau, controller, ledger(FIRST, SECOND))
    found = dict(Expenditure.objects.values_list("line__code", "project__code"))
    assert found == {"A-rijk": "P-01", "B-rijk": None}


def test_an_unknown_carrier_is_a_fault_of_its_row_until_somebody_says_what_it_is(
    deal: Deal, begin: Begin, bureau: User
) -> None:
    begin()
    own = mapping(deal)
    job = checked(own, bureau, ledger(FIRST, SECOND))
    assert ["nog aan geen project gekoppeld" in text for text in map(str, faults(job))] == [True]
    own.refresh_from_db()
    assert "P1" in own.seen["project"]
    own.projects = {"P1": "-"}
    own.save()
    assert faults(checked(own, bureau, ledger(FIRST, SECOND))) == []


def test_a_carrier_of_another_pillar_is_a_fault(deal: Deal, begin: Begin, bureau: User) -> None:
    begin("P-B", measure="2.1.1")
    job = checked(mapping(deal, P1="P-B"), bureau, ledger(FIRST))
    assert ["hoort niet bij" in text for text in map(str, faults(job))] == [True]


def test_another_carrier_in_a_later_file_moves_the_booking_to_its_project(
    deal: Deal, begin: Begin, bureau: User, controller: User
) -> None:
    first, second = begin(), begin("P-02", measure="1.1.2")
    own = mapping(deal, P1="P-01", P2="P-02")
    approved(own, bureau, controller, ledger(FIRST))
    approved(own, bureau, controller, ledger(changed(FIRST, Project="P2")))
    assert _spent(first) == 0
    assert _spent(second) == 1210


def _spent(project: Project) -> int:
    return sum(row.amount for row in project.expenditures.all())

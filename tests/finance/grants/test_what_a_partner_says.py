"""What the executor of a project says it spent, beside what is booked on that project."""

from decimal import Decimal

import pytest

from pillars.requests.taking_over import take_over
from regiodeal.deals.models import User
from tests.pages import words_at
from tests.pillars.projects.conftest import begin, plan  # noqa: F401 (fixtures)
from tests.pillars.requests.conftest import asked, executors, projects  # noqa: F401 (fixtures)
from tests.pillars.requests.made import Asked, send_filled
from tests.plugins.deal import Enter, at
from tests.plugins.money import Book

pytestmark = pytest.mark.django_db
PAGE = "financien/projecten/P-01/"


def test_the_statement_of_a_partner_stands_beside_the_bookings_once_it_was_taken_over(
    asked: Asked,  # noqa: F811
    book: Book,
    bureau: User,
    controller: User,
    enter: Enter,
) -> None:
    project = asked.welfare.parts.get(project__code="P-01").project
    book("expenditure", "A-rijk", "10000.00", on="2026-03-01", project=project)
    send_filled(asked.welfare, 40, by=bureau)
    treasurer = enter(controller)
    assert "nog niets opgegeven dat is overgenomen" in words_at(treasurer, PAGE)
    take_over(asked.welfare, by=bureau, at=at("2026-05-02"), version=asked.welfare.version)
    said = (
        "Opgegeven op 10 april 2026 Uitgegeven volgens de uitvoerder € 12.500,50 "
        "Geboekt als besteed € 10.000,00 Verschil € 2.500,50 Nog uit te geven € 7.500,00"
    )
    assert Decimal("12500.50") - Decimal(10000) == Decimal("2500.50")
    assert said in words_at(treasurer, PAGE)
    assert "nog niets opgegeven dat is overgenomen" in words_at(treasurer, f"{PAGE}?op=2026-05-01")

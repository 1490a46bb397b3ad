"""Three people take the same step of a round at the same moment, on their own connections to a real PostgreSQL."""

import pytest

from regiodeal.deals.models import Deal, User
from reporting.reports.models import AnnualReport
from reporting.rounds.models import RoundStep, Step
from reporting.rounds.steps import freeze
from tests.plugins.at_once import at_once
from tests.plugins.deal import at
from tests.plugins.reports import started

pytestmark = pytest.mark.django_db(transaction=True)


def test_three_people_lay_down_one_concept(deal: Deal, bureau: User) -> None:
    round_ = started(deal, by=bureau)
    calls = [lambda: freeze(round_, Step.CONCEPT, by=bureau, at=at("2026-06-08"))] * 3
    assert sorted(at_once(calls)) == ["ValueError", "ValueError", "done"]  # nothing changed since the first
    assert [report.number for report in AnnualReport.objects.all()] == [1]
    assert RoundStep.objects.filter(step=Step.CONCEPT).count() == 1

"""Two people who change two grants at the same moment."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from finance.grants.models import Grant
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.review import ReviewedEntry
from tests.finance.at_once import Meet, Two, at_once
from tests.finance.grants.conftest import Begin
from tests.finance.shared import MONEY
from tests.pages import words


@pytest.mark.django_db(transaction=True)
def test_a_number_of_a_grant_is_given_once_and_the_refusal_is_dutch(
    deal: Deal, begin: Begin, two: Two, meet: Meet
) -> None:
    begin()
    line = deal.budgetline_set.get(code="A-rijk").pk
    form = {"number": "2026/7", "decided_on": "2026-05-01", f"line-{line}": "12,50", "mandate": "Mandaatregeling"}
    path = f"{MONEY}projecten/P-01/beschikkingen/nieuw/"
    for number in ("1", "2"):
        assert two[0].post(path, form | {"number": number}).status_code == 302
    one, other = Grant.objects.order_by("pk")
    meet(ReviewedEntry, "revise")

    def renumbered(client: Client, grant: Grant) -> Callable[[], Any]:
        page = f"{MONEY}beschikkingen/{grant.pk}/"
        return lambda: client.post(page, form | {"number": "3", "version": str(grant.version)})

    answers = at_once(renumbered(two[0], one), renumbered(two[1], other))
    done, late = sorted(answers, key=lambda answer: answer.status_code)
    assert (done.status_code, late.status_code) == (302, 409)
    assert "Een collega voerde dit op hetzelfde moment in." in words(late)
    assert "finance_grant" not in words(late)

"""The dashboard: what it says, and what it costs."""

import re

import pytest

from pillars.agreed.models import Result, Target
from pillars.explanations.models import Explanation
from pillars.status.status import Status
from regiodeal.deals.models import Deal, User
from tests.pages import queries, words_at
from tests.plugins.deal import Enter, at
from tests.plugins.figures import indicator_of, measure, target_on

OVERVIEW = "/deals/den-haag-zuidwest-ii/"


@pytest.mark.parametrize("who", ["overleg", "bureau", "reviewer"])
def test_the_overview_takes_at_most_thirteen_queries_however_many_results(
    deal: Deal, enter: Enter, request: pytest.FixtureRequest, bureau: User, colleague: User, who: str
) -> None:
    client = enter(request.getfixturevalue(who))
    first = queries(client, OVERVIEW)
    assert first <= 12
    make_more_results(deal, bureau)
    assert queries(client, OVERVIEW) == first


def make_more_results(deal: Deal, bureau: User) -> None:
    """Forty more results with a target and a figure each."""
    template = Target.objects.get(deal=deal, code="1.1.1.g-1")
    measure_of_it = deal.measure_set.get(code="1.1.1")
    for number in range(40):
        result = Result.objects.create(
            deal=deal,
            code=f"x.{number}",
            article="4",
            position=100 + number,
            document_code="x",
            goal=measure_of_it.goal,
        )
        result.measures.add(measure_of_it)
        template.pk, template.code, template.result = None, f"x.{number}", result
        template._state.adding = True
        template.save()
    measure(deal, template.indicator.code, 84, "2025-12-31", by=bureau, year=2025)


def test_without_any_figure_the_overview_says_what_is_not_known(deal: Deal, enter: Enter, overleg: User) -> None:
    text = words_at(enter(overleg), OVERVIEW + "?op=2024-01-15")
    assert "0 van de 43 resultaten zijn behaald of op schema." in text
    assert "20 maatregelen, 43 resultaten" in text
    assert "31 maart 2024" in text  # the next deadlines, seen from that date


def test_the_past_is_shown_as_it_was_known(
    deal: Deal, enter: Enter, overleg: User, bureau: User, reviewer: User
) -> None:
    measure(deal, indicator_of(deal, "1.1.1.d"), 1, "2025-03-01", by=bureau, approved_by=reviewer)
    client = enter(overleg)
    assert "0 van de 43 resultaten" in words_at(client, OVERVIEW + "?op=2025-02-28")
    assert "1 van de 43 resultaten" in words_at(client, OVERVIEW + "?op=2025-03-01")


def test_a_figure_under_review_is_not_for_the_overleg(deal: Deal, enter: Enter, overleg: User, bureau: User) -> None:
    measure(deal, indicator_of(deal, "1.1.1.g-1"), 84, "2025-12-31", by=bureau, year=2025)
    path = "/deals/den-haag-zuidwest-ii/resultaten/1.1.1.g/"
    assert "Registratie van het bureau" in words_at(enter(bureau), path)
    hidden = words_at(enter(overleg), path)
    assert "Registratie van het bureau" not in hidden
    assert "84 van 100" not in hidden


def test_each_status_filters_the_list(deal: Deal, enter: Enter, overleg: User) -> None:
    client = enter(overleg)
    found = {each: words_at(client, f"maatregelen/?stand={each.value}&op=2026-06-14") for each in Status}
    some = {status for status, text in found.items() if "Niets gevonden" not in text}
    assert some == {Status.ATTENTION, Status.BEHIND, Status.NOT_ASSESSABLE}  # silence after 63% of the time
    assert all(found[status].count(status.label) > 1 for status in some)  # one is the choice itself


def test_every_page_carries_the_security_headers(deal: Deal, enter: Enter, overleg: User) -> None:
    response = enter(overleg).get(OVERVIEW)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert re.search(r"script-src 'self' 'nonce-[^']+'", policy)
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    page = response.content.decode()
    assert not re.search(r"\son\w+=|style=\"|javascript:", page)
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", page)


def test_an_own_judgement_is_marked_wherever_it_counts(
    deal: Deal, enter: Enter, overleg: User, bureau: User, reviewer: User
) -> None:
    """Entry 32: headline, bar and matrix say that a person overruled the rule."""
    measure(deal, indicator_of(deal, "1.1.1.g-1"), 78, "2025-12-31", by=bureau, year=2025, approved_by=reviewer)
    for code in ("1.1.1.g-1", "1.1.1.g-2"):
        target = target_on(deal, code, "2026-06-14")
        row = Explanation.begin(
            by=bureau,
            at=at("2026-02-01"),
            target=target.target,
            about_value=target.outcome.value,
            about_status=target.outcome.status,
            text="Het komt goed.",
            own_status="achieved",
        )
        row.submit(by=bureau, at=at("2026-02-01"))
        row.approve(by=reviewer, at=at("2026-02-02"))
    said = words_at(enter(overleg), OVERVIEW + "?op=2026-06-14")
    assert "Bij 1 resultaat telt een eigen oordeel in plaats van de regel" in said
    assert "waarvan 1 eigen oordeel*" in said
    assert re.search(r"g\* : 1\.1\.1\.g [^*]*behaald ?, eigen oordeel", said)

"""A reviewer goes through what waits one by one, with old and new, promise, plan and evidence beside it."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pillars.measurements.models import Measurement
from pillars.projects.planning import planned_values, revise_plan
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from tests.pages import BASE, queries, shown, words
from tests.pillars.outcomes.test_outcomes import figure as outcome
from tests.pillars.projects.conftest import Begin, begin, plan
from tests.plugins.deal import Enter, at
from tests.plugins.figures import indicator_of, measure

__all__ = ["begin", "plan"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(deal: Deal, bureau: User, reviewer: User) -> list[Measurement]:
    """Three figures that wait, of which the first follows one of 78 that counts; and a story."""
    indicator = indicator_of(deal, "1.1.1.g-2")
    measure(deal, indicator, 78, "2025-12-31", by=bureau, year=2025, approved_by=reviewer, approved_on="2026-01-10")
    found = [measure(deal, indicator, 100, "2026-10-01", by=bureau, year=2026)]
    other = indicator_of(deal, "1.1.1.g-1")
    found += [measure(deal, other, value, f"2026-0{value}-01", by=bureau) for value in (2, 3)]
    story = ProgressEntry.begin(
        by=bureau,
        at=at("2026-10-02"),
        measure=deal.measure_set.get(code="1.1.1"),
        year=2026,
        done="Dertig mensen aten samen.",
        schedule="on_schedule",
        outlook="Verder",
    )
    story.submit(by=bureau, at=at("2026-10-02"))
    return found


def approve(client: Client, row: Measurement) -> str:
    """Approve as the form of the page does; where that leads to."""
    page = client.get(f"{BASE}metingen/{row.pk}/").content.decode()
    form = re.search(r'<form method="post" action="[^"]+/goedkeuren/">.*?</form>', page, re.DOTALL)
    assert form
    fields = dict(re.findall(r'name="(version|effects|onward)" value="([^"]*)"', form[0]))
    response = client.post(f"{BASE}metingen/{row.pk}/goedkeuren/", fields)
    return str(response.headers["Location"])


def test_the_page_says_where_one_is_and_leads_to_the_next(
    deal: Deal, reviewer: User, waiting: list[Measurement], enter: Enter
) -> None:
    client = enter(reviewer)
    order = [*waiting]
    addresses = [f"{BASE}metingen/{row.pk}/" for row in sorted(order, key=lambda row: (row.entered_at, row.pk))]
    addresses.append(reverse("progress-entry", args=[deal.slug, ProgressEntry.objects.get().pk]))
    for number, address in enumerate(addresses):
        page = client.get(address)
        assert f"{number + 1} van 4 die op u wachten" in words(page)
        found = dict(re.findall(r'<a href="([^"]+)" rel="(prev|next)"', shown(page)))
        links = {rel: href for href, rel in found.items()}
        assert links.get("prev", "") == (addresses[number - 1] if number else "")
        assert links.get("next", "") == (addresses[number + 1] if number < 3 else "")


def test_approving_leads_on_until_nothing_waits(
    deal: Deal, reviewer: User, waiting: list[Measurement], enter: Enter
) -> None:
    client = enter(reviewer)
    first, second, third = sorted(waiting, key=lambda row: (row.entered_at, row.pk))
    assert approve(client, first) == f"{BASE}metingen/{second.pk}/"
    told = words(client.get(f"{BASE}metingen/{second.pk}/"))
    assert f"Goedgekeurd. Dit telt nu mee. ({first})" in told  # one is on another page by then
    assert approve(client, second) == f"{BASE}metingen/{third.pk}/"
    story = ProgressEntry.objects.get()
    assert approve(client, third) == f"{BASE}voortgang/{story.pk}/"
    assert "1 van 1 die op u wachten" in words(client.get(f"{BASE}voortgang/{story.pk}/"))
    assert Measurement.objects.filter(state=State.APPROVED).count() == 4


def test_a_refusal_stays_with_what_it_is_about(reviewer: User, waiting: list[Measurement], enter: Enter) -> None:
    client, row = enter(reviewer), waiting[1]
    fields = {"version": row.version, "onward": f"{BASE}mijn-werk/", "reason": " "}
    response = client.post(f"{BASE}metingen/{row.pk}/terugsturen/", fields)
    assert response.headers["Location"] == f"{BASE}metingen/{row.pk}/"
    row.refresh_from_db()
    assert row.state == State.SUBMITTED


def test_it_leads_nowhere_outside_the_portal(reviewer: User, waiting: list[Measurement], enter: Enter) -> None:
    row = waiting[1]
    fields = {"version": row.version, "onward": "https://example.org/"}
    response = enter(reviewer).post(f"{BASE}metingen/{row.pk}/goedkeuren/", fields)
    assert response.headers["Location"] == f"{BASE}metingen/{row.pk}/"


def test_the_figure_stands_beside_the_last_the_promise_and_the_evidence(
    reviewer: User, bureau: User, waiting: list[Measurement], enter: Enter
) -> None:
    """Entry and review 18: a reviewer decided on a bare number."""
    page = words(enter(reviewer).get(f"{BASE}metingen/{waiting[0].pk}/"))
    assert "Vorig cijfer 78 (2025) , Registratie van het bureau" in page
    assert "Verschil 22 meer" in page
    assert "Bewijs geen" in page
    assert re.search(r"Norm Beloofd Gepland Nu Na goedkeuren .*Coachingstraject.* 100 \u2013 ", page, re.IGNORECASE)
    assert "Naast elkaar" in words(enter(bureau).get(f"{BASE}metingen/{waiting[0].pk}/"))


def test_only_what_its_project_plans_now_stands_beside_a_figure(
    deal: Deal, bureau: User, reviewer: User, enter: Enter, begin: Begin, plan: Callable[..., None]
) -> None:
    project, indicator = begin("P-01"), indicator_of(deal, "1.1.1.g-1")
    plan(project, {(indicator, None, 2026): 40, (indicator, None, 2027): 50})
    changed = {place: Decimal(60) for place in planned_values(project) if place[2] == 2026}
    revise_plan(project, changed, by=bureau, at=at("2026-03-01"), version=project.version)
    for day, words_of_plan in (("2026-10-01", "60"), ("2027-10-01", "niets over dit jaar")):
        row = measure(deal, indicator, 45, day, by=bureau, project=project)
        page = words(enter(reviewer).get(f"{BASE}metingen/{row.pk}/"))
        assert f"Gepland door het project {words_of_plan} " in page


def test_the_list_shows_the_same_and_many_go_back_with_one_reason(
    reviewer: User, bureau: User, waiting: list[Measurement], enter: Enter
) -> None:
    client = enter(reviewer)
    page = words(client.get(f"{BASE}mijn-werk/"))
    assert "Vorig cijfer: 78 (2025), 22 meer." in page
    assert "Dertig mensen aten samen." in page
    story = ProgressEntry.objects.get()
    chosen = {
        "metingen": [f"{row.pk}:{row.version}" for row in waiting[:2]],
        "voortgang": f"{story.pk}:{story.version}",
    }
    asked = client.post(f"{BASE}mijn-werk/terugsturen/", chosen)
    assert "3 terugsturen?" in words(asked)
    assert "Dertig mensen aten samen." in words(asked)
    nothing = client.post(f"{BASE}mijn-werk/terugsturen/", chosen | {"confirm": "1", "reason": ""})
    assert nothing.status_code == 422
    assert "Geef een reden" in words(nothing)
    assert not Measurement.objects.filter(state=State.RETURNED).exists()
    done = client.post(f"{BASE}mijn-werk/terugsturen/", chosen | {"confirm": "1", "reason": "Welke lijst?"})
    assert done.headers["Location"] == f"{BASE}mijn-werk/"
    for row in (*waiting[:2], story):
        row.refresh_from_db()
        assert (row.state, row.return_reason) == (State.RETURNED, "Welke lijst?")
    assert waiting[2].state == State.SUBMITTED


def test_a_figure_of_society_stands_beside_the_one_before_it_in_the_list(
    deal: Deal, bureau: User, reviewer: User, enter: Enter
) -> None:
    outcome(deal, 2024, "31.5", "2025-03-01", by=bureau, approved_by=reviewer)
    row = outcome(deal, 2025, "29", "2026-03-01", by=bureau)
    client = enter(reviewer)
    for page in (
        words(client.get(f"{BASE}mijn-werk/")),
        words(client.post(f"{BASE}mijn-werk/goedkeuren/", {"maatschappelijk": f"{row.pk}:{row.version}"})),
    ):
        assert "Vorig cijfer: 31,5 (2024), 2,5 minder." in page
        assert f"{row.source} · Bureau" in page
    before = queries(client, f"{BASE}mijn-werk/")
    outcome(deal, 2023, "28", "2026-03-02", by=bureau)
    assert queries(client, f"{BASE}mijn-werk/") == before


def test_what_changed_since_goes_back_with_nothing(
    reviewer: User, bureau: User, waiting: list[Measurement], enter: Enter
) -> None:
    chosen = {"metingen": [f"{row.pk}:{row.version}" for row in waiting], "confirm": "1", "reason": "Welke lijst?"}
    waiting[2].take_back(by=bureau, at=timezone.now())
    response = enter(reviewer).post(f"{BASE}mijn-werk/terugsturen/", chosen)
    assert response.status_code == 409
    assert not Measurement.objects.filter(state=State.RETURNED).exists()


def test_a_page_asks_no_more_queries_for_a_longer_queue(
    deal: Deal, reviewer: User, bureau: User, waiting: list[Measurement], enter: Enter
) -> None:
    client, path = enter(reviewer), f"{BASE}metingen/{waiting[0].pk}/"
    before = queries(client, path), queries(client, f"{BASE}mijn-werk/")
    for month in range(4, 10):
        measure(deal, indicator_of(deal, "1.1.1.g-1"), month, f"2026-0{month}-01", by=bureau)
    assert (queries(client, path), queries(client, f"{BASE}mijn-werk/")) == before

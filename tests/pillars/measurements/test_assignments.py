"""Figures are given to somebody: told to them, shown in lists and in their work, and kept until they are passed on."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from pillars.measurements.assignments import FigureAssignment, assign
from pillars.measurements.expected import figures_of
from pillars.measurements.readiness import readiness_of
from pillars.measurements.rounds import round_on
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.notices.inbox import inbox
from tests.pages import BASE, carried, send, words_at
from tests.pillars.projects.conftest import Begin, begin
from tests.plugins.deal import Enter, at
from tests.plugins.figures import indicator_of, measure

__all__ = ["begin"]
pytestmark = pytest.mark.django_db


def told(deal: Deal, user: User) -> list[str]:
    """What the notices of somebody say of figures that they were given."""
    lines = inbox(deal, user, at=timezone.now())
    return [line.notice.title for line in lines if line.notice.key.startswith("van u ")]


def keys(deal: Deal, number: int) -> list[str]:
    """The first figures that are asked for now and that nobody entered."""
    current = round_on(deal, timezone.localdate())
    assert current
    rows = figures_of(current, on=timezone.localdate()).rows
    return [row.key for row in rows if row.is_to_enter][:number]


def divided(deal: Deal, user: User, on: date) -> dict[str, int]:
    """How many figures the round expects of whom."""
    current = round_on(deal, on)
    assert current
    return {str(plan.person): plan.figures for plan in readiness_of(figures_of(current, on=on)).plans}


def test_figures_that_are_given_are_told_and_stand_in_ones_work(
    deal: Deal, bureau: User, colleague: User, enter: Enter
) -> None:
    year = timezone.localdate().year + (timezone.localdate() > date(timezone.localdate().year, 6, 14))
    chosen = keys(deal, 3)
    path = f"invoer/{year}/verdelen/"
    grid = enter(bureau).get(f"{BASE}invoer/{year}/").content.decode()
    assert f'href="{BASE}{path}"' in grid
    assert "nog van niemand" in words_at(enter(bureau), path)
    answer = send(enter(bureau), path, {"figure": chosen, "person": colleague.pk})
    assert answer.headers["Location"] == f"{BASE}{path}"
    assert told(deal, colleague) == [f"Bureau gaf u 3 cijfers om in te vullen: ronde {year}"]
    assert told(deal, bureau) == []
    assert "Van u: 3 cijfers in te vullen" in words_at(enter(colleague), "mijn-werk/")
    assert divided(deal, colleague, timezone.localdate())[str(colleague)] == 3
    grid = words_at(enter(colleague), f"invoer/{year}/?toon=mijn")
    assert "Mijn cijfers (3)" in grid
    assert f"van {colleague}" in grid


def test_what_is_passed_on_is_somebody_elses(deal: Deal, bureau: User, colleague: User, enter: Enter) -> None:
    path, chosen = "invoer/2027/verdelen/", keys(deal, 2)
    send(enter(bureau), path, {"figure": chosen, "person": colleague.pk})
    send(enter(colleague), path, {"figure": chosen[:1], "person": bureau.pk})
    assert len(told(deal, colleague)) == len(told(deal, bureau)) == 1
    send(enter(bureau), path, {"figure": chosen, "person": ""})
    assert told(deal, colleague) == told(deal, bureau) == []
    (first, second) = FigureAssignment.objects.order_by("pk")
    assert [event.by for event in first.events.all()] == [bureau, colleague, bureau]
    assert (first.person, second.person) == (None, None)


def test_it_weighs_more_than_who_entered_it_last(deal: Deal, bureau: User, colleague: User, reviewer: User) -> None:
    code = indicator_of(deal, "1.1.1.g-1")
    when = {"approved_by": reviewer, "approved_on": "2025-01-10"}
    measure(deal, code, 1, "2025-01-09", by=bureau, year=2024, **when)  # type: ignore[arg-type]
    indicator = deal.indicator_set.get(code=code)
    on = date(2026, 5, 1)
    assert divided(deal, bureau, on)["Bureau"] == 1
    assign(deal, [(indicator.pk, None, None)], person=colleague, by=bureau, at=at("2026-04-01"))
    assert divided(deal, bureau, on)[str(colleague)] == 1
    assert "Bureau" not in divided(deal, bureau, on)
    Membership.objects.filter(user=colleague).delete()
    assert str(colleague) not in divided(deal, bureau, on)  # whoever left enters nothing: it is nobody's


def test_nobody_is_given_what_they_cannot_enter(
    deal: Deal, bureau: User, reviewer: User, overleg: User, enter: Enter
) -> None:
    for person in (reviewer, overleg):
        answer = send(enter(bureau), "invoer/2027/verdelen/", {"figure": keys(deal, 1), "person": person.pk})
        assert answer.status_code == 422
    assert not FigureAssignment.objects.exists()
    with pytest.raises(ValueError, match="geen cijfers invullen"):
        assign(deal, [], person=reviewer, by=bureau, at=timezone.now())


def test_who_divides_on_an_old_list_is_told(deal: Deal, bureau: User, colleague: User, enter: Enter) -> None:
    client, path, chosen = enter(bureau), "invoer/2027/verdelen/", keys(deal, 1)
    page = client.get(BASE + path).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    send(enter(colleague), path, {"figure": chosen, "person": colleague.pk})
    answer = client.post(BASE + path, {"figure": chosen, "person": bureau.pk, "seen": seen[1]})
    assert answer.status_code == 409
    assert FigureAssignment.objects.get().person == colleague


def test_figures_of_a_project_are_not_divided_for_nobody_would_be_told(
    deal: Deal, bureau: User, enter: Enter, begin: Begin
) -> None:
    project, client = begin("wijkteam"), enter(bureau)
    grid = client.get(f"{BASE}invoer/2027/?project={project.code}").content.decode()
    assert "Cijfers invullen van" in grid
    assert "verdelen/" not in grid
    assert client.get(f"{BASE}invoer/2027/verdelen/?project={project.code}").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_people_who_divide_at_once_the_first_gives_and_the_others_are_told(
    deal: Deal, bureau: User, colleague: User, enter: Enter
) -> None:
    path, chosen = BASE + "invoer/2027/verdelen/", keys(deal, 1)
    clients = [enter(user) for user in (bureau, colleague) * 3]
    form = carried(clients[0], path) | {"figure": chosen[0], "person": str(colleague.pk)}

    def divide(client: Client) -> int:
        try:
            return int(client.post(path, form).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(clients)) as pool:
        assert sorted(pool.map(divide, clients)) == [302, 409, 409, 409, 409, 409]
    assert FigureAssignment.objects.get().person == colleague

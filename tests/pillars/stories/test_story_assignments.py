"""Stories are given to somebody: told to them, shown in lists and in their work, and kept until they are passed on."""

import re

import pytest
from django.utils import timezone

from pillars.measurements.rounds import round_on
from pillars.review.work_on_name import entries_on_name
from pillars.stories.models import ProgressEntry
from pillars.stories.story_assignments import StoryAssignment, assign_stories, to_write
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.notices.inbox import inbox
from tests.pages import BASE, send, words_at
from tests.plugins.deal import Enter

pytestmark = pytest.mark.django_db
PATH = "voortgang/verdelen/"


def year_of(deal: Deal) -> int:
    """The year that the round of today asks about."""
    current = round_on(deal, timezone.localdate())
    assert current
    return current.figure_year


def told(deal: Deal, user: User) -> list[str]:
    """What the notices of somebody say of stories that they were given."""
    lines = inbox(deal, user, at=timezone.now())
    return [line.notice.title for line in lines if line.notice.key.startswith("tekst van u ")]


def test_stories_that_are_given_are_told_and_stand_in_ones_work(
    deal: Deal, bureau: User, colleague: User, enter: Enter
) -> None:
    year = year_of(deal)
    answer = send(enter(bureau), PATH, {"measure": ["1.1.1", "1.1.2"], "person": colleague.pk})
    assert answer.headers["Location"] == f"{BASE}{PATH}"
    page = words_at(enter(bureau), PATH)
    assert page.count(f"{colleague} nog niet begonnen") == 2
    assert "nog van niemand nog niet begonnen" in page
    assert told(deal, colleague) == [f"Bureau gaf u de voortgang van 2 maatregelen over {year} om te schrijven"]
    assert told(deal, bureau) == []
    work = words_at(enter(colleague), "mijn-werk/")
    assert f"Van u: voortgang {year} schrijven van 1.1.1" in work
    assert "Van u: voortgang" not in words_at(enter(bureau), "mijn-werk/")
    ProgressEntry.begin(
        by=colleague, at=timezone.now(), measure=deal.measure_set.get(code="1.1.1"), year=year, done="", schedule=""
    )
    assert told(deal, colleague) == [f"Bureau gaf u de voortgang van 1.1.2 over {year} om te schrijven"]
    assert f"Van u: voortgang {year} schrijven van 1.1.1" not in words_at(enter(colleague), "mijn-werk/")


def test_what_is_passed_on_leaves_its_trail_and_who_leaves_is_told_what_stands_on_their_name(
    deal: Deal, bureau: User, colleague: User, enter: Enter
) -> None:
    send(enter(bureau), PATH, {"measure": ["1.1.1"], "person": colleague.pk})
    assert f"1 tekst te schrijven over {year_of(deal)}" in [row.title for row in entries_on_name(deal, colleague)]
    Membership.objects.filter(user=colleague).delete()
    assert to_write(deal, year_of(deal)) == []  # whoever left writes nothing: it is nobody's
    assert str(colleague) not in words_at(enter(bureau), PATH)
    send(enter(bureau), PATH, {"measure": ["1.1.1"], "person": bureau.pk})
    (row,) = StoryAssignment.objects.all()
    assert (row.person, row.events.count()) == (bureau, 2)


def test_nobody_is_given_what_they_cannot_write(
    deal: Deal, bureau: User, reviewer: User, overleg: User, enter: Enter
) -> None:
    for person in (reviewer, overleg):
        assert send(enter(bureau), PATH, {"measure": ["1.1.1"], "person": person.pk}).status_code == 422
    with pytest.raises(ValueError, match="geen voortgang beschrijven"):
        assign_stories(deal, [], person=reviewer, by=bureau, at=timezone.now())
    assert not StoryAssignment.objects.exists()


def test_who_divides_on_an_old_list_is_told(deal: Deal, bureau: User, colleague: User, enter: Enter) -> None:
    client = enter(bureau)
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(BASE + PATH).content.decode())
    assert seen
    send(enter(colleague), PATH, {"measure": ["1.1.1"], "person": colleague.pk})
    late = {"measure": ["1.1.1"], "person": bureau.pk, "seen": seen[1]}
    assert client.post(BASE + PATH, late).status_code == 409
    assert StoryAssignment.objects.get().person == colleague

"""What waits for a reviewer is given to one of them: told, shown in Mijn werk, and no bar to the others."""

import pytest
from django.test import Client
from django.utils import timezone

from pillars.measurements.models import Measurement
from pillars.review.review_assignments import ReviewAssignment, assign_reviews
from pillars.review.work_on_name import entries_on_name
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Role
from regiodeal.notices.inbox import inbox
from tests.pages import BASE, queries, words, words_at
from tests.plugins.deal import Enter, at, person
from tests.plugins.figures import indicator_of, measure

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(deal: Deal) -> User:
    """Another reviewer."""
    return person(deal, "Tweede", Role.REVIEWER)


@pytest.fixture
def figure(deal: Deal, bureau: User) -> Measurement:
    """A figure that waits."""
    return measure(deal, indicator_of(deal, "1.1.1.g-1"), 4, "2026-10-01", by=bureau)


@pytest.fixture
def story(deal: Deal, bureau: User) -> ProgressEntry:
    """A story that waits."""
    row = ProgressEntry.begin(
        by=bureau,
        at=at("2026-10-02"),
        measure=deal.measure_set.get(code="1.1.1"),
        year=2026,
        done="Gedaan",
        schedule="on_schedule",
        outlook="Verder",
    )
    row.submit(by=bureau, at=at("2026-10-02"))
    return row


def give(client: Client, to: User | None, *rows: Measurement | ProgressEntry) -> str:
    """Tick these on Mijn werk and give them; what the page says next."""
    form: dict[str, object] = {"person": to.pk if to else ""}
    form["metingen"] = [f"{row.pk}:{row.version}" for row in rows if isinstance(row, Measurement)]
    form["voortgang"] = [f"{row.pk}:{row.version}" for row in rows if isinstance(row, ProgressEntry)]
    return words(client.post(f"{BASE}mijn-werk/verdelen/", form, follow=True))


def told(deal: Deal, user: User) -> list[str]:
    """What the notices of somebody say of reviews that they were given."""
    return [
        line.notice.title
        for line in inbox(deal, user, at=timezone.now())
        if line.notice.key.startswith("beoordelen van u ")
    ]


def test_what_is_given_is_told_and_stands_beside_it_and_another_may_still_decide(
    deal: Deal, reviewer: User, second: User, figure: Measurement, story: ProgressEntry, enter: Enter
) -> None:
    page = give(enter(reviewer), second, figure, story)
    assert "2 beoordelingen zijn nu voor Tweede." in page
    assert page.count("voor Tweede") == 3  # of the message, the figure and the story
    assert told(deal, second) == [f"{reviewer} gaf u 2 cijfers en teksten om te beoordelen"]
    assert told(deal, reviewer) == []
    assert words_at(enter(second), "mijn-werk/").count("voor u") == 2
    assert "2 cijfers en teksten om te beoordelen" in [row.title for row in entries_on_name(deal, second)]
    page = f"metingen/{figure.pk}/"
    assert "Tweede kijkt hiernaar sinds" in words_at(enter(reviewer), page)
    assert "U kijkt hiernaar sinds" in words_at(enter(second), page)
    assert "kijkt hiernaar" not in words_at(enter(figure.entered_by), page)  # that is not for its author
    figure.approve(by=reviewer, at=timezone.now())
    assert "kijkt hiernaar" not in words_at(enter(second), page)
    assert told(deal, second) == [f"{reviewer} gaf u 1 cijfer of tekst om te beoordelen"]


def test_it_is_passed_on_and_of_who_left_it_is_nobodys(
    deal: Deal, reviewer: User, second: User, figure: Measurement, enter: Enter
) -> None:
    client = enter(reviewer)
    give(client, second, figure)
    give(client, reviewer, figure)
    assert (told(deal, second), told(deal, reviewer)) == ([], [])  # to oneself nobody needs to be told
    give(client, second, figure)
    Membership.objects.filter(user=second).delete()
    assert "voor Tweede" not in words_at(client, "mijn-werk/")
    assert "nu voor elke beoordelaar" in give(client, None, figure)
    row = ReviewAssignment.objects.get()
    assert (row.person, row.events.count()) == (None, 4)


def test_nobody_reviews_their_own_and_all_or_nothing_is_given(
    deal: Deal, bureau: User, reviewer: User, second: User, figure: Measurement, enter: Enter
) -> None:
    own = measure(deal, indicator_of(deal, "1.1.1.g-1"), 5, "2026-11-01", by=second)
    assert "Tweede heeft dit zelf ingevuld" in give(enter(reviewer), second, figure, own)
    assert "Deze persoon kan in deze deal niets beoordelen." in give(enter(reviewer), bureau, figure)
    with pytest.raises(ValueError, match="niets beoordelen"):
        assign_reviews(deal, [figure], person=bureau, by=reviewer, at=timezone.now())
    assert not ReviewAssignment.objects.exists()


def test_what_changed_since_is_not_given(
    reviewer: User, second: User, bureau: User, figure: Measurement, enter: Enter
) -> None:
    seen = f"{figure.pk}:{figure.version}"
    figure.take_back(by=bureau, at=timezone.now())
    answer = enter(reviewer).post(f"{BASE}mijn-werk/verdelen/", {"metingen": seen, "person": second.pk})
    assert answer.status_code == 409
    assert not ReviewAssignment.objects.exists()


def test_the_list_asks_no_more_queries_for_more_that_was_given(
    deal: Deal, reviewer: User, second: User, bureau: User, figure: Measurement, enter: Enter
) -> None:
    client = enter(reviewer)
    give(client, second, figure)
    before = queries(client, f"{BASE}mijn-werk/")
    more = [measure(deal, indicator_of(deal, "1.1.1.g-1"), 4, f"2026-0{month}-01", by=bureau) for month in (1, 2, 3)]
    give(client, second, *more)
    assert queries(client, f"{BASE}mijn-werk/") == before

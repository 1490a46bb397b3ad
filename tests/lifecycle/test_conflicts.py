"""Two people change the same thing: one wins, the other loses nothing and chooses."""

import re

import pytest

from pillars.agreed.models import Measure
from pillars.measurements.models import Measurement
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal, User
from tests.pages import words
from tests.plugins.deal import Enter, at
from tests.plugins.figures import indicator_of, measure

STORY = "/deals/den-haag-zuidwest-ii/maatregelen/1.1.1/voortgang/2026/"
START = {"done": "Het begin", "schedule": "on_schedule", "outlook": "Verder"}


@pytest.fixture
def returned(deal: Deal, bureau: User, reviewer: User) -> Measurement:
    """A figure that everybody at the bureau may change."""
    figure = measure(deal, indicator_of(deal, "1.1.1.g-1"), 84, "2025-12-31", by=bureau, year=2025)
    figure.give_back(by=reviewer, at=at("2026-01-10"), reason="Kijk nog eens")
    return figure


def test_the_second_to_save_a_figure_sees_both_and_the_start(
    deal: Deal, returned: Measurement, bureau: User, colleague: User, enter: Enter
) -> None:
    path = f"/deals/{deal.slug}/metingen/{returned.pk}/"
    data = {"year": "2025", "source": "Lijst", "version": str(returned.version)}
    assert enter(bureau).post(path, data | {"value": "90"}).status_code == 302
    late = enter(colleague).post(path, data | {"value": "80", "note": "Mijn eigen woorden"})
    assert late.status_code == 409
    page = words(late)
    assert "Bureau was u voor" in page
    assert "84 90 80" in page  # where you started, theirs, yours
    assert "Mijn eigen woorden" in page
    returned.refresh_from_db()
    assert returned.value == 90


def test_and_then_chooses_per_field(
    deal: Deal, returned: Measurement, bureau: User, colleague: User, enter: Enter
) -> None:
    path = f"/deals/{deal.slug}/metingen/{returned.pk}/"
    data = {"year": "2025", "source": "Lijst", "version": str(returned.version)}
    enter(bureau).post(path, data | {"value": "90"})
    late = enter(colleague).post(path, data | {"value": "80", "note": "Mijn eigen woorden"})
    version = re.search(r'name="version" value="(\d+)"', late.content.decode())
    assert version is not None
    mine = data | {"version": version[1], "value": "80", "note": "Mijn eigen woorden", "theirs-value": "on"}
    assert enter(colleague).post(path, mine).status_code == 302
    returned.refresh_from_db()
    assert (str(returned.value), returned.note) == ("90.00", "Mijn eigen woorden")
    # The trail keeps what each of them saved.
    saved = [returned.content_at(event.version)["value"] for event in returned.events.all()]
    assert saved == ["84.00", "84.00", "84.00", "90.00", "90.00"]


def test_two_people_begin_the_same_story(deal: Deal, bureau: User, colleague: User, enter: Enter) -> None:
    assert enter(bureau).post(STORY, START).status_code == 302
    late = enter(colleague).post(STORY, START | {"done": "Mijn lange verhaal", "version": ""})
    assert late.status_code == 409
    assert "Mijn lange verhaal" in late.content.decode()
    assert "Bureau was u voor" in words(late)
    assert ProgressEntry.objects.get().done == "Het begin"


def test_a_story_that_was_submitted_meanwhile_says_so(deal: Deal, bureau: User, colleague: User, enter: Enter) -> None:
    entry = ProgressEntry.begin(
        by=bureau, at=at("2026-01-05"), measure=Measure.objects.get(deal=deal, code="1.1.1"), year=2026, **START
    )
    read = entry.version
    entry.submit(by=bureau, at=at("2026-01-06"))
    late = enter(colleague).post(STORY, START | {"done": "Mijn lange verhaal", "version": str(read)})
    assert late.status_code == 409
    assert "het is intussen ter beoordeling" in words(late)
    assert "Mijn lange verhaal" in late.content.decode()


def test_a_year_that_has_an_open_figure_already_is_told_at_the_field(
    deal: Deal, returned: Measurement, bureau: User, enter: Enter
) -> None:
    measure(deal, returned.indicator.code, 70, "2024-12-31", by=bureau, year=2024)
    path = f"/deals/{deal.slug}/metingen/{returned.pk}/"
    data = {"year": "2024", "value": "84", "source": "Lijst", "version": str(returned.version), "submit": "1"}
    refused = enter(bureau).post(path, data)
    assert refused.status_code == 422
    assert "Voor dit jaar is al een ander cijfer ingevuld" in refused.content.decode()
    returned.refresh_from_db()
    assert returned.year == 2025

"""A story tells the risks, and goes with decisions of the overleg; measures show what the annexes say."""

import re

from django.test import Client

from pillars.agreed.models import CrossLink, NationalProgramme
from pillars.stories.models import ProgressEntry
from regiodeal.covenant.meetings.models import Meeting
from regiodeal.deals.models import Deal, User
from tests.pages import BASE, words_at
from tests.plugins.deal import Enter
from tests.plugins.meetings import decide

STORY = {"done": "Gedaan", "schedule": "on_schedule", "reason": "", "outlook": "Verder", "learned": ""}


def test_a_story_names_risks_and_decisions(meeting: Meeting, bureau: User, at_work: Client) -> None:
    decision = decide(meeting, "De Leyweg komt eerst", by=bureau)
    path = f"{BASE}maatregelen/1.3.1/voortgang/2026/"
    assert "Besluit 2026-1: De Leyweg komt eerst" in words_at(at_work, "maatregelen/1.3.1/voortgang/2026/")
    story = STORY | {"risks": "De vergunning komt laat.", "decisions": [str(decision.pk)]}
    assert at_work.post(path, story).status_code == 302
    entry = ProgressEntry.objects.get()
    assert (entry.risks, list(entry.decisions.all())) == ("De vergunning komt laat.", [decision])
    text = words_at(at_work, f"voortgang/{entry.pk}/")
    assert "De vergunning komt laat." in text
    assert "De Leyweg komt eerst" in text
    assert at_work.post(path, story | {"decisions": [], "version": str(entry.version)}).status_code == 302
    assert list(entry.decisions.all()) == []


def test_who_comes_second_keeps_the_decisions_that_were_ticked(
    meeting: Meeting, bureau: User, colleague: User, at_work: Client, enter: Enter
) -> None:
    decision = decide(meeting, "De Leyweg komt eerst", by=bureau)
    path = f"{BASE}maatregelen/1.3.1/voortgang/2026/"
    assert at_work.post(path, STORY).status_code == 302
    late = enter(colleague).post(path, STORY | {"done": "Ook gedaan", "decisions": [str(decision.pk)], "version": ""})
    assert late.status_code == 409
    assert re.search(rf'name="decisions" value="{decision.pk}"[^>]* checked', late.content.decode())


def test_a_decision_that_is_not_there_is_told(meeting: Meeting, bureau: User, at_work: Client) -> None:
    decide(meeting, "De Leyweg komt eerst", by=bureau)
    response = at_work.post(f"{BASE}maatregelen/1.3.1/voortgang/2026/", STORY | {"decisions": ["999"]})
    assert response.status_code == 422
    assert not ProgressEntry.objects.exists()


def test_the_annexes_are_data_and_stand_at_their_measures(deal: Deal, overleg: User, enter: Enter) -> None:
    assert NationalProgramme.objects.filter(deal=deal).count() == 11
    assert CrossLink.objects.filter(deal=deal).count() == 3
    text = words_at(enter(overleg), "maatregelen/2.1.1/")
    assert "Draagt bij aan landelijk beleid (bijlage 1) Integraal Zorgakkoord" in text
    assert "Samenhang met andere maatregelen (bijlage 2)" in words_at(enter(overleg), "maatregelen/1.3.1/")
    assert "bijlage" not in words_at(enter(overleg), "maatregelen/2.3.3/")

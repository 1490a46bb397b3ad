"""A written round: members answer it in the portal until its last day, and who did not is asked to."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.meetings.models import Meeting, WrittenReply
from regiodeal.deals.models import Deal, User
from regiodeal.notices.reminders import remind
from tests.notices.test_reminders import sent_to
from tests.pages import BASE, words_at
from tests.plugins.deal import Enter, at
from tests.plugins.meetings import plan

pytestmark = pytest.mark.django_db
AGREES = {"position": "agrees", "text": ""}


@pytest.fixture
def written(deal: Deal, bureau: User) -> Meeting:
    """A written round that runs for a week from today."""
    last_day = timezone.localdate() + timedelta(days=7)
    meeting = plan(deal, last_day.isoformat(), by=bureau, form="written", written_reason="Er is geen dag te vinden.")
    meeting.invite(by=bureau, at=timezone.now())
    return meeting


def test_members_answer_in_the_portal_and_the_keepers_hear_it(
    written: Meeting, bureau: User, jenv: User, overleg: User, enter: Enter
) -> None:
    """F50: a written round was nothing: members could neither answer nor agree in the portal."""
    path = f"{BASE}overleg/{written.pk}/reageren/"
    party, member = enter(jenv), enter(overleg)
    assert f"Reageer op de schriftelijke ronde {written}" in words_at(party, "mijn-werk/")
    assert "Nog 7 dagen" in words_at(party, "mijn-werk/")
    assert "Wacht op mij 1" in words_at(party, "")
    remind(at=timezone.now())
    assert "Reageer op de schriftelijke ronde" in "".join(sent_to(jenv))
    assert party.post(path, {"position": ""}).status_code == 422
    assert party.post(path, {"position": "objects", "text": " "}).status_code == 409
    assert party.post(path, {"position": "objects", "text": "De dekking ontbreekt."}).status_code == 302
    assert member.post(path, AGREES).status_code == 302
    page = words_at(enter(bureau), f"overleg/{written.pk}/")
    assert "niet akkoord De dekking ontbreekt." in page
    assert "JenV (" in page
    assert "Overleg akkoord" in page
    assert "schriftelijke ronde" not in words_at(party, "mijn-werk/").partition("op u")[2]
    remind(at=timezone.now())
    assert "Reactie op de schriftelijke ronde" in "".join(sent_to(bureau))


def test_a_reply_changes_until_the_last_day_and_not_unseen(
    written: Meeting, bureau: User, jenv: User, enter: Enter
) -> None:
    """F50, and the rule of seen versions: of two tabs the second is told; after the last day it is closed."""
    path = f"{BASE}overleg/{written.pk}/reageren/"
    client = enter(jenv)
    client.post(path, AGREES)
    changed = {"position": "comments", "text": "Let op de planning.", "version": "1"}
    assert client.post(path, changed).status_code == 302
    assert client.post(path, changed | {"text": "Anders"}).status_code == 409
    row = WrittenReply.objects.get()
    assert (row.text, row.version, row.events.count()) == ("Let op de planning.", 2, 2)
    party: Any = jenv.memberships.get().party
    late = timezone.now() + timedelta(days=8)
    with pytest.raises(WrongStateError):
        WrittenReply.give(written, by=jenv, party=party, at=late, values=AGREES, version=2)
    written.cancel(reason="Toch een vergadering", by=bureau, at=timezone.now())
    assert client.post(path, changed | {"version": "2"}).status_code == 409
    assert "Reageren" not in words_at(client, f"overleg/{written.pk}/").partition("Reacties van de leden")[2][:200]


def test_only_members_answer_and_only_a_written_round(
    deal: Deal, written: Meeting, bureau: User, controller: User, jenv: User, enter: Enter
) -> None:
    """F50, its edges: the bureau keeps the round and answers nothing; a meeting takes no replies in writing."""
    path = "overleg/{}/reageren/"
    for user in (bureau, controller):
        assert enter(user).post(BASE + path.format(written.pk), AGREES).status_code == 403
    table = plan(deal, "2027-03-10", by=bureau)
    table.invite(by=bureau, at=at("2026-11-01"))
    assert enter(jenv).post(BASE + path.format(table.pk), AGREES).status_code == 409
    assert not WrittenReply.objects.exists()

"""Action items: who does what before when, and in "Mijn werk" of who does it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.meetings.action_notices import action_notices
from regiodeal.covenant.meetings.models import ActionItem, Meeting
from regiodeal.deals.models import Membership, User
from tests.pages import BASE, send, words_at
from tests.plugins.deal import Enter, at


def action(meeting: Meeting, *, by: User, owner: User | None = None, due: str = "2026-10-01") -> ActionItem:
    """An action item of the meeting."""
    row = ActionItem(meeting=meeting)
    values = {"text": "Plan sturen", "owner": owner, "owner_name": "" if owner else "ROC Mondriaan"}
    row.enter(by=by, at=at("2026-09-15"), values=values | {"due_on": date.fromisoformat(due)})
    return row


def test_the_secretary_agrees_an_action_and_its_owner_finishes_it(
    at_work: Client, meeting: Meeting, jenv: User, enter: Enter
) -> None:
    data = {"actie-text": "Cijfers delen", "actie-owner": str(jenv.pk), "actie-due_on": "2026-10-01"}
    data |= {"actie-about": "maatregel:1.3.1"}
    assert at_work.post(f"{BASE}overleg/{meeting.pk}/actiepunt/", data).status_code == 302
    row = ActionItem.objects.get()
    owner = enter(jenv)
    assert "Cijfers delen" in words_at(owner, "mijn-werk/")
    assert "Wacht op mij 1" in words_at(owner, "")
    assert "1.3.1 Plintenaanpak" in words_at(owner, f"actiepunten/{row.pk}/")
    page = f"{BASE}actiepunten/{row.pk}/"
    path = page + "gedaan/"
    assert send(owner, path, {"gedaan-done_on": "2099-01-01"}, opened=page).status_code == 422
    assert send(owner, path, {"gedaan-done_on": "2026-09-20", "gedaan-note": "Gemaild"}, opened=page).status_code == 302
    row.refresh_from_db()
    assert (row.done_on, row.done_note) == (date(2026, 9, 20), "Gemaild")
    assert "Cijfers delen" not in words_at(owner, "mijn-werk/")
    assert "gedaan op 20 september 2026" in words_at(owner, "actiepunten/")


def test_an_action_has_one_owner(at_work: Client, meeting: Meeting, bureau: User) -> None:
    path = f"{BASE}overleg/{meeting.pk}/actiepunt/"
    data = {"actie-text": "Cijfers delen", "actie-due_on": "2026-10-01"}
    response = at_work.post(path, data)
    assert "Kies wie dit doet, of vul een naam in." in response.content.decode()
    assert at_work.post(path, data | {"actie-owner_name": "ROC Mondriaan"}).status_code == 302
    assert ActionItem.objects.get().who == "ROC Mondriaan"
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionItem.objects.update(owner=bureau)


def test_somebody_else_does_not_finish_it(meeting: Meeting, bureau: User, jenv: User, bzk: User, enter: Enter) -> None:
    row = action(meeting, by=bureau, owner=jenv)
    data = {"gedaan-done_on": "2026-09-20"}
    assert enter(bzk).post(f"{BASE}actiepunten/{row.pk}/gedaan/", data).status_code == 403
    assert "Is dit gedaan?" not in words_at(enter(bzk), f"actiepunten/{row.pk}/")
    assert enter(jenv).post(f"{BASE}actiepunten/{row.pk}/", {"text": "x"}).status_code == 403
    assert enter(jenv).post(f"{BASE}actiepunten/{row.pk}/vervalt/", {"vervalt-reason": "x"}).status_code == 403


def test_done_or_dropped_once(meeting: Meeting, bureau: User, at_work: Client) -> None:
    row = action(meeting, by=bureau)
    page = f"{BASE}actiepunten/{row.pk}/"
    path = page + "vervalt/"
    assert send(at_work, path, {"vervalt-reason": ""}, opened=page).status_code == 422
    assert send(at_work, path, {"vervalt-reason": "Het ROC doet dit zelf al."}, opened=page).status_code == 302
    row.refresh_from_db()
    assert not row.is_open
    with pytest.raises(WrongStateError):
        row.finish(on=date(2026, 9, 20), note="", by=bureau, at=at("2026-09-20"))
    assert "Het ROC doet dit zelf al." in words_at(at_work, "actiepunten/")


def test_the_last_day_passes_and_does_not_move(meeting: Meeting, bureau: User, at_work: Client) -> None:
    row = action(meeting, by=bureau, owner=bureau, due="2026-10-01")
    assert [row.is_late(date(2026, 10, day)) for day in (1, 2)] == [False, True]
    assert "laatste dag voorbij" in words_at(at_work, "actiepunten/?op=2026-10-02")
    assert "laatste dag voorbij" not in words_at(at_work, "actiepunten/?op=2026-10-01")
    assert "1 dag te laat (1 oktober 2026)" in words_at(at_work, "mijn-werk/?op=2026-10-02")


def test_a_change_leaves_a_trail_and_a_stale_one_changes_nothing(
    meeting: Meeting, bureau: User, at_work: Client
) -> None:
    row = action(meeting, by=bureau)
    data = {"text": "Plan bespreken", "owner_name": "ROC Mondriaan", "due_on": "2026-11-01", "version": "1"}
    assert at_work.post(f"{BASE}actiepunten/{row.pk}/", data).status_code == 302
    assert ["uiterlijk", "1 oktober 2026", "1 november 2026"] in row.events.latest("pk").changes
    assert at_work.post(f"{BASE}actiepunten/{row.pk}/", data).status_code == 409


def test_its_owner_is_reminded_until_it_is_done(meeting: Meeting, bureau: User, jenv: User) -> None:
    row = action(meeting, by=bureau, owner=jenv, due="2026-10-01")
    action(meeting, by=bureau)  # nobody with an account

    def reminded(on: str) -> list[tuple[str, frozenset[int]]]:
        members = list(Membership.objects.filter(deal=meeting.deal))
        return [(row.moment, row.people) for row in action_notices(meeting.deal, members, on=date.fromisoformat(on))]

    assert reminded("2026-08-31") == []
    assert reminded("2026-09-24") == [("7", frozenset({jenv.pk}))]
    assert reminded("2026-10-02") == [("after", frozenset({jenv.pk}))]
    row.finish(on=date(2026, 9, 20), note="", by=jenv, at=at("2026-09-20"))
    assert reminded("2026-09-24") == []


def test_what_is_on_the_name_of_who_leaves_is_told_and_can_be_passed_on(
    meeting: Meeting, bureau: User, jenv: User, administrator: User, enter: Enter, at_work: Client
) -> None:
    """T8: seven action items stayed on the name of who could not sign in any more; nobody was told."""
    row = action(meeting, by=bureau, owner=jenv)
    member = jenv.memberships.get()
    page = words_at(enter(administrator), f"beheer/rollen/{member.pk}/intrekken/")
    assert "Op deze naam staat nog: 1 actiepunt. Draag dat over aan een ander." in page
    assert "heeft geen rol meer" not in words_at(at_work, "actiepunten/")
    member.delete()
    assert "heeft geen rol meer: draag over" in words_at(at_work, "actiepunten/")
    row.revise(by=bureau, at=at("2026-09-20"), values={"owner": bureau}, version=row.version)
    assert "heeft geen rol meer" not in words_at(at_work, "actiepunten/")

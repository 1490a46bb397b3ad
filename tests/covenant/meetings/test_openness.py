"""Openness (art. 11): public unless a Party asked for secrecy; one test walks every place where a secret could show."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from pillars.stories.models import ProgressEntry
from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.documents.keeping import keep_document
from regiodeal.covenant.documents.models import Document
from regiodeal.covenant.meetings.models import ActionItem, Decision, Meeting
from regiodeal.deals.models import Deal, Party, User
from regiodeal.deals.roles import Role
from regiodeal.files.models import Duty
from reporting.snapshot.take import canonical, take_snapshot
from tests.api_clients.test_tokens import NEEDS
from tests.covenant.meetings.test_decisions import explain
from tests.files.samples import PDF
from tests.pages import BASE, send, words_at
from tests.plugins.deal import Enter, at, person
from tests.plugins.meetings import decide, held
from tests.reporting.api.clients import Reading, token_for

SECRET = "Geheimwoord"


@pytest.fixture
def secrets(deal: Deal, bureau: User, reviewer: User) -> dict[str, Any]:
    """A meeting with secret minutes, a secret decision on everything it can touch, and a secret document."""
    meeting = held(deal, "2026-09-15", by=bureau)
    explain(deal, "1.1.1.g-1", by=bureau, approved_by=reviewer)
    about = [("maatregel", "1.1.1"), ("resultaat", "1.1.1.g"), ("afwijking", "1.1.1.g-1")]
    decision = decide(meeting, f"Besluit {SECRET}", by=bureau, text=SECRET, secret_for="JenV", about=about)
    action = ActionItem(meeting=meeting)
    values = {"text": f"Actie {SECRET}", "owner_name": "Gemeente", "due_on": date(2026, 12, 1), "decision": decision}
    action.enter(by=bureau, at=at("2026-09-15"), values=values)
    meeting.refresh_from_db()
    meeting.draft_minutes(f"Verslag {SECRET}", by=bureau, at=at("2026-09-16"), version=meeting.version)
    jenv = Party.objects.get(deal=deal, code="JenV")
    meeting.close_for(jenv, ground="Bedrijfsgegevens", on=date(2026, 9, 16), by=bureau, at=at("2026-09-16"))
    secret = {"openness": "confidential", "requester": jenv, "ground": "Bedrijfsgegevens"}
    values = {"title": f"Stuk {SECRET}", "sort": "plan", "dated_on": date(2026, 9, 15), "meeting": meeting, **secret}
    upload = SimpleUploadedFile(f"{SECRET}.pdf", PDF)
    document = keep_document(deal, upload=upload, by=bureau, at=at("2026-09-15"), values=values)
    entry = story(deal, bureau, reviewer)
    entry.decisions.add(decision)
    return {"meeting": meeting, "decision": decision, "action": action, "document": document, "entry": entry}


def story(deal: Deal, bureau: User, reviewer: User) -> ProgressEntry:
    """An approved story of measure 1.1.1."""
    texts = {"done": "Gedaan", "schedule": "on_schedule", "outlook": "Verder"}
    measure = deal.measure_set.get(code="1.1.1")
    entry = ProgressEntry.begin(by=bureau, at=at("2026-10-01"), measure=measure, year=2026, **texts)
    entry.submit(by=bureau, at=at("2026-10-01"))
    entry.approve(by=reviewer, at=at("2026-10-02"))
    return entry


def pages(secrets: dict[str, Any]) -> list[str]:
    """Every page that shows meetings, decisions, action items or documents."""
    pk = secrets["meeting"].pk
    return [
        "",
        "overleg/",
        f"overleg/{pk}/",
        f"overleg/{pk}/in-tien-minuten/",
        f"overleg/{pk}/agenda.ics",
        "besluiten/",
        f"besluiten/?zoek={SECRET}",
        "actiepunten/",
        "documenten/",
        f"documenten/?zoek={SECRET}",
        "communicatie/",
        "maatregelen/1.1.1/",
        "resultaten/1.1.1.g/",
        "afwijkingen/",
        "afwijkingen/1.1.1.g-1/",
        f"voortgang/{secrets['entry'].pk}/",
        "mijn-werk/",
    ]


def hidden(secrets: dict[str, Any]) -> list[str]:
    """The pages that are about nothing but a secret."""
    document = secrets["document"].pk
    return [
        f"besluiten/{secrets['decision'].code}/",
        f"actiepunten/{secrets['action'].pk}/",
        f"documenten/{document}/",
        f"documenten/{document}/bestand/",
    ]


@pytest.mark.parametrize(
    ("role", "party", "knows"),
    [
        (Role.BUREAU, None, True),
        (Role.REVIEWER, None, True),
        (Role.PARTY, "JenV", True),
        (Role.PARTY, "EZK", False),
        (Role.BZK, "BZK", False),
        (Role.OVERLEG, None, False),
        (Role.ADMINISTRATOR, None, False),
    ],
)
def test_a_secret_is_nowhere_for_whom_it_is_closed(
    deal: Deal, secrets: dict[str, Any], enter: Enter, role: Role, party: str | None, knows: bool
) -> None:
    client = enter(person(deal, "Lezer", role, party))
    told = {path for path in pages(secrets) if SECRET in words_at(client, path).replace(f"zoek={SECRET}", "")}
    assert ("Er is niets gevonden" in words_at(client, f"zoeken/?q={SECRET}")) != knows
    if not knows:
        # A search shows again what was searched for, in its own field.
        assert told == set()
    else:
        assert {f"overleg/{secrets['meeting'].pk}/", "besluiten/", "documenten/", "maatregelen/1.1.1/"} <= told
    found_nothing = "Er is niets gevonden" in words_at(client, f"zoeken/?q={SECRET}")
    assert found_nothing != knows
    for path in hidden(secrets):
        response = client.get(BASE + path)
        assert response.status_code == (200 if knows else 404), path
        b"".join(response)


def test_the_trail_of_an_action_item_does_not_name_a_secret_decision_that_it_followed_from_once(
    secrets: dict[str, Any], bureau: User, overleg: User, enter: Enter
) -> None:
    action = ActionItem(meeting=secrets["meeting"])
    values = {"text": "Bel de gemeente", "owner_name": "Gemeente", "due_on": date(2026, 12, 1)}
    action.enter(by=bureau, at=at("2026-09-15"), values=values)
    for decision in (secrets["decision"], None):
        change = values | {"decision": decision}
        action.revise(by=bureau, at=at("2026-09-16"), values=change, version=action.version)
    path = f"actiepunten/{action.pk}/"
    assert SECRET in words_at(enter(bureau), path)
    text = words_at(enter(overleg), path)
    assert "Bel de gemeente" in text
    assert SECRET not in text


def test_a_secret_is_not_in_the_snapshot_of_the_report(deal: Deal, secrets: dict[str, Any]) -> None:
    snapshot = canonical(take_snapshot(deal, year=2026, stage="final", on=date(2026, 11, 24)))
    assert SECRET.encode() not in snapshot


@pytest.mark.parametrize("sees_unapproved", [False, True])
def test_a_secret_is_nowhere_in_the_api(
    deal: Deal, secrets: dict[str, Any], administrator: User, sees_unapproved: bool
) -> None:
    api = Reading(token_for([deal], administrator, sees_unapproved=sees_unapproved))
    for path in NEEDS:
        answer = api.get("/" + path.format(deal=deal.slug))
        assert answer.status_code in {200, 404}
        assert SECRET not in answer.content.decode(), path


def test_that_a_meeting_was_held_and_that_its_minutes_are_secret_is_no_secret(
    secrets: dict[str, Any], overleg: User, enter: Enter
) -> None:
    text = words_at(enter(overleg), f"overleg/{secrets['meeting'].pk}/")
    assert "Een Partij vroeg om geheimhouding van dit verslag (art. 11)." in text


def test_a_party_asks_and_a_duty_opens_again(deal: Deal, bureau: User, at_work: Any, jenv: User, enter: Enter) -> None:
    decision = decide(held(deal, "2026-09-15", by=bureau), "Een besluit", by=bureau)
    path = f"{BASE}openbaarheid/besluit/{decision.pk}/"
    party = Party.objects.get(deal=deal, code="JenV")
    data = {"requester": str(party.pk), "ground": "", "requested_on": "2026-10-01"}
    assert at_work.post(path, data).status_code == 422
    assert send(at_work, path, data | {"ground": "Veiligheid"}).status_code == 302
    decision.refresh_from_db()
    assert (decision.openness, decision.requester, decision.requested_on) == ("confidential", party, date(2026, 10, 1))
    text = words_at(enter(jenv), f"besluiten/{decision.code}/")
    assert "JenV vroeg op 1 oktober 2026 om geheimhouding: Veiligheid" in text
    assert send(at_work, path, {"duty": "law", "exception": "Wet open overheid, art. 3.1"}).status_code == 302
    decision.refresh_from_db()
    assert decision.is_public
    assert "Toch openbaar vanwege de wet: Wet open overheid, art. 3.1" in words_at(
        at_work, f"besluiten/{decision.code}/"
    )
    assert [event.changes[0][2] for event in decision.events.all() if event.changes] == ["vertrouwelijk", "openbaar"]


def test_of_two_who_close_at_once_one_is_told(deal: Deal, bureau: User, meeting: Meeting) -> None:
    decision = decide(meeting, "Een besluit", by=bureau)
    other = Decision.objects.get(pk=decision.pk)
    party = Party.objects.get(deal=deal, code="JenV")
    decision.close_for(party, ground="Veiligheid", on=date(2026, 10, 1), by=bureau, at=at("2026-10-01"))
    with pytest.raises(WrongStateError):
        other.close_for(party, ground="Veiligheid", on=date(2026, 10, 1), by=bureau, at=at("2026-10-01"))
    with pytest.raises(ValueError, match="openbaarheid"):
        decision.open_again(duty=Duty.LAW, exception=" ", by=bureau, at=at("2026-10-01"))


def test_the_database_refuses_secrecy_without_a_party_and_an_opening_without_a_duty(
    bureau: User, meeting: Meeting
) -> None:
    decision = decide(meeting, "Een besluit", by=bureau)
    for values in ({"openness": "confidential"}, {"exception": "Zomaar"}, {"duty": "law", "exception": "Wet"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(**values)


def test_only_the_secretary_changes_openness(
    deal: Deal, secrets: dict[str, Any], jenv: User, reviewer: User, enter: Enter
) -> None:
    path = f"{BASE}openbaarheid/document/{secrets['document'].pk}/"
    for user in (jenv, reviewer):
        assert enter(user).post(path, {"duty": "law", "exception": "Wet"}).status_code == 403
    assert Document.objects.get().is_confidential

"""Comments on a concept: placed by Parties and members of the overleg, answered by the bureau, before the final one."""

import pytest

from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, User
from reporting.rounds.models import ReportComment, Step
from reporting.rounds.steps import freeze
from tests.pages import BASE, carried, words_at
from tests.plugins.deal import Enter, at
from tests.plugins.reports import shared, started

COMMENTS = "rapportage/ronde/2026/reacties/"


def test_a_party_comments_and_the_bureau_answers(
    deal: Deal, bureau: User, jenv: User, overleg: User, enter: Enter
) -> None:
    shared(deal, by=bureau)
    party = enter(jenv)
    seen = carried(party, COMMENTS)
    answer = party.post(f"{BASE}{COMMENTS}nieuw/", seen | {"section": "geld", "text": "Waar is de btw?"})
    assert answer.status_code == 302
    comment = ReportComment.objects.get()
    text = words_at(enter(overleg), COMMENTS)
    assert f"{jenv} (JenV)" in text
    assert "Waar is de btw?" in text
    assert "Antwoorden" not in text
    path = f"{BASE}{COMMENTS}{comment.pk}/antwoord/"
    key = f"antwoord-{comment.pk}"
    client = enter(bureau)
    empty = client.post(path, {f"{key}-text": "", f"{key}-version": "1"})
    assert empty.status_code == 422
    assert "Schrijf op wat u met deze reactie doet." in empty.content.decode()
    data = {f"{key}-text": "De btw staat erbij.", f"{key}-is_adapted": "on", f"{key}-version": "1"}
    assert client.post(path, data).status_code == 302
    assert client.post(path, data).status_code == 409  # somebody else was first
    text = words_at(party, COMMENTS)
    assert "De btw staat erbij." in text
    assert "de rapportage is aangepast" in text
    assert [event.to_state for event in comment.events.all()] == ["open", "answered"]


def test_no_final_report_while_a_comment_waits(deal: Deal, bureau: User, jenv: User) -> None:
    round_ = shared(deal, by=bureau)
    concept = round_.steps.get(step=Step.CONCEPT).report
    assert concept is not None
    comment = ReportComment.place(concept, section="geld", text="Klopt dit?", party=None, by=jenv, at=at("2026-06-12"))
    with pytest.raises(ValueError, match="Nog 1 reactie wacht op antwoord"):
        freeze(round_, Step.FINAL, by=bureau, at=at("2026-07-01"))
    comment.withdraw(by=jenv, at=at("2026-06-13"))
    freeze(round_, Step.FINAL, by=bureau, at=at("2026-07-01"))
    with pytest.raises(WrongStateError):
        comment.reply(text="Ja", has_changed=False, by=bureau, at=at("2026-07-01"), version=comment.version)


def test_only_who_wrote_a_comment_takes_it_back(
    deal: Deal, bureau: User, jenv: User, overleg: User, enter: Enter
) -> None:
    round_ = shared(deal, by=bureau)
    concept = round_.steps.get(step=Step.CONCEPT).report
    assert concept is not None
    comment = ReportComment.place(concept, section="geld", text="Klopt dit?", party=None, by=jenv, at=at("2026-06-12"))
    path = f"{BASE}{COMMENTS}{comment.pk}/intrekken/"
    enter(overleg).post(path)
    comment.refresh_from_db()
    assert comment.state == "open"
    assert enter(jenv).post(path).status_code == 409  # without what was on the screen
    enter(jenv).post(path, {"version": comment.version})
    comment.refresh_from_db()
    assert comment.state == "withdrawn"
    assert "Klopt dit?" not in words_at(enter(bureau), COMMENTS)


def test_before_the_concept_was_sent_nobody_comments(deal: Deal, bureau: User, jenv: User, enter: Enter) -> None:
    started(deal, by=bureau)
    client = enter(jenv)
    assert "Er is nog geen concept" in words_at(client, COMMENTS)
    client.post(f"{BASE}{COMMENTS}nieuw/", {"section": "geld", "text": "Te vroeg"})
    assert not ReportComment.objects.exists()


@pytest.mark.parametrize("data", [{"section": "geld", "text": " "}, {"section": "zomaar", "text": "Tekst"}])
def test_a_comment_that_says_nothing_or_is_about_nothing_is_refused(
    deal: Deal, bureau: User, jenv: User, enter: Enter, data: dict[str, str]
) -> None:
    shared(deal, by=bureau)
    assert enter(jenv).post(f"{BASE}{COMMENTS}nieuw/", data).status_code == 422
    assert not ReportComment.objects.exists()

"""Comments on a concept: placed by Parties and members of the overleg, answered by the bureau, before the final one."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, Party, User
from regiodeal.deals.roles import Reader, Right
from reporting.content.frozen_report import FrozenReport
from reporting.differences.compare import differences
from reporting.dossier.parts import parts
from reporting.open_data.public import public_copy
from reporting.pdf.document import render_html
from reporting.rounds.models import ReportComment, Step
from reporting.rounds.steps import freeze
from tests.pages import BASE, carried, words, words_at
from tests.plugins.deal import Enter, at
from tests.plugins.reports import laid_down, shared, started
from tests.reporting.example_reports import build
from tests.reporting.example_reports import words as pdf_words

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


def test_the_final_report_and_its_dossier_tell_comments_with_their_answers(
    deal: Deal, bureau: User, jenv: User, overleg: User, own_files: Path
) -> None:
    """F38, F41: what Parties said of the concept was nowhere to be read by whom the report is for."""
    round_ = shared(deal, by=bureau)
    concept = round_.steps.get(step=Step.CONCEPT).report
    assert concept is not None
    party = Party.objects.get(deal=deal, code="JenV")
    on = at("2026-06-12")
    ours = ReportComment.place(concept, section="geld", text="Waar is de btw?\n=1+1", party=party, by=jenv, at=on)
    first = ReportComment.place(concept, section="samenvatting", text="Mooi.", party=None, by=overleg, at=on)
    gone = ReportComment.place(concept, section="geld", text="Vergissing", party=party, by=jenv, at=on)
    gone.withdraw(by=jenv, at=on)
    for row, text, changed in ((ours, "De btw staat erbij.", True), (first, "Dank u.", False)):
        row.reply(text=text, has_changed=changed, by=bureau, at=at("2026-06-20"), version=row.version)
    final = laid_down(round_, Step.FINAL, "2026-07-01", by=bureau)
    report = FrozenReport(final.snapshot)
    told = final.snapshot.get("comments", [])
    assert [(row["section_title"], row["party"], row["answer"]) for row in told] == [
        ("Samenvatting", "", "Dank u."),
        ("Geld", party.name, "De btw staat erbij."),
    ]
    pdf = pdf_words(build(final.snapshot))
    for said in ("Reacties op het concept", "Waar is de btw?", "De btw staat erbij.", "De rapportage is aangepast."):
        assert said in pdf
    for unsaid in ("Vergissing", str(jenv), str(overleg)):
        assert unsaid not in pdf.partition("Dit vonden de Partijen")[2].partition("Vooruitblik")[0]
    assert "Reacties op het concept" not in render_html(FrozenReport(concept.snapshot))
    assert "Waar is de btw?" not in public_copy(report).canonical.decode()
    said_of_change = [row.words for part in differences(concept.snapshot, final.snapshot) for row in part.changes]
    assert f"Reactie van {party.name} op Geld: nieuw" in said_of_change
    reader: Reader = {"rights": frozenset(Right), "parties": frozenset()}
    files = {part.path: part for part in parts(final, reader, asker=bureau.pk)}
    table = files["1-rapportage/reacties.csv"].open().read().decode("utf-8-sig")
    assert f'{jenv} (JenV);"Waar is de btw?\n=1+1";2026-06-12;beantwoord;De btw staat erbij.;ja;2026-06-20' in table
    assert "Vergissing" not in table
    later = laid_down(round_, Step.FINAL, "2026-11-29", by=bureau, reason="Beter.", keeps_day=False)
    assert later.snapshot.get("comments") == told  # a later one keeps them


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


def test_comments_close_after_their_last_day_and_open_when_it_moves(
    deal: Deal, bureau: User, jenv: User, enter: Enter
) -> None:
    """F20, F19: commenting had no last day that counted; after it the form stood open and the Party went on waiting."""
    round_ = shared(deal, by=bureau)
    today = timezone.localdate()
    party, page = enter(jenv), COMMENTS

    def until(day: date) -> None:
        round_.revise(by=bureau, at=timezone.now(), values={"comments_until": day}, version=round_.version)

    until(today - timedelta(days=1))
    assert "Plaats de reactie" not in words_at(party, page)
    assert "Reageer op het concept" not in words_at(party, "mijn-werk/")
    assert "Wacht op mij 0" in words_at(party, "")
    answer = party.post(f"{BASE}{page}nieuw/", {"section": "geld", "text": "Te laat"})
    assert answer.status_code == 409
    assert "kan een latere dag kiezen" in words(answer)
    assert not ReportComment.objects.exists()
    until(today)
    assert "Wacht op mij 1" in words_at(party, "")

"""Questions on a figure or a story: asked of a person, answered, closed; told to who has to know, and nobody else."""

import pytest
from django.utils import timezone

from pillars.measurements.models import Measurement
from pillars.questions.models import EntryQuestion, QuestionState
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Stage
from regiodeal.notices.inbox import inbox
from tests.pages import BASE, queries, send, words, words_at
from tests.plugins.deal import Enter
from tests.plugins.figures import indicator_of, measure

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure(deal: Deal, bureau: User) -> Measurement:
    """A figure that waits for a reviewer."""
    return measure(deal, indicator_of(deal, "1.1.1.g-1"), 4, "2026-10-01", by=bureau)


def asked(figure: Measurement, *, of: User, by: User) -> EntryQuestion:
    """A question about the figure."""
    deal = figure.indicator.deal
    return EntryQuestion.ask(figure, deal=deal, of=of, text="Welke lijst is dit?", by=by, at=timezone.now())


def told(deal: Deal, user: User) -> list[str]:
    """What the list of notices of somebody says about questions."""
    lines = inbox(deal, user, at=timezone.now())
    return [line.notice.title for line in lines if line.notice.key.startswith("vraag ")]


def test_a_question_goes_from_asking_to_closing_and_each_hears_of_it(
    deal: Deal, bureau: User, colleague: User, reviewer: User, figure: Measurement, enter: Enter
) -> None:
    page = enter(reviewer).get(f"{BASE}metingen/{figure.pk}/vraag/")
    assert f'<option value="{bureau.pk}" selected>' in page.content.decode()  # who entered it
    values = {"asked_of": bureau.pk, "text": "Welke lijst is dit?"}
    response = send(enter(reviewer), f"metingen/{figure.pk}/vraag/", values)
    assert response.headers["Location"] == f"{BASE}metingen/{figure.pk}/"
    question = EntryQuestion.objects.get()
    assert told(deal, bureau) == [f"Vraag van Beoordelaar over {figure}"]
    assert told(deal, colleague) == told(deal, reviewer) == []
    assert f"Vraag van Beoordelaar over {figure}" in words_at(enter(bureau), "mijn-werk/")
    assert "Welke lijst is dit?" in words_at(enter(colleague), f"metingen/{figure.pk}/")

    send(enter(bureau), f"vragen/{question.pk}/", {"answer": "De lijst van september."})
    assert told(deal, bureau) == []
    assert told(deal, reviewer) == [f"Antwoord van Bureau over {figure}"]
    assert "De lijst van september." in words_at(enter(reviewer), "mijn-werk/")

    send(enter(reviewer), f"vragen/{question.pk}/afsluiten/", opened=f"vragen/{question.pk}/")
    question.refresh_from_db()
    assert question.state == QuestionState.CLOSED
    assert told(deal, reviewer) == []
    assert [event.led_to for event in question.events.all()] == ["gesteld", "beantwoord", "afgesloten"]


def test_who_may_read_the_figure_reads_the_question_and_nobody_else(
    deal: Deal, bureau: User, reviewer: User, overleg: User, figure: Measurement, enter: Enter
) -> None:
    question = asked(figure, of=bureau, by=reviewer)
    assert enter(overleg).get(f"{BASE}vragen/{question.pk}/").status_code == 404
    assert enter(overleg).get(f"{BASE}metingen/{figure.pk}/vraag/").status_code == 404
    assert "Welke lijst" not in words_at(enter(overleg), "vragen/")
    figure.approve(by=reviewer, at=timezone.now())
    assert "Welke lijst is dit?" in words_at(enter(overleg), f"vragen/{question.pk}/")
    assert "Welke lijst is dit?" in words_at(enter(overleg), "vragen/")


def test_who_may_not_read_the_figure_cannot_be_asked(
    deal: Deal, bureau: User, reviewer: User, overleg: User, figure: Measurement, enter: Enter
) -> None:
    values = {"asked_of": overleg.pk, "text": "Weet u dit?"}
    response = send(enter(reviewer), f"metingen/{figure.pk}/vraag/", values)
    assert response.status_code == 422
    assert not EntryQuestion.objects.exists()
    figure.approve(by=reviewer, at=timezone.now())
    send(enter(reviewer), f"metingen/{figure.pk}/vraag/", values)
    assert told(deal, overleg) == [f"Vraag van Beoordelaar over {figure}"]


def test_a_member_asks_about_an_approved_figure_outside_the_round(
    deal: Deal, bureau: User, reviewer: User, overleg: User, figure: Measurement, enter: Enter
) -> None:
    figure.approve(by=reviewer, at=timezone.now())
    send(enter(overleg), f"metingen/{figure.pk}/vraag/", {"asked_of": bureau.pk, "text": "Telt de zomer mee?"})
    assert told(deal, bureau) == [f"Vraag van Overleg over {figure}"]


@pytest.mark.parametrize("text", ["", "   "])
def test_an_answer_needs_words(bureau: User, reviewer: User, figure: Measurement, enter: Enter, text: str) -> None:
    question = asked(figure, of=bureau, by=reviewer)
    response = send(enter(bureau), f"vragen/{question.pk}/", {"answer": text})
    assert response.status_code == 422
    assert "Schrijf uw antwoord op." in words(response)


def test_nobody_answers_their_own_or_what_is_asked_of_another(
    bureau: User, reviewer: User, controller: User, figure: Measurement, enter: Enter
) -> None:
    question = asked(figure, of=bureau, by=reviewer)
    for user in (reviewer, controller):
        assert "Geef antwoord" not in words_at(enter(user), f"vragen/{question.pk}/")
        response = send(enter(user), f"vragen/{question.pk}/", {"answer": "Nee"})
        assert response.status_code == 409
    question.refresh_from_db()
    assert question.state == QuestionState.ASKED
    with pytest.raises(ValueError, match="Alleen wie de vraag stelde"):
        question.close(by=bureau, at=timezone.now(), version=question.version)


def test_two_who_answer_at_once_are_told(bureau: User, colleague: User, reviewer: User, figure: Measurement) -> None:
    question = asked(figure, of=bureau, by=reviewer)
    stale = EntryQuestion.objects.get(pk=question.pk)
    question.reply("Ja", by=bureau, at=timezone.now(), version=question.version, may_for_all=False)
    with pytest.raises(WrongStateError):
        stale.reply("Nee", by=colleague, at=timezone.now(), version=stale.version, may_for_all=True)


def test_what_is_asked_of_somebody_who_left_is_told_to_the_bureau(
    deal: Deal, bureau: User, colleague: User, reviewer: User, figure: Measurement, enter: Enter
) -> None:
    question = asked(figure, of=bureau, by=reviewer)
    Membership.objects.filter(user=bureau).delete()
    assert told(deal, colleague) == [f"Vraag van Beoordelaar over {figure}"]
    send(enter(colleague), f"vragen/{question.pk}/", {"answer": "De lijst van september."})
    question.refresh_from_db()
    assert question.answered_by == colleague


def test_nothing_is_asked_in_a_closed_deal(
    deal: Deal, bureau: User, reviewer: User, figure: Measurement, enter: Enter
) -> None:
    question = asked(figure, of=bureau, by=reviewer)
    figure.approve(by=reviewer, at=timezone.now())
    Deal.objects.filter(pk=deal.pk).update(stage=Stage.CLOSED)
    assert enter(bureau).get(f"{BASE}metingen/{figure.pk}/vraag/").status_code == 403
    page = words_at(enter(bureau), f"vragen/{question.pk}/")
    assert "Welke lijst is dit?" in page
    assert "Geef antwoord" not in page


def test_the_list_asks_no_more_queries_for_more_questions(
    bureau: User, reviewer: User, figure: Measurement, enter: Enter
) -> None:
    client = enter(bureau)
    asked(figure, of=bureau, by=reviewer)
    before = queries(client, f"{BASE}vragen/"), queries(client, f"{BASE}mijn-werk/")
    for _ in range(4):
        asked(figure, of=bureau, by=reviewer)
    assert (queries(client, f"{BASE}vragen/"), queries(client, f"{BASE}mijn-werk/")) == before


def test_who_answers_or_closes_on_an_old_page_is_told(
    bureau: User, colleague: User, reviewer: User, figure: Measurement, enter: Enter
) -> None:
    question = asked(figure, of=bureau, by=reviewer)
    seen = {"version": str(question.version)}
    question.reply("Ja", by=bureau, at=timezone.now(), version=question.version, may_for_all=False)
    late = enter(colleague).post(f"{BASE}vragen/{question.pk}/", seen | {"answer": "Nee"})
    assert late.status_code == 409
    assert "Nee" not in EntryQuestion.objects.get().answer
    assert enter(reviewer).post(f"{BASE}vragen/{question.pk}/afsluiten/", seen).status_code == 409
    assert EntryQuestion.objects.get().state == QuestionState.ANSWERED

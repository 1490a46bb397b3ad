"""Nothing red without a reason under it: explanation, own judgement, decision."""

from datetime import date
from decimal import Decimal

import pytest

from pillars.explanations.models import Explanation
from pillars.status.status import Status
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from regiodeal.lifecycle.seen import seen_text
from tests.pages import words
from tests.plugins.deal import Enter, at
from tests.plugins.figures import indicator_of, measure, target_on

LIST = "/deals/den-haag-zuidwest-ii/afwijkingen/"
TARGET = "1.1.1.g-1"  # the volunteers
PAGE = f"{LIST}{TARGET}/"
TEXT = {"text": "Twee coaches vielen uit.", "expected_value": "95", "proposal": "Twee coaches extra."}


@pytest.fixture(autouse=True)
def lagging(deal: Deal, bureau: User, reviewer: User) -> None:
    """60 of 100 volunteers in 2025: behind."""
    measure(deal, indicator_of(deal, "1.1.1.g-1"), 60, "2025-12-31", by=bureau, year=2025, approved_by=reviewer)


def explain(deal: Deal, by: User, approved_by: User, day: str = "2026-02-01", **values: object) -> Explanation:
    """An approved explanation of how the target stands on a day."""
    found = target_on(deal, TARGET, day)
    explanation = Explanation.begin(
        by=by,
        at=at(day),
        target=found.target,
        about_value=found.outcome.value,
        about_status=found.outcome.status,
        text="Twee coaches vielen uit.",
        **values,
    )
    explanation.submit(by=by, at=at(day))
    explanation.approve(by=approved_by, at=at(day))
    return explanation


def test_the_list_asks_for_what_is_missing(bureau: User, enter: Enter) -> None:
    text = words(enter(bureau).get(f"{LIST}?op=2026-03-01"))
    assert "60 van 100 vrijwilligers in 2025: 40 te weinig." in text
    assert "Nog geen uitleg." in text


def test_an_explanation_goes_through_two_people_and_stands_under_the_figure(
    deal: Deal, bureau: User, reviewer: User, overleg: User, enter: Enter
) -> None:
    assert enter(bureau).post(PAGE, TEXT | {"submit": "1"}).status_code == 302
    assert "Twee coaches vielen uit." not in words(enter(overleg).get(LIST))
    waiting = Explanation.objects.get()
    enter(reviewer).post(f"/deals/{deal.slug}/uitleg/{waiting.pk}/goedkeuren/", {"version": waiting.version})
    for path in (LIST, PAGE, f"/deals/{deal.slug}/"):
        assert "Twee coaches vielen uit." in words(enter(overleg).get(path))


def test_an_explanation_needs_words_and_a_number_that_can_be_read(bureau: User, enter: Enter) -> None:
    refused = enter(bureau).post(PAGE, {"text": "", "expected_value": "veel"})
    assert refused.status_code == 422
    assert "is geen getal" in refused.content.decode()
    assert not Explanation.objects.exists()


def test_a_draft_may_be_half_and_only_submitting_asks_the_text(deal: Deal, bureau: User, enter: Enter) -> None:
    client = enter(bureau)
    assert client.post(PAGE, {"text": "", "proposal": "Twee coaches extra."}).status_code == 302
    draft = Explanation.objects.get()
    assert (draft.text, draft.proposal, draft.state) == ("", "Twee coaches extra.", State.DRAFT)
    half = {"text": " ", "version": draft.version, "submit": "1"}
    assert client.post(PAGE, half).status_code == 422
    path = f"/deals/{deal.slug}/uitleg/{draft.pk}/indienen/"
    refused = words(client.post(path, {"version": draft.version}, follow=True))
    assert "Dit is nog niet compleet: wat is er aan de hand." in refused
    assert Explanation.objects.get().state == State.DRAFT


def test_a_new_figure_asks_for_a_new_explanation(deal: Deal, bureau: User, reviewer: User) -> None:
    explain(deal, bureau, reviewer)
    assert target_on(deal, TARGET, "2026-02-02").explanation is not None
    assert target_on(deal, TARGET, "2026-01-31").explanation is None  # not known yet
    indicator = indicator_of(deal, "1.1.1.g-1")
    measure(deal, indicator, 50, "2026-03-01", by=bureau, year=2025, approved_by=reviewer)
    assert target_on(deal, TARGET, "2026-03-02").explanation is None


def test_a_persons_own_judgement_counts_and_the_rule_stays_visible(
    deal: Deal, bureau: User, reviewer: User, overleg: User, enter: Enter
) -> None:
    explain(deal, bureau, reviewer, own_status=Status.ATTENTION)
    found = target_on(deal, TARGET, "2026-02-02")
    assert (found.status, found.outcome.status, found.is_judged) == (Status.ATTENTION, Status.BEHIND, True)
    page = words(enter(overleg).get(f"/deals/{deal.slug}/resultaten/1.1.1.g/?op=2026-02-02"))
    assert "Volgens de regel: loopt achter." in page


def test_a_decision_closes_it_once(deal: Deal, bureau: User, reviewer: User, enter: Enter) -> None:
    explanation = explain(deal, bureau, reviewer, day="2026-10-01")
    refused = enter(bureau).post(f"{PAGE}besluit/", {"decision": "", "closed_on": "2026-09-20"})
    assert refused.status_code == 422
    typed = {"decision": "Het overleg wil 95.", "closed_on": "2026-11-20"}
    unseen = enter(bureau).post(f"{PAGE}besluit/", typed | {"seen": f"{explanation.pk}:1"})
    assert unseen.status_code == 409  # T1: one decides about the explanation that was on the screen
    assert "Het overleg wil 95." in unseen.content.decode()
    enter(bureau).post(f"{PAGE}besluit/", typed | {"seen": f"{explanation.pk}:{explanation.version}"})
    explanation.refresh_from_db()
    assert (explanation.decision, explanation.closed_on) == ("Het overleg wil 95.", date(2026, 11, 20))
    with pytest.raises(WrongStateError, match="al over besloten"):
        explanation.close(decision="Toch 90.", on=date(2026, 11, 21), by=bureau, at=at("2026-11-21"))
    assert explanation.events.last().reason == "Besluit: Het overleg wil 95."  # type: ignore[union-attr]


def test_two_people_explain_the_same_target(deal: Deal, bureau: User, colleague: User, enter: Enter) -> None:
    enter(bureau).post(PAGE, TEXT)
    late = enter(colleague).post(PAGE, TEXT | {"text": "Mijn eigen uitleg", "version": ""})
    assert late.status_code == 409
    assert "Mijn eigen uitleg" in late.content.decode()
    assert Explanation.objects.get().text == TEXT["text"]


def test_the_reviewer_finds_it_in_the_list(bureau: User, reviewer: User, enter: Enter) -> None:
    enter(bureau).post(PAGE, TEXT | {"submit": "1"})
    page = words(enter(reviewer).get("/deals/den-haag-zuidwest-ii/mijn-werk/"))
    assert "Uitleg bij 1.1.1.g-1" in page
    seen = seen_text(Explanation.objects.get())
    enter(reviewer).post("/deals/den-haag-zuidwest-ii/mijn-werk/goedkeuren/", {"uitleg": seen, "confirm": "1"})
    assert Explanation.objects.get().state == State.APPROVED
    assert Explanation.objects.get().expected_value == Decimal(95)

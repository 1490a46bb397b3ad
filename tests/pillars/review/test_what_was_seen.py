"""Who reviews sees what a decision does and replaces, also of many at once; what came too late is shown, not lost."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from pillars.agreed.models import Target
from pillars.explanations.models import Explanation
from pillars.measurements.models import Measurement
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal, User
from tests.pages import BASE, shown
from tests.plugins.deal import Enter, at
from tests.plugins.figures import indicator_of, measure

RESULT = f"{BASE}resultaten/1.1.1.g/"
VOLUNTEERS = "vrijwilligers-vergoeding"


@pytest.fixture
def counting(deal: Deal, bureau: User, reviewer: User) -> Measurement:
    """78 volunteers in 2025, approved."""
    code = indicator_of(deal, "1.1.1.g-1")
    return measure(deal, code, 78, "2025-12-31", by=bureau, year=2025, approved_by=reviewer, approved_on="2026-01-20")


@pytest.fixture
def correction(counting: Measurement, bureau: User) -> Measurement:
    """100 instead of those 78, submitted."""
    values = {"year": 2025, "measured_on": date(2025, 12, 31), "value": Decimal(100), "source": "Nieuwe lijst"}
    row = counting.correct(by=bureau, at=at("2026-02-01"), values=values, reason="Een wijk was vergeten")
    row.submit(by=bureau, at=at("2026-02-01"))
    return row


def explained(deal: Deal, by: User, **fields: object) -> Explanation:
    """A submitted explanation of the volunteers: 78 of 100, in one's own judgement achieved."""
    values = {"text": "Het komt goed.", "expected_value": Decimal("3.5"), "own_status": "achieved"} | fields
    row = Explanation.begin(
        by=by,
        at=at("2026-02-01"),
        target=Target.objects.get(deal=deal, code="1.1.1.g-1"),
        about_value=Decimal(78),
        about_status="attention",
        **values,
    )
    row.submit(by=by, at=at("2026-02-01"))
    return row


# --- What a decision does -------------------------------------------------------------------------------------------


def test_own_judgement_and_expected_value_are_seen_with_what_they_do(
    deal: Deal, counting: Measurement, bureau: User, reviewer: User, enter: Enter
) -> None:
    """Entry 3: the reviewer reads the judgement, 3,5, and that attention becomes achieved, before deciding."""
    explained(deal, bureau)
    page = shown(enter(reviewer).get(f"{BASE}afwijkingen/1.1.1.g-1/"))
    before = page.split("Uw oordeel")[0]
    assert "<strong>behaald</strong>, anders dan de regel" in before
    assert "3,5" in before
    effect = before.split("Wat goedkeuren doet")[1]
    assert "eigen oordeel; volgens de regel aandacht" in effect


def test_an_explanation_about_a_figure_that_is_no_longer_there_says_so(
    deal: Deal, correction: Measurement, bureau: User, reviewer: User, enter: Enter
) -> None:
    explained(deal, bureau)
    correction.approve(by=reviewer, at=at("2026-02-05"))
    page = shown(enter(reviewer).get(f"{BASE}afwijkingen/1.1.1.g-1/"))
    assert "Het cijfer is intussen anders" in page


def test_a_correction_shows_old_beside_new_and_what_it_does(
    correction: Measurement, reviewer: User, enter: Enter
) -> None:
    """Entry 5 and 18: 78 becomes 100, and attention becomes on schedule."""
    page = shown(enter(reviewer).get(f"{BASE}metingen/{correction.pk}/"))
    replaced = page.split("Dit is een correctie")[1].split("Bekijk het oude cijfer")[0]
    assert "78" in replaced
    assert "<strong>100</strong>" in replaced
    assert "Een wijk was vergeten" in replaced
    effect = page.split("Wat goedkeuren doet")[1].split("Uw oordeel")[0]
    assert "78 van 100" in effect
    assert "100 van 100" in effect


def test_many_at_once_show_notes_texts_corrections_and_the_effect_of_all(
    deal: Deal, correction: Measurement, bureau: User, reviewer: User, enter: Enter
) -> None:
    """Entry 17 and 18: what is approved together was all on the page."""
    explanation = explained(deal, bureau)
    texts = {"done": "Begin. " + "x" * 500 + " slot van de tekst", "schedule": "on_schedule", "outlook": "Vooruit maar"}
    story = ProgressEntry.begin(
        by=bureau, at=at("2026-01-05"), measure=deal.measure_set.get(code="1.1.1"), year=2025, **texts
    )
    story.submit(by=bureau, at=at("2026-01-05"))
    noted = measure(deal, "loopbaanpaden", 5, "2026-01-06", by=bureau)
    Measurement.objects.filter(pk=noted.pk).update(note="Nog niet getekend.")
    sent = {
        "metingen": [f"{row.pk}:{row.version}" for row in (correction, noted)],
        "uitleg": f"{explanation.pk}:{explanation.version}",
        "voortgang": f"{story.pk}:{story.version}",
    }
    page = shown(enter(reviewer).post(f"{BASE}mijn-werk/goedkeuren/", sent))
    for words in ("Nog niet getekend.", "slot van de tekst", "Vooruit maar", "Een wijk was vergeten", "3,5"):
        assert words in page, words
    assert "was <strong>78</strong>" in page
    assert "Wat goedkeuren doet" in page


# --- A figure that counts is replaced by a correction alone ---------------------------------------------------------


def enter_figure(client: Client, deal: Deal, **typed: str) -> object:
    """Press the button of the form on the result page."""
    indicator = deal.indicator_set.get(code=indicator_of(deal, "1.1.1.g-1"))
    data = {"year": "2025", "value": "100", "source": "Lijst", "submit": "1"} | typed
    sent = {name if name == "submit" else f"indicator-{indicator.pk}-{name}": value for name, value in data.items()}
    return client.post(f"{RESULT}metingen/{indicator.code}/", sent)


def test_a_new_figure_for_a_year_that_has_one_is_a_correction_with_a_reason(
    at_work: Client, deal: Deal, counting: Measurement
) -> None:
    """Entry 5: 100 over 2025 does not silently take the place of 78."""
    refused = enter_figure(at_work, deal)
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert "Over 2025 is al een goedgekeurd cijfer: 78." in refused.content.decode()  # type: ignore[attr-defined]
    assert Measurement.objects.count() == 1
    enter_figure(at_work, deal, reason="Een wijk was vergeten")
    row = Measurement.objects.get(replaces=counting)
    assert (row.value, row.correction_reason) == (Decimal(100), "Een wijk was vergeten")


def test_a_correction_cannot_be_moved_to_a_year_that_has_a_figure(
    at_work: Client, deal: Deal, counting: Measurement, bureau: User, reviewer: User
) -> None:
    """Entry 5: the figure of 2025, corrected to 2024, would replace that of 2024 unseen."""
    code = indicator_of(deal, "1.1.1.g-1")
    measure(deal, code, 57, "2024-12-31", by=bureau, year=2024, approved_by=reviewer)
    typed = {"year": "2024", "value": "66", "source": "Lijst", "reason": "Verkeerd jaar"}
    sent = {f"correction-{name}": value for name, value in typed.items()}
    answer = at_work.post(f"{BASE}metingen/{counting.pk}/corrigeren/", sent)
    assert answer.status_code == 422
    assert "Over 2024 is al een goedgekeurd cijfer: 57. Corrigeer dat cijfer." in answer.content.decode()


def test_of_two_drafts_about_one_day_only_one_can_be_approved(
    deal: Deal, bureau: User, reviewer: User, enter: Enter
) -> None:
    """Entry 5: what was begun before the other was approved is stopped when it is decided."""
    first = measure(deal, "loopbaanpaden", 5, "2026-01-06", by=bureau)
    second = measure(deal, "loopbaanpaden", 6, "2026-01-06", by=bureau)
    first.approve(by=reviewer, at=at("2026-01-07"))
    sent = {"version": second.version}
    answer = enter(reviewer).post(f"{BASE}metingen/{second.pk}/goedkeuren/", sent, follow=True)
    assert "het hoort een correctie daarvan te zijn" in answer.content.decode()
    second.refresh_from_db()
    assert second.state == "submitted"


def test_a_returned_correction_can_be_lifted_and_another_begun(
    at_work: Client, deal: Deal, counting: Measurement, correction: Measurement, reviewer: User, bureau: User
) -> None:
    """Entry 7: withdrawing what came back frees the approved figure."""
    correction.give_back(by=reviewer, at=at("2026-02-03"), reason="Klopt niet")
    page = f"{BASE}metingen/{counting.pk}/"
    assert "Er loopt een correctie" in at_work.get(page).content.decode()
    sent = {"version": correction.version}
    at_work.post(f"{BASE}metingen/{correction.pk}/weggooien/", sent)
    text = at_work.get(page).content.decode()
    assert "Er loopt een correctie" not in text
    assert "Correctie indienen" in text
    typed = {"year": "2025", "value": "79", "source": "Lijst", "reason": "Toch één meer"}
    at_work.post(f"{page}corrigeren/", {f"correction-{name}": value for name, value in typed.items()})
    assert Measurement.objects.filter(replaces=counting).count() == 2


def test_the_result_page_and_the_search_say_which_figure_counts(
    at_work: Client, counting: Measurement, correction: Measurement, reviewer: User
) -> None:
    """Entry 6: 78 is struck through and says by what it was replaced; 100 counts."""
    correction.approve(by=reviewer, at=at("2026-02-05"))
    page = shown(at_work.get(RESULT))
    assert "<del>78</del>" in page
    assert "vervangen door 100 (2025)" in page
    assert page.count("telt mee</span>") == 1
    found = shown(at_work.get(f"{BASE}zoeken/", {"q": "Registratie van het bureau"}))
    assert re.search(r'78 \(2025\)[^<]*</a> <span class="badge">vervangen, telt niet mee</span>', found)


# --- Numbers --------------------------------------------------------------------------------------------------------


def test_a_value_far_from_last_time_is_asked_about_once(at_work: Client, deal: Deal, counting: Measurement) -> None:
    """Entry 27: 1.234 after 78 is asked about; the tick is about that value and no other."""
    asked = enter_figure(at_work, deal, year="2024", value="1.234")
    assert "Vorige keer was dit 78. Klopt 1.234?" in asked.content.decode()  # type: ignore[attr-defined]
    other = enter_figure(at_work, deal, year="2024", value="12.345", sure="1.234")
    assert other.status_code == 422  # type: ignore[attr-defined]
    assert enter_figure(at_work, deal, year="2024", value="1.234", sure="1.234").status_code == 302  # type: ignore[attr-defined]


def test_a_part_of_what_is_counted_is_asked_about(at_work: Client, deal: Deal) -> None:
    """T6: 2,5 volunteers."""
    asked = enter_figure(at_work, deal, value="2,5")
    assert "2,5 is geen heel getal. Klopt dat?" in asked.content.decode()  # type: ignore[attr-defined]
    assert enter_figure(at_work, deal, value="2,5", sure="2,5").status_code == 302  # type: ignore[attr-defined]


def test_a_milestone_and_a_judgement_have_no_answer_beforehand(at_work: Client) -> None:
    """Entry 11: who fills in the rest in a hurry reports nothing as done."""
    page = at_work.get(f"{BASE}resultaten/1.1.3.a/").content.decode()
    choices = page.split('name="indicator-')[1:]
    assert any('<option value="" selected>Kies</option>' in choice for choice in choices)


# --- Too late -------------------------------------------------------------------------------------------------------


def test_a_figure_that_was_submitted_meanwhile_shows_mine_and_theirs_on_top(
    deal: Deal, bureau: User, colleague: User, enter: Enter
) -> None:
    """Entry 4, 12 and 13: not open any more, and yet nothing typed is lost; the title says that it went wrong."""
    row = measure(deal, "loopbaanpaden", 5, "2026-01-06", by=colleague)
    typed = {"value": "7", "measured_on": "2026-01-06", "source": "Mijn bron D", "note": "", "version": "1"}
    answer = enter(bureau).post(f"{BASE}metingen/{row.pk}/", typed)
    page = shown(answer)
    assert answer.status_code == 409
    assert "<title>Fout: " in answer.content.decode()
    assert "Mijn bron D" in page
    assert "het is intussen ter beoordeling" in page
    assert page.index("Er is nog niets opgeslagen") < page.index("Het cijfer</h2>")
    row.refresh_from_db()
    assert row.source == "Registratie van het bureau"


def test_a_text_that_was_approved_meanwhile_is_not_begun_anew(
    deal: Deal, bureau: User, colleague: User, reviewer: User, enter: Enter
) -> None:
    """Entry 4: the form carried a version, so this is no new text."""
    texts = {"done": "Eerste", "schedule": "on_schedule", "outlook": "Vooruit"}
    story = ProgressEntry.begin(
        by=colleague, at=at("2026-01-05"), measure=deal.measure_set.get(code="1.1.1"), year=2026, **texts
    )
    story.submit(by=colleague, at=at("2026-01-05"))
    story.approve(by=reviewer, at=at("2026-01-06"))
    typed = texts | {"done": "Mijn woorden", "version": "1"}
    answer = enter(bureau).post(f"{BASE}maatregelen/1.1.1/voortgang/2026/", typed)
    assert answer.status_code == 409
    assert "Mijn woorden" in answer.content.decode()
    assert ProgressEntry.objects.count() == 1


def test_an_explanation_that_was_submitted_meanwhile_shows_both(
    deal: Deal, counting: Measurement, bureau: User, colleague: User, enter: Enter
) -> None:
    """Entry 4: the neighbour of the figure; an empty text is no reason to drop the rest."""
    explained(deal, colleague)
    typed = {"text": "", "proposal": "Mijn voorstel", "expected_value": "", "own_status": "", "version": "1"}
    answer = enter(bureau).post(f"{BASE}afwijkingen/1.1.1.g-1/", typed)
    assert answer.status_code == 409
    assert "Mijn voorstel" in answer.content.decode()


def test_approving_is_refused_when_it_would_do_something_else_than_the_page_said(
    deal: Deal, counting: Measurement, bureau: User, reviewer: User, enter: Enter
) -> None:
    """Entry 3 and 18: the page said attention becomes achieved; meanwhile the figure itself was corrected."""
    explanation = explained(deal, bureau)
    page = enter(reviewer).get(f"{BASE}afwijkingen/1.1.1.g-1/").content.decode()
    digest = page.split('name="effects" value="')[1].split('"')[0]
    values = {"year": 2025, "measured_on": date(2025, 12, 31), "value": Decimal(60), "source": "Lijst"}
    row = counting.correct(by=bureau, at=at("2026-02-01"), values=values, reason="Dubbel geteld")
    row.submit(by=bureau, at=at("2026-02-01"))
    row.approve(by=reviewer, at=at("2026-02-02"))
    address = f"{BASE}uitleg/{explanation.pk}/goedkeuren/"
    sent = {"version": explanation.version, "effects": digest}
    assert enter(reviewer).post(address, sent).status_code == 409
    explanation.refresh_from_db()
    assert explanation.state == "submitted"


def test_a_draft_of_an_explanation_and_of_a_text_can_be_thrown_away_where_it_is_written(
    at_work: Client, deal: Deal, counting: Measurement, bureau: User
) -> None:
    """Entry 7: the page where one writes has the way out too."""
    at_work.post(f"{BASE}afwijkingen/1.1.1.g-1/", {"text": "Half", "own_status": "", "version": ""})
    assert "Ja, gooi weg" in at_work.get(f"{BASE}afwijkingen/1.1.1.g-1/").content.decode()
    texts = {"done": "Half", "schedule": "on_schedule", "outlook": "Vooruit"}
    at_work.post(f"{BASE}maatregelen/1.1.1/voortgang/2026/", texts)
    assert "Ja, gooi weg" in at_work.get(f"{BASE}maatregelen/1.1.1/voortgang/2026/").content.decode()

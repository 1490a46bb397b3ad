"""Entering and reviewing in the portal, as the bureau and the reviewer do."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from pillars.measurements.models import Measurement
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from tests.plugins.deal import Enter
from tests.plugins.figures import indicator_of, measure

RESULT = "/deals/den-haag-zuidwest-ii/resultaten/1.1.1.g/"
STORY = "/deals/den-haag-zuidwest-ii/maatregelen/1.1.1/voortgang/2026/"


def post_figure(client: Client, deal: Deal, *, submit: bool = True, **fields: str) -> Any:
    """Post the form of the volunteers: submit it, or keep it as a draft."""
    indicator = deal.indicator_set.get(code=indicator_of(deal, "1.1.1.g-1"))
    data = {"year": "2025", "value": "84", "source": "Lijst van het bureau", **fields}
    prefixed = {f"indicator-{indicator.pk}-{name}": value for name, value in data.items()}
    button = {"submit": "1"} if submit else {}
    return client.post(f"{RESULT}metingen/{indicator.code}/", prefixed | button)


def test_84_volunteers_in_2025(at_work: Client, deal: Deal, bureau: User) -> None:
    response = post_figure(at_work, deal)
    assert response.status_code == 302
    figure = Measurement.objects.get()
    assert (figure.value, figure.year, figure.entered_by) == (Decimal(84), 2025, bureau)
    assert figure.state == State.SUBMITTED
    page = at_work.get(RESULT).content.decode()
    assert "84 van 100" in page
    assert "ter beoordeling" in page
    assert f"{bureau.name}," in page


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("value", "veel", "&#x27;veel&#x27; is geen getal. Schrijf bijvoorbeeld 84 of 1.234,5."),
        ("value", "-3", "is geen getal"),
        ("value", "1,234", "twee decimalen|niet meer dan 2"),
        ("value", "9" * 30, "cijfers"),
        ("year", "1999", "kan hier niet. Kies: 20"),
        ("source", "", "verplicht"),
    ],
)
def test_what_cannot_be_used_gets_a_message_at_its_field_and_changes_nothing(
    at_work: Client, deal: Deal, field: str, value: str, message: str
) -> None:
    typed: dict[str, Any] = {field: value}
    response = post_figure(at_work, deal, **typed)
    assert response.status_code == 422
    page = response.content.decode()
    assert re.search(message, page)
    assert ("Lijst van het bureau" in page) == (field != "source")  # what was typed is still there
    assert not Measurement.objects.exists()


def test_a_second_figure_for_the_same_year_points_at_the_first(at_work: Client, deal: Deal) -> None:
    post_figure(at_work, deal)
    response = post_figure(at_work, deal, value="85")
    assert response.status_code == 422
    assert "Voor dit jaar is al een cijfer ingevuld" in response.content.decode()
    assert Measurement.objects.get().value == 84


def test_a_draft_waits_for_its_author_and_can_be_submitted_later(at_work: Client, deal: Deal) -> None:
    post_figure(at_work, deal, submit=False)
    figure = Measurement.objects.get()
    assert figure.state == State.DRAFT
    assert "concept" in at_work.get(f"/deals/{deal.slug}/mijn-werk/").content.decode()
    at_work.post(f"/deals/{deal.slug}/metingen/{figure.pk}/indienen/", {"version": figure.version})
    figure.refresh_from_db()
    assert figure.state == State.SUBMITTED


def test_the_reviewer_approves_from_the_list(deal: Deal, bureau: User, reviewer: User, enter: Enter) -> None:
    figure = measure(deal, indicator_of(deal, "1.1.1.g-1"), 84, "2025-12-31", by=bureau, year=2025)
    client = enter(reviewer)
    assert "Te beoordelen" in client.get("/deals/den-haag-zuidwest-ii/mijn-werk/").content.decode()
    response = client.post(
        f"/deals/{deal.slug}/metingen/{figure.pk}/goedkeuren/",
        {"next": f"/deals/{deal.slug}/mijn-werk/", "version": figure.version},
        follow=True,
    )
    assert "Goedgekeurd. Dit telt nu mee." in response.content.decode()
    assert "Alles is bijgewerkt" in response.content.decode()


def test_the_next_page_is_never_on_another_site(deal: Deal, bureau: User, reviewer: User, enter: Enter) -> None:
    figure = measure(deal, indicator_of(deal, "1.1.1.g-1"), 84, "2025-12-31", by=bureau, year=2025)
    path = f"/deals/{deal.slug}/metingen/{figure.pk}/goedkeuren/"
    response = enter(reviewer).post(path, {"next": "https://elders.example/", "version": figure.version})
    assert response.headers["Location"] == f"/deals/{deal.slug}/metingen/{figure.pk}/"


def test_the_reviewer_returns_with_a_reason(deal: Deal, bureau: User, reviewer: User, enter: Enter) -> None:
    figure = measure(deal, indicator_of(deal, "1.1.1.g-1"), 84, "2025-12-31", by=bureau, year=2025)
    path = f"/deals/{deal.slug}/metingen/{figure.pk}/terugsturen/"
    refused = enter(reviewer).post(path, {"reason": "", "version": figure.version}, follow=True)
    assert "Geef een reden" in refused.content.decode()
    enter(reviewer).post(path, {"reason": "De bron ontbreekt", "version": figure.version})
    page = enter(bureau).get(f"/deals/{deal.slug}/metingen/{figure.pk}/").content.decode()
    assert "De bron ontbreekt" in page
    assert "Cijfer aanpassen" in page


def test_the_story_of_a_measure(at_work: Client, deal: Deal) -> None:
    texts = {"done": "Negen plekken zijn ruimer open.", "schedule": "behind", "outlook": "Vijf plekken volgen."}
    refused = at_work.post(STORY, texts | {"submit": "1"})
    assert refused.status_code == 422
    assert "Leg uit waarom de maatregel niet op schema ligt." in refused.content.decode()
    assert not ProgressEntry.objects.exists()
    at_work.post(STORY, texts | {"reason": "Te weinig vrijwilligers.", "submit": "1"})
    assert ProgressEntry.objects.get().state == State.SUBMITTED
    assert "Negen plekken zijn ruimer open." in at_work.get(f"/deals/{deal.slug}/maatregelen/1.1.1/").content.decode()


@pytest.mark.parametrize("year", ["1999", "2022", "2999", "99999999999999999999"])
def test_a_story_of_a_year_outside_the_deal_is_not_found(at_work: Client, year: str) -> None:
    assert at_work.get(STORY.replace("2026", year)).status_code == 404


@pytest.mark.parametrize("code", ["9.9.9", "x" * 300, "1.1.1.g'--", "%00", "🌳"])
def test_an_unknown_code_is_not_found(at_work: Client, code: str) -> None:
    assert at_work.get(f"/deals/den-haag-zuidwest-ii/resultaten/{code}/").status_code == 404


@pytest.mark.parametrize("query", ["op=%00", "stand=%00", "stand=weg", "regel=%00", "regel=" + "x" * 5000])
@pytest.mark.parametrize("page", ["", "maatregelen/", "financien/"])
def test_nonsense_in_the_address_is_ignored_or_told(at_work: Client, page: str, query: str) -> None:
    assert at_work.get(f"/deals/den-haag-zuidwest-ii/{page}?{query}").status_code == 200


def test_a_date_that_cannot_be_read_says_so(at_work: Client) -> None:
    page = at_work.get("/deals/den-haag-zuidwest-ii/?op=gisteren").content.decode()
    assert "is niet te lezen. U ziet de stand van vandaag." in page


def test_a_year_of_two_digits_is_a_slip_and_not_the_first_century(deal: Deal, bureau: User, enter: Enter) -> None:
    indicator = deal.indicator_set.get(code=indicator_of(deal, "1.1.1.d"))
    path = f"/deals/{deal.slug}/resultaten/1.1.1.d/metingen/{indicator.code}/"
    prefix = f"indicator-{indicator.pk}"
    typed = {f"{prefix}-value": "1", f"{prefix}-source": "Lijst"}
    refused = enter(bureau).post(path, typed | {f"{prefix}-measured_on": "0025-03-12"})
    assert refused.status_code == 422
    assert "Kies een dag van 1 januari 2000" in refused.content.decode()
    assert enter(bureau).post(path, typed | {f"{prefix}-measured_on": "2025-03-12"}).status_code == 302

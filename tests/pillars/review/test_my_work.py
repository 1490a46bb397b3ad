"""Mijn werk: what to do now and before when; the number in the header is the number of what stands there."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from regiodeal.covenant.meetings.models import ActionItem
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.models import UnsavedWork
from regiodeal.stages.text_corrections import propose, written_texts
from tests.pages import queries, words_at
from tests.plugins.deal import Enter
from tests.plugins.figures import indicator_of, measure
from tests.plugins.meetings import held
from tests.plugins.money import Book

pytestmark = pytest.mark.django_db
BASE = "/deals/den-haag-zuidwest-ii/"
WORK = "mijn-werk/"


def counted(client: Client) -> tuple[int, int]:
    """What the header counts, and what the page does."""
    page = words_at(client, WORK)
    header, work = re.search(r"Wacht op mij (\d+)", page), re.search(r"(\d+) wacht(?:en)? op u", page)
    assert header
    return int(header[1]), int(work[1]) if work else 0


def test_too_late_comes_first_then_what_came_back_then_what_is_due(
    deal: Deal, bureau: User, reviewer: User, enter: Enter
) -> None:
    """Entry and review 19: returned came last, with the grey badge of a draft; 9 days too late was small grey text."""
    today = timezone.localdate()
    for text, days in (("Straks", 40), ("Te laat", -9)):
        action = ActionItem(meeting=held(deal, "2026-09-15", by=bureau))
        values = {"text": text, "owner": bureau, "due_on": today + timedelta(days=days)}
        action.enter(by=reviewer, at=timezone.now(), values=values)
    row = measure(deal, indicator_of(deal, "1.1.1.g-1"), 4, "2026-10-01", by=bureau)
    row.give_back(by=reviewer, at=timezone.now(), reason="Welke bron?")
    draft = measure(deal, indicator_of(deal, "1.1.1.g-2"), 90, "2026-10-01", by=bureau, year=2025)
    draft.take_back(by=bureau, at=timezone.now())
    page = words_at(enter(bureau), WORK)
    order = ["9 dagen te laat", "teruggestuurd Welke bron?", "Nog 40 dagen", "Daarna", "concept"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)


def test_what_is_half_typed_stands_in_it_and_leads_to_its_page(deal: Deal, bureau: User, enter: Enter) -> None:
    """Entry and review 28: kept text was offered where nobody looks, and stood nowhere in Mijn werk."""
    client = enter(bureau)
    where = f"{BASE}maatregelen/2.2.1/voortgang/2026/"
    kept = {"kept-key": "voortgang 2.2.1", "kept-title": " Voortgang\n2026 ", "kept-path": where, "done": "Half"}
    assert client.post(f"{BASE}half-getypt/", kept).status_code == 204
    page = client.get(BASE + WORK).content.decode()
    assert f'<a href="{where}">Voortgang 2026</a>' in page
    assert counted(client) == (1, 1)
    assert UnsavedWork.objects.get().fields == {"done": ["Half"]}
    for strange in ("https://example.nl/", "//example.nl/", "/deals/ander/", "javascript:x"):
        client.post(f"{BASE}half-getypt/", kept | {"kept-path": strange})
        assert UnsavedWork.objects.get().path == ""
    assert counted(client) == (0, 0)


def test_figures_to_report_and_explanations_owed_stand_in_it(
    deal: Deal, bureau: User, reviewer: User, overleg: User, enter: Enter
) -> None:
    """Entry and review 19: the figures to report and the missing explanations were not in it."""
    indicator = indicator_of(deal, "1.1.1.g-1")
    when = {"approved_by": reviewer, "approved_on": "2025-01-10"}
    measure(deal, indicator, 1, "2025-01-09", by=bureau, year=2024, **when)  # type: ignore[arg-type]
    page = words_at(enter(bureau), f"{WORK}?op=2026-05-01")
    assert "Nog te melden in ronde 2026" in page
    assert "Van u: 1 cijfer in te vullen" in page
    assert "Uiterlijk 5 juni 2026 indienen: nog 35 dagen" in page
    assert re.search(r"Nog van niemand: \d+ cijfers", page)
    assert page.count("Uitleg schrijven bij") == 5
    assert re.search(r"Alle \d+ afwijkingen", page)
    assert "Nog te melden" not in words_at(enter(overleg), f"{WORK}?op=2026-05-01")


def test_the_header_counts_what_stands_on_the_page(  # noqa: PLR0917
    deal: Deal, bureau: User, reviewer: User, controller: User, jenv: User, book: Book, enter: Enter
) -> None:
    """Entry and review 19: numbers in header and list are the same, corrections for a second person counted in."""
    measure(deal, indicator_of(deal, "1.1.1.g-1"), 4, "2026-10-01", by=bureau)
    book("expenditure", "A-rijk", "1.00", on="2026-01-15", state="submitted")
    draft = book("expenditure", "A-rijk", "2.00", on="2026-01-16", state="draft")
    returned = book("commitment", "A-rijk", "3.00", on="2026-01-16", state="submitted")
    returned.give_back(by=controller, at=timezone.now(), reason="Bon ontbreekt")
    text = next(row for row in written_texts(deal) if row.list_name == "measures" and row.text)
    propose(deal, text, new=f"{text.text}.", reason="Punt", by=bureau, at=timezone.now())
    for user, at_least in ((bureau, 2), (reviewer, 2), (controller, 1), (jenv, 0)):
        header, page = counted(enter(user))
        assert header == page
        assert header >= at_least
    assert "1 correctie wacht op een tweede persoon" in words_at(enter(reviewer), WORK)
    of_bureau = words_at(enter(draft.entered_by), WORK)
    assert "van u, teruggestuurd" in of_bureau
    assert of_bureau.index("van u, teruggestuurd") < of_bureau.index("van u, nog niet ingediend")


def test_it_asks_no_more_queries_for_more_work(deal: Deal, bureau: User, reviewer: User, enter: Enter) -> None:
    """House rule: queries do not grow with what waits."""
    client = enter(reviewer)
    measure(deal, indicator_of(deal, "1.1.1.g-1"), 4, "2026-10-01", by=bureau)
    before = queries(client, BASE + WORK)
    for month in range(1, 7):
        measure(deal, indicator_of(deal, "1.1.1.g-1"), 4, f"2026-0{month}-01", by=bureau)
    assert queries(client, BASE + WORK) == before

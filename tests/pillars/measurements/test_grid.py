"""The grid: all figures of a round on one page, saved row by row by the bureau, also without a script."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal

import pytest
from django.test import Client

from pillars.agreed.models import Indicator, IndicatorItem
from pillars.measurements.models import Measurement
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from regiodeal.lifecycle.review import State
from tests.pages import shown
from tests.pillars.measurements.page import FILLED, GRID, SAVE, SUBMIT, page, save, save_by_script, seen
from tests.plugins.deal import Enter, at, person
from tests.plugins.figures import measure


def test_the_page_is_about_the_round_that_runs(at_work: Client) -> None:
    text = shown(at_work.get(GRID))
    assert "Cijfers invullen: ronde 2026" in text
    assert "Van 15 juni 2025 tot en met 14 juni 2026" in text
    assert "<strong>0 van 43</strong> resultaten zijn gemeld; deze 43 staan tussen ons en 14 juni 2026." in text
    assert at_work.get(f"{GRID}2024/").status_code == 200
    assert at_work.get(f"{GRID}2031/").status_code == 404
    assert at_work.get(f"{GRID}99999999999999999999/").status_code == 404


def test_a_row_is_saved_as_a_draft_and_one_stays_at_that_row(at_work: Client, bureau: User) -> None:
    response = save(at_work, value="1.234")
    figure = Measurement.objects.get()
    assert (figure.value, figure.state, figure.entered_by) == (Decimal(1234), State.DRAFT, bureau)
    assert figure.measured_on.isoformat() == "2026-05-19"
    assert response.headers["Location"] == f"{GRID}2026/#rij-loopbaanpaden"
    text = page(at_work)
    assert 'value="1.234"' in text
    assert "Dien alles in" in text


def test_the_page_keeps_its_filter_after_saving(at_work: Client) -> None:
    response = at_work.post(f"{SAVE}?toon=leeg&pijler=B", {"row": "loopbaanpaden", "seen": "", **FILLED})
    assert response.headers["Location"] == f"{GRID}2026/?toon=leeg&pijler=B#rij-loopbaanpaden"


def test_each_kind_of_figure_has_the_input_that_fits(at_work: Client) -> None:
    save(at_work, row="ontwikkelagenda", value="1")
    save(at_work, row="basis-op-orde", value="3", note="De straten zijn schoon.")
    save(at_work, row="maatklassen", value="2")
    save(at_work, row="plekken-programma--plek-03", value="1")
    figures = {m.indicator.code: m for m in Measurement.objects.select_related("indicator", "item")}
    assert figures["ontwikkelagenda"].value == 1
    assert figures["basis-op-orde"].value == 3
    assert (figures["maatklassen"].year, figures["maatklassen"].measured_on.isoformat()) == (2025, "2025-12-31")
    assert figures["plekken-programma"].item is not None
    assert figures["plekken-programma"].item.code == "plek-03"


def test_the_script_gets_the_row_as_it_stands_and_how_much_is_left(at_work: Client) -> None:
    before = page(at_work)
    answer = save_by_script(at_work).json()
    assert 'id="rij-loopbaanpaden"' in answer["row"]
    assert f'name="seen" value="{seen(Measurement.objects.get())}"' in answer["row"]
    assert f"<strong data-to-enter>{answer['to_enter'] + 1}</strong>" in before
    assert answer["drafts"] == 1


@pytest.mark.parametrize(
    ("row", "field", "typed", "message"),
    [
        ("loopbaanpaden", "value", "veel", "is geen getal. Schrijf bijvoorbeeld 84 of 1.234,5."),
        ("loopbaanpaden", "value", "", "verplicht"),
        ("loopbaanpaden", "value", "9" * 30, "cijfers"),
        ("loopbaanpaden", "measured_on", "gisteren", "Dit is geen datum. Schrijf bijvoorbeeld 31-12-2026"),
        ("loopbaanpaden", "measured_on", "21-05-2026", "Deze dag is nog niet geweest"),
        ("loopbaanpaden", "measured_on", "14-06-2025", "Deze ronde gaat over 15 juni 2025 tot en met 14 juni 2026"),
        ("loopbaanpaden", "source", "x" * 301, "300"),
        ("loopbaanpaden", "source", "a\x00b", "Null-tekens"),
        ("basis-op-orde", "value", "5", "kan hier niet. Kies: 0: niet gestart"),
        ("ontwikkelagenda", "value", "misschien", "kan hier niet. Kies: Ja, Nee."),
    ],
)
def test_what_cannot_be_used_gets_a_message_at_its_cell_and_keeps_what_was_typed(
    at_work: Client, row: str, field: str, typed: str, message: str
) -> None:
    kept = {"source": "Mijn eigen bron", "note": "Mijn eigen woorden"} | {field: typed}
    for response in (save(at_work, row=row, **kept), save_by_script(at_work, row=row, **kept)):
        assert response.status_code == 422
        text = response.json()["row"] if "json" in response.headers["Content-Type"] else response.content.decode()
        fault = text.split(f'id="e-{row}-{field}">')[1].split("</p>")[0]
        assert message in fault
        assert 'aria-invalid="true"' in text
        assert ("Mijn eigen woorden" in text) == (field != "note")
    assert not Measurement.objects.exists()


def test_a_returned_row_shows_the_reason_and_can_be_typed_in(
    at_work: Client, deal: Deal, bureau: User, reviewer: User
) -> None:
    figure = measure(deal, "loopbaanpaden", 5, "2026-05-01", by=bureau)
    figure.give_back(by=reviewer, at=at("2026-05-10"), reason="De bron ontbreekt")
    text = page(at_work, "?toon=teruggestuurd")
    assert "De bron ontbreekt" in text
    assert 'name="value" form="f-loopbaanpaden"' in text
    assert save(at_work, seen=seen(figure), value="6").status_code == 302


def test_a_row_under_review_is_shown_and_not_typed_in(at_work: Client, deal: Deal, bureau: User) -> None:
    measure(deal, "loopbaanpaden", 5, "2026-05-01", by=bureau)
    text = page(at_work)
    assert 'form="f-loopbaanpaden"' not in text
    assert "ter beoordeling" in text


@pytest.fixture
def three_rows(at_work: Client, deal: Deal, bureau: User, colleague: User, reviewer: User) -> None:
    """A draft of mine, a figure of mine of last round, and one of a colleague that was returned."""
    save(at_work)
    measure(deal, "scholen-totaal", 20, "2025-05-01", by=bureau, approved_by=reviewer)
    figure = measure(deal, "nieuwe-bedrijven", 2, "2026-05-01", by=colleague)
    figure.give_back(by=reviewer, at=at("2026-05-10"), reason="De bron ontbreekt")


@pytest.mark.usefixtures("three_rows")
@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("?toon=mijn", {"loopbaanpaden", "scholen-totaal"}),
        ("?toon=concept", {"loopbaanpaden"}),
        ("?toon=teruggestuurd", {"nieuwe-bedrijven"}),
        ("?toon=mijn&pijler=A", set()),
    ],
)
def test_the_list_narrows(at_work: Client, query: str, rows: set[str]) -> None:
    assert {part.split('"')[0] for part in page(at_work, query).split('<tbody id="rij-')[1:]} == rows


@pytest.mark.usefixtures("three_rows")
def test_empty_rows_are_what_nobody_entered(at_work: Client) -> None:
    text = page(at_work, "?toon=leeg")
    assert 'id="rij-loopbaanpaden"' not in text
    assert 'id="rij-scholen-totaal"' in text
    assert "Nog leeg (100)" in text


@pytest.mark.parametrize("query", ["?toon=weg", "?toon=%00", "?pijler=99", "?pijler=%00", "?op=%00", "?op=2026-02-30"])
def test_nonsense_in_the_address_is_ignored_or_told(at_work: Client, query: str) -> None:
    assert at_work.get(GRID + query).status_code == 200


def test_a_shared_figure_is_in_the_list_of_each_pillar_that_it_counts_for(at_work: Client) -> None:
    for pillar in ("A", "B"):
        assert "rij-ontwikkelde-plekken--plint-gevuld" in page(at_work, f"?pijler={pillar}")
    assert "rij-ontwikkelde-plekken--bedrijfsverzamelgebouw" not in page(at_work, "?pijler=A")


def test_another_day_or_a_round_to_come_is_only_looked_at(at_work: Client) -> None:
    assert "U kunt hier nu alleen kijken" in page(at_work, "?op=2026-05-19")
    assert "data-cell" not in page(at_work, "?op=2026-05-19")
    assert "U kunt hier nu alleen kijken" in at_work.get(f"{GRID}2027/").content.decode()
    assert at_work.post(f"{GRID}2027/opslaan/", {"row": "loopbaanpaden", **FILLED}).status_code == 404


def test_a_round_that_closed_can_still_be_completed(at_work: Client) -> None:
    response = at_work.post(
        f"{GRID}2025/opslaan/", {"row": "loopbaanpaden", "seen": "", **FILLED, "measured_on": "1-6-2025"}
    )
    assert response.status_code == 302


def test_a_deal_without_rounds_says_what_is_missing(at_work: Client, deal: Deal) -> None:
    Obligation.objects.filter(deal=deal).update(closes_round=False)
    assert "Er is nog geen ronde" in page(at_work)
    assert at_work.get("/deals/den-haag-zuidwest-ii/mijn-werk/").status_code == 200


def test_all_drafts_are_listed_and_submitted_after_a_confirmation(
    at_work: Client, deal: Deal, bureau: User, colleague: User, enter: Enter
) -> None:
    save(at_work)
    save(at_work, row="nieuwe-bedrijven")
    save(enter(colleague), row="scholen-totaal")
    question = at_work.get(SUBMIT).content.decode()
    assert "Deze 2 cijfers indienen?" in question
    assert "Loopbaanpaden met een verkorte opleiding" in question
    assert "Alle scholen die meetellen" not in question
    assert not Measurement.objects.filter(state=State.SUBMITTED).exists()
    listed = [seen(figure) for figure in Measurement.objects.filter(entered_by=bureau)]
    done = at_work.post(SUBMIT, {"seen": listed}, follow=True).content.decode()
    assert "2 cijfers zijn ingediend. Een beoordelaar kijkt er nu naar." in done
    assert Measurement.objects.filter(state=State.SUBMITTED, entered_by=bureau).count() == 2
    assert "U hebt geen concepten in deze ronde" in at_work.get(SUBMIT).content.decode()


def test_a_draft_that_was_not_listed_is_not_submitted(at_work: Client) -> None:
    save(at_work)
    listed = seen(Measurement.objects.get())
    save(at_work, seen=listed, value="500")
    for sent in ([listed], ["x", "\x00"]):
        response = at_work.post(SUBMIT, {"seen": sent})
        assert response.status_code == 409
    assert "Er is niets gewijzigd." in at_work.post(SUBMIT, {"seen": [listed]}).content.decode()
    assert Measurement.objects.get().state == State.DRAFT


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.TREASURER, Role.BZK, Role.OVERLEG, Role.ADMINISTRATOR])
def test_only_who_enters_progress_reaches_it(deal: Deal, enter: Enter, role: Role) -> None:
    client = enter(person(deal, "Ander", role))
    assert client.get(GRID).status_code == 403
    assert client.post(SAVE, {"row": "loopbaanpaden", **FILLED}).status_code == 403
    assert client.post(SUBMIT).status_code == 403
    assert not Measurement.objects.exists()


def test_my_work_says_how_ready_the_round_is_and_leads_to_it(
    at_work: Client, enter: Enter, reviewer: User, bzk: User
) -> None:
    address = "/deals/den-haag-zuidwest-ii/mijn-werk/"
    mine = shown(at_work.get(address))
    assert "staan tussen ons en 14 juni 2026" in mine
    assert f'href="{GRID}"' in mine
    assert "staan tussen ons en 14 juni 2026" in shown(enter(reviewer).get(address))
    assert "staan tussen ons" not in enter(bzk).get(address).content.decode()


def test_a_measure_leads_to_the_figures_of_its_pillar(at_work: Client) -> None:
    text = at_work.get("/deals/den-haag-zuidwest-ii/maatregelen/2.2.1/").content.decode()
    assert f'href="{GRID}?pijler=B"' in text


@pytest.mark.parametrize("items", [0, 500])
def test_the_page_asks_the_database_as_often_for_500_rows_as_for_100(
    at_work: Client,
    deal: Deal,
    bureau: User,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
    items: int,
) -> None:
    indicator = Indicator.objects.get(deal=deal, code="plekken-ruimer-open")
    IndicatorItem.objects.bulk_create(
        IndicatorItem(indicator=indicator, code=f"extra-{n}", name=f"Extra {n}", position=100 + n) for n in range(items)
    )
    measure(deal, "loopbaanpaden", 5, "2026-05-01", by=bureau)
    with django_assert_num_queries(16):  # with projects, what they plan, and to whom figures were given
        assert page(at_work).count('<tbody id="rij-') == 102 + items


@pytest.mark.parametrize("items", [0, 500])
def test_saving_a_row_asks_the_database_as_often_however_many_rows_there_are(
    at_work: Client,
    deal: Deal,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
    items: int,
) -> None:
    indicator = Indicator.objects.get(deal=deal, code="plekken-ruimer-open")
    IndicatorItem.objects.bulk_create(
        IndicatorItem(indicator=indicator, code=f"extra-{n}", name=f"Extra {n}", position=100 + n) for n in range(items)
    )
    with django_assert_num_queries(22):  # six of them begin and end what is done as a whole
        assert save_by_script(at_work).status_code == 200
    draft = seen(Measurement.objects.get())
    with django_assert_num_queries(18):  # four of them
        assert save_by_script(at_work, seen=draft, value="6").status_code == 200

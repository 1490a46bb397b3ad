"""Places in a file: what is there is revised, what is new joins no agreed list, and nobody's work is overwritten."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook
from pytest_django import DjangoCaptureOnCommitCallbacks

from pillars.agreed.models import IndicatorItem, NamedItem
from pillars.exchange.items import NamedItemResource
from pillars.exchange.models import ImportJob
from pillars.exchange.tasks import enter_import
from regiodeal.deals.models import Deal, Neighbourhood, User
from tests.pages import shown
from tests.pillars.exchange.files import checked, entered, faults, latest, press_enter, saved, upload
from tests.pillars.exchange.places import HEADINGS, MUSSEN, NEW, PLACES, PLINTHS, place, places

ADDRESS = "/deals/den-haag-zuidwest-ii/plekken/"


# --- What is there -----------------------------------------------------------------------------------------------


def test_the_difference_is_shown_per_cell_before_anything_is_written(at_work: Client) -> None:
    page = shown(upload(at_work, places(MUSSEN), "plekken.csv"))
    assert "<del>Ontmoetingsplek 1</del> → <span" in page
    assert "<ins>Buurthuis De Mussen</ins>" in page
    assert "<ins>Moerwijk</ins>" in page
    assert "<ins>01-05-2019</ins>" in page
    assert "Buurthuis De Mussen (plek-01, Ontmoetingsplekken)" in page
    assert "toelichting" not in page  # it stays empty
    assert (place().version, latest().kind) == (1, "items")


@pytest.mark.parametrize("heading", ["kern", "Kern *", "wijk"])
def test_the_heading_is_the_word_of_the_deal_and_the_old_one_is_read_too(
    deal: Deal, at_work: Client, heading: str
) -> None:
    """Any deal 22: the workbook of a region with villages asked for their "wijk"."""
    Deal.objects.filter(pk=deal.pk).update(own_words={"area": {"singular": "kern", "plural": "kernen"}})
    own = Deal.objects.get(pk=deal.pk)
    assert "kern" in NamedItemResource(own).titles(NamedItemResource.template_fields)
    headings = tuple(heading if name == "wijk" else name for name in HEADINGS)
    page = shown(upload(at_work, places(MUSSEN | {heading: "Moerwijk"}, headings=headings), "plekken.csv"))
    assert "<ins>Moerwijk</ins>" in page
    assert "kern" in page
    form = at_work.get(f"{ADDRESS}plek-01/").content.decode()
    assert "Kern" in form
    assert "Wijk" not in form


def test_a_place_has_no_review_and_is_entered_at_once(at_work: Client) -> None:
    page = upload(at_work, places(MUSSEN, NEW), "plekken.csv").content.decode()
    assert "Voer in</button>" in page
    assert "als concept" not in page
    page = press_enter(at_work, latest(), {"submit": "1"}).content.decode()
    assert "1 nieuwe rij en 1 wijziging. Het register is bijgewerkt, op naam van Bureau." in page
    assert "Naar de plekken" in page
    assert not latest().is_submitted  # there is nobody to submit it to


def test_the_trail_tells_the_file_and_the_row(deal: Deal, bureau: User, at_work: Client) -> None:
    entered(deal, bureau, places({}, MUSSEN, NEW))
    assert [(event.by, event.version, event.reason) for event in place().events.all()] == [
        (bureau, 2, "Uit het bestand cijfers.csv, rij 3.")
    ]
    assert place().events.get().changes[0] == ["naam", "Ontmoetingsplek 1", "Buurthuis De Mussen"]
    added = NamedItem.objects.get(name="De Vijftiende")
    assert added.events.get().reason == "Uit het bestand cijfers.csv, rij 4."
    assert "Uit het bestand cijfers.csv, rij 3." in at_work.get(f"{ADDRESS}plek-01/").content.decode()


def test_its_items_at_the_indicators_follow_the_name(deal: Deal, bureau: User) -> None:
    entered(deal, bureau, places(MUSSEN))
    assert set(place().parts.values_list("name", flat=True)) == {"Buurthuis De Mussen"}


def test_a_cell_that_was_emptied_is_emptied_in_the_register(deal: Deal, bureau: User) -> None:
    entered(deal, bureau, places(MUSSEN))
    entered(deal, bureau, places(MUSSEN | {"wijk": "", "open sinds": ""}))
    assert (place().name, place().neighbourhood, place().opened_on) == ("Buurthuis De Mussen", None, None)


def test_the_same_file_twice_changes_nothing(deal: Deal, bureau: User) -> None:
    content = places(MUSSEN, NEW | {"kenmerk": "nieuw"})
    assert entered(deal, bureau, content).counts == {"revision": 1, "new": 1}
    again = checked(deal, bureau, content)
    assert again.state == ImportJob.State.UNCHANGED
    assert (NamedItem.objects.filter(name="De Vijftiende").count(), place().version) == (1, 2)


def test_empty_rows_change_nothing(deal: Deal, bureau: User) -> None:
    job = checked(deal, bureau, places({}, {"code": "plek-01"}, {"lijst": PLACES, "kenmerk": "nieuw"}))
    assert job.state == ImportJob.State.UNCHANGED


# --- What is new -------------------------------------------------------------------------------------------------


def test_what_is_new_gets_a_code_and_never_joins_the_agreed_list(deal: Deal, bureau: User) -> None:
    entered(deal, bureau, places(NEW, NEW | {"naam": "De Zestiende"}))
    fifteenth, sixteenth = NamedItem.objects.filter(deal=deal, in_agreed_set=False)
    assert (fifteenth.code, sixteenth.code) == ("ontmoetingsplekken.extra-1", "ontmoetingsplekken.extra-2")
    assert (str(fifteenth), str(fifteenth.neighbourhood)) == ("De Vijftiende", "Bouwlust")
    assert not fifteenth.counts_in_coverage
    assert fifteenth.parts.count() == 3  # it is measured at each indicator that counts places
    assert NamedItem.objects.filter(deal=deal, item_set__name=PLACES, in_agreed_set=True).count() == 14


def test_a_plinth_gets_its_group_by_name(deal: Deal, bureau: User) -> None:
    group = IndicatorItem.objects.get(indicator__deal=deal, code="plint-gevuld")
    entered(deal, bureau, places({"lijst": PLINTHS, "naam": "Escamplaan 12", "telt mee als": group.name.upper()}))
    assert NamedItem.objects.get(name="Escamplaan 12").group == group


@pytest.mark.parametrize(
    ("second", "column", "reason"),
    [
        (NEW, "code", "Dit staat ook in rij 2."),
        (NEW | {"naam": "DE  vijftiende"}, "code", "Dit staat ook in rij 2."),
        (MUSSEN | {"naam": "De Vijftiende"}, "naam", "Deze naam staat ook in rij 2."),
    ],
)
def test_one_name_twice_in_a_list_is_refused(
    deal: Deal, bureau: User, second: dict[str, Any], column: str, reason: str
) -> None:
    ((row, where, why),) = faults(checked(deal, bureau, places(NEW, second)))
    assert (row, where, why[: len(reason)]) == (3, column, reason)


def test_two_lists_may_hold_the_same_name(deal: Deal, bureau: User) -> None:
    assert entered(deal, bureau, places(NEW, NEW | {"lijst": "Scholen voor voortgezet onderwijs en mbo"})).counts == {
        "new": 2
    }


def test_what_looks_new_and_is_there_is_refused_with_its_code(deal: Deal, bureau: User) -> None:
    entered(deal, bureau, places(NEW))
    ((row, column, reason),) = faults(checked(deal, bureau, places(NEW | {"wijk": "Moerwijk"})))
    assert (row, column) == (2, "naam")
    assert "met de code ontmoetingsplekken.extra-1" in reason


def test_a_row_that_lost_its_code_is_refused(deal: Deal, bureau: User) -> None:
    mark = f"{place().pk}v1-0123456789abcdef"
    ((_row, column, reason),) = faults(checked(deal, bureau, places(NEW | {"kenmerk": mark})))
    assert (column, "Zet de code terug" in reason) == ("code", True)


def test_many_places_are_entered_by_a_worker(
    deal: Deal,
    bureau: User,
    at_work: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(enter_import, "delay", sent.append)
    jobs = [
        checked(deal, bureau, places(*(NEW | {"naam": f"Plek {number}"} for number in range(rows))))
        for rows in (2, 101)
    ]
    for job in jobs:
        with django_capture_on_commit_callbacks(execute=True):
            press_enter(at_work, job)
    assert sent == [jobs[1].pk]
    assert NamedItem.objects.filter(in_agreed_set=False).count() == 2


# --- The rules of the form ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        ({"code": "plek-99"}, "code", "Er is geen plek met de code 'plek-99'."),
        ({"code": "a\x00b"}, "code", "Er is geen plek"),
        ({"lijst": PLINTHS}, "lijst", "daar staat 'Ontmoetingsplekken'"),
        ({"naam in de afspraken": "Ontmoetingsplek 2"}, "naam in de afspraken", "daar staat 'Ontmoetingsplek 1'"),
        ({"naam": ""}, "naam", "verplicht"),
        ({"naam": "x" * 201}, "naam", "niet meer dan 200"),
        ({"naam": "a\x00b"}, "naam", "Null"),
        (
            {"wijk": "Scheveningen"},
            "wijk",
            "geldige keuze. Deze keuze is niet beschikbaar. Kies: Moerwijk, Morgenstond",
        ),
        ({"wijk": "\x00"}, "wijk", "geldige keuze"),
        ({"telt mee als": "plint-gevuld"}, "telt mee als", "Deze lijst kent geen groepen."),
        ({"open sinds": "gisteren"}, "open sinds", "geen datum"),
        ({"open sinds": "31-02-2026"}, "open sinds", "geen datum"),
        ({"open sinds": "46000"}, "open sinds", "geen datum"),
        ({"open sinds": "0025-03-12"}, "open sinds", "Het jaar 25 kan niet kloppen"),
        ({"gesloten op": "9999-12-31"}, "gesloten op", "Het jaar 9999 kan niet kloppen"),
        ({"gesloten op": "30-04-2019"}, "gesloten op", "Een plek sluit niet voordat zij opengaat."),
        ({"toelichting": "\x00"}, "toelichting", "Null"),
        ({"kenmerk": "onzin"}, "kenmerk", "niet te lezen"),
    ],
)
def test_every_rule_of_the_form_holds_for_a_row(
    deal: Deal, bureau: User, changed: dict[str, str], column: str, reason: str
) -> None:
    ((row, where, why),) = faults(checked(deal, bureau, places(MUSSEN | changed)))
    assert (row, where) == (2, column)
    assert reason in why
    assert place().version == 1


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        ({"lijst": ""}, "lijst", "In welke lijst hoort deze plek? Kies: Ontmoetingsplekken, Plinten,"),
        ({"lijst": "Kerken"}, "lijst", "Deze deal heeft geen lijst 'Kerken'."),
        ({"naam in de afspraken": "Ontmoetingsplek 15"}, "naam in de afspraken", "staat niet in de afspraken"),
        ({"lijst": PLINTHS, "telt mee als": "kerk"}, "telt mee als", "geldige keuze"),
    ],
)
def test_what_is_new_says_in_which_list(
    deal: Deal, bureau: User, changed: dict[str, str], column: str, reason: str
) -> None:
    ((_row, where, why),) = faults(checked(deal, bureau, places(NEW | changed)))
    assert (where, reason in why) == (column, True), why
    assert not NamedItem.objects.filter(deal=deal, in_agreed_set=False).exists()


def test_a_number_is_never_taken_for_the_key_of_a_neighbourhood_or_group(deal: Deal, bureau: User) -> None:
    keys = {
        "wijk": Neighbourhood.objects.filter(deal=deal).first(),
        "telt mee als": IndicatorItem.objects.get(indicator__deal=deal, code="plint-gevuld"),
    }
    for column, row in keys.items():
        assert row is not None
        job = checked(deal, bureau, places({"lijst": PLINTHS, "naam": "Plint", column: str(row.pk)}))
        assert [(where, "geldige keuze" in why) for _row, where, why in faults(job)] == [(column, True)]


def test_a_neighbourhood_of_another_deal_is_unknown(deal: Deal, veenland: Deal, bureau: User) -> None:
    other = Neighbourhood.objects.filter(deal=veenland).first()
    assert other is not None
    assert [where for _row, where, _why in faults(checked(deal, bureau, places(MUSSEN | {"wijk": other.name})))] == [
        "wijk"
    ]


def test_two_groups_of_one_name_go_by_the_name_of_their_indicator_too(deal: Deal, bureau: User) -> None:
    group = IndicatorItem.objects.get(indicator__deal=deal, code="plint-gevuld")
    IndicatorItem.objects.create(indicator=group.indicator, code="nog-een", name=group.name, position=99)
    row = {"lijst": PLINTHS, "naam": "Plint", "telt mee als": group.name}
    assert [where for _row, where, _why in faults(checked(deal, bureau, places(row)))] == ["telt mee als"]


@pytest.mark.parametrize("missing", ["code", "lijst", "naam", "wijk", "telt mee als", "open sinds", "toelichting"])
def test_a_file_without_a_column_is_refused_for_it_would_empty_that(deal: Deal, bureau: User, missing: str) -> None:
    headings = tuple(heading for heading in HEADINGS if heading != missing)
    job = checked(deal, bureau, places(MUSSEN, headings=headings))
    assert job.reason == f"De kolom '{missing}' ontbreekt. Gebruik het werkblad dat u hier kunt downloaden."


def test_merged_cells_are_refused_by_name(deal: Deal, bureau: User) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (HEADINGS, ["plek-01", PLACES, None, "Een", "Moerwijk"], ["plek-02", None, None, "Twee", None]):
        sheet.append(list(line))
    for area in ("B2:B3", "E2:E3"):
        sheet.merge_cells(area)
    found = faults(checked(deal, bureau, saved(book)))
    assert {(row, column) for row, column, _reason in found} == {(2, "lijst"), (2, "wijk")}
    assert "samengevoegd" in found[0][2]


def test_one_bad_row_keeps_all_of_it_out(deal: Deal, bureau: User) -> None:
    job = checked(deal, bureau, places(MUSSEN, NEW, {"code": "plek-02", "naam": "x", "wijk": "y"}))
    assert job.state == ImportJob.State.REFUSED
    assert not job.accept(by=bureau, submit=False, at=timezone.now())
    assert place().version == 1


def test_a_register_of_more_rows_than_people_read_is_refused(deal: Deal, bureau: User) -> None:
    job = checked(deal, bureau, places(*(NEW | {"naam": f"Plek {number}"} for number in range(5_001))))
    assert (job.state, "meer dan 5.000 rijen" in job.reason) == (ImportJob.State.REFUSED, True)

"""The register of named things: one place at four indicators, a set that does not grow, a plinth that counts once."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from pillars.agreed.models import IndicatorItem, ItemSet, NamedItem
from pillars.measurements.models import Measurement
from pillars.places.places import add_item, counts_of, group_counts
from pillars.progress.deal_progress import TargetProgress, deal_progress
from regiodeal.deal_file.document import DealFile
from regiodeal.deal_file.load import load
from regiodeal.deals.models import Deal, Neighbourhood, User
from tests.pages import shown
from tests.plugins.deal import DEAL_FILE, Enter, at
from tests.plugins.figures import indicator_of, measure

REGISTER = "/deals/den-haag-zuidwest-ii/plekken/"
PLACE = REGISTER + "plek-01/"


@pytest.fixture
def fifteenth(deal: Deal, bureau: User) -> NamedItem:
    """A meeting place that opened in 2025."""
    places = ItemSet.objects.get(deal=deal, code="ontmoetingsplekken")
    return add_item(places, by=bureau, at=at("2025-03-01"), values={"name": "De Vijftiende"})


def widened(deal: Deal, on: str) -> TargetProgress:
    """How "opening hours widened at 14 meeting places" (art. 4, 1.1.1.a) stands on a date."""
    progress = deal_progress(deal, on=date.fromisoformat(on))
    return next(target for target in progress.targets if target.target.code == "1.1.1.a")


def plinth(deal: Deal, code: str, group: str, by: User) -> NamedItem:
    """A plinth that stands in a group."""
    plinths = ItemSet.objects.get(deal=deal, code="plinten")
    values = {"name": code, "group": IndicatorItem.objects.get(indicator__deal=deal, code=group)}
    return add_item(plinths, by=by, at=at("2026-01-05"), values=values)


# --- The set ---------------------------------------------------------------------------------------------------------


def test_a_place_is_one_thing_at_each_indicator_that_counts_places(deal: Deal) -> None:
    place = NamedItem.objects.get(deal=deal, code="plek-01")
    assert list(place.parts.order_by("indicator__position").values_list("indicator__code", "name")) == [
        ("plekken-ruimer-open", "Ontmoetingsplek 1"),
        ("plekken-betaalde-coordinator", "Ontmoetingsplek 1"),
        ("plekken-programma", "Ontmoetingsplek 1"),
    ]


def test_a_fifteenth_place_is_measured_and_it_is_still_n_of_14(
    deal: Deal, bureau: User, reviewer: User, fifteenth: NamedItem
) -> None:
    for place in range(1, 10):
        measure(deal, "plekken-ruimer-open", 1, "2025-05-01", by=bureau, item=f"plek-{place:02}", approved_by=reviewer)
    measure(deal, "plekken-ruimer-open", 1, "2025-05-01", by=bureau, item=fifteenth.code, approved_by=reviewer)
    found = widened(deal, "2026-01-01")
    assert (found.outcome.value, found.outcome.needed) == (Decimal(9), Decimal(14))
    assert found.outcome.reason.endswith("Buiten de afgesproken lijst: 1; dat telt niet mee.")


def test_fourteen_places_and_a_fifteenth_are_14_of_14(
    deal: Deal, bureau: User, reviewer: User, fifteenth: NamedItem
) -> None:
    codes = [*(f"plek-{place:02}" for place in range(1, 14)), fifteenth.code]  # thirteen, and the one that came later
    for code in codes:
        measure(deal, "plekken-ruimer-open", 1, "2025-05-01", by=bureau, item=code, approved_by=reviewer)
    assert widened(deal, "2026-01-01").outcome.value == Decimal(13)
    measure(deal, "plekken-ruimer-open", 1, "2025-06-01", by=bureau, item="plek-14", approved_by=reviewer)
    assert widened(deal, "2026-01-01").outcome.value == Decimal(14)


def test_only_the_fifteenth_is_no_figure_at_all(deal: Deal, bureau: User, reviewer: User, fifteenth: NamedItem) -> None:
    measure(deal, "plekken-ruimer-open", 1, "2025-05-01", by=bureau, item=fifteenth.code, approved_by=reviewer)
    assert widened(deal, "2026-01-01").outcome.value is None


def test_in_a_set_that_is_not_fixed_everything_counts(
    deal: Deal, bureau: User, reviewer: User, fifteenth: NamedItem
) -> None:
    ItemSet.objects.filter(deal=deal, code="ontmoetingsplekken").update(is_fixed=False)
    measure(deal, "plekken-ruimer-open", 1, "2025-05-01", by=bureau, item=fifteenth.code, approved_by=reviewer)
    assert widened(deal, "2026-01-01").outcome.value == Decimal(1)


def test_loading_the_deal_again_keeps_what_the_bureau_did(deal: Deal, bureau: User, fifteenth: NamedItem) -> None:
    place = NamedItem.objects.get(deal=deal, code="plek-01")
    place.revise(by=bureau, at=at("2026-01-05"), values={"name": "Buurthuis De Mussen"}, version=1)
    assert load(DealFile.read(DEAL_FILE))[1] == []
    place.refresh_from_db()
    assert str(place) == "Buurthuis De Mussen"
    assert set(place.parts.values_list("name", flat=True)) == {"Buurthuis De Mussen"}
    assert fifteenth.parts.count() == 3


def test_a_place_that_somebody_worked_on_cannot_go_with_a_new_file(deal: Deal, bureau: User) -> None:
    place = NamedItem.objects.get(deal=deal, code="plek-01")
    place.revise(by=bureau, at=at("2026-01-05"), values={"note": "Naast de school"}, version=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        NamedItem.objects.filter(pk=place.pk).delete()


# --- A plinth counts once --------------------------------------------------------------------------------------------


def test_one_plinth_counts_for_three_results_and_stands_in_one_group(deal: Deal, bureau: User) -> None:
    counts = counts_of(plinth(deal, "Plint Escamplaan", "plint-gevuld", bureau), [])
    assert {count.indicator.code: [result.code for result in count.results] for count in counts} == {
        "ontwikkelde-plekken": ["1.3.1", "2.1.2.a", "2.1.2.c"],
        "plekken-ingroeihuur": ["2.1.2.b"],
    }


def test_a_plinth_in_no_group_counts_nowhere_yet_and_says_so(deal: Deal, bureau: User) -> None:
    plinths = ItemSet.objects.get(deal=deal, code="plinten")
    item = add_item(plinths, by=bureau, at=at("2026-01-05"), values={"name": "Plint"})
    [developed, _rent] = counts_of(item, [])
    assert developed.is_missing
    assert developed.results == []


def test_the_register_is_held_against_the_figures(deal: Deal, bureau: User, reviewer: User) -> None:
    # Two plinths are in use and one is empty; the approved figures say two and two.
    for code, group in (("A", "plint-gevuld"), ("B", "plint-gevuld"), ("C", "plint-herontwikkeld")):
        plinth(deal, code, group, bureau)
    for group in ("plint-gevuld", "plint-herontwikkeld"):
        measure(deal, indicator_of(deal, "1.3.1"), 2, "2026-05-01", by=bureau, item=group, approved_by=reviewer)
    found = {row.group.code: row for row in group_counts(deal, on=date(2026, 6, 14))}
    assert (found["plint-gevuld"].in_register, found["plint-gevuld"].figure) == (2, Decimal(2))
    assert not found["plint-gevuld"].differs
    assert (found["plint-herontwikkeld"].in_register, found["plint-herontwikkeld"].differs) == (1, True)
    assert not found["bedrijfsverzamelgebouw"].differs  # nothing in either
    assert sum(row.in_register for row in found.values()) == 3


def test_a_plinth_that_closed_is_no_longer_in_its_group(deal: Deal, bureau: User) -> None:
    item = plinth(deal, "A", "plint-gevuld", bureau)
    item.revise(by=bureau, at=at("2026-05-01"), values={"closed_on": date(2026, 4, 1)}, version=1)
    on = {day: group_counts(deal, on=date.fromisoformat(day)) for day in ("2026-03-31", "2026-04-01")}
    assert [sum(row.in_register for row in rows) for rows in on.values()] == [1, 0]


# --- The pages -------------------------------------------------------------------------------------------------------


def fields(**changed: str) -> dict[str, str]:
    """The form of a place as the browser sends it."""
    empty = dict.fromkeys(("neighbourhood", "opened_on", "closed_on", "note"), "")
    return {"name": "Buurthuis De Mussen", "version": "1"} | empty | changed


def test_the_bureau_gives_a_place_its_name_and_the_trail_says_so(at_work: Client, deal: Deal) -> None:
    moerwijk = Neighbourhood.objects.get(deal=deal, code="moerwijk")
    data = fields(neighbourhood=str(moerwijk.pk), opened_on="2019-05-01")
    assert at_work.post(PLACE, data).headers["Location"] == PLACE
    page = shown(at_work.get(PLACE))
    assert "<del>Ontmoetingsplek 1</del><br> Buurthuis De Mussen" in page
    assert "1 mei 2019" in page
    assert "Buurthuis De Mussen" in at_work.get(REGISTER + "?wijk=moerwijk").content.decode()
    assert "Buurthuis De Mussen" not in at_work.get(REGISTER + "?wijk=bouwlust").content.decode()


def test_a_stale_save_changes_nothing_and_comes_back_as_typed(at_work: Client, deal: Deal) -> None:
    at_work.post(PLACE, fields(name="Eerst"))
    late = at_work.post(PLACE, fields(name="Later"))
    assert late.status_code == 409
    assert "Uw eigen tekst staat nog in het formulier" in late.content.decode()
    assert 'value="Later"' in late.content.decode()
    assert NamedItem.objects.get(deal=deal, code="plek-01").name == "Eerst"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": ""}, "Dit veld is verplicht."),
        ({"opened_on": "2026-05-02", "closed_on": "2026-05-01"}, "Een plek sluit niet voordat zij opengaat."),
        ({"opened_on": "gisteren"}, "Dit is geen datum."),
        ({"neighbourhood": "999999"}, "Selecteer een geldige keuze."),
        ({"note": "\x00"}, "Nul"),
        ({"version": "9" * 30}, "2147483647"),
    ],
)
def test_what_cannot_be_used_is_told_and_changes_nothing(
    at_work: Client, deal: Deal, changed: dict[str, str], message: str
) -> None:
    response = at_work.post(PLACE, fields(**changed))
    assert response.status_code == 422
    assert message.lower() in response.content.decode().lower()
    assert NamedItem.objects.get(deal=deal, code="plek-01").version == 1


def test_a_neighbourhood_of_another_deal_is_no_choice(at_work: Client, veenland: Deal) -> None:
    other = Neighbourhood.objects.filter(deal=veenland).first()
    assert other is not None
    assert at_work.post(PLACE, fields(neighbourhood=str(other.pk))).status_code == 422


def test_only_who_enters_progress_changes_the_register(deal: Deal, reviewer: User, jenv: User, enter: Enter) -> None:
    for user in (reviewer, jenv):
        assert enter(user).post(PLACE, fields()).status_code == 403
        page = enter(user).get(PLACE).content.decode()
        assert "Gegevens aanpassen" not in page
    assert NamedItem.objects.get(deal=deal, code="plek-01").version == 1


def test_adding_a_place_says_that_the_agreed_list_does_not_grow(at_work: Client, deal: Deal) -> None:
    address = REGISTER + "ontmoetingsplekken/toevoegen/"
    assert "De afgesproken lijst groeit niet" in at_work.get(address).content.decode()
    response = at_work.post(address, fields(name="De Vijftiende"))
    item = NamedItem.objects.get(deal=deal, name="De Vijftiende")
    assert response.headers["Location"] == f"{REGISTER}{item.code}/"
    assert not item.in_agreed_set
    assert "buiten de lijst" in at_work.get(REGISTER).content.decode()


def test_who_may_not_see_a_figure_under_review_does_not_see_it_at_the_place(
    deal: Deal, bureau: User, jenv: User, enter: Enter
) -> None:
    measure(deal, "plekken-ruimer-open", 1, "2025-05-01", by=bureau, item="plek-01")
    assert Measurement.objects.count() == 1
    assert "ter beoordeling" in enter(bureau).get(PLACE).content.decode()
    assert "ter beoordeling" not in enter(jenv).get(PLACE).content.decode()


@pytest.mark.parametrize("query", ["lijst=%00", "wijk=%00", "lijst=weg", "wijk=" + "x" * 5000, "op=2024-02-29"])
def test_nonsense_in_the_filter_shows_everything(at_work: Client, query: str) -> None:
    assert "Ontmoetingsplek 14" in at_work.get(f"{REGISTER}?{query}").content.decode()


def test_the_register_asks_the_database_a_fixed_number_of_times(
    at_work: Client, deal: Deal, bureau: User, django_assert_max_num_queries: object
) -> None:
    for number in range(20):
        plinth(deal, f"Plint {number}", "plint-gevuld", bureau)
    with django_assert_max_num_queries(35):  # type: ignore[operator]
        at_work.get(REGISTER)


# --- By mistake ------------------------------------------------------------------------------------------------------


def test_a_place_that_was_entered_by_mistake_can_be_removed_with_a_reason(
    at_work: Client, fifteenth: NamedItem, bureau: User
) -> None:
    """Entry 7: no list has it any more, no figure is asked for it, and its trail stays."""
    page = f"{REGISTER}{fifteenth.code}/"
    assert "Haal weg" in at_work.get(page).content.decode()
    at_work.post(f"{page}weghalen/", {"version": fifteenth.version, "reason": " "})
    assert NamedItem.objects.filter(pk=fifteenth.pk).exists()
    done = at_work.post(f"{page}weghalen/", {"version": fifteenth.version, "reason": "Dubbel ingevoerd"}, follow=True)
    assert "De Vijftiende is weggehaald." in shown(done)
    assert not NamedItem.objects.filter(pk=fifteenth.pk).exists()
    assert not IndicatorItem.objects.filter(named_item=fifteenth.pk).exists()
    removed = NamedItem.with_removed.get(pk=fifteenth.pk)
    assert [(step.by, step.reason) for step in removed.events.all()][-1] == (bureau, "Dubbel ingevoerd")
    assert at_work.get(page).status_code == 404
    again = add_item(removed.item_set, by=bureau, at=at("2026-03-01"), values={"name": "De Zestiende"})
    assert again.code != removed.code


def test_a_place_with_a_figure_stays_and_so_does_an_agreed_one(
    at_work: Client, deal: Deal, fifteenth: NamedItem, bureau: User
) -> None:
    measure(deal, "plekken-programma", 1, "2026-01-05", by=bureau, item=fifteenth.code)
    for row, why in ((fifteenth, "Er zijn cijfers"), (NamedItem.objects.get(deal=deal, code="plek-01"), "afgesproken")):
        sent = {"version": row.version, "reason": "Weg"}
        assert why in at_work.post(f"{REGISTER}{row.code}/weghalen/", sent, follow=True).content.decode()
        assert NamedItem.objects.filter(pk=row.pk).exists()


def test_somebody_changed_the_place_that_one_would_remove(at_work: Client, fifteenth: NamedItem, bureau: User) -> None:
    fifteenth.revise(by=bureau, at=at("2026-02-01"), values={"name": "De Echte"}, version=fifteenth.version)
    stale = at_work.post(f"{REGISTER}{fifteenth.code}/weghalen/", {"version": 1, "reason": "Weg"})
    assert stale.status_code == 409
    assert NamedItem.objects.filter(pk=fifteenth.pk).exists()


def test_a_second_one_with_the_same_name_is_asked_about(at_work: Client, fifteenth: NamedItem) -> None:
    """Entry 7: a duplicate is accepted only when somebody says that it is another one."""
    address = f"{REGISTER}ontmoetingsplekken/toevoegen/"
    typed = {"name": " de  vijftiende ", "version": "0"}
    asked = at_work.post(address, typed)
    assert asked.status_code == 422
    assert "staat al in deze lijst" in asked.content.decode()
    assert at_work.post(address, typed | {"another": "on"}).status_code == 302
    assert NamedItem.objects.filter(item_set=fifteenth.item_set, in_agreed_set=False).count() == 2

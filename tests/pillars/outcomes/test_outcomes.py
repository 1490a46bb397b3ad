"""Outcome indicators (art. 2): series by year and area, approved like any figure, and no claim about causes."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from finance.review.queue import waiting_count
from pillars.agreed.models import OutcomeIndicator
from pillars.outcomes.models import OutcomeArea, OutcomeMeasurement, OutcomeSource
from pillars.outcomes.series import OutcomeSeries, in_words, outcome_series
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role, rights_of
from regiodeal.lifecycle.review import IncompleteError, State
from tests.pages import BASE, words
from tests.plugins.deal import Enter, at

PAGE = BASE + "maatschappelijk/"
FORM = PAGE + "onveilig-gevoel/invullen/"


def unsafe(deal: Deal) -> OutcomeIndicator:
    """Residents who do not feel safe: hoped to go down, in percents."""
    return OutcomeIndicator.objects.get(deal=deal, code="onveilig-gevoel")


def figure(
    deal: Deal, year: int, value: str, on: str, *, by: User, approved_by: User | None = None, **fields: object
) -> OutcomeMeasurement:
    """A figure that was submitted on a day, and approved that day when a reviewer is named."""
    row = OutcomeMeasurement.objects.create(
        indicator=unsafe(deal),
        year=year,
        value=Decimal(value),
        source=OutcomeSource.objects.get(deal=deal, code="leefbaarometer"),
        entered_by=by,
        entered_at=at(on),
        **fields,
    )
    row.submit(by=by, at=at(on))
    if approved_by is not None:
        row.approve(by=approved_by, at=at(on))
    return row


def series_on(deal: Deal, on: str) -> OutcomeSeries:
    """The series of that indicator as of a date."""
    found = outcome_series(deal, on=date.fromisoformat(on))
    return next(series for series in found if series.indicator.code == "onveilig-gevoel")


def typed(deal: Deal, **changed: str) -> dict[str, str]:
    """The form as the browser sends it."""
    source = OutcomeSource.objects.get(deal=deal, code="leefbaarometer")
    filled = {"area": "", "year": "2024", "value": "31,5", "source": str(source.pk), "table": "", "note": ""}
    return filled | {"version": "1"} | changed


# --- The series -------------------------------------------------------------------------------------------------------


def test_a_fall_of_an_indicator_that_should_fall_is_the_hoped_way_and_no_more(
    deal: Deal, bureau: User, reviewer: User
) -> None:
    figure(deal, 2023, "31", "2024-05-01", by=bureau, approved_by=reviewer, is_baseline=True)
    figure(deal, 2024, "28.5", "2025-05-01", by=bureau, approved_by=reviewer)
    series = series_on(deal, "2026-01-01")
    [area] = series.areas
    assert area.change == Decimal("-2.5")
    assert in_words(series) == (
        "Den Haag Zuidwest: van 31 in 2023 naar 28,5 in 2024; dat is de kant op waar de Partijen op hopen."
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [("31", "gelijk."), ("32", "dat is niet de kant op waar de Partijen op hopen.")],
)
def test_no_change_and_the_other_way(deal: Deal, bureau: User, reviewer: User, value: str, words: str) -> None:
    figure(deal, 2023, "31", "2024-05-01", by=bureau, approved_by=reviewer, is_baseline=True)
    figure(deal, 2024, value, "2025-05-01", by=bureau, approved_by=reviewer)
    assert in_words(series_on(deal, "2026-01-01")).endswith(words)


def test_without_a_baseline_nothing_is_compared(deal: Deal, bureau: User, reviewer: User) -> None:
    figure(deal, 2024, "28", "2025-05-01", by=bureau, approved_by=reviewer)
    series = series_on(deal, "2026-01-01")
    assert series.areas[0].change is None
    assert "er is geen nulmeting" in in_words(series)


def test_a_figure_counts_from_its_approval_and_a_revision_takes_its_place(
    deal: Deal, bureau: User, reviewer: User
) -> None:
    figure(deal, 2024, "30", "2025-05-01", by=bureau, approved_by=reviewer)
    first = OutcomeMeasurement.objects.get()
    corrects = {"replaces": first, "correction_reason": "De bron heeft het herzien."}
    figure(deal, 2024, "29", "2025-09-01", by=bureau, approved_by=reviewer, **corrects)
    assert series_on(deal, "2025-04-30").areas == []
    assert [p.value for p in series_on(deal, "2025-05-01").areas[0].points] == [Decimal(30)]
    assert [p.value for p in series_on(deal, "2025-09-01").areas[0].points] == [Decimal(29)]
    assert OutcomeMeasurement.objects.count() == 2


def test_each_area_has_its_own_line_and_says_how_it_was_drawn(deal: Deal, bureau: User, reviewer: User) -> None:
    both = OutcomeArea.objects.get(deal=deal, code="bouwlust-en-vrederust")
    figure(deal, 2024, "33", "2025-05-01", by=bureau, approved_by=reviewer, area=both)
    figure(deal, 2024, "30", "2025-05-01", by=bureau, approved_by=reviewer)
    series = series_on(deal, "2026-01-01")
    assert [area.name for area in series.areas] == ["Den Haag Zuidwest", "Bouwlust en Vrederust"]
    assert series.notes == [both.note]
    assert set(both.neighbourhoods.values_list("code", flat=True)) == {"bouwlust", "vrederust"}


def test_the_series_take_two_queries(
    deal: Deal, bureau: User, reviewer: User, django_assert_num_queries: object
) -> None:
    for year in range(2020, 2025):
        figure(deal, year, "30", "2025-05-01", by=bureau, approved_by=reviewer)
    with django_assert_num_queries(2):  # type: ignore[operator]
        for series in outcome_series(deal, on=date(2026, 1, 1)):
            in_words(series)


# --- Entering and reviewing -------------------------------------------------------------------------------------------


def test_a_figure_is_entered_and_approved_by_another(
    at_work: Client, deal: Deal, reviewer: User, bureau: User, jenv: User, enter: Enter
) -> None:
    assert at_work.post(FORM, typed(deal) | {"submit": "1"}).headers["Location"] == PAGE
    row = OutcomeMeasurement.objects.get()
    assert (row.value, row.state) == (Decimal("31.5"), State.SUBMITTED)
    assert waiting_count(deal, reviewer, rights_of([Role.REVIEWER]), on=timezone.localdate()) == 1
    assert "31,5" in enter(reviewer).get(BASE + "mijn-werk/").content.decode()
    assert "Nog niet goedgekeurd" in at_work.get(PAGE).content.decode()
    assert "31,5" not in enter(jenv).get(PAGE).content.decode()
    assert enter(jenv).get(f"{PAGE}{row.pk}/").status_code == 404
    assert enter(bureau).post(f"{PAGE}{row.pk}/goedkeuren/").status_code == 403
    done = enter(reviewer).post(f"{PAGE}{row.pk}/goedkeuren/", {"version": row.version})
    assert done.headers["Location"] == f"{PAGE}{row.pk}/"
    assert "31,5" in enter(jenv).get(PAGE).content.decode()
    assert enter(jenv).get(f"{PAGE}{row.pk}/").status_code == 200


def test_a_figure_far_from_the_one_before_asks_once(at_work: Client, deal: Deal, bureau: User, reviewer: User) -> None:
    figure(deal, 2023, "31.5", "2024-03-01", by=bureau, approved_by=reviewer)
    asked = at_work.post(FORM, typed(deal, value="3,1"))
    assert asked.status_code == 422
    assert "Vorige keer was dit 31,5. Klopt 3,1? Zet een vinkje als het zo is." in words(asked)
    assert at_work.post(FORM, typed(deal, value="2,9", sure="3,1")).status_code == 422  # the tick was about another
    assert at_work.post(FORM, typed(deal, value="3,1", sure="3,1")).status_code == 302
    row = OutcomeMeasurement.objects.get(year=2024)
    changed = typed(deal, value="2", version=str(row.version))
    assert at_work.post(f"{PAGE}{row.pk}/", changed).status_code == 422
    assert at_work.post(f"{PAGE}{row.pk}/", changed | {"sure": "2"}).status_code == 302


def test_the_page_says_that_no_cause_is_claimed(jenv: User, enter: Enter) -> None:
    assert "Deze cijfers bewijzen geen oorzaak" in enter(jenv).get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"value": "101"}, "Een percentage is hoogstens 100."),
        ({"value": "veel"}, "is geen getal"),
        ({"value": "-1"}, "is geen getal"),
        ({"year": "1999"}, "Selecteer een geldige keuze."),
        ({"source": "", "submit": "1"}, "Dit veld is verplicht."),
        ({"area": "999999"}, "Selecteer een geldige keuze."),
        ({"note": "\x00"}, "Null-tekens"),
    ],
)
def test_what_cannot_be_used_is_told_and_not_stored(
    at_work: Client, deal: Deal, changed: dict[str, str], message: str
) -> None:
    response = at_work.post(FORM, typed(deal, **changed))
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not OutcomeMeasurement.objects.exists()


def test_a_draft_may_be_without_its_source_and_only_submitting_asks_it(at_work: Client, deal: Deal) -> None:
    assert at_work.post(FORM, typed(deal, source="")).status_code == 302
    row = OutcomeMeasurement.objects.get()
    page = f"{PAGE}{row.pk}/"
    assert "Bron nog niet ingevuld" in words(at_work.get(page))
    with pytest.raises(IncompleteError, match="nog niet compleet: bron"):
        row.submit(by=row.entered_by, at=timezone.now())
    asked = at_work.post(page, typed(deal, source="", submit="1", version=str(row.version)))
    assert asked.status_code == 422
    assert at_work.post(page, typed(deal, submit="1", version=str(row.version))).status_code == 302
    row.refresh_from_db()
    assert row.state == State.SUBMITTED


def test_the_form_begins_with_the_year_that_is_over(at_work: Client) -> None:
    last = timezone.localdate().year - 1
    assert f'<option value="{last}" selected>' in at_work.get(FORM).content.decode()


def test_one_open_figure_per_year_and_area(at_work: Client, deal: Deal) -> None:
    at_work.post(FORM, typed(deal))
    second = at_work.post(FORM, typed(deal, value="30"))
    assert second.status_code == 422
    assert "al een cijfer ingevuld" in second.content.decode()
    assert OutcomeMeasurement.objects.count() == 1


def test_a_stale_change_changes_nothing_and_comes_back_as_typed(at_work: Client, deal: Deal) -> None:
    at_work.post(FORM, typed(deal))
    row = OutcomeMeasurement.objects.get()
    address = f"{PAGE}{row.pk}/"
    assert 'value="31,5"' in at_work.get(address).content.decode()
    at_work.post(address, typed(deal, value="30"))
    late = at_work.post(address, typed(deal, value="29", note="Mijn eigen woorden"))
    assert late.status_code == 409
    assert "Mijn eigen woorden" in late.content.decode()
    assert "31,5 30 29" in words(late)  # where one began, theirs, mine
    row.refresh_from_db()
    assert row.value == Decimal(30)
    version = re.search(r'name="version" value="(\d+)"', late.content.decode())
    assert version is not None
    again = typed(deal, value="29", note="Mijn eigen woorden", version=version[1]) | {"theirs-value": "on"}
    assert at_work.post(address, again).status_code == 302
    row.refresh_from_db()
    assert (row.value, row.note) == (Decimal(30), "Mijn eigen woorden")


def test_an_approved_figure_never_changes(at_work: Client, deal: Deal, bureau: User, reviewer: User) -> None:
    row = figure(deal, 2024, "30", "2025-05-01", by=bureau, approved_by=reviewer)
    response = at_work.post(f"{PAGE}{row.pk}/", typed(deal, value="1", version=str(row.version)))
    assert response.status_code == 409
    row.refresh_from_db()
    assert row.value == Decimal(30)


def test_a_figure_for_a_year_and_area_that_has_one_is_a_correction(
    at_work: Client, deal: Deal, bureau: User, reviewer: User
) -> None:
    """Entry 5: the series of outcomes too; both stay, and the page says which counts."""
    old = figure(deal, 2024, "30", "2025-05-01", by=bureau, approved_by=reviewer)
    asked = at_work.post(FORM, typed(deal, submit="1"))
    assert asked.status_code == 422
    assert "Over 2024 is voor Den Haag Zuidwest al een goedgekeurd cijfer: 30." in asked.content.decode()
    assert at_work.post(FORM, typed(deal, submit="1", reason="Herzien door de bron")).status_code == 302
    new = OutcomeMeasurement.objects.get(replaces=old)
    assert "Was 30" in words(at_work.get(f"{PAGE}{new.pk}/"))
    new.approve(by=reviewer, at=timezone.now())
    assert "Dit cijfer is vervangen" in words(at_work.get(f"{PAGE}{old.pk}/"))

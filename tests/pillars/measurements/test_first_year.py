"""The year that is asked in the first year of a deal: the one that has begun, on every page the same."""

import re
from datetime import date
from pathlib import Path

import pytest

from pillars.agreed.models import Indicator
from pillars.measurements.expected import expectation_of
from pillars.measurements.forms import MeasurementForm
from pillars.measurements.models import Measurement
from pillars.measurements.readiness import readiness
from pillars.measurements.rounds import round_of, round_on
from pillars.progress.deal_progress import deal_progress
from regiodeal.covenant.due_rules.due_rules import first_counted_year, judged_year
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from reporting.rounds.forms import ReportForm
from reporting.rounds.models import ReportRound
from reporting.rounds.steps import kick_off
from tests.pages import shown
from tests.plugins.deal import Enter, at, load_deal_file, person
from tests.plugins.figures import indicator_of
from tests.stages.preparing import SMALL

AUTUMN = date(2025, 11, 30)  # in the first calendar year of the small deal, in force on 1 April 2025


@pytest.fixture
def small(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deal:
    """The deal of the handbook, whose first round closes on 15 April 2026, on a day in its first year."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(AUTUMN.isoformat()))
    path = tmp_path / SMALL.name
    path.write_text(re.sub(r"(?m)^(  - \{code: (?:rijk|regio),)", r'\1 article: "5",', SMALL.read_text()))
    return load_deal_file(path)


@pytest.mark.parametrize(
    ("in_force_on", "first"), [("2026-01-01", 2026), ("2026-03-01", 2026), ("2026-07-01", 2026), ("2026-07-02", 2027)]
)
def test_the_first_year_counts_when_the_deal_has_half_of_it(deal: Deal, in_force_on: str, first: int) -> None:
    """Any deal, by a stranger 4: a deal in force on 1 March 2026 was asked about 2027 in its report of 2027."""
    deal.in_force_on, deal.ends_on = date.fromisoformat(in_force_on), date(2030, 12, 31)
    assert first_counted_year(deal) == first
    assert judged_year(deal, date(2027, 4, 15)) == max(first, 2026)


def test_round_grid_result_and_form_name_the_same_year(small: Deal, enter: Enter) -> None:
    """Any deal, by a stranger 4: the grid asked about the year to come, the page of the result about this one."""
    found = round_of(small, 2026, on=AUTUMN)
    assert found is not None
    assert found.figure_year == 2025
    [yearly] = [row.outcome for row in deal_progress(small, on=AUTUMN).targets if row.target.kind == "per_year"]
    assert yearly.year == 2025
    indicator = Indicator.objects.get(deal=small, code="vrijwilligers")
    form = MeasurementForm(deal=small, indicator=indicator, today=AUTUMN)
    assert form.fields["year"].initial == 2025
    client = enter(person(small, "Bureau Klein", Role.BUREAU))
    row = shown(client.get(f"/deals/{small.slug}/invoer/")).split('rij-vrijwilligers"')[1].split("</tr>")[0]
    assert 'class="entry-grid__year">2025<' in row


def test_no_figure_is_asked_or_taken_of_a_year_that_has_to_begin(small: Deal, enter: Enter) -> None:
    """Any deal, by a stranger 4: in November 85 was entered and approved for the year after it."""
    Deal.objects.filter(pk=small.pk).update(in_force_on=date(2025, 10, 1))
    found = round_of(Deal.objects.get(pk=small.pk), 2026, on=AUTUMN)
    assert found is not None
    assert found.figure_year == 2026
    asked = {place.code for place, _item in expectation_of(found, on=AUTUMN).readers}
    assert asked == {"dorpshuizen", "steunpunt"}
    ready = readiness(found.deal, year=2026, on=AUTUMN)
    assert ready is not None
    assert [row.result.code for row in ready.results] == ["L1.1.a", "L1.2.b"]
    assert "vrijwilligers" in {place.code for place, _item in expectation_of(found, on=date(2026, 1, 1)).readers}
    client = enter(person(small, "Bureau Klein", Role.BUREAU))
    typed = {"row": "vrijwilligers", "seen": "", "value": "85", "source": "Lijst", "note": ""}
    client.post(f"/deals/{small.slug}/invoer/2026/opslaan/", typed)
    assert not Measurement.objects.exists()


def test_the_year_that_was_chosen_for_a_round_is_the_year_that_its_grid_asks(small: Deal) -> None:
    """Any deal, by a stranger 4: the round was set to another year, and the grid went on asking the first."""
    kick_off(small, 2026, by=None, at=at(AUTUMN.isoformat()))
    assert ReportRound.objects.get(deal=small).figure_year == 2025
    ReportRound.objects.filter(deal=small).update(figure_year=2026)
    found = round_of(small, 2026, on=AUTUMN)
    assert found is not None
    assert found.figure_year == 2026


def test_a_report_can_be_looked_at_in_the_first_year(small: Deal, enter: Enter) -> None:
    """Any deal, by a stranger 5: the list of years was empty, and the year was required."""
    form = ReportForm({"year": "2026", "stage": "concept"}, deal=small, today=AUTUMN)
    assert form.is_valid(), form.errors
    page = shown(enter(person(small, "Bureau Klein", Role.BUREAU)).get(f"/deals/{small.slug}/rapportage/"))
    assert '<option value="2026"' in page


@pytest.mark.parametrize(("today", "year"), [("2026-03-01", 2025), ("2026-06-14", 2025), ("2026-06-15", 2026)])
def test_what_one_writes_is_about_the_year_of_the_round_on_every_page(
    deal: Deal, bureau: User, enter: Enter, monkeypatch: pytest.MonkeyPatch, today: str, year: int
) -> None:
    """Rest of issue 15: in the spring the round asked about last year, and the page of a measure offered this year."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(today))
    found = round_on(deal, date.fromisoformat(today))
    assert found is not None
    assert found.figure_year == year
    client = enter(bureau)
    base = f"/deals/{deal.slug}/"
    assert f"Voortgang {year} schrijven" in shown(client.get(f"{base}maatregelen/1.1.1/"))
    assert client.get(f"{base}maatregelen/1.1.1/voortgang/{year}/").status_code == 200
    assert f'<option value="{year}" selected' in shown(client.get(f"{base}uitwisselen/"))
    assert f'name="year" value="{year}"' in shown(client.get(f"{base}lessen/nieuw/"))
    indicator = Indicator.objects.get(deal=deal, code=indicator_of(deal, "1.1.1.g-1"))
    assert (
        MeasurementForm(deal=deal, indicator=indicator, today=date.fromisoformat(today)).fields["year"].initial == year
    )

"""The days of the portal: beyond them a page, a form, a command and the API each say so, and none breaks."""

import json
import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from finance.ledger_import.cell_values import read_day
from regiodeal.base.dates import FIRST, FIRST_YEAR, LAST, LAST_YEAR, day_of, typed_day
from regiodeal.base.dutch import day as day_in_words
from regiodeal.base.forms import DayField, PastDateField
from regiodeal.deals.models import User
from reporting.api.paging import DAY
from tests.plugins.deal import SLUG, Enter
from tests.portal import ROOT

BEYOND = [date.min, FIRST - timedelta(days=1), LAST + timedelta(days=1), date.max]


@pytest.mark.parametrize("page", ["", "financien/", "maatregelen/", "overleg/", "resultaten/1.1.1.g/"])
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_page_as_of_a_day_beyond_them_is_that_of_today(enter: Enter, bureau: User, page: str, day: str) -> None:
    answer = enter(bureau).get(f"/deals/{SLUG}/{page}?op={day}")
    assert answer.status_code == 200
    assert "is niet te lezen. U ziet de stand van vandaag." in answer.content.decode()


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_the_first_and_the_last_day_are_days(enter: Enter, bureau: User, day: date) -> None:
    answer = enter(bureau).get(f"/deals/{SLUG}/financien/?op={day}")
    assert answer.status_code == 200
    assert "niet te lezen" not in answer.content.decode()
    assert day_of(str(day)) == read_day(day) == DayField().clean(str(day)) == day
    assert re.fullmatch(DAY, str(day))


@pytest.mark.parametrize("day", BEYOND)
def test_beyond_them_is_no_day_to_anything_that_reads_one(day: date) -> None:
    text = day.isoformat()
    for read in (day_of, read_day, DayField().clean, PastDateField().clean):
        with pytest.raises((ValueError, ValidationError)):
            read(text)
    with pytest.raises(ValueError, match="kan niet kloppen"):
        read_day(day)
    assert not re.fullmatch(DAY, text)


def test_the_years_of_a_deal_file_are_those_of_the_books() -> None:
    year = json.loads((ROOT / "fixtures" / "deal-file.schema.json").read_text())["$defs"]["year"]
    assert (year["minimum"], year["maximum"]) == (FIRST_YEAR, LAST_YEAR)


@pytest.mark.parametrize(
    "text",
    [
        "1 november 2026",
        "1 nov 2026",
        "zo 1 nov. 2026",
        "zondag 1 November 2026",
        "1-11-2026",
        "01/11/2026",
        "2026-11-01",
    ],
)
def test_a_day_is_read_as_people_type_it(text: str) -> None:
    """Finding 44 of entry-and-review: the portal's own way to write a day was refused, in the grid and the workbook."""
    assert typed_day(text) == DayField().clean(text) == read_day(text) == date(2026, 11, 1)


@pytest.mark.parametrize("text", ["1 ju 2026", "31 februari 2026", "11/1/26x", "november 2026", "1 november"])
def test_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValidationError, match="31 december 2026"):
        DayField().clean(text)
    with pytest.raises(ValueError, match="geen datum"):
        read_day(text)


@pytest.mark.parametrize("month", range(1, 13))
def test_a_day_that_the_portal_writes_is_read_again(month: int) -> None:
    found = date(2026, month, 9)
    assert typed_day(day_in_words(found)) == found

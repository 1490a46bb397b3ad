"""The rules for a row of a file: those of the page, and that a row says what its code says."""

from typing import Any

import pytest
from openpyxl import Workbook

from pillars.exchange.models import ImportJob
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from tests.pillars.exchange.files import (
    COORDINATORS,
    NETWORK,
    SUPPORT,
    TWO,
    VOLUNTEERS,
    checked,
    csv_file,
    entered,
    faults,
    saved,
)
from tests.plugins.deal import at
from tests.plugins.versions import agree


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ((VOLUNTEERS, 1999, "", 84, "Lijst", ""), "jaar", "'1999' kan hier niet. Kies: 20"),
        ((VOLUNTEERS, "", "", 84, "Lijst", ""), "jaar", "verplicht"),
        ((VOLUNTEERS, 2025, "", -1, "Lijst", ""), "waarde", "is geen getal"),
        ((VOLUNTEERS, 2025, "", "9" * 40, "Lijst", ""), "waarde", "cijfers"),
        ((VOLUNTEERS, 2025, "", 84, "x" * 301, ""), "bron", "niet meer dan 300"),
        ((VOLUNTEERS, 2025, "", 84, "a\x00b", ""), "bron", "Null"),
        ((VOLUNTEERS, 2025, "", "", "Lijst", ""), "waarde", "verplicht"),
        ((COORDINATORS, "", "14-06-2098", 84, "Lijst", ""), "peildatum", "nog niet geweest"),
        ((COORDINATORS, "", "31-02-2026", 84, "Lijst", ""), "peildatum", "geen datum"),
        (("", 2025, "", 84, "Lijst", ""), "code", "De code ontbreekt."),
        (("x\x00y", 2025, "", 84, "Lijst", ""), "code", "geen cijfer met de code"),
    ],
)
def test_every_rule_of_the_form_holds_for_a_row(
    deal: Deal, bureau: User, row: tuple[Any, ...], column: str, reason: str
) -> None:
    ((number, where, why),) = faults(checked(deal, bureau, csv_file([row])))
    assert (number, where) == (2, column)
    assert reason in why


def test_a_row_that_says_something_else_than_its_code_is_refused(deal: Deal, bureau: User) -> None:
    headings = ("code", "omschrijving", "onderdeel", "eenheid", "peildatum", "waarde", "bron")
    row = ("plekken-ruimer-open/plek-01", "Iets anders", "Ontmoetingsplek 2", "uren", "14-06-2026", 1, "Lijst")
    found = faults(checked(deal, bureau, csv_file([row], headings=headings)))
    assert [column for _row, column, _reason in found] == ["omschrijving", "onderdeel", "eenheid"]
    assert "daar staat 'Ontmoetingsplek 1'" in found[1][2]


@pytest.mark.parametrize(
    ("code", "value", "is_right"),
    [
        (NETWORK, "ja", True),
        (NETWORK, "Nee, nog in voorbereiding", True),
        (NETWORK, "WAAR", True),
        (NETWORK, "1", True),
        (NETWORK, "2", False),
        (NETWORK, "misschien", False),
        (SUPPORT, "3", True),
        (SUPPORT, "op weg", True),
        (SUPPORT, "4: bereikt", True),
        (SUPPORT, "5", False),
        (SUPPORT, "WAAR", False),
        (SUPPORT, "ja", False),
        (COORDINATORS, "WAAR", False),
    ],
)
def test_words_stand_for_a_milestone_and_for_a_step(
    deal: Deal, bureau: User, code: str, value: str, is_right: bool
) -> None:
    job = checked(deal, bureau, csv_file([(code, "", "14-06-2026", value, "Lijst", "Omdat")]))
    assert (job.state == ImportJob.State.CHECKED) == is_right, faults(job)


def test_merged_cells_are_refused_by_name_but_not_in_a_title_or_a_description(deal: Deal, bureau: User) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    headings = ["code", "omschrijving", "jaar", "waarde", "bron"]
    for line in (
        ["Cijfers 2025"],
        headings,
        [VOLUNTEERS, None, 2025, 84, "Lijst"],
        [COORDINATORS, None, None, None, None],
    ):
        sheet.append(line)
    for area in ("A1:E1", "B3:B4", "E3:E4"):
        sheet.merge_cells(area)
    reason = "Deze cel is samengevoegd met een andere. Splits de cellen en vul elke rij zelf in."
    assert faults(checked(deal, bureau, saved(book))) == [(3, "bron", reason)]


def test_the_same_figure_twice_in_a_file(deal: Deal, bureau: User) -> None:
    content = csv_file([TWO[0], TWO[1], TWO[0]])
    assert faults(checked(deal, bureau, content)) == [(4, "code", "Dit staat ook in rij 2. Laat één van beide staan.")]


def test_rows_that_are_not_filled_in_change_nothing(deal: Deal, bureau: User) -> None:
    content = csv_file([("", "", "", "", "", ""), (VOLUNTEERS, 2025, "", "", "", ""), ("onbekend", "", "", "", "", "")])
    assert checked(deal, bureau, content).state == ImportJob.State.UNCHANGED


# --- Stories ------------------------------------------------------------------------------------------------------

STORY = ("maatregel", "titel", "jaar", "wat is gedaan", "planning", "waarom niet op schema", "vooruitblik")
TOLD = ("1.1.1", "", 2025, "Negen plekken zijn open.", "op schema", "", "Vijf volgen.")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("9.9.9", *TOLD[1:]), "maatregel"),
        (("1.1.1", "Iets anders", *TOLD[2:]), "titel"),
        ((*TOLD[:2], 1999, *TOLD[3:]), "jaar"),
        ((*TOLD[:2], "\x00", *TOLD[3:]), "jaar"),
        ((*TOLD[:3], "", *TOLD[4:]), "wat is gedaan"),
        ((*TOLD[:4], "te laat", *TOLD[5:]), "planning"),
        ((*TOLD[:4], "aandacht", *TOLD[5:]), "waarom niet op schema"),
    ],
)
def test_every_rule_of_the_form_holds_for_a_story(deal: Deal, bureau: User, row: tuple[Any, ...], column: str) -> None:
    job = checked(deal, bureau, csv_file([row], headings=STORY))
    assert [(number, where) for number, where, _why in faults(job)] == [(2, column)]
    assert not ProgressEntry.objects.exists()


def test_a_year_that_an_extension_added_is_taken(deal: Deal, bureau: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: at("2028-06-01"))
    row = csv_file([(*TOLD[:2], 2028, *TOLD[3:])], headings=STORY)
    assert [column for _row, column, _reason in faults(checked(deal, bureau, row))] == ["jaar"]
    agree(deal, "2027-07-01", ("deal", deal.slug, "ends_on", "2027-12-31", "2028-12-31"))
    assert faults(checked(deal, bureau, row)) == []


def test_another_text_for_an_approved_year_is_a_new_text(deal: Deal, bureau: User, reviewer: User) -> None:
    assert entered(deal, bureau, csv_file([TOLD], headings=STORY), submit=True).counts == {"new": 1}
    first = ProgressEntry.objects.get()
    first.approve(by=reviewer, at=at("2026-06-14"))
    assert checked(deal, bureau, csv_file([TOLD], headings=STORY)).state == ImportJob.State.UNCHANGED
    other = (*TOLD[:3], "Tien plekken zijn open.", *TOLD[4:])
    assert entered(deal, bureau, csv_file([other], headings=STORY)).counts == {"new": 1}
    assert [entry.state for entry in ProgressEntry.objects.order_by("pk")] == [State.APPROVED, State.DRAFT]

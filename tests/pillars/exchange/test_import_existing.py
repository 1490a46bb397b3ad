"""A file about figures that are there already, also when others work on them at the same time."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pillars.exchange.models import ImportJob
from pillars.exchange.tasks import enter_import
from pillars.measurements.models import Measurement
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from tests.pages import shown
from tests.pillars.exchange.files import (
    BASE,
    COORDINATORS,
    TWO,
    VOLUNTEERS,
    checked,
    csv_file,
    entered,
    faults,
    latest,
    trail,
    upload,
)
from tests.plugins.deal import at
from tests.plugins.figures import measure


def test_a_draft_is_revised_and_the_page_shows_old_and_new(at_work: Client, deal: Deal, bureau: User) -> None:
    entered(deal, bureau, csv_file(TWO))
    page = shown(upload(at_work, csv_file([(VOLUNTEERS, 2025, "", 91, "Lijst", "")])))
    assert re.search(r"<del>84</del>.*<ins>91</ins>", page)
    assert "1 wijziging." in page
    at_work.post(f"{BASE}{latest().pk}/invoeren/", {"submit": "1"})
    figure = Measurement.objects.get(year=2025)
    assert (int(figure.value), figure.version, figure.state) == (91, 3, State.SUBMITTED)
    assert [step[:2] for step in trail(figure)] == [("", "draft"), ("draft", "draft"), ("draft", "submitted")]


def test_a_returned_figure_is_revised(deal: Deal, bureau: User, reviewer: User) -> None:
    figure = measure(deal, VOLUNTEERS, 84, "2025-12-31", by=bureau, year=2025)
    figure.give_back(by=reviewer, at=at("2026-01-10"), reason="Kijk nog eens")
    entered(deal, bureau, csv_file([(VOLUNTEERS, 2025, "", 91, "Lijst", "")]), submit=True)
    figure.refresh_from_db()
    assert (int(figure.value), figure.state) == (91, State.SUBMITTED)
    assert [step[:2] for step in trail(figure)][-2:] == [("returned", "draft"), ("draft", "submitted")]


def test_a_figure_under_review_cannot_change(deal: Deal, bureau: User) -> None:
    measure(deal, VOLUNTEERS, 84, "2025-12-31", by=bureau, year=2025)
    job = checked(deal, bureau, csv_file([(VOLUNTEERS, 2025, "", 91, "Lijst", "")]))
    assert faults(job) == [(2, "code", "Dit wacht op een beoordelaar en kan nu niet veranderen.")]


def test_an_approved_figure_is_corrected_with_a_reason(deal: Deal, bureau: User, reviewer: User) -> None:
    wrong = measure(deal, VOLUNTEERS, 84, "2025-12-31", by=bureau, year=2025, approved_by=reviewer)
    row = (VOLUNTEERS, 2025, "", 91, "Lijst", "")
    reason = "Dit cijfer is goedgekeurd. Geef een reden: een correctie vertelt wat er niet klopte."
    assert faults(checked(deal, bureau, csv_file([row]))) == [(2, "reden van correctie", reason)]
    headings = ("code", "jaar", "peildatum", "waarde", "bron", "toelichting", "reden van correctie")
    content = csv_file([(*row, "Een lijst vergeten")], headings=headings)
    assert entered(deal, bureau, content).counts == {"correction": 1}
    right = Measurement.objects.get(replaces=wrong)
    assert (int(right.value), right.correction_reason, right.state) == (91, "Een lijst vergeten", State.DRAFT)
    wrong.refresh_from_db()
    assert (int(wrong.value), wrong.state) == (84, State.APPROVED)
    assert checked(deal, bureau, content).state == ImportJob.State.UNCHANGED


def test_an_approved_figure_of_another_day_is_left_alone(deal: Deal, bureau: User, reviewer: User) -> None:
    measure(deal, COORDINATORS, 12, "2026-05-01", by=bureau, approved_by=reviewer)
    job = entered(deal, bureau, csv_file([(COORDINATORS, "", "01-06-2026", 14, "Lijst", "")]))
    assert job.counts == {"new": 1}


# --- Others at work at the same time ----------------------------------------------------------------------------


def marked(row: tuple[Any, ...], mark: str) -> bytes:
    """A file with the mark that a template gives a row."""
    headings = ("code", "jaar", "peildatum", "waarde", "bron", "toelichting", "kenmerk")
    return csv_file([(*row, mark)], headings=headings)


def test_what_a_colleague_entered_since_the_download_is_not_overwritten(
    deal: Deal, bureau: User, colleague: User
) -> None:
    entered(deal, colleague, csv_file([(VOLUNTEERS, 2025, "", 90, "Lijst van de collega", "")]))
    row = (VOLUNTEERS, 2025, "", 84, "Lijst", "")
    for mark in ("nieuw", f"{Measurement.objects.get().pk}v9-0123456789abcdef"):
        ((_row, column, reason),) = faults(checked(deal, bureau, marked(row, mark)))
        assert (column, reason[:27]) == ("code", "Iemand anders heeft dit ver")
    assert checked(deal, colleague, marked(row, "nieuw")).counts == {"revision": 1}  # it was their own


def test_without_a_mark_the_page_says_whose_figure_it_is(at_work: Client, deal: Deal, colleague: User) -> None:
    entered(deal, colleague, csv_file([(VOLUNTEERS, 2025, "", 90, "Lijst", "")]))
    page = upload(at_work, csv_file([(VOLUNTEERS, 2025, "", 84, "Lijst", "")])).content.decode()
    assert "nu van Collega" in page


@pytest.mark.parametrize("mark", ["onzin", "1v2", "0123456789012345678901v1-0123456789abcdef", "=1", "\x00"])
def test_a_mark_that_somebody_changed_is_refused(deal: Deal, bureau: User, mark: str) -> None:
    ((_row, column, reason),) = faults(checked(deal, bureau, marked((VOLUNTEERS, 2025, "", 84, "Lijst", ""), mark)))
    assert (column, "Laat deze kolom zoals hij was" in reason) == ("kenmerk", True)


def test_a_colleague_who_enters_first_stops_all_of_it(deal: Deal, bureau: User, colleague: User) -> None:
    job = checked(deal, bureau, csv_file(TWO))
    measure(deal, COORDINATORS, 3, "2026-06-14", by=colleague)
    assert job.accept(by=bureau, submit=True, at=timezone.now())
    enter_import(job.pk)
    job.refresh_from_db()
    assert job.state == ImportJob.State.REFUSED
    assert "iemand anders was u voor" in job.reason
    assert [(row, column) for row, column, _reason in faults(job)] == [(3, "code")]
    assert Measurement.objects.get().entered_by == colleague


def test_a_draft_that_was_changed_meanwhile_stops_all_of_it(deal: Deal, bureau: User) -> None:
    entered(deal, bureau, csv_file([TWO[0]]))
    job = checked(deal, bureau, csv_file([(VOLUNTEERS, 2025, "", 91, "Lijst", ""), TWO[1]]))
    figure = Measurement.objects.get()
    figure.revise(by=bureau, at=timezone.now(), values={"value": 99}, version=figure.version)
    assert job.accept(by=bureau, submit=False, at=timezone.now())
    enter_import(job.pk)
    job.refresh_from_db()
    assert (job.state, [row for row, *_rest in faults(job)]) == (ImportJob.State.REFUSED, [2])
    assert [row.value for row in Measurement.objects.all()] == [99]

"""A file about figures that are there already, also when others work on them at the same time."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pillars.exchange.measurements import MeasurementResource
from pillars.exchange.models import ImportJob
from pillars.exchange.tasks import enter_import
from pillars.measurements.models import Measurement
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from regiodeal.sheets.work import StaleError
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
    press_enter,
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
    press_enter(at_work, latest(), {"submit": "1"})
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


def test_a_figure_under_review_waits_alone_and_is_never_changed(at_work: Client, deal: Deal, bureau: User) -> None:
    """One submitted figure does not keep the other rows of the file out; ticking it by hand does not help either."""
    figure = measure(deal, VOLUNTEERS, 84, "2025-12-31", by=bureau, year=2025)
    page = " ".join(shown(upload(at_work, csv_file([(VOLUNTEERS, 2025, "", 91, "Lijst", ""), TWO[1]]))).split())
    assert "wacht op een beoordelaar" in page
    assert "er staat nu <strong>84</strong>, u vulde in <strong>91</strong>" in page
    assert "uw bestand begon met" not in page  # a file without marks does not say so
    assert 'name="take" value="2"' not in page
    press_enter(at_work, latest(), {"shown": ["2", "3"], "take": ["2", "3"]})
    job = latest()
    assert (job.state, job.change_count) == (ImportJob.State.CHECKED, 1)
    assert job.reason == "1 rij wacht op een beoordelaar. 1 andere rij is ingevoerd."
    figure.refresh_from_db()
    assert (int(figure.value), figure.state) == (84, State.SUBMITTED)
    assert Measurement.objects.get(indicator__code=COORDINATORS).state == State.DRAFT


def test_an_unlikely_figure_waits_for_a_tick_and_the_others_are_entered(
    at_work: Client, deal: Deal, bureau: User, reviewer: User
) -> None:
    """Entry 27: an import asked nothing where the form asks whether 1.234 is right after 84, or a part of a person."""
    measure(deal, VOLUNTEERS, 84, "2024-12-31", by=bureau, year=2024, approved_by=reviewer, approved_on="2025-01-10")
    part = (COORDINATORS, "", "13-06-2026", "2,5", "Lijst", "")
    job = checked(deal, bureau, csv_file([(VOLUNTEERS, 2025, "", 1234, "Lijst", ""), TWO[1], part]))
    page = " ".join(shown(at_work.get(f"{BASE}{job.pk}/")).split())
    assert "Vorige keer was dit 84. Klopt 1.234? Zet een vinkje als het zo is." in page
    assert "Dit telt coördinatoren, en 2,5 is geen heel getal. Klopt dat? Zet een vinkje als het zo is." in page
    assert 'name="take" value="2" form="enter">' in page  # not ticked
    assert 'name="take" value="3" form="enter" checked>' in page
    assert 'name="take" value="4" form="enter">' in page
    press_enter(at_work, job)  # as from another page of a long list, where the rows did not stand
    job.refresh_from_db()
    assert job.reason == "2 rijen wachten op uw vinkje: het cijfer is onwaarschijnlijk. 1 andere rij is ingevoerd."
    assert not Measurement.objects.filter(year=2025).exists()
    press_enter(at_work, job, {"shown": ["2", "4"], "take": ["2", "4"]})
    assert Measurement.objects.get(year=2025).value == 1234
    assert Measurement.objects.get(measured_on="2026-06-13").value == Decimal("2.5")
    assert latest().state == ImportJob.State.ENTERED


def test_a_row_that_waited_for_a_reviewer_goes_on_when_it_came_back(
    at_work: Client, deal: Deal, bureau: User, reviewer: User
) -> None:
    figure = measure(deal, VOLUNTEERS, 84, "2025-12-31", by=bureau, year=2025)
    mark = f"{figure.pk}v{figure.version}-0123456789abcdef"
    page = shown(upload(at_work, csv_file([(VOLUNTEERS, 2025, "", 91, "Lijst", "", mark)], headings=MARKED)))
    assert "begon met <strong>84</strong>" in page
    assert "kies ten minste één rij" in press_enter(at_work, latest(), {}).content.decode()
    figure.refresh_from_db()
    figure.give_back(by=reviewer, at=timezone.now(), reason="Kijk nog eens")
    page = upload_page(at_work, latest())
    assert "wacht op uw keuze" in page
    assert 'name="take" value="2"' in page
    press_enter(at_work, latest(), {"shown": "2", "take": "2", "submit": "1"})
    figure.refresh_from_db()
    assert (latest().state, int(figure.value), figure.state) == (ImportJob.State.ENTERED, 91, State.SUBMITTED)


def test_a_row_that_waited_for_a_reviewer_who_approved_needs_a_reason(
    at_work: Client, deal: Deal, bureau: User, reviewer: User
) -> None:
    figure = measure(deal, VOLUNTEERS, 84, "2025-12-31", by=bureau, year=2025)
    upload(at_work, csv_file([(VOLUNTEERS, 2025, "", 91, "Lijst", "")]))
    figure.approve(by=reviewer, at=timezone.now())
    page = press_enter(at_work, latest(), {"shown": "2", "take": "2"}).content.decode()
    assert "Rij 2 is niet ingevoerd. Dit cijfer is goedgekeurd. Geef een reden" in page
    assert Measurement.objects.get().value == 84


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


MARKED = ("code", "jaar", "peildatum", "waarde", "bron", "toelichting", "kenmerk")


# --- Others at work at the same time ----------------------------------------------------------------------------


def marked(row: tuple[Any, ...], mark: str) -> bytes:
    """A file with the mark that a template gives a row."""
    headings = ("code", "jaar", "peildatum", "waarde", "bron", "toelichting", "kenmerk")
    return csv_file([(*row, mark)], headings=headings)


def test_a_row_that_a_colleague_changed_since_the_download_waits_and_the_others_are_entered(
    at_work: Client, deal: Deal, bureau: User, colleague: User
) -> None:
    """Entry 26: yours, theirs and the start stand beside each other; nothing is overwritten until one chooses."""
    entered(deal, colleague, csv_file([(VOLUNTEERS, 2025, "", 90, "Lijst", "")]))
    figure = Measurement.objects.get()
    mark = f"{figure.pk}v{figure.version}-0123456789abcdef"
    figure.revise(by=colleague, at=timezone.now(), values={"value": 95}, version=figure.version)
    rows = [(VOLUNTEERS, 2025, "", 84, "Lijst", "", mark), (*TWO[1], "nieuw")]
    page = " ".join(shown(upload(at_work, csv_file(rows, headings=MARKED))).split())
    assert "wacht op uw keuze" in page
    assert "begon met <strong>90</strong>, er staat nu <strong>95</strong>, u vulde in <strong>84</strong>" in page
    job = latest()
    press_enter(at_work, job, {"shown": ["2", "3"], "take": ["3"]})
    job.refresh_from_db()
    assert (job.state, job.counts) == (ImportJob.State.ENTERED, {"new": 1})
    assert {int(row.value): row.entered_by for row in Measurement.objects.all()} == {95: colleague, 1234: bureau}


def test_a_row_that_waited_is_entered_when_its_owner_takes_it(
    at_work: Client, deal: Deal, colleague: User, bureau: User
) -> None:
    entered(deal, colleague, csv_file([(VOLUNTEERS, 2025, "", 90, "Lijst van de collega", "")]))
    upload(at_work, marked((VOLUNTEERS, 2025, "", 84, "Lijst", ""), "nieuw"))
    job = latest()
    nothing = press_enter(at_work, job, {"shown": "2"}).content.decode()
    assert "Er is niets ingevoerd: kies ten minste één rij." in nothing
    press_enter(at_work, job, {"shown": "2", "take": "2", "choose": "1"})
    assert 'name="take" value="2" form="enter"\n                       checked' in upload_page(at_work, job)
    press_enter(at_work, job, {"shown": "2", "take": "2"})
    figure = Measurement.objects.get()
    assert (int(figure.value), figure.entered_by) == (84, bureau)


def upload_page(client: Client, job: ImportJob) -> str:
    """The page of an import."""
    return client.get(f"{BASE}{job.pk}/").content.decode()


def test_one_chooses_which_rows_are_entered(at_work: Client) -> None:
    upload(at_work, csv_file(TWO))
    press_enter(at_work, latest(), {"shown": ["2", "3"], "take": ["3"]})
    assert [row.indicator.code for row in Measurement.objects.select_related("indicator")] == [COORDINATORS]
    assert latest().counts == {"new": 1}


def test_ones_own_later_change_is_no_colleagues(deal: Deal, colleague: User) -> None:
    entered(deal, colleague, csv_file([(VOLUNTEERS, 2025, "", 90, "Lijst van de collega", "")]))
    assert checked(deal, colleague, marked((VOLUNTEERS, 2025, "", 84, "Lijst", ""), "nieuw")).counts == {"revision": 1}


def test_without_a_mark_the_page_says_whose_figure_it_is(at_work: Client, deal: Deal, colleague: User) -> None:
    entered(deal, colleague, csv_file([(VOLUNTEERS, 2025, "", 90, "Lijst", "")]))
    page = upload(at_work, csv_file([(VOLUNTEERS, 2025, "", 84, "Lijst", "")])).content.decode()
    assert "nu van Collega" in page


@pytest.mark.parametrize("mark", ["onzin", "1v2", "0123456789012345678901v1-0123456789abcdef", "=1", "\x00"])
def test_a_mark_that_somebody_changed_is_refused(deal: Deal, bureau: User, mark: str) -> None:
    ((_row, column, reason),) = faults(checked(deal, bureau, marked((VOLUNTEERS, 2025, "", 84, "Lijst", ""), mark)))
    assert (column, "Laat deze kolom zoals hij was" in reason) == ("kenmerk", True)


def test_a_colleague_who_enters_first_stops_that_row_alone(
    at_work: Client, deal: Deal, bureau: User, colleague: User
) -> None:
    """Between reading the difference and entering it: the other row is entered, and the page tells what waits."""
    job = checked(deal, bureau, csv_file(TWO))
    measure(deal, COORDINATORS, 3, "2026-06-14", by=colleague)
    Measurement.objects.get().take_back(by=colleague, at=timezone.now())
    assert job.accept(by=bureau, submit=True, at=timezone.now())
    enter_import(job.pk)
    job.refresh_from_db()
    assert (job.state, job.change_count) == (ImportJob.State.CHECKED, 1)
    assert job.reason == "Iemand anders was u voor: 1 rij wacht op uw keuze. 1 andere rij is ingevoerd."
    page = " ".join(shown(at_work.get(f"{BASE}{job.pk}/")).split())
    assert "begon met <strong>niets</strong>, er staat nu <strong>3</strong>, u vulde in <strong>1234" in page
    assert {int(row.value): row.entered_by for row in Measurement.objects.all()} == {3: colleague, 84: bureau}
    assert job.finished_at
    assert f'name="seen" value="{job.finished_at.isoformat()}"' in page
    press_enter(at_work, job, {"shown": "3", "take": "3"})
    assert {int(row.value) for row in Measurement.objects.all()} == {1234, 84}


def test_the_same_list_sent_twice_overwrites_nothing_of_a_colleague_unseen(
    at_work: Client, deal: Deal, bureau: User, colleague: User
) -> None:
    """The second press was for the list of before: the row that waits by then was never shown as one that waits."""
    job = checked(deal, bureau, csv_file(TWO))
    assert job.finished_at
    form = {"seen": job.finished_at.isoformat(), "shown": ["2", "3"], "take": ["2", "3"], "submit": "1"}
    measure(deal, COORDINATORS, 3, "2026-06-14", by=colleague)
    Measurement.objects.get().take_back(by=colleague, at=timezone.now())
    overtaken = ImportJob.objects.get()  # as another request of the same moment has it
    for choice in ({}, {}, {"choose": "1"}):
        page = at_work.post(f"{BASE}{job.pk}/invoeren/", form | choice, follow=True).content.decode()
        assert {int(row.value): row.entered_by for row in Measurement.objects.all()} == {3: colleague, 84: bureau}
    assert "deze lijst is intussen al verwerkt" in page
    assert job.folder.choice()[3] is False
    assert not overtaken.accept(by=bureau, submit=True, at=timezone.now())


def test_a_row_that_was_held_back_still_waits_after_a_second_attempt(
    deal: Deal, bureau: User, colleague: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody entered the other row between reading and writing: both rows wait then, and none is lost."""
    job = checked(deal, bureau, csv_file(TWO))
    measure(deal, COORDINATORS, 3, "2026-06-14", by=colleague)
    Measurement.objects.get().take_back(by=colleague, at=timezone.now())
    write, attempts = MeasurementResource.enter, []

    def overtaken(resource: MeasurementResource, *changes: Any) -> None:
        attempts.append(len(changes[0]))
        if len(attempts) == 1:
            raise StaleError
        write(resource, *changes)

    monkeypatch.setattr(MeasurementResource, "enter", overtaken)
    assert job.accept(by=bureau, submit=True, at=timezone.now())
    enter_import(job.pk)
    job.refresh_from_db()
    assert (attempts, job.state, job.change_count) == ([1, 1], ImportJob.State.CHECKED, 1)
    assert "1 rij wacht op uw keuze. 1 andere rij is ingevoerd." in job.reason
    assert [packed[0] for packed in job.folder.changes()] == [3]


def test_a_draft_that_was_changed_meanwhile_stops_that_row_alone(deal: Deal, bureau: User) -> None:
    entered(deal, bureau, csv_file([TWO[0]]))
    job = checked(deal, bureau, csv_file([(VOLUNTEERS, 2025, "", 91, "Lijst", ""), TWO[1]]))
    figure = Measurement.objects.get()
    figure.revise(by=bureau, at=timezone.now(), values={"value": 99}, version=figure.version)
    assert job.accept(by=bureau, submit=False, at=timezone.now())
    enter_import(job.pk)
    job.refresh_from_db()
    assert (job.state, job.counts) == (ImportJob.State.CHECKED, {"revision": 1})
    assert sorted(int(row.value) for row in Measurement.objects.all()) == [99, 1234]

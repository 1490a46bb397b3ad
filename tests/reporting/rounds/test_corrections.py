"""A correction of a report on its own day, a second concept that reaches the Parties, and steps on what was seen."""

from datetime import date
from decimal import Decimal

import pytest

from pillars.measurements.models import Measurement
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, User
from reporting.content.frozen_report import FrozenReport
from reporting.pdf.document import render_html
from reporting.reports.models import AnnualReport
from reporting.rounds.models import ReportComment, ReportRound, Step
from reporting.rounds.round_standing import round_standing
from reporting.rounds.steps import freeze
from reporting.texts.models import SectionText
from tests.pages import BASE, carried, in_one_line, words, words_at
from tests.plugins.deal import Enter, at
from tests.plugins.figures import indicator_of, measure
from tests.plugins.reports import laid_down, make, shared, took, volunteers

ROUND = f"{BASE}rapportage/ronde/2026/"


def value_of(report: AnnualReport, code: str = "1.1.1.g-1") -> str:
    """The value of a target in a report's snapshot."""
    return str(next(row["value"] for row in report.snapshot["targets"] if row["code"] == code))


def wrong_figure(deal: Deal, bureau: User, reviewer: User) -> Measurement:
    """118 volunteers in 2025, approved before the report; it should have been 81."""
    volunteers(deal, 118, year=2025, by=bureau, reviewer=reviewer, approved_on="2026-02-01")
    return Measurement.objects.get(value=118)


def corrected(wrong: Measurement, bureau: User, reviewer: User, *, on: str = "2026-11-20") -> Measurement:
    """The figure that it should have been, approved months after the report."""
    values = {"value": Decimal(81), "year": 2025, "measured_on": date(2025, 12, 31), "source": "Registratie"}
    row = wrong.correct(by=bureau, at=at(on), values=values, reason="118 moet 81 zijn.")
    row.submit(by=bureau, at=at(on))
    row.approve(by=reviewer, at=at(on))
    return row


def submitted(deal: Deal, bureau: User) -> ReportRound:
    """A round whose final report of 7 July was submitted."""
    round_ = shared(deal, by=bureau)
    laid_down(round_, Step.FINAL, "2026-07-07", by=bureau)
    took(round_, Step.HANDED, "2026-07-08", by=bureau)
    took(round_, Step.SUBMITTED, "2026-07-10", by=bureau)
    return round_


def test_a_correction_tells_of_the_day_of_the_report_with_what_was_corrected_since(
    deal: Deal, bureau: User, reviewer: User
) -> None:
    """F17: the correction stood on 29 November with everything else changed, or on 7 July with the wrong figure."""
    wrong = wrong_figure(deal, bureau, reviewer)
    round_ = submitted(deal, bureau)
    fixed = corrected(wrong, bureau, reviewer)
    measure(
        deal,
        indicator_of(deal, "1.1.1.a"),
        5,
        "2026-06-30",
        by=bureau,
        approved_by=reviewer,
        approved_on="2026-11-20",
    )  # new, and approved after the day: no correction of anything
    second = laid_down(round_, Step.FINAL, "2026-11-29", by=bureau, reason="118 moet 81 zijn.")
    first = second.replaces
    assert first is not None
    assert (first.reference_date, second.reference_date) == (date(2026, 7, 7), date(2026, 7, 7))
    assert (value_of(first), value_of(second)) == ("118.00", "81.00")
    assert value_of(first, "1.1.1.a") == value_of(second, "1.1.1.a")
    edition = second.snapshot["edition"]
    assert edition is not None
    assert (edition["corrected_on"], edition["corrections"]) == ("2026-11-29", 1)
    fixed.refresh_from_db()
    assert fixed.decided_at == at("2026-11-20")  # nothing of the supposing stays
    page = in_one_line(render_html(FrozenReport(second.snapshot)))
    assert (
        "Verbeterd op 29 november 2026. De stand blijft 7 juli 2026, met 1 correctie die later is goedgekeurd." in page
    )


def test_a_correction_can_tell_of_today_when_that_is_chosen(deal: Deal, bureau: User, reviewer: User) -> None:
    """F17: the day moves only where somebody says so."""
    wrong = wrong_figure(deal, bureau, reviewer)
    round_ = submitted(deal, bureau)
    corrected(wrong, bureau, reviewer)
    moment = at("2026-11-29")
    report = make(freeze(round_, Step.FINAL, by=bureau, at=moment, reason="Alles nieuw.", keeps_day=False), when=moment)
    assert (report.reference_date, value_of(report)) == (date(2026, 11, 29), "81.00")


def test_a_text_that_was_mended_is_in_the_correction(deal: Deal, bureau: User) -> None:
    """F17, neighbour: the texts of the report are corrected as well."""
    text = SectionText(deal=deal, year=2026, section="geld")
    text.enter(by=bureau, at=at("2026-06-01"), values={"body": "<p>Er is 10 miljon.</p>"})
    round_ = submitted(deal, bureau)
    text.revise(by=bureau, at=at("2026-11-20"), values={"body": "<p>Er is 10 miljoen.</p>"}, version=text.version)
    report = laid_down(round_, Step.FINAL, "2026-11-29", by=bureau, reason="Typfout.")
    assert report.snapshot["texts"]["geld"] == "<p>Er is 10 miljoen.</p>"
    assert report.reference_date == date(2026, 7, 7)


def test_a_second_concept_reaches_the_parties_and_supersedes_the_first(
    deal: Deal, bureau: User, jenv: User, reviewer: User, enter: Enter
) -> None:
    """F18: the Parties kept seeing concept 1, and there was no step to send the next one."""
    round_ = shared(deal, by=bureau)
    volunteers(deal, 84, year=2025, by=bureau, reviewer=reviewer, approved_on="2026-06-11")
    second = laid_down(round_, Step.CONCEPT, "2026-06-12", by=bureau)
    party, client = enter(jenv), enter(bureau)
    assert "concept, versie 2" not in words_at(party, ROUND)
    assert "Stuur concept, versie 2 naar het Rijk-Regio-overleg" in words_at(client, ROUND)
    data = carried(client, ROUND) | {"stuur-done_on": "2026-06-13", "stuur-note": ""}
    assert client.post(ROUND + "concept-sturen/", data).status_code == 302
    assert round_standing(round_, on=date(2026, 6, 14)).shared == second
    page = words_at(party, ROUND)
    assert "concept, versie 2" in page
    assert "vervangen door versie 2" in page
    assert "Over Voortgangsrapportage 2026 (concept, versie 2)" in words_at(party, ROUND + "reacties/")
    laid_down(round_, Step.FINAL, "2026-07-01", by=bureau)
    with pytest.raises(WrongStateError, match="al definitief"):
        took(round_, Step.SHARED, "2026-07-02", by=bureau)


def test_comments_close_with_the_final_report(deal: Deal, bureau: User, jenv: User, enter: Enter) -> None:
    """F20: JenV could comment on the concept after the final report was laid down, and held up a correction with it."""
    round_ = shared(deal, by=bureau)
    client = enter(jenv)
    seen = carried(client, ROUND + "reacties/")
    laid_down(round_, Step.FINAL, "2026-07-01", by=bureau)
    page = words_at(client, ROUND + "reacties/")
    assert "Reageren op het concept kan niet meer." in page
    assert "Plaats de reactie" not in page
    answer = client.post(ROUND + "reacties/nieuw/", seen | {"section": "geld", "text": "Te laat geschreven"})
    assert answer.status_code == 409
    assert "Te laat geschreven" in words(answer)
    assert not ReportComment.objects.exists()


def test_a_comment_is_about_the_concept_that_was_seen(
    deal: Deal, bureau: User, jenv: User, reviewer: User, enter: Enter
) -> None:
    """F18, T1: a comment that was written about concept 1 does not land on concept 2."""
    round_ = shared(deal, by=bureau)
    client = enter(jenv)
    seen = carried(client, ROUND + "reacties/")
    volunteers(deal, 84, year=2025, by=bureau, reviewer=reviewer, approved_on="2026-06-11")
    laid_down(round_, Step.CONCEPT, "2026-06-12", by=bureau)
    took(round_, Step.SHARED, "2026-06-13", by=bureau)
    answer = client.post(ROUND + "reacties/nieuw/", seen | {"section": "geld", "text": "Over het eerste"})
    assert answer.status_code == 409
    assert "Over het eerste" in words(answer)


def test_a_report_is_laid_down_with_what_the_page_listed(deal: Deal, bureau: User, jenv: User, enter: Enter) -> None:
    """T1 in the round: a text, a comment or a step that came meanwhile is told first, and nothing is laid down."""
    round_ = shared(deal, by=bureau)
    client = enter(bureau)
    for change in ("text", "comment"):
        seen = carried(client, ROUND)
        if change == "text":
            text = SectionText(deal=deal, year=2026, section="geld")
            text.enter(by=bureau, at=at("2026-06-11"), values={"body": "<p>Nieuw.</p>"})
        else:
            concept = round_standing(round_, on=date(2026, 6, 14)).shared
            assert concept is not None
            ReportComment.place(concept, section="geld", text="Klopt dit?", party=None, by=jenv, at=at("2026-06-12"))
        for path in ("stap/", "nieuwe-versie/"):
            answer = client.post(ROUND + path, seen | {"step": "final"})
            assert answer.status_code == 409
            assert "Er is niets gewijzigd." in words(answer)
    newest = round_.steps.latest("pk")
    assert newest.step == Step.SHARED
    back = f"{ROUND}stap/{newest.pk}/terug/"
    assert client.post(back, {"terug-reason": "Vergissing", "seen": "oud"}).status_code == 409
    assert client.post(back, carried(client, ROUND) | {"terug-reason": "Vergissing"}).status_code == 302

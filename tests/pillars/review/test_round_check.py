"""The check of a whole round before it is closed: each thing that is not right, with the place to mend it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pillars.evidence.attachment import attach
from pillars.explanations.models import Explanation
from pillars.measurements.models import Measurement
from pillars.measurements.rounds import round_of
from pillars.questions.models import EntryQuestion
from pillars.review import round_rules
from pillars.review.round_check import checked_round
from pillars.review.round_rules import (
    RoundFacts,
    figures_without_evidence,
    missing_figures,
    missing_stories,
    open_questions,
    provisional_figures,
    running_corrections,
    stories_beside_figures,
    unexplained_deviations,
    unfinished_figures,
    unlikely_figures,
    waiting_explanations,
)
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal, User
from tests.pages import BASE, words_at
from tests.plugins.deal import Enter, at
from tests.plugins.figures import indicator_of, measure
from tests.plugins.money import Book

pytestmark = pytest.mark.django_db
ON = date(2027, 5, 1)


@pytest.fixture
def facts(deal: Deal) -> RoundFacts:
    """The round of 2027, six weeks before its end."""
    found = round_of(deal, 2027, on=ON)
    assert found
    return RoundFacts(found, ON)


@pytest.fixture
def yearly(deal: Deal) -> str:
    """An indicator of a calendar year that is not divided."""
    return indicator_of(deal, "1.1.1.g-2")


def titles(found: object) -> list[str]:
    """What a rule says."""
    return [fault.title for fault in found]  # type: ignore[attr-defined]


def written(deal: Deal, by: User, schedule: str, year: int = 2026) -> ProgressEntry:
    """A story about the first measure, submitted."""
    values = {"done": "Gedaan", "outlook": "Verder", "reason": "" if schedule == "on_schedule" else "Te weinig tijd"}
    row = ProgressEntry.begin(
        by=by,
        at=at("2027-04-01"),
        measure=deal.measure_set.get(code="1.1.1"),
        year=year,
        schedule=schedule,
        **values,
    )
    row.submit(by=by, at=at("2027-04-01"))
    return row


def of(name: str, found: object) -> list[str]:
    """The lines about one thing."""
    return [title for title in titles(found) if name in title]


def test_a_figure_is_missing_then_waits_then_lacks_evidence_and_then_is_right(
    deal: Deal, bureau: User, reviewer: User, yearly: str
) -> None:
    the_round = round_of(deal, 2027, on=ON)
    assert the_round

    def fresh() -> RoundFacts:
        return RoundFacts(the_round, ON)

    name = deal.indicator_set.get(code=yearly).name
    (missing,) = [fault for fault in missing_figures(fresh()) if name in fault.title]
    assert missing.title.endswith("nog niet ingevuld")
    assert missing.url == f"{BASE}invoer/2027/#rij-{yearly}"
    row = measure(deal, yearly, 100, "2026-12-31", by=bureau, year=2026)
    Measurement.objects.filter(pk=row.pk).update(entered_at=at("2027-02-01"))
    assert of(name, missing_figures(fresh())) == []
    (waits,) = unfinished_figures(fresh())
    assert (waits.title, waits.url) == (f"{name}: wacht op beoordeling", f"{BASE}metingen/{row.pk}/")
    row.refresh_from_db()
    row.approve(by=reviewer, at=at("2027-02-02"))
    assert titles(unfinished_figures(fresh())) == []
    assert of(name, figures_without_evidence(fresh())) == [f"{name}: geen bewijs toegevoegd"]
    upload = SimpleUploadedFile("a.csv", b"a;b")
    attach(row, upload=upload, by=bureau, at=at("2027-02-03"), values={"openness": "public"})
    assert of(name, figures_without_evidence(fresh())) == []


def test_places_that_lack_a_figure_are_one_line(deal: Deal, facts: RoundFacts) -> None:
    found = titles(missing_figures(facts))
    assert len(found) < len(facts.figures.rows)
    assert any(re.search(r", 14 cijfers: nog niet ingevuld$", title) for title in found)


def test_a_figure_of_a_part_of_the_year_is_told_once_the_year_is_over(
    deal: Deal, bureau: User, reviewer: User, yearly: str, facts: RoundFacts
) -> None:
    measure(deal, yearly, 66, "2026-09-30", by=bureau, year=2026, approved_by=reviewer)
    assert [title.endswith("gaat over een deel van het jaar") for title in titles(provisional_figures(facts))] == [True]
    during = round_of(deal, 2027, on=date(2026, 10, 1))
    assert during
    assert titles(provisional_figures(RoundFacts(during, date(2026, 10, 1)))) == []


def test_a_figure_far_from_the_last_needs_a_word_about_why(
    deal: Deal, bureau: User, reviewer: User, yearly: str, facts: RoundFacts
) -> None:
    measure(deal, yearly, 78, "2025-12-31", by=bureau, year=2025, approved_by=reviewer, approved_on="2026-01-10")
    row = measure(
        deal, yearly, 1234, "2026-12-31", by=bureau, year=2026, approved_by=reviewer, approved_on="2027-02-01"
    )
    (title,) = titles(unlikely_figures(facts))
    assert "Vorige keer was dit 78. Klopt 1.234?" in title
    Measurement.objects.filter(pk=row.pk).update(note="Ook de zomerschool telt nu mee.")
    assert titles(unlikely_figures(RoundFacts(facts.round, ON))) == []


def test_a_correction_of_an_earlier_round_is_told(
    deal: Deal, bureau: User, reviewer: User, yearly: str, facts: RoundFacts
) -> None:
    measure(deal, yearly, 78, "2025-12-31", by=bureau, year=2025, approved_by=reviewer, approved_on="2026-01-10")
    measure(deal, yearly, 81, "2025-12-31", by=bureau, year=2025)
    (title,) = titles(running_corrections(facts))
    assert title.endswith("de correctie wacht op beoordeling")


def test_a_measure_needs_a_story_that_does_not_speak_against_its_figures(
    deal: Deal, bureau: User, reviewer: User, facts: RoundFacts
) -> None:
    assert of("1.1.1 ", missing_stories(facts))
    story = written(deal, bureau, "on_schedule")
    assert [title for title in titles(waiting_explanations(facts)) if "wacht op beoordeling" in title]
    story.approve(by=reviewer, at=at("2027-04-02"))
    again = RoundFacts(facts.round, ON)
    assert of("1.1.1 ", missing_stories(again)) == []
    measure(deal, indicator_of(deal, "1.1.1.g-2"), 1, "2026-12-31", by=bureau, year=2026, approved_by=reviewer)
    late = RoundFacts(facts.round, ON)
    (title,) = titles(stories_beside_figures(late))
    assert re.search(r"de tekst zegt op schema, maar .*1\.1\.1\.g.* loopt achter", title)
    assert of("1.1.1.g-2", unexplained_deviations(late))


def test_a_deviation_is_explained_as_the_report_of_the_round_reads_it(
    deal: Deal, bureau: User, reviewer: User, enter: Enter
) -> None:
    """In December a year counts that is not judged yet: what was written about today's status does not hold for it."""
    volunteers = indicator_of(deal, "1.1.1.g-1")
    for year, value in ((2025, 60), (2026, 40)):
        measure(deal, volunteers, value, f"{year}-06-01", by=bureau, year=year, approved_by=reviewer)
    on = date(2026, 12, 15)
    found = round_of(deal, 2027, on=on)
    assert found
    [fault] = [each for each in unexplained_deviations(RoundFacts(found, on)) if "1.1.1.g-1" in each.title]
    assert fault.url == f"{BASE}afwijkingen/1.1.1.g-1/?jaar=2026"
    assert "60 van 100" in words_at(enter(bureau), "afwijkingen/1.1.1.g-1/?op=2026-12-15")
    page = words_at(enter(bureau), "afwijkingen/1.1.1.g-1/?op=2026-12-15&jaar=2026")
    assert "40 van 100" in page
    assert "Zo leest de rapportage van 2027 het, over 2026." in page
    assert enter(bureau).post(fault.url, {"text": "Twee vielen uit.", "submit": "1"}).headers["Location"] == fault.url
    writing = Explanation.objects.get()
    assert writing.about_value == 40
    assert "Als u haar goedkeurt, telt zij niet mee" not in words_at(enter(reviewer), "afwijkingen/1.1.1.g-1/")
    writing.approve(by=reviewer, at=at("2026-12-14"))
    again = unexplained_deviations(RoundFacts(found, on))
    assert not [each for each in again if "1.1.1.g-1" in each.title]
    assert "60 van 100" in words_at(enter(bureau), "afwijkingen/1.1.1.g-1/?jaar=1&op=2026-12-15")  # no such round


def test_a_question_without_an_answer_is_told(deal: Deal, bureau: User, reviewer: User, facts: RoundFacts) -> None:
    row = measure(deal, indicator_of(deal, "1.1.1.g-1"), 4, "2026-10-01", by=bureau)
    question = EntryQuestion.ask(row, deal=deal, of=bureau, text="Welke?", by=reviewer, at=at("2027-04-01"))
    assert titles(open_questions(facts)) == [f"Vraag over {row}: nog geen antwoord van Bureau"]
    question.reply("Die", by=bureau, at=at("2027-04-02"), version=1, may_for_all=False)
    assert titles(open_questions(facts)) == []


def test_the_page_counts_all_and_leads_to_each(
    deal: Deal, bureau: User, reviewer: User, overleg: User, book: Book, enter: Enter
) -> None:
    book("expenditure", "A-rijk", "1.00", on="2026-01-15", state="submitted")
    the_round = round_of(deal, 2027, on=ON)
    assert the_round
    checked = checked_round(the_round, on=ON)
    page = words_at(enter(reviewer), "ronde/2027/controle/?op=2027-05-01")
    assert f"{checked.count} dingen kloppen niet" in page
    assert "Hierdoor wordt geen concept tegengehouden" in page
    for title, faults in checked.groups:
        assert f"{title} ({len(faults)})" in page
    assert [title for title, _faults in checked.groups] == [
        "Cijfers",
        "Teksten, uitleg en vragen",
        "Geld",
        "Rapportage",
    ]
    assert "1 besteding: goed te keuren" in page
    markup = enter(bureau).get(f"{BASE}ronde/2027/controle/?op=2027-05-01").content.decode()
    addresses = {fault.url for _title, faults in checked.groups for fault in faults}
    assert all(f'href="{url.replace("&", "&amp;")}"' in markup for url in addresses)
    assert enter(overleg).get(f"{BASE}ronde/2027/controle/").status_code == 403
    assert enter(bureau).get(f"{BASE}ronde/1999/controle/").status_code == 404


def test_a_past_day_says_what_is_of_then_and_what_is_of_today(deal: Deal, bureau: User, enter: Enter) -> None:
    client = enter(bureau)
    past = words_at(client, "ronde/2026/controle/?op=2026-05-01")
    assert "U ziet wat er op 1 mei 2026 was goedgekeurd, en wat daar toen aan ontbrak." in past
    assert "zoals ze vandaag zijn" in past
    assert "U ziet wat er op" not in words_at(client, "ronde/2027/controle/")


def test_what_several_rules_read_is_fetched_once(
    deal: Deal, monkeypatch: pytest.MonkeyPatch, facts: RoundFacts
) -> None:
    fetched: list[str] = []

    def counted(name: str) -> Callable[..., Any]:
        whole = getattr(round_rules, name)

        def fetch(*given: Any, **options: Any) -> Any:
            fetched.append(name)
            return whole(*given, **options)

        return fetch

    for name in ("figures_of", "deal_progress"):
        monkeypatch.setattr(round_rules, name, counted(name))
    checked_round(facts.round, on=ON)
    assert sorted(fetched) == ["deal_progress", "figures_of"]

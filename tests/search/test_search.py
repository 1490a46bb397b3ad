"""Searching: by Dutch words, in everything one may see and in nothing else, by both engines alike.

The tests that take `engine` run twice: on PostgreSQL, and on the full text search of SQLite over the same rows.
"""

import io
import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client

from finance.budget.models import BudgetLine
from finance.ledger.models import Commitment
from pillars.agreed.models import Goal, Indicator, Measure, NamedItem
from pillars.measurements.models import Measurement
from pillars.registers.models import Lesson
from pillars.stories.models import ProgressEntry
from regiodeal.base.excerpt import excerpt
from regiodeal.base.question import Question, distance, is_near, words_of
from regiodeal.covenant.documents.keeping import keep_document
from regiodeal.covenant.documents.models import DocumentText
from regiodeal.covenant.documents.tasks import read_document
from regiodeal.deals.models import Deal, Party, User
from regiodeal.deals.words import speaking
from regiodeal.search import extensions
from regiodeal.search.search import Hit
from tests.pages import BASE, queries, words
from tests.plugins.deal import Enter, at

NOTHING = "Er is niets gevonden"


def found(client: Client, text: str, **more: str) -> str:
    """The text of the page with what was found."""
    response = client.get(BASE + "zoeken/", {"q": text, **more})
    assert response.status_code == 200
    return words(response)


def asked(text: str) -> Question:
    """The question of these words."""
    return Question(tuple(words_of(text)))


@pytest.fixture(params=["postgresql", "sqlite"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Search by this engine; the rows stay where they are."""
    assert connection.vendor == "postgresql"
    vendor: str = request.param
    monkeypatch.setattr("regiodeal.search.search.connection", SimpleNamespace(vendor=vendor))
    return vendor


@pytest.fixture
def entry(deal: Deal, bureau: User) -> ProgressEntry:
    """A story that nobody approved yet."""
    measure = Measure.objects.get(deal=deal, code="1.1.1")
    values = {"done": "De koffiekar reed door Moerwijk", "schedule": "on_schedule", "outlook": "Verder"}
    row = ProgressEntry.begin(by=bureau, at=at("2026-01-05"), measure=measure, year=2026, **values)
    row.submit(by=bureau, at=at("2026-01-05"))
    return row


def lesson(deal: Deal, by: User, title: str) -> Lesson:
    """A lesson with this title."""
    row = Lesson(deal=deal)
    row.enter(by=by, at=at("2026-01-05"), values={"title": title, "verdict": "works", "why": "x", "year": 2025})
    return row


def test_a_result_is_found_by_a_word_and_by_its_code(engine: str, overleg: User, enter: Enter) -> None:
    client = enter(overleg)
    assert "Resultaten" in found(client, "vrijwilligers")
    assert "1.1.1.g" in found(client, "1.1.1.g")
    assert NOTHING in found(client, "zeppelinlandingsbaan")


@pytest.mark.parametrize("text", ["1.1.1.g", "1.1.1g", "111g", "1.1.1 g", "1.1.1.G"])
def test_a_code_is_found_in_any_spelling(engine: str, overleg: User, enter: Enter, text: str) -> None:
    """Finding 22 of entry-and-review: `1.1.1g` found nothing."""
    page = found(enter(overleg), text)
    assert re.search(r"gevonden voor .*? Resultaten 1\.1\.1\.g", page)  # before all that only holds these words


@pytest.mark.parametrize("text", ["coordinator", "COÖRDINATOREN", "coördinatoren", "coo\u0308rdinatoren"])
def test_accents_do_not_matter(engine: str, deal: Deal, bureau: User, enter: Enter, text: str) -> None:
    """Finding 22 and T14: without its accent, or with a loose one as a Mac pastes it, a word found nothing."""
    lesson(deal, bureau, "Een betaalde coördinator werkt")
    assert "Een betaalde coördinator werkt" in found(enter(bureau), text)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Het wijkbedrijf is open", "wijkbedrijven"),
        ("Twee wijkbedrijven zijn open", "wijkbedrijf"),
        ("Iedereen met schulden", "schuld"),
        ("Een schuld van jaren", "schulden"),
        ("Veel huizen staan leeg", "huis"),
        ("De scholen doen mee", "school"),
        ("Het Rijk-Regio-overleg beslist", "rijkregiooverleg"),
        ("Het Rijk-Regio-overleg beslist", "rijk regio overleg"),
        ("De cofinanciering loopt", "co-financiering"),
        ("De co-financiering loopt", "cofinanciering"),
        ("Zie art. 8 lid 3", "artikel 8 lid 3"),
    ],
)
def test_one_thing_is_found_however_it_is_written(
    engine: str, deal: Deal, bureau: User, enter: Enter, written: str, text: str
) -> None:
    """Finding 22: singular and plural, and a hyphen, found different things."""
    lesson(deal, bureau, written)
    page = found(enter(bureau), text)
    assert written in page
    assert "precies zo heet" not in page


@pytest.mark.parametrize("text", ["zepelinhaven", "zeppelinhavn", "zepeplinhaven", "zeppelinhavem"])
def test_a_typo_away_is_found_and_said(engine: str, deal: Deal, bureau: User, enter: Enter, text: str) -> None:
    """Finding 22: a typo found nothing, and nothing was suggested."""
    lesson(deal, bureau, "De zeppelinhaven opent")
    page = found(enter(bureau), text)
    assert "Er is niets dat precies zo heet" in page
    assert "De zeppelinhaven opent" in page
    assert NOTHING in found(enter(bureau), "zxqvwmaat")


def test_a_short_word_is_no_part_of_another(engine: str, deal: Deal, bureau: User, enter: Enter) -> None:
    """Finding 22: `VAT` was found in innovatie."""
    lesson(deal, bureau, "Innovatie is vatbaar voor twijfel")
    assert "vatbaar" not in found(enter(bureau), "VAT")


def test_a_place_and_a_booking_are_found(engine: str, deal: Deal, bureau: User, enter: Enter) -> None:
    """Finding 22 and T14: places and money were no part of what is searched."""
    place = NamedItem.objects.filter(deal=deal)[0]
    NamedItem.objects.filter(pk=place.pk).update(name="Buurthuis De Zwaluw")
    line = BudgetLine.objects.filter(deal=deal)[0]
    values = {"deal": deal, "code": "V01", "booked_on": "2026-01-05", "amount": "1234.50", "line": line}
    about = {"counterpart": "Stichting Open Huiskamer", "description": "Huur"}
    Commitment.begin(by=bureau, at=at("2026-01-05"), **values, **about)
    client = enter(bureau)
    assert "Plekken en gebouwen Buurthuis De Zwaluw" in found(client, "de zwaluw")
    for text in ("V01", "v 01", "open huiskamer"):
        page = found(client, text)
        assert "Verplichtingen V01, Stichting Open Huiskamer, € 1.234,50 concept 5 januari 2026" in page


def test_a_booking_that_nobody_approved_stays_hidden(
    engine: str, deal: Deal, bureau: User, overleg: User, enter: Enter
) -> None:
    line = BudgetLine.objects.filter(deal=deal)[0]
    values = {"code": "V01", "booked_on": "2026-01-05", "amount": "5.00", "counterpart": "X", "description": "Geheim"}
    Commitment.begin(by=bureau, at=at("2026-01-05"), deal=deal, line=line, **values)
    assert NOTHING in found(enter(overleg), "V01")


def test_a_figure_says_value_state_and_day_and_the_one_that_counts_is_first(
    engine: str, deal: Deal, bureau: User, reviewer: User, enter: Enter
) -> None:
    """Finding 22: figures were titled `102.00 (2024)`, with no state, and replaced ones among them."""
    indicator = Indicator.objects.filter(deal=deal, breakdown="none").order_by("pk")[0]
    values = {"indicator": indicator, "year": 2024, "measured_on": "2024-12-31", "source": "Zwaluwtelling"}
    first = Measurement.begin(by=bureau, at=at("2025-01-05"), value="1", **values)
    first.submit(by=bureau, at=at("2025-01-05"))
    first.approve(by=reviewer, at=at("2025-01-06"))
    better = {name: value for name, value in values.items() if name != "indicator"} | {"value": 2}
    second = first.correct(by=bureau, at=at("2025-02-05"), reason="geteld", values=better)
    second.submit(by=bureau, at=at("2025-02-05"))
    second.approve(by=reviewer, at=at("2025-02-06"))
    page = found(enter(bureau), "zwaluwtelling")
    counting, replaced = page.index("goedgekeurd, telt mee"), page.index("vervangen, telt niet mee")
    assert counting < replaced
    assert "31 december 2024" in page


def test_the_text_of_a_document_is_found_and_goes_with_its_file(
    engine: str, deal: Deal, bureau: User, jenv: User, enter: Enter
) -> None:
    """Issue 17: documents' text too; a document that one may not see is not found by its text either."""
    upload = SimpleUploadedFile("tabel.csv", b"naam;wat\nPolderzwaluw;nestkast\n")
    values = {"title": "Een tabel", "sort": "other", "dated_on": "2026-01-05"}
    document = keep_document(deal, upload=upload, by=bureau, at=at("2026-01-05"), values=values)
    read_document(document.pk)
    assert "Een tabel" in found(enter(jenv), "polderzwaluw")
    party = Party.objects.exclude(code="JenV").filter(deal=deal)[0]
    document.close_for(party, ground="x", on=at("2026-01-05").date(), by=bureau, at=at("2026-01-05"))
    assert NOTHING in found(enter(jenv), "polderzwaluw")
    document.remove(by=bureau, at=at("2026-01-06"), reason="namen")
    assert not DocumentText.objects.filter(document=document).exists()
    assert NOTHING in found(enter(bureau), "polderzwaluw")


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pdf"])
def test_the_text_of_each_kind_of_file_is_read(deal: Deal, bureau: User, ending: str) -> None:
    content = io.BytesIO()
    if ending == "docx":
        from docx import Document as WordFile

        word_file = WordFile()
        word_file.add_paragraph("De polderzwaluw")
        word_file.save(content)
    elif ending == "xlsx":
        from openpyxl import Workbook

        book = Workbook()
        book.active["A1"] = "De polderzwaluw"
        book.save(content)
    else:
        from weasyprint import HTML

        HTML(string="<p>De polderzwaluw</p>").write_pdf(content)
    upload = SimpleUploadedFile(f"x.{ending}", content.getvalue())
    values = {"title": "Een bestand", "sort": "other", "dated_on": "2026-01-05"}
    document = keep_document(deal, upload=upload, by=bureau, at=at("2026-01-05"), values=values)
    read_document(document.pk)
    assert "polderzwaluw" in DocumentText.objects.get(document=document).words.split()


def test_a_file_that_cannot_be_read_is_kept_and_has_no_text(deal: Deal, bureau: User) -> None:
    upload = SimpleUploadedFile("x.pdf", b"%PDF-1.7\nnothing of a PDF\n%%EOF\n")
    values = {"title": "Kapot", "sort": "other", "dated_on": "2026-01-05"}
    document = keep_document(deal, upload=upload, by=bureau, at=at("2026-01-05"), values=values)
    read_document(document.pk)
    assert DocumentText.objects.get(document=document).text == ""


def test_people_are_found_by_who_may_see_them(
    engine: str, deal: Deal, administrator: User, overleg: User, enter: Enter
) -> None:
    assert "Mensen Overleg" in found(enter(administrator), "overleg@example.nl")
    assert "Mensen" not in found(enter(overleg), "overleg@example.nl")


def test_what_nobody_approved_is_found_by_insiders_only(
    engine: str, entry: ProgressEntry, bureau: User, reviewer: User, overleg: User, enter: Enter
) -> None:
    assert "koffiekar" in found(enter(bureau), "koffiekar")
    assert NOTHING in found(enter(overleg), "koffiekar")
    entry.approve(by=reviewer, at=at("2026-01-06"))
    assert "De koffiekar reed door Moerwijk" in found(enter(overleg), "koffiekar")
    assert NOTHING in found(enter(overleg), "koffiekar", op="2026-01-05")  # as it was known then


def test_another_deal_is_never_found(engine: str, veenland: Deal, bureau: User, overleg: User, enter: Enter) -> None:
    lesson(veenland, bureau, "Zwanenzang")
    assert NOTHING in found(enter(overleg), "Zwanenzang")
    assert NOTHING in found(enter(overleg), "Zwanenzamg")


def test_an_area_and_a_goal_are_found_by_the_words_of_the_deal(
    engine: str, deal: Deal, bureau: User, overleg: User, enter: Enter
) -> None:
    def first(kind: str, text: str) -> Hit:
        page = client.get(BASE + "zoeken/", {"q": text})
        assert f">{kind}</h2>" in page.content.decode()
        with speaking(deal.words):
            hits: list[Hit] = [row.hits[0] for row in page.context["answer"].found if str(row.kind) == kind]
        return hits[0]

    client, goal = enter(overleg), Goal.objects.filter(deal=deal)[0]
    area = first("Wijken", "Moerwijk")
    assert area.title == "Moerwijk"
    assert client.get(area.url).context["filters"].cleaned_data["gebied"]
    hit = first("Pijlers en doelen", goal.title)
    assert goal.title in hit.title
    assert f'id="{hit.url.partition("#")[2]}"' in client.get(hit.url).content.decode()


@pytest.mark.parametrize(
    "text", ["", "%", "'", "\x00", "a & b | !c", "x" * 5000, "(", "<script>alert(1)</script>", "-", "de", "AND OR NOT"]
)
def test_nonsense_finds_nothing_and_breaks_nothing(engine: str, overleg: User, enter: Enter, text: str) -> None:
    response = enter(overleg).get(BASE + "zoeken/", {"q": text})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_an_excerpt_marks_the_words_and_is_safe() -> None:
    assert (
        excerpt(["Titel", "De <b>kar</b> & de wagen"], asked("kar"))
        == "De &lt;b&gt;<mark>kar</mark>&lt;/b&gt; &amp; de wagen"
    )
    long = excerpt(["x " * 200 + "kar " + "y " * 200], asked("kar"))
    assert long.startswith("… ")
    assert long.endswith(" …")
    assert excerpt(["Twee coördinatoren"], asked("coordinator")) == "Twee <mark>coördinatoren</mark>"


def test_the_words_of_a_question() -> None:
    assert words_of("Wat is 1.1.1.g, en de kar?") == ["Wat", "is", "1.1.1.g", "en", "de", "kar"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("kat", "kat", 0), ("kat", "kta", 1), ("kat", "kar", 1), ("kat", "at", 1), ("", "a", 1)],
)
def test_the_distance_between_two_words(one: str, other: str, expected: int) -> None:
    assert distance(one, other) == expected


def test_a_short_word_may_have_one_typo_and_a_long_one_two() -> None:
    assert is_near("moerwjik", "moerwijk")
    assert not is_near("kamer", "kaars")


def test_it_costs_one_query_a_kind_and_two_where_nothing_is_found(
    engine: str, deal: Deal, bureau: User, enter: Enter
) -> None:
    client = enter(bureau)
    few = queries(client, BASE + "zoeken/?q=zwaluw")
    for number in range(40):
        lesson(deal, bureau, f"De zwaluw van dag {number}")
    assert queries(client, BASE + "zoeken/?q=zwaluw") <= few
    assert queries(client, BASE + "zoeken/?q=zwaluwnestkasjes") < 75


@pytest.fixture
def plain_role(deal: Deal) -> Iterator[None]:
    """A database without the extensions, and a role that may not make them."""
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION IF EXISTS unaccent; DROP EXTENSION IF EXISTS pg_trgm")
        cursor.execute("CREATE ROLE plain_portal; GRANT ALL ON ALL TABLES IN SCHEMA public TO plain_portal")
        cursor.execute("SET LOCAL ROLE plain_portal")
    extensions.there.cache_clear()
    yield
    extensions.there.cache_clear()


def test_without_the_extensions_it_says_why_and_still_searches(
    plain_role: None, deal: Deal, capsys: pytest.CaptureFixture[str]
) -> None:
    """Issue 17: a plain fallback, and a told reason, where the role may not make an extension."""
    call_command("search_extensions")
    told = capsys.readouterr().out
    assert "unaccent: kan niet (zoeken zonder accenten). De database zegt: permission denied" in told
    assert "CREATE EXTENSION pg_trgm;" in told
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    by = User.objects.create_user("x@example.nl", "X")
    lesson(deal, by, "Een betaalde coördinator werkt")
    from regiodeal.search import postgresql

    rows = Lesson.objects.filter(deal=deal)
    assert postgresql.matching(rows, ("title", "why"), "", asked("coordinatoren")).count() == 1
    assert postgresql.near(rows, ("title", "why"), asked("coordinatro")).count() == 0

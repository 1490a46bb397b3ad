"""All that leaves the portal outside a page of the deal speaks in its words: the edges of the invented Veenland."""

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from regiodeal.accounts.invitations import Guest, invite
from regiodeal.base.dutch import listed
from regiodeal.covenant.agreement import amendment_verbs
from regiodeal.covenant.agreement.models import AmendmentSort
from regiodeal.covenant.withdrawals.withdrawal import withdraw
from regiodeal.deals.models import Deal, OfficeHolder, Party, User
from regiodeal.deals.roles import Reader, Role
from regiodeal.deals.words import article_of
from regiodeal.deals.words import word as spoken_word
from regiodeal.notices.feed import feed
from regiodeal.notices.reminders import remind
from reporting.content.frozen_report import FrozenReport
from reporting.differences.compare import differences
from reporting.dossier.parts import parts
from reporting.open_data.figures_csv import figures_csv
from reporting.pdf.document import render_html
from reporting.reports.models import AnnualReport
from reporting.rounds.letter_views import office_holders_of
from reporting.rounds.models import Step
from reporting.rounds.steps import freeze
from reporting.snapshot.schema import SCHEMA_PATH
from reporting.snapshot.take import take_snapshot
from reporting.word.letter import LetterWords, cover_letter
from reporting.word.word_report import word_report
from reporting.workbook.report_workbook import report_workbook
from tests.pages import shown
from tests.plugins.amending import day, party
from tests.plugins.deal import Enter, at, person
from tests.plugins.reports import laid_down, shared, started, took
from tests.reporting.api.clients import Reading, token_for

# What only Den Haag says. "afwijking" is no wijk.
OF_ANOTHER = re.compile(r"Rijk-Regio-overleg|\bwijk(en)?\b|BZK|Zuidwest|art(?:\.|ikel) 12 lid|[Rr]egiokassier")
LISTS = ("parties", "measures", "results", "targets", "budget-lines", "caps", "changes", "reports", "measurements")


def refuse_words_of_another(where: str, text: str) -> None:
    """Fail where a word of Den Haag stands in a text."""
    found = OF_ANOTHER.search(text)
    around = text[max(0, found.start() - 60) : found.end() + 40] if found else ""
    assert found is None, f"{where}: …{around}…"


@pytest.fixture
def keeper(veenland: Deal) -> User:
    """Who keeps the agreement of Veenland."""
    return person(veenland, "Streekteam", Role.BZK, "LAND")


@pytest.fixture
def secretary(veenland: Deal) -> User:
    """The bureau of Veenland."""
    return person(veenland, "Streekbureau", Role.BUREAU)


@pytest.fixture
def busy(veenland: Deal, keeper: User) -> Deal:
    """Veenland with a request that is under way and a Party that gave notice."""
    values = {"title": "Schouw later", "text": "De schouw wordt later.", "party": party(veenland, "WLV")}
    amendment = amendment_verbs.draft(
        veenland, sort=AmendmentSort.AMENDMENT, by=keeper, at=at("2026-05-20"), values=values
    )
    amendment_verbs.request(amendment, on=day("2026-06-01"), by=keeper, at=at("2026-06-01"))
    leaver = Party.objects.get(deal=veenland, code="PROV")
    withdraw(leaver, on=day("2026-06-01"), circumstances="Veranderd.", by=keeper, at=at("2026-06-01"))
    return veenland


def test_mails_calendars_and_commands_speak_as_the_deal(busy: Deal, keeper: User, secretary: User) -> None:
    """Any deal 22: roles, terms and notices of another deal were told in the words of Den Haag."""
    mail.outbox.clear()
    for moment in ("2026-03-15", "2026-03-31", "2026-07-20", "2026-11-20"):
        remind(at=at(moment, 7))
    for role in Role:
        whose = Party.objects.get(deal=busy, code="LAND") if role in {Role.PARTY, Role.BZK} else None
        guest = Guest(f"{role}@voorbeeld.nl", "Gast", role, whose)
        invite(busy, guest, by=keeper, at=at("2026-06-02"))
    told = [f"{message.subject}\n{message.body}" for message in mail.outbox]
    assert len(told) > len(Role)
    assert any("Uw rol: kashouder" in text for text in told)
    assert any("lid van de Streektafel" in text for text in told)
    out = io.StringIO()
    call_command("add_member", busy.slug, "kas@voorbeeld.nl", "treasurer", stdout=out)
    assert "is nu kashouder van" in out.getvalue()
    calendar = feed(keeper, at=at("2026-06-02"), on=date(2026, 6, 2)).decode().replace("\r\n ", "")
    for text in (*told, out.getvalue(), calendar):
        refuse_words_of_another("mail, command or calendar", text)


def test_the_report_speaks_from_its_snapshot_in_every_form(busy: Deal) -> None:
    """Any deal 10 and 22: cover, chapters, annexes and files say what the deal says, also when it says so no more."""
    report = FrozenReport(take_snapshot(busy, year=2026, stage="concept", on=date(2026, 7, 14)))
    Deal.objects.filter(pk=busy.pk).update(own_words={}, articles={})  # a report is told by its snapshot alone
    page = render_html(report)
    paper = Document(io.BytesIO(word_report(report)))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    book = load_workbook(io.BytesIO(report_workbook(report)), read_only=True)
    values = [str(cell) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row]
    forms = {
        "pdf": page,
        "word": "\n".join([paragraph.text for paragraph in paper.paragraphs] + cells),
        "workbook": "\n".join(values),
        "csv": figures_csv(report.snapshot).decode(),
        "charts": "".join(drawing.svg for drawing in report.charts.values()),
    }
    for name, text in forms.items():
        refuse_words_of_another(name, text)
    assert "Concept voor de Streektafel" in page
    assert "Programmalijn " in page
    assert "Concept voor de Streektafel" in forms["word"]
    assert "Concept voor de Streektafel" in forms["workbook"]
    assert "(artikel 16)" in page  # of the notice: Veenland's own article


def test_the_report_names_parties_by_their_names(busy: Deal) -> None:
    """Any deal 29 and 30: names joined by "en", and codes of Parties where pages show their names."""
    assert listed(["Epe", "Heerde", "Hattem"]) == "Epe, Heerde en Hattem"
    page = render_html(FrozenReport(take_snapshot(busy, year=2026, stage="concept", on=date(2026, 7, 14))))
    told = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Provincie Veenland zegde de deal op." in told
    assert "op verzoek van Waterschap De Lange Vaart" in told
    assert "Uitgave: Provincie Veenland en Waterschap De Lange Vaart." in told
    assert re.search(r"31 maart 2027 Jaarbericht naar de minister Provincie Veenland", told)


def test_a_snapshot_of_before_words_were_kept_speaks_plain(busy: Deal) -> None:
    kept: Any = take_snapshot(busy, year=2026, stage="concept", on=date(2026, 7, 14))
    old: Any = {
        **kept,
        "deal": {name: kept["deal"][name] for name in kept["deal"] if name not in {"own_words", "articles"}},
    }
    page = render_html(FrozenReport(old))
    assert "Concept voor het bestuurlijk overleg" in page
    assert "(artikel" not in page.split('id="wijzigingen"')[1].split('id="termijnen"')[0]
    changed = differences(old, kept)
    assert [change.what for section in changes_of(changed) for change in section] == ["stadium"]


def changes_of(sections: Any) -> list[Any]:
    """The changes of each section."""
    return [section.changes for section in sections]


def test_another_word_for_the_same_is_no_difference(busy: Deal) -> None:
    before: Any = take_snapshot(busy, year=2026, stage="final", on=date(2026, 7, 14))
    Deal.objects.filter(pk=busy.pk).update(own_words={"pillar": {"singular": "spoor", "plural": "sporen"}})
    after: Any = take_snapshot(Deal.objects.get(pk=busy.pk), year=2026, stage="final", on=date(2026, 7, 14))
    told = differences(before, after)
    assert not any("Programmalijn" in section.title for section in told)


def test_the_api_answers_in_the_words_of_the_deal(busy: Deal, keeper: User) -> None:
    """Any deal 10: the summaries of the API named art. 3, 4 and 8; the answers are in the words of the deal."""
    api = Reading(token_for([busy], keeper))
    for name in LISTS:
        answer = api.get(f"/deals/{busy.slug}/{name}")
        assert answer.status_code == 200, name
        refuse_words_of_another(name, answer.content.decode())
    described = api.get("/openapi.json").content.decode(), SCHEMA_PATH.read_text(encoding="utf-8")
    for schema in described:  # read by programs of every deal: it names no article at all
        refuse_words_of_another("schema", schema)
        assert not re.search(r"\bart(?:\.|ikel) \d", schema)


def test_the_public_pages_and_the_dossier_speak_as_the_deal(
    busy: Deal, secretary: User, keeper: User, own_files: Path
) -> None:
    round_ = shared(busy, by=secretary)
    final = laid_down(round_, Step.FINAL, "2026-07-01", by=secretary)
    took(round_, Step.HANDED, "2026-07-02", by=secretary)
    took(round_, Step.SUBMITTED, "2026-07-03", by=secretary)
    took(round_, Step.PUBLISHED, "2026-07-04", by=secretary)
    for path in (f"/openbaar/{busy.slug}/", f"/openbaar/{busy.slug}/rapportage/2026/"):
        page = Client().get(path)
        assert page.status_code == 200
        refuse_words_of_another(path, page.content.decode())
    reader: Reader = {"rights": frozenset(), "parties": frozenset()}
    for part in parts(AnnualReport.objects.get(pk=final.pk), reader, asker=secretary.pk):
        refuse_words_of_another("dossier", f"{part.path} {part.title}")
    remind(at=at("2026-07-05", 7))
    assert any("is ingediend bij de minister voor Landelijk Gebied" in str(message.body) for message in mail.outbox)
    assert (spoken_word("overleg"), article_of("amendment")) == ("bestuurlijk overleg", "")  # nothing stays behind


def test_the_letter_goes_to_who_holds_the_office_on_its_day(veenland: Deal) -> None:
    """Any deal 22: the letter went to the Party with the code BZK; it goes to the Party that receives the report."""
    report = FrozenReport(take_snapshot(veenland, year=2026, stage="final", on=date(2026, 6, 14)))
    land = Party.objects.get(deal=veenland, receives_report=True)
    OfficeHolder.objects.filter(party=land, valid_to=None).update(valid_to=date(2026, 6, 30))
    OfficeHolder.objects.create(
        party=land, name="Nienke Waard", office="Minister voor Landelijk Gebied", valid_from=date(2026, 7, 1)
    )
    holders = office_holders_of(veenland, land.code, on=date(2026, 7, 10))
    words = LetterWords(sender="", place="Veen", on=date(2026, 7, 10), holders=holders)
    told = [paragraph.text for paragraph in Document(io.BytesIO(cover_letter(report, words))).paragraphs]
    assert told[1] == "Aan de Minister voor Landelijk Gebied\nt.a.v. Nienke Waard, Minister voor Landelijk Gebied"
    assert "Geachte minister," in told
    as_then = cover_letter(report, LetterWords(sender="", place="Veen", on=date(2026, 6, 20)))
    assert "Bas Oosterlaan" in Document(io.BytesIO(as_then)).paragraphs[1].text


def test_each_of_two_receivers_gets_a_letter_of_its_own(veenland: Deal, enter: Enter) -> None:
    """Rest of issue 15: the letter of a deal that reports to two ministers went to the first, to the people of both."""
    Party.objects.filter(deal=veenland, code="PROV").update(receives_report=True, name="Staatssecretaris van Natuur")
    bureau = person(veenland, "Bureau Twee", Role.BUREAU)
    [land] = Party.objects.filter(deal=veenland, receives_report=True).exclude(code="PROV")
    OfficeHolder.objects.filter(party__deal=veenland).delete()
    for code, name, office in ((land.code, "Bas", "Minister"), ("PROV", "Nienke", "Staatssecretaris")):
        party = Party.objects.get(deal=veenland, code=code)
        OfficeHolder.objects.create(party=party, name=name, office=office, valid_from=date(2024, 1, 1))
    report = freeze(started(veenland, by=bureau), Step.CONCEPT, by=bureau, at=at("2026-06-08"))
    client, page = enter(bureau), f"/deals/{veenland.slug}/rapportage/{report.pk}/brief/"
    typed = {"sender": "Bureau", "place": "Veen", "on": "2026-07-10", "signed_by": "A. Bos"}
    refused = client.post(page, typed)
    assert refused.status_code == 422
    assert "Kies aan wie de brief gaat." in shown(refused)
    told = {}
    for code in (land.code, "PROV"):
        answer = client.post(page, typed | {"receiver": code})
        assert answer["Content-Disposition"].endswith(f'-{code.lower()}.docx"')
        told[code] = [paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs]
    assert told["PROV"][1] == "Aan de Staatssecretaris van Natuur\nt.a.v. Nienke, Staatssecretaris"
    assert "Geachte staatssecretaris," in told["PROV"]
    assert f"Deze rapportage gaat ook naar de {land.name}." in told["PROV"]
    assert told[land.code][1].endswith("t.a.v. Bas, Minister")
    assert "Deze rapportage gaat ook naar de Staatssecretaris van Natuur." in told[land.code]


def test_a_letter_without_a_party_that_receives_it_has_a_neutral_addressee(veenland: Deal) -> None:
    Party.objects.filter(deal=veenland).update(receives_report=False)
    report = FrozenReport(take_snapshot(veenland, year=2026, stage="final", on=date(2026, 6, 14)))
    content = cover_letter(report, LetterWords(sender="", place="Veen", on=date(2026, 7, 10)))
    told = [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]
    assert told[1] == "Aan de ontvanger van de voortgangsrapportage"
    assert "Geachte heer of mevrouw," in told

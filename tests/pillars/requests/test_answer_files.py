"""The workbook of an executor, a zip of all, and reading them back: faults by row, differences first, then answers."""

import zipfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from pillars.requests.answer_workbook import for_workbooks, workbook_bytes, workbook_name, write_all_workbooks
from pillars.requests.answering import write_part
from pillars.requests.models import Answer, AnswerChannel, AnswerImport, AnswerState
from pillars.requests.request_mails import mail_requests
from regiodeal.deals.models import User
from tests.pages import BASE, words
from tests.pillars.requests.made import Asked, send_filled
from tests.plugins.deal import Enter, at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]

type Fill = Mapping[str, Mapping[str, object]]  # by the mark of a row, the cells by their heading


def book_of(answer: Answer) -> bytes:
    """The workbook as the portal gives it."""
    [found] = for_workbooks(Answer.objects.filter(pk=answer.pk))
    return workbook_bytes(found)


def filled(content: bytes, fill: Fill) -> bytes:
    """The workbook with these cells filled in, as somebody does in Excel."""
    book = load_workbook(BytesIO(content))
    sheet = book["Vragen"]
    headings = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        for heading, value in fill.get(str(row[0].value), {}).items():
            row[headings.index(heading)].value = value
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def whole(answer: Answer, value: int) -> Fill:
    """All that is asked of an executor."""
    fill: dict[str, dict[str, object]] = {}
    for part in answer.parts.all():
        fill |= {
            f"P{part.pk}-done": {"antwoord": "Er is begonnen."},
            f"P{part.pk}-on_schedule": {"antwoord": "Ja"},
            f"P{part.pk}-spent": {"antwoord": 1234.5},
            f"P{part.pk}-still_to_spend": {"antwoord": "0"},
        }
        fill |= {f"F{row.pk}": {"antwoord": value, "toelichting": "Geteld"} for row in part.figures.all()}
        fill |= {f"M{row.pk}": {"antwoord": date(2026, 3, 15)} for row in part.milestones.all()}
    return fill


def upload(client: Client, content: bytes, name: str = "antwoord.xlsx") -> str:
    """Choose a file, and return what the page of the import says."""
    answer = client.post(f"{BASE}antwoorden/inlezen/", {"file": SimpleUploadedFile(name, content)}, follow=True)
    return words(answer)


def test_the_workbook_asks_what_is_asked_with_what_is_known(asked: Asked, bureau: User) -> None:
    write_part(asked.welfare.parts.all()[0], {"done": "=1+1"}, by=bureau, at=at("2026-04-02"), version=1)
    sheet = load_workbook(BytesIO(book_of(asked.welfare)))["Vragen"]
    rows = {str(row[0]): row for row in sheet.iter_rows(min_row=2, values_only=True)}
    part = asked.welfare.parts.all()[0]
    figure, milestone = part.figures.get(), part.milestones.get()
    assert rows[f"F{figure.pk}"][3] == 40
    assert rows[f"M{milestone.pk}"][2] == "Mijlpaal: De zaal is open (klaar op 1 maart 2026)"
    assert rows[f"P{part.pk}-done"][5] == "'=1+1"  # never a formula
    assert len(rows) == 2 * 10 + 1  # nine questions and a figure for each project, and a milestone


def test_a_workbook_that_comes_back_as_it_went_changes_nothing(asked: Asked, bureau: User, enter: Enter) -> None:
    send_filled(asked.school, 12, by=bureau)
    assert "staat al in het portaal" in upload(enter(bureau), book_of(asked.school))
    assert "staat al in het portaal" in upload(enter(bureau), book_of(asked.welfare))


def test_a_workbook_is_shown_first_and_then_taken_as_the_answer(asked: Asked, bureau: User, enter: Enter) -> None:
    client = enter(bureau)
    page = upload(client, filled(book_of(asked.welfare), whole(asked.welfare, 41)))
    assert "11 antwoorden" in page
    assert "Welzijn Oost, P-01: Wat is er gedaan?" in page
    asked.welfare.refresh_from_db()
    assert asked.welfare.state == AnswerState.ASKED  # nothing yet
    job = AnswerImport.objects.get()
    done = client.post(f"{BASE}antwoorden/inlezen/{job.pk}/invoeren/", follow=True)
    assert "Ingevoerd" in words(done)
    asked.welfare.refresh_from_db()
    part = asked.welfare.parts.all()[0]
    assert (asked.welfare.state, asked.welfare.channel) == (AnswerState.SENT, AnswerChannel.FILE)
    assert (part.done, part.spent, part.on_schedule) == ("Er is begonnen.", Decimal("1234.50"), True)
    assert (part.figures.get().value, part.figures.get().note) == (Decimal(41), "Geteld")
    assert part.milestones.get().reached_on == date(2026, 3, 15)


def test_half_a_workbook_is_kept_and_not_sent(asked: Asked, bureau: User, enter: Enter) -> None:
    client, part = enter(bureau), asked.school.parts.get()
    upload(client, filled(book_of(asked.school), {f"P{part.pk}-done": {"antwoord": "Half"}}))
    client.post(f"{BASE}antwoorden/inlezen/{AnswerImport.objects.get().pk}/invoeren/")
    asked.school.refresh_from_db()
    part.refresh_from_db()
    assert (asked.school.state, part.done) == (AnswerState.BEGUN, "Half")


def test_all_faults_are_told_with_their_row(asked: Asked, bureau: User, enter: Enter) -> None:
    part = asked.welfare.parts.all()[0]
    figure, milestone = part.figures.get(), part.milestones.get()
    fill = {
        f"F{figure.pk}": {"antwoord": "veel"},
        f"M{milestone.pk}": {"antwoord": "gisteren"},
        f"P{part.pk}-on_schedule": {"antwoord": "misschien"},
        f"P{part.pk}-spent": {"antwoord": "1,234"},
        f"P{part.pk}-note": {"kenmerk": "P999999-note", "antwoord": "x"},
    }
    page = upload(enter(bureau), filled(book_of(asked.welfare), fill))
    for text in ("'veel' is geen getal", "'gisteren' is geen datum", "'misschien' is geen ja of nee"):
        assert text in page
    assert "Schrijf hoogstens twee cijfers achter de komma" in page
    assert "hoort niet bij een vraag" in page
    asked.welfare.refresh_from_db()
    assert asked.welfare.version == 1


def test_unchanged_without_an_earlier_figure_is_a_fault(asked: Asked, bureau: User, enter: Enter) -> None:
    figure = asked.school.parts.get().figures.get()
    page = upload(enter(bureau), filled(book_of(asked.school), {f"F{figure.pk}": {"ongewijzigd": "ja"}}))
    assert "geen eerder cijfer" in page


def test_a_zip_of_many_is_read_at_once_and_a_fault_names_its_file(asked: Asked, bureau: User, enter: Enter) -> None:
    client, file = enter(bureau), BytesIO()
    response = client.get(f"{BASE}uitvraag/2026/werkboeken/")
    with zipfile.ZipFile(BytesIO(b"".join(response))) as given:
        assert sorted(given.namelist()) == ["vragen-2026-school-west.xlsx", "vragen-2026-welzijn-oost.xlsx"]
        with zipfile.ZipFile(file, "w") as back:
            for name, answer in ((workbook_name(row), row) for row in (asked.school, asked.welfare)):
                back.writestr(f"map/{name}", filled(given.read(name), whole(answer, 9)))
    assert "16 antwoorden" in upload(client, file.getvalue(), "alles.zip")
    client.post(f"{BASE}antwoorden/inlezen/{AnswerImport.objects.get().pk}/invoeren/")
    assert set(asked.request.answers.values_list("state", flat=True)) == {AnswerState.SENT}
    wrong = BytesIO()
    with zipfile.ZipFile(wrong, "w") as back:
        back.writestr("school.xlsx", filled(book_of(asked.school), {f"P{asked.school.parts.get().pk}-done": {
            "antwoord": "Toch anders"}}))  # fmt: skip
    page = upload(client, wrong.getvalue(), "alles.zip")
    assert "school.xlsx: Het antwoord van School West is al verstuurd." in page
    wrong = BytesIO()
    with zipfile.ZipFile(wrong, "w") as back:
        back.writestr("brief.xlsx", b"geen werkboek")
        back.writestr("lees.txt", b"x")
    assert "brief.xlsx" in upload(client, wrong.getvalue(), "alles.zip")


def test_what_changed_since_the_check_is_not_written_over(asked: Asked, bureau: User, enter: Enter) -> None:
    client, part = enter(bureau), asked.school.parts.get()
    upload(client, filled(book_of(asked.school), {f"P{part.pk}-done": {"antwoord": "Uit het bestand"}}))
    write_part(part, {"done": "Intussen getypt"}, by=bureau, at=at("2026-04-03"), version=1)
    done = client.post(f"{BASE}antwoorden/inlezen/{AnswerImport.objects.get().pk}/invoeren/", follow=True)
    assert "iemand anders was u voor" in words(done)
    part.refresh_from_db()
    assert part.done == "Intussen getypt"


def test_the_workbook_comes_with_the_opening_mail(asked: Asked) -> None:
    mail_requests(at=at("2026-04-01"))
    message = next(row for row in mail.outbox if row.to == ["school@example.nl"])
    [attached] = message.attachments
    assert attached[0] == "vragen-2026-school-west.xlsx"
    assert "Vragen" in load_workbook(BytesIO(attached[1])).sheetnames


def test_a_zip_takes_no_more_queries_for_more_executors(asked: Asked) -> None:
    with CaptureQueriesContext(connection) as of_all:
        write_all_workbooks(asked.request, BytesIO())
    asked.welfare.parts.all()[1].figures.all().delete()
    asked.welfare.parts.all()[1].delete()
    asked.school.delete()
    with CaptureQueriesContext(connection) as of_one:
        write_all_workbooks(asked.request, BytesIO())
    assert len(of_all) == len(of_one)

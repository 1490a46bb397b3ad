"""Reading a file in: first what it changes, then all of it or nothing, as figures of who uploaded it."""

import pytest
from django.test import Client

from pillars.exchange.models import ImportJob
from pillars.measurements.models import Measurement
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from regiodeal.sheets.folder import Folder
from tests.pillars.exchange.files import (
    BASE,
    COORDINATORS,
    TWO,
    VOLUNTEERS,
    changed,
    csv_file,
    faults,
    latest,
    ods_file,
    press_enter,
    trail,
    upload,
    xlsx_file,
)
from tests.plugins.deal import Enter, person


def test_nothing_is_entered_before_one_says_so(at_work: Client, deal: Deal) -> None:
    page = upload(at_work, csv_file(TWO)).content.decode()
    assert "Wat er verandert" in page
    assert "2 nieuwe rijen." in page
    assert "<ins>1234</ins>" in page
    assert not Measurement.objects.exists()
    assert latest().state == ImportJob.State.CHECKED


@pytest.mark.parametrize(("button", "state"), [({}, "draft"), ({"submit": "1"}, "submitted")])
def test_what_is_entered_is_of_the_importer_with_its_trail(at_work: Client, button: dict[str, str], state: str) -> None:
    upload(at_work, csv_file(TWO))
    page = press_enter(at_work, latest(), button).content.decode()
    assert "Ingevoerd" in page
    year, day = Measurement.objects.order_by("year")
    assert (int(year.value), year.state, year.entered_by.name, year.source) == (84, state, "Bureau", "Lijst")
    assert (str(day.value), str(day.measured_on), day.note) == ("1234.00", "2026-06-14", "Toelichting")
    steps = [("", "draft", "Bureau", "Uit het bestand cijfers.csv, rij 2."), ("draft", "submitted", "Bureau", "")]
    assert trail(year) == steps[: 1 + len(button)]


def test_the_same_file_twice_changes_nothing(at_work: Client) -> None:
    for _time in range(2):
        upload(at_work, csv_file(TWO))
        press_enter(at_work, latest(), {"submit": "1"})
    assert latest().state == ImportJob.State.UNCHANGED
    assert Measurement.objects.count() == 2
    assert "staat al in het portaal" in at_work.get(f"{BASE}{latest().pk}/").content.decode()


def test_one_bad_row_keeps_all_of_it_out_and_is_named(at_work: Client) -> None:
    bad = [*TWO, (VOLUNTEERS, 2024, "", "veel", "", ""), ("onbekend", 2024, "", 1, "Lijst", "")]
    page = upload(at_work, csv_file(bad)).content.decode()
    assert "3 cellen kloppen niet" in page
    assert faults(latest()) == [
        (4, "waarde", "'veel' is geen getal. Schrijf bijvoorbeeld 84 of 1.234,5."),
        (4, "bron", "Dit veld is verplicht."),
        (5, "code", "Deze deal vraagt geen cijfer met de code 'onbekend'."),
    ]
    assert "Voer in" not in page
    press_enter(at_work, latest())
    assert latest().state == ImportJob.State.REFUSED
    assert not Measurement.objects.exists()


def test_columns_that_mean_nothing_here_are_told(at_work: Client) -> None:
    headings = ("code", "jaar", "waarde", "bron", "toelichtng\x00", "resultaten")
    page = upload(at_work, csv_file([(VOLUNTEERS, 2025, 84, "Lijst", "weg", "1.1.1.g")], headings=headings))
    assert "Deze kolommen zegt het portaal niets: toelichtng<" in page.content.decode()


# --- Rights, and letting go -------------------------------------------------------------------------------------


def test_only_the_owner_of_a_file_decides(deal: Deal, at_work: Client, colleague: User, enter: Enter) -> None:
    upload(at_work, csv_file(TWO))
    other = enter(colleague)
    page = other.get(f"{BASE}{latest().pk}/")
    assert "Bureau heeft dit bestand gekozen" in page.content.decode()
    assert "Voer in" not in page.content.decode()
    for verb in ("invoeren", "weg"):
        assert other.post(f"{BASE}{latest().pk}/{verb}/").status_code == 403
    assert latest().state == ImportJob.State.CHECKED


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.TREASURER, Role.PARTY, Role.BZK])
def test_who_does_not_enter_figures_cannot_read_files_in(deal: Deal, enter: Enter, role: Role) -> None:
    client = enter(person(deal, "Lezer", role, "JenV" if role == Role.PARTY else None))
    assert upload(client, csv_file(TWO)).status_code == 403
    page = client.get("/deals/den-haag-zuidwest-ii/uitwisselen/").content.decode()
    assert "Download wat er staat" in page
    assert "Lees het ingevulde werkblad in" not in page


def test_a_file_is_kept_until_it_is_entered_or_let_go(at_work: Client) -> None:
    upload(at_work, csv_file(TWO))
    folder = Folder(latest().pk)
    assert not folder.has_upload()  # what it changes is kept, not the file
    assert len(list(folder.changes())) == 2
    at_work.post(f"{BASE}{latest().pk}/weg/")
    assert latest().state == ImportJob.State.DISCARDED
    assert folder not in Folder.all()
    upload(at_work, csv_file(TWO))
    press_enter(at_work, latest())
    assert Folder(latest().pk) not in Folder.all()


def test_pressing_twice_enters_once_and_says_so(at_work: Client) -> None:
    upload(at_work, csv_file(TWO))
    for _time in range(2):
        page = press_enter(at_work, latest()).content.decode()
    assert "Dat kan niet meer: dit bestand is al verwerkt." in page
    assert Measurement.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("cijfers.xlsx", b"%PDF-1.7", "Dit is een PDF"),
        ("cijfers.csv", b"", "leeg"),
        ("cijfers.xls", b"\xd0\xcf\x11\xe0" + bytes(99), "oud Excel-bestand"),
        ("x" * 300 + ".csv", b"code", "bestandsnaam"),
    ],
)
def test_a_file_that_is_none_gets_a_message_at_its_field(
    at_work: Client, name: str, content: bytes, reason: str
) -> None:
    response = upload(at_work, content, name)
    assert response.status_code == 422
    assert reason in response.content.decode()
    assert not ImportJob.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", b"a;b\n1;2\n", "In dit bestand staat geen werkblad met kolommen die wij kennen."),
        ("a.csv", b"code;jaar\n1;2\n", "ontbreekt. Gebruik het werkblad dat u hier kunt downloaden."),
        ("a.csv", b'"a;b\n1;2\n', "een aanhalingsteken staat verkeerd of ontbreekt"),
        ("a.csv", csv_file(TWO) + b'"a;b\n', "Vanaf rij 4 is het bestand niet te lezen"),
        ("a.xlsx", changed(xlsx_file(TWO), "xl/workbook.xml", lambda part: part[:99]), "Het bestand is beschadigd"),
        ("a.ods", changed(ods_file(TWO), "content.xml", lambda part: part[:99]), "Het bestand is beschadigd"),
    ],
)
def test_a_file_that_is_refused_as_a_whole_says_why(at_work: Client, name: str, content: bytes, reason: str) -> None:
    response = upload(at_work, content, name)
    assert response.status_code == 200
    assert reason in response.content.decode()
    assert "Kies een ander bestand" in response.content.decode()
    assert latest().state == ImportJob.State.REFUSED
    assert at_work.post(f"{BASE}{latest().pk}/weg/", follow=True).status_code == 200


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00b.csv", "<b>.csv", "\u202ecsv.exe", "naam met spaties.CSV"])
def test_the_name_of_a_file_is_only_shown(at_work: Client, name: str) -> None:
    response = upload(at_work, csv_file(TWO), name)
    assert response.status_code == 200
    assert "<b>.csv" not in response.content.decode()
    assert latest().state == ImportJob.State.CHECKED


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "\x00", "9" * 30])
def test_a_page_that_is_none_shows_a_page(at_work: Client, page: str) -> None:
    upload(at_work, csv_file(TWO))
    assert at_work.get(f"{BASE}{latest().pk}/", {"page": page}).status_code == 200


def test_many_differences_come_in_pages(at_work: Client, deal: Deal, bureau: User) -> None:
    days = [f"{day:02}-{month:02}-2025" for month in range(1, 7) for day in range(1, 21)]
    rows = [(COORDINATORS, "", day, 1, "Lijst", "") for day in days]
    upload(at_work, csv_file(rows))
    page = at_work.get(f"{BASE}{latest().pk}/?page=3").content.decode()
    assert "Pagina 3 van 3" in page
    assert page.count('name="shown"') == 20
    assert "Bewaar de keuze op deze pagina" in page

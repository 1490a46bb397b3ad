"""Contributions in a workbook: down, filled in as people do, up again after looking at what changes, and confirmed."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from finance.contribution_book.models import ContributionImport
from finance.contributions.models import Contribution
from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.pages import BASE, words
from tests.pillars.exchange.files import saved
from tests.plugins.deal import Enter

pytestmark = pytest.mark.django_db
BOOK = f"{MONEY}bijdragen/werkboek/"
LETTER = {
    "van_wie": "Gemeente Den Haag",
    "publiek_of_privaat": "publiek",
    "vorm": "in geld",
    "omschrijving": "Inzet 2024",
    "bedrag_of_waarde": 1_250_000.5,
    "voor_welk_jaar": 2024,
    "toegezegd_op": date(2024, 3, 1),
    "waar_staat_de_toezegging": "Brief 1 maart 2024",
}


def down(client: Client) -> Workbook:
    """The workbook as one downloads it."""
    answer: Any = client.get(f"{BOOK}downloaden/")
    assert answer.status_code == 200
    return load_workbook(BytesIO(b"".join(answer.streaming_content)))


def put(book: Workbook, row: int, cells: dict[str, Any]) -> None:
    """Type in a row; `_` stands for a space in the heading of a column."""
    sheet = book["Bijdragen"]
    headings = [str(cell.value) for cell in sheet[1]]
    for name, value in cells.items():
        sheet.cell(row, headings.index(name.replace("_", " ")) + 1).value = value


def up(client: Client, book: Workbook) -> tuple[ContributionImport, str]:
    """Choose the workbook on the page: the import, and what its page says."""
    file = SimpleUploadedFile("bijdragen.xlsx", saved(book))
    page = client.post(f"{BOOK}inlezen/", {"file": file}, follow=True)
    return ContributionImport.objects.latest("pk"), words(page)


def enter_it(client: Client, job: ContributionImport) -> str:
    """Press the button that enters it; what became of it."""
    client.post(f"{BOOK}inlezen/{job.pk}/invoeren/")
    job.refresh_from_db()
    return str(job.state)


def test_pledges_of_earlier_years_come_in_after_a_dry_run_and_another_confirms_them(
    deal: Deal, bureau: User, controller: User, enter: Enter
) -> None:
    """Any deal 27: contributions of before could be entered one by one only."""
    client = enter(bureau)
    adoption = client.get(f"{BASE}over/verder/").content.decode()
    assert f'href="{BOOK}"' in adoption
    book = down(client)
    put(book, 2, LETTER | {"geld_van_het_rijk": "geen geld van het Rijk", "waaruit_blijkt_dat": "Begroting 2024"})
    kind = {"vorm": "in natura", "omschrijving": "Uren", "bedrag_of_waarde": "4.850,00", "toegezegd_op": "2-5-2025"}
    put(book, 3, LETTER | kind | {"hoe_is_de_waarde_bepaald": "100 uur tegen € 48,50"})
    job, page = up(client, book)
    assert "2 nieuwe toezeggingen" in page
    assert "Rij 2 Gemeente Den Haag: Inzet 2024" in page
    assert "bedrag of waarde wordt 1250000,5" in page
    assert not Contribution.objects.exists()
    assert enter_it(client, job) == "entered"
    first, second = Contribution.objects.order_by("pledged_on")
    assert (first.state, first.amount, first.national_money, first.year) == (
        *("pledged", Decimal("1250000.50"), "none", 2024),
    )
    assert (second.form, second.amount, second.pledged_on) == ("in_kind", Decimal("4850.00"), date(2025, 5, 2))
    assert first.events.earliest("pk").reason == "Uit het bestand bijdragen.xlsx, rij 2."
    own = client.post(f"{MONEY}bijdragen/{first.pk}/bevestigen/", {"version": first.version})
    assert own.status_code == 403
    typed = {"version": first.version, "bevestigen-on": "2024-04-01", "bevestigen-amount": "1.250.000,50"}
    enter(controller).post(f"{MONEY}bijdragen/{first.pk}/bevestigen/", typed)
    first.refresh_from_db()
    assert first.state == "confirmed"
    _again, page = up(client, book)  # the same file, whose rows have no number
    assert "staat al in het portaal" in page
    assert Contribution.objects.count() == 2


def test_what_was_withdrawn_is_pledged_anew(bureau: User, enter: Enter) -> None:
    """The same letter again is a new pledge, and no change of the one that was withdrawn."""
    client = enter(bureau)
    book = down(client)
    put(book, 2, LETTER)
    enter_it(client, up(client, book)[0])
    row = Contribution.objects.get()
    row.withdraw(by=bureau, at=timezone.now(), reason="Ingetrokken")
    job, page = up(client, book)
    assert "1 nieuwe toezegging" in page
    assert enter_it(client, job) == "entered"
    assert sorted(Contribution.objects.values_list("state", flat=True)) == ["pledged", "withdrawn"]
    assert "staat al in het portaal" in up(client, book)[1]


def test_what_is_there_comes_down_and_only_what_was_touched_changes(
    bureau: User, controller: User, enter: Enter
) -> None:
    client = enter(bureau)
    book = down(client)
    put(book, 2, LETTER)
    put(book, 3, LETTER | {"omschrijving": "Inzet 2025", "voor_welk_jaar": 2025})
    job, _page = up(client, book)
    enter_it(client, job)
    first, second = Contribution.objects.order_by("pk")
    assert "staat al in het portaal" in up(client, book)[1]  # the same file once more
    filled = down(client)
    rows = list(filled["Bijdragen"].iter_rows(min_row=2, max_row=3, values_only=True))
    assert [row[:3] for row in rows] == [(pk, "toegezegd", "Gemeente Den Haag") for pk in (first.pk, second.pk)]
    assert "staat al in het portaal" in up(client, filled)[1]
    put(filled, 3, {"bedrag_of_waarde": 900_000})
    job, page = up(client, filled)
    assert "1 wijziging." in page
    assert "was 1250000,5 → wordt 900000" in page
    enter_it(client, job)
    second.refresh_from_db()
    assert second.amount == Decimal("900000.00")
    put(filled, 3, {"bedrag_of_waarde": 800_000})
    assert "Iemand anders" not in up(client, filled)[1]  # one's own change since
    theirs = down(enter(controller))
    put(theirs, 3, {"omschrijving": "Inzet in 2025"})
    job, _page = up(enter(controller), theirs)
    enter_it(enter(controller), job)
    assert "Iemand anders heeft dit veranderd" in up(client, filled)[1]


def test_faults_are_told_all_at_once_each_in_its_cell(bureau: User, enter: Enter) -> None:
    client = enter(bureau)
    book = down(client)
    put(book, 2, LETTER | {"van_wie": "Gemeente Verweg", "bedrag_of_waarde": "veel"})
    put(book, 3, LETTER | {"vorm": "in natura", "omschrijving": "Uren"})
    put(book, 4, LETTER | {"toegezegd_op": "31-4-2025", "omschrijving": "Dag"})
    put(book, 5, LETTER | {"nummer": 987654, "omschrijving": "Nummer"})
    put(book, 6, LETTER | {"omschrijving": "Rijk", "geld_van_het_rijk": "geen geld van het Rijk"})
    put(book, 7, LETTER | {"omschrijving": "Twee"})
    put(book, 8, LETTER | {"omschrijving": "Twee"})
    put(book, 9, LETTER | {"omschrijving": "Lijn", "begrotingsregel": "Pijler Z"})
    job, page = up(client, book)
    assert job.state == "refused"
    assert {(fault.row, fault.column) for fault in job.folder.faults()} == {
        (2, "van wie"),
        (2, "bedrag of waarde"),
        (3, "hoe is de waarde bepaald"),
        (4, "toegezegd op"),
        (5, "nummer"),
        (6, "waaruit blijkt dat"),
        (8, "nummer"),
        (9, "begrotingsregel"),
    }
    assert "Deze partner kent de deal niet." in page
    assert not Contribution.objects.exists()
    assert enter_it(client, job) == "refused"


def test_what_was_confirmed_is_not_changed_by_a_file(deal: Deal, bureau: User, controller: User, enter: Enter) -> None:
    client = enter(bureau)
    book = down(client)
    put(book, 2, LETTER | {"geld_van_het_rijk": "geen geld van het Rijk", "waaruit_blijkt_dat": "Begroting 2024"})
    enter_it(client, up(client, book)[0])
    row = Contribution.objects.get()
    filled = down(client)
    typed = {"version": row.version, "bevestigen-on": "2024-04-01", "bevestigen-amount": "1.250.000,50"}
    enter(controller).post(f"{MONEY}bijdragen/{row.pk}/bevestigen/", typed)
    put(filled, 2, {"bedrag_of_waarde": 1})
    job, page = up(client, filled)
    assert "Deze bijdrage is bevestigd." in page
    assert job.state == "refused"
    empty = down(client)
    put(empty, 2, {"geld_van_het_rijk": None, "waaruit_blijkt_dat": None})
    assert "Deze bijdrage is bevestigd." in up(client, empty)[1]

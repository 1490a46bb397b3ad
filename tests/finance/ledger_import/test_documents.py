"""One document, one booking: by hand and from the ledger, in another year, gone from the deal; what a file says."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from finance.bookings.forms import ExpenditureForm
from finance.ledger.models import Expenditure
from finance.ledger_import.cell_values import is_credit, read_cents
from finance.ledger_import.looking import look
from finance.ledger_import.models import FileStep, LedgerImport, LedgerMapping
from finance.ledger_import.work import to_approve
from finance.position.money_position import position
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, User
from tests.finance.ledger_import.ledger import (
    COLUMNS,
    FIRST,
    HEADINGS,
    LINES,
    SECOND,
    approved,
    bookings,
    changed,
    checked,
    entered,
    faults,
    ledger,
    mapping_of,
    stepped,
)
from tests.finance.shared import expenditure
from tests.pillars.exchange.files import csv_file, xlsx_file
from tests.plugins.money import Book

State = LedgerImport.State
BY_HAND = "Dit boekstuk is al met de hand ingevoerd."


def spent(deal: Deal) -> Decimal:
    """What counts as spent today."""
    return position(deal, on=timezone.localdate()).total().spent


@pytest.mark.parametrize("code", ["BUG-3", "bug-3", " BUG-3 ", "BUG-3/1"])
def test_a_document_by_hand_is_not_read_again(mapping: LedgerMapping, bureau: User, book: Book, code: str) -> None:
    """Known T2: also where the file has a line number, and in other letters."""
    book("expenditure", "A-rijk", "1234.50", code=code.strip())
    job = checked(mapping, bureau, ledger(changed(FIRST, Boekstuknummer="BUG-3")))
    assert (job.state, faults(job)) == (State.REFUSED, [(2, "boekstuknummer", BY_HAND)])


@pytest.mark.parametrize("code", ["0004711", "4711", "0004711/1"])
def test_a_document_from_the_ledger_is_not_entered_by_hand(mapping: LedgerMapping, bureau: User, code: str) -> None:
    """Known T2: in the other order."""
    entered(mapping, bureau, ledger(changed(FIRST, Boekstuknummer="0004711")))
    form = ExpenditureForm(expenditure(mapping.deal, code=code), deal=mapping.deal)
    assert "is al" in form.errors["code"][0]


def test_the_same_number_in_other_letters_by_hand_is_refused(deal: Deal, book: Book) -> None:
    """Known T2: `bug-3` is `BUG-3`."""
    book("expenditure", "A-rijk", "1.00", code="BUG-3")
    assert "is al ingevoerd" in ExpenditureForm(expenditure(deal, code="bug-3"), deal=deal).errors["code"][0]


def test_one_file_has_a_document_once_whatever_its_capitals(mapping: LedgerMapping, bureau: User) -> None:
    """Known T5c: `ink-77` and `INK-77` are no two bookings."""
    rows = ledger(changed(FIRST, Boekstuknummer="ink-77"), changed(SECOND, Boekstuknummer="INK-77", Regelnr=1))
    assert "staat ook in rij 2" in faults(checked(mapping, bureau, rows))[0][2]


def test_a_spreadsheet_that_lost_the_noughts_reads_the_same(
    mapping: LedgerMapping, bureau: User, controller: User
) -> None:
    """Known T5a: the noughts of a number that Excel dropped make no second booking."""
    approved(mapping, bureau, controller, ledger(changed(FIRST, Boekstuknummer="0004711")))
    row = changed(FIRST, Boekstuknummer=4711, Bedrag=1210, BTW=210.0, Boekdatum=date(2026, 1, 14))
    assert checked(mapping, bureau, xlsx_file([row], headings=HEADINGS)).state == State.UNCHANGED
    assert bookings()[0][0] == "0004711/1"


def test_a_number_of_sixteen_digits_is_refused_where_it_is_a_number(mapping: LedgerMapping, bureau: User) -> None:
    """Known T5b: a spreadsheet keeps fifteen; as text it is read whole."""
    row = changed(FIRST, Bedrag=1210, BTW=210.0, Boekdatum=date(2026, 1, 14))
    number = checked(mapping, bureau, xlsx_file([changed(row, Boekstuknummer=2026000000000012)], headings=HEADINGS))
    assert "meer dan 15 cijfers" in faults(number)[0][2]
    text = checked(mapping, bureau, xlsx_file([changed(row, Boekstuknummer="2026000000000012")], headings=HEADINGS))
    assert text.state == State.CHECKED


def test_the_same_number_in_another_year_is_another_document(
    mapping: LedgerMapping, bureau: User, controller: User
) -> None:
    """Money 25: the numbering of a municipality begins anew each year."""
    old = changed(FIRST, Boekstuknummer="1001", Boekdatum="15-03-2025", Boekjaar=2025)
    approved(mapping, bureau, controller, ledger(old))
    new = changed(SECOND, Boekstuknummer="1001", Regelnr=1, Boekdatum="20-02-2026", Crediteur="Bedrijf Z")
    job = approved(mapping, bureau, controller, ledger(new))
    assert (job.counts, spent(mapping.deal)) == ({"new": 1}, Decimal("1815.50"))
    assert sorted(Expenditure.objects.values_list("code", "year")) == [("1001/1", 2025), ("1001/1", 2026)]


def test_a_date_moved_over_the_turn_of_the_year_is_no_second_booking(
    deal: Deal, bureau: User, controller: User
) -> None:
    """Money 25, neighbour: without a year of its own the same number, amount and name is asked about."""
    columns = {name: title for name, title in COLUMNS.items() if name != "year"}
    mapping = mapping_of(deal, columns=columns)
    approved(mapping, bureau, controller, ledger(changed(FIRST, Boekdatum="31-12-2025")))
    job = checked(mapping, bureau, ledger(changed(FIRST, Boekdatum="02-01-2026")))
    assert "staat al in boekjaar 2025" in faults(job)[0][2]
    other = ledger(changed(FIRST, Boekdatum="02-01-2026", Crediteur="Een ander"))
    assert checked(mapping, bureau, other).counts == {"new": 1}


def test_a_number_that_stands_for_something_else_is_a_stop(
    mapping: LedgerMapping, bureau: User, controller: User
) -> None:
    """Money 25: day, name and amount all differ, so that nothing is taken back on the number alone."""
    approved(mapping, bureau, controller, ledger(FIRST))
    cells = {"Boekdatum": "20-02-2026", "Bedrag": "7,00", "BTW": "", "Crediteur": "Z", "Omschrijving": "Anders"}
    told = faults(checked(mapping, bureau, ledger(changed(FIRST, **cells))))[0][2]
    assert "als iets anders" in told
    assert "Koppel dan ook het dagboek" in told


def test_each_day_book_has_its_own_numbers(deal: Deal, bureau: User) -> None:
    """Money 25: the day book is part of the key where it is mapped."""
    mapping = mapping_of(deal, columns={**COLUMNS, "book": "dagboek"})
    headings = (*HEADINGS, "Dagboek")
    job = entered(mapping, bureau, csv_file([(*FIRST, "20"), (*FIRST, "30")], headings=headings))
    assert job.counts == {"new": 2}
    assert sorted(Expenditure.objects.values_list("code", flat=True)) == ["20 2026-17/1", "30 2026-17/1"]


def test_a_column_says_debit_or_credit(deal: Deal, bureau: User) -> None:
    """Money 26: credits lower what was spent."""
    mapping = mapping_of(deal, columns={**COLUMNS, "side": "dc"})
    headings = (*HEADINGS, "DC")
    entered(mapping, bureau, csv_file([(*FIRST, "D"), (*SECOND, "C")], headings=headings))
    assert [(amount, line) for _code, _kind, amount, line in bookings()] == [
        (Decimal("1210.00"), "A-rijk"),
        (Decimal("-605.50"), "B-rijk"),
    ]
    assert Expenditure.objects.get(code="2026-17/2").btw_amount == Decimal("-105.09")
    signed = csv_file([(*changed(FIRST, Boekstuknummer="X", Bedrag="-5,00", BTW=""), "C")], headings=headings)
    assert "al een minteken" in faults(checked(mapping, bureau, signed))[0][2]


@pytest.mark.parametrize("word", ["x", "", "debet/credit"])
def test_another_word_for_the_side_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="geen debet of credit"):
        is_credit(word)


@dataclass
class Sample:
    """An export, as it lies on disk."""

    folder: Path

    def look(self, text: str, **where: Any) -> dict[str, list[str]]:
        """Look at a CSV with this text."""
        path = self.folder / "export.csv"
        path.write_text(text)
        return look(path, **where).values


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """A file to look at."""
    return Sample(tmp_path)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_quoted_exports_are_looked_at(sample: Sample, delimiter: str) -> None:
    """Money 24: at the wrong delimiter quotation marks do not fit, and the next one is tried."""
    lines = [["boekstuk", "datum", "kostenplaats", "bedrag"], ["A1", "05-01-2026", "6710", "100,00"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    assert list(sample.look(text)) == ["boekstuk", "datum", "kostenplaats", "bedrag"]


EXPORT = """Gemeente;;;;;
Grootboekmutaties;;;;;
Afgedrukt 12-11-2026;;;;;
Boekstuk;Datum;Kostenplaats;Bedrag;Omschrijving;Omschrijving
26000002;17-03-2026;6710;39.806,35;Nota;Bouwbedrijf Het Portaal
26000003;18-03-2026;6720;1.000,00;Andere nota;Zon
"""


def test_two_columns_of_one_name_are_told_apart(sample: Sample) -> None:
    """Money 27: a row of data is no heading, and each of two columns can be chosen."""
    assert list(sample.look(EXPORT))[-2:] == ["omschrijving", "omschrijving (2)"]


def test_the_row_of_the_headings_can_be_said(sample: Sample) -> None:
    """Money 27: what the portal chooses can be overruled."""
    wrong = "een;twee;drie;vier;vijf\nboekstuk;datum;bedrag\nA1;05-01-2026;100,00\n"
    assert "een" in sample.look(wrong)
    assert list(sample.look(wrong, heading_row=2)) == ["boekstuk", "datum", "bedrag"]


def test_the_second_column_of_a_name_is_read(deal: Deal, bureau: User) -> None:
    """Money 27: what can be chosen can be read."""
    columns = {"key": "boekstuk", "booked_on": "datum", "line": "kostenplaats", "amount": "bedrag"}
    mapping = mapping_of(deal, columns={**columns, "description": "omschrijving", "counterpart": "omschrijving (2)"})
    entered(mapping, bureau, EXPORT.encode())
    assert sorted(Expenditure.objects.values_list("description", "counterpart")) == [
        ("Andere nota", "Zon"),
        ("Nota", "Bouwbedrijf Het Portaal"),
    ]


def test_a_row_that_left_the_deal_is_taken_back(mapping: LedgerMapping, bureau: User, controller: User) -> None:
    """Money 29: it is shown as such, offered as a correction, and the control totals agree."""
    approved(mapping, bureau, controller, ledger(FIRST, SECOND))
    gone = ledger(changed(FIRST, Kostenplaats="9999"), SECOND)
    job = approved(mapping, bureau, controller, gone)
    assert (job.counts, spent(mapping.deal)) == ({"left": 1}, Decimal("605.50"))
    assert "hoort deze rij niet meer bij de deal" in Expenditure.objects.latest("pk").correction_reason
    assert checked(mapping, bureau, gone).state == State.UNCHANGED


def test_another_line_of_a_document_elsewhere_takes_nothing_back(deal: Deal, bureau: User, controller: User) -> None:
    """Money 29, neighbour: without line numbers the btw row elsewhere has the number of the row in the deal."""
    columns = {name: title for name, title in COLUMNS.items() if name != "key_part"}
    mapping = mapping_of(deal, columns=columns, lines=LINES)
    rows = ledger(changed(SECOND, Kostenplaats="9999"), FIRST)
    approved(mapping, bureau, controller, rows)
    assert checked(mapping, bureau, rows).state == State.UNCHANGED


def test_a_file_entered_by_mistake_is_taken_back_whole(mapping: LedgerMapping, bureau: User, controller: User) -> None:
    """Money 28: all that it brought is withdrawn, with a trail, and the same file can be read again."""
    job = entered(mapping, bureau, ledger(FIRST, SECOND))
    with pytest.raises(WrongStateError):
        stepped(job, FileStep.WITHDRAW, controller, "Niet van mij")
    stepped(job, FileStep.WITHDRAW, bureau, "Verkeerde export")
    assert set(Expenditure.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert Expenditure.objects.earliest("pk").events.latest("pk").reason == "Verkeerde export"
    assert not job.ask_approval(by=controller, at=timezone.now())
    assert entered(mapping, bureau, ledger(FIRST, SECOND)).counts == {"new": 2}


def test_a_file_that_counts_is_not_taken_back(mapping: LedgerMapping, bureau: User, controller: User) -> None:
    """Money 28: what counts is corrected."""
    job = approved(mapping, bureau, controller, ledger(FIRST))
    with pytest.raises(WrongStateError, match="al goedgekeurd"):
        stepped(job, FileStep.WITHDRAW, bureau, "Fout")


def test_a_file_is_returned_whole_and_taken_back(mapping: LedgerMapping, bureau: User, controller: User) -> None:
    """Money 28: no 50,000 rows one by one."""
    job = entered(mapping, bureau, ledger(FIRST, SECOND))
    with pytest.raises(WrongStateError):
        stepped(job, FileStep.RETURN, bureau, "Zelf")
    stepped(job, FileStep.RETURN, controller, "Controletotaal klopt niet")
    row = Expenditure.objects.earliest("pk")
    assert (row.state, row.return_reason, row.decided_by) == ("returned", "Controletotaal klopt niet", controller)
    assert to_approve(job).count() == 0
    stepped(job, FileStep.WITHDRAW, bureau, "Nieuwe export")
    assert set(Expenditure.objects.values_list("state", flat=True)) == {"withdrawn"}


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"Boekdatum": "31-12-2099"}, "nog niet geweest"),
        ({"Boekjaar": 2099}, "nog niet begonnen"),
    ],
)
def test_a_file_takes_no_day_that_the_form_refuses(
    mapping: LedgerMapping, bureau: User, cells: dict[str, Any], told: str
) -> None:
    """Money 32 and 7: a day or year to come is in no list and no sum."""
    job = checked(mapping, bureau, ledger(changed(FIRST, **cells)))
    assert told in faults(job)[0][2]


def test_the_form_takes_no_year_to_come(deal: Deal) -> None:
    """Money 7: a bookkeeping year that has not begun."""
    form = ExpenditureForm(expenditure(deal, year="2099"), deal=deal)
    assert "nog niet begonnen" in form.errors["year"][0]


@pytest.mark.parametrize("text", ["0.500", "0.125", "012.345", "000.500", "0,125.00"])
def test_a_group_after_a_nought_is_refused(text: str) -> None:
    """Known T3: 0.500 is no five hundred."""
    with pytest.raises(ValueError, match="geen bedrag"):
        read_cents(text)


@pytest.mark.parametrize(("text", "cents"), [("0.50", 50), ("0,50", 50), ("1.500", 150_000), ("€ 1.234,50", 123_450)])
def test_what_can_mean_one_thing_is_read(text: str, cents: int) -> None:
    assert read_cents(text) == cents

"""Every export reads to its right total, with what the portal proposes; each wrong row is refused by row and reason."""

from dataclasses import replace
from pathlib import Path

import pytest

from finance.ledger.models import Expenditure
from finance.ledger_import.looking import look
from finance.ledger_import.models import LedgerImport, LedgerMapping
from finance.ledger_import.styles import proposal
from regiodeal.deals.models import Deal, User
from tests.finance.ledger_import.exports import EXPORTS, HEAD, WRONG, Export, text
from tests.finance.ledger_import.ledger import approved, checked, entered, faults, mapping_of, totals
from tests.pillars.exchange.files import xlsx_file

State = LedgerImport.State


def mapping_for(deal: Deal, export: Export, folder: Path) -> LedgerMapping:
    """The mapping that the portal proposes for a file, with what somebody says about it besides."""
    path = folder / "export"
    path.write_bytes(export.content)
    known = proposal(look(path, heading_row=export.rules.get("heading_row")).values)
    values = dict(known.rules) | dict(export.rules)
    columns = dict(known.columns) | dict(export.columns)
    return mapping_of(deal, columns=columns, lines=dict(export.lines), **values)


@pytest.mark.parametrize("export", EXPORTS, ids=[export.name for export in EXPORTS])
def test_an_export_reads_to_its_total(deal: Deal, bureau: User, export: Export, tmp_path: Path) -> None:
    """Money 24 to 39: with the columns that are proposed, so that nobody needs to know the package."""
    mapping = mapping_for(deal, export, tmp_path)
    job = entered(mapping, bureau, export.content)
    assert {line: amounts[1] for line, amounts in totals(job).items()} == export.totals
    assert {why: (count, cents) for why, count, cents in job.totals["left_out"]} == export.left_out
    booked: dict[str, int] = {}
    for row in Expenditure.objects.select_related("line"):
        booked[row.line.code] = booked.get(row.line.code, 0) + int(row.amount * 100)
    assert booked == export.totals
    assert checked(mapping, bureau, export.content).state == State.UNCHANGED  # read again, nothing changes


def test_the_btw_of_an_invoice_is_in_it(deal: Deal, bureau: User, tmp_path: Path) -> None:
    """Money 31: btw in rows of its own, two parts of one invoice: 63,01 over 100,01 and 200,02."""
    export = EXPORTS[0]
    entered(mapping_for(deal, export, tmp_path), bureau, export.content)
    booked = {row.code: (str(row.amount), str(row.btw_amount)) for row in Expenditure.objects.all()}
    assert booked == {
        "20 AF-1/1": ("1210.00", "210.00"),
        "20 AF-2/1": ("121.01", "21.00"),
        "20 AF-2/2": ("242.03", "42.01"),
        "20 AF-3/1": ("-60.50", "-10.50"),
    }
    assert set(Expenditure.objects.values_list("description", flat=True)) >= {"Onderzoek wijk", "Druk deel een"}


def test_btw_of_which_the_row_is_not_known_is_refused(deal: Deal, bureau: User, tmp_path: Path) -> None:
    """Two amounts of btw over two rows: nobody can say which belongs to which."""
    rows = EXPORTS[0].content.decode().split("\r\n")
    extra = "2026;2;20;AF-2;5;2026-02-20;152000;Te vorderen BTW;1,00;;;;Btw 9%;Drukker"
    content = text(*rows, extra)
    job = checked(mapping_for(deal, EXPORTS[0], tmp_path), bureau, content)
    reason = "Van dit boekstuk is niet te zeggen welke btw bij welke rij hoort."
    assert faults(job) == [(5, "debet", reason), (6, "debet", reason)]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({"only": {"account": "4*"}}, {"B-rijk": 127051, "A-rijk": 24203}),
        ({"never": {"line": "leeg"}}, {"B-rijk": 127051, "A-rijk": 24203}),
        ({"only": {"line": "6720"}}, {"B-rijk": 127051}),
    ],
)
def test_the_btw_follows_its_document_past_the_filters(
    deal: Deal, bureau: User, tmp_path: Path, rules: dict[str, dict[str, str]], expected: dict[str, int]
) -> None:
    """The btw has another account and no cost centre: a filter on these is about the cost. 1210,00 + 121,01 - 60,50.

    Of 63,01 btw over 100,01 and 200,02 the first keeps 21,00, also where the line of the other is left out.
    """
    export = replace(EXPORTS[0], rules=rules)
    job = checked(mapping_for(deal, export, tmp_path), bureau, export.content)
    assert job.state == State.CHECKED
    assert {line: amounts[1] for line, amounts in totals(job).items() if amounts[1]} == expected


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ("210,00", "21O,00", (3, "debet", "'21O,00' is geen bedrag in euro en centen. Schrijf bijvoorbeeld 1.234,56.")),
        ("210,00", "", (3, "debet", "Het bedrag ontbreekt.")),
        ("AF-1;2;", ";2;", (3, "boekstuk", "Het boekstuk ontbreekt.")),
    ],
)
def test_btw_that_cannot_be_read_is_a_fault(
    deal: Deal, bureau: User, tmp_path: Path, good: str, bad: str, fault: tuple[int, str, str]
) -> None:
    """An invoice is not booked without its btw."""
    lines = EXPORTS[0].content.decode().split("\r\n")
    lines[2] = lines[2].replace(good, bad)
    assert faults(checked(mapping_for(deal, EXPORTS[0], tmp_path), bureau, text(*lines))) == [fault]


def test_a_mapping_that_was_mended_books_rows_without_numbers_once(deal: Deal, bureau: User, controller: User) -> None:
    """The number is made of the cells: another line, or one column more that is read, corrects what is there."""
    content = next(export.content for export in EXPORTS if export.name == "periods-without-numbers")
    columns = {"year": "jaar", "period": "periode", "line": "kostenplaats", "amount": "bedrag"}
    columns |= {"description": "omschrijving"}
    mapping = mapping_of(deal, columns=columns, has_no_numbers=True)
    approved(mapping, bureau, controller, content)
    mapping.lines = {"6710": "B-rijk"}
    mapping.columns = columns | {"counterpart": "omschrijving"}
    mapping.save()
    assert checked(mapping, bureau, content).counts == {"correction": 3}
    head, *rows = [line.split(";") for line in content.decode().split("\r\n")]
    cells = [[int(year), int(period), int(line), 10, name] for year, period, line, _amount, name in rows]
    assert checked(mapping, bureau, xlsx_file(cells, headings=head)).counts == {"correction": 3}


@pytest.mark.parametrize(
    ("row", "column", "reason"), WRONG, ids=[row.split(";")[0] + column for row, column, _r in WRONG]
)
def test_a_wrong_row_is_refused_by_row_and_reason(deal: Deal, bureau: User, row: str, column: str, reason: str) -> None:
    titles = HEAD.casefold().split(";")
    names = ("key", "booked_on", "year", "line", "amount", "btw", "description", "currency")
    mapping = mapping_of(deal, columns=dict(zip(names, titles, strict=True)))
    job = checked(mapping, bureau, text(HEAD, "1;31-01-2026;2026;6710;10,00;0;goed;EUR", row))
    assert job.state == State.REFUSED
    found = faults(job)
    assert [(number, where) for number, where, _why in found] == [(3, column)]
    assert reason in found[0][2]

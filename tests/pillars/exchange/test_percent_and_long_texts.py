"""What a cell shows is what is read: a percentage is one, and a text that does not fit is never cut in silence."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from pillars.agreed.models import Indicator
from pillars.exchange.entries import ProgressEntryResource
from pillars.exchange.models import ImportJob
from pillars.exchange.template import write_template
from pillars.measurements.models import Measurement
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal, User
from regiodeal.sheets.cells import CUT
from regiodeal.sheets.reading import SheetKind
from tests.pillars.exchange.files import HEADINGS, VOLUNTEERS, checked, entered, faults, saved
from tests.plugins.deal import at


def with_percent(value: float, number_format: str) -> bytes:
    """A workbook with one figure, in a cell with that format."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADINGS))
    sheet.append([VOLUNTEERS, 2025, None, value, "Lijst", None])
    sheet.cell(2, 4).number_format = number_format
    return saved(book)


def ods_percent(value: str) -> bytes:
    """An OpenDocument file with one figure, in a percent cell."""
    from tests.pillars.exchange.files import ods_file

    content = ods_file([(VOLUNTEERS, 2025, "", 84, "Lijst", "")])
    import zipfile

    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "content.xml":
                before = part
                part = part.replace(b'office:value-type="float" office:value="84"', value.encode())
                part = part.replace(b'office:value="84" office:value-type="float"', value.encode())
                assert part != before
            new.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize("number_format", ["0%", "0.00%", "0.0 %", "0.0%;-0.0%", '"circa "0%'])
def test_a_percent_cell_is_refused_where_things_are_counted(deal: Deal, bureau: User, number_format: str) -> None:
    """T6: 84% that Excel keeps as 0.84 is no 0,84 volunteers, and no 1."""
    ((row, column, reason),) = faults(checked(deal, bureau, with_percent(0.84, number_format)))
    assert (row, column) == (2, "waarde")
    assert "Deze cel is opgemaakt als percentage (84%)" in reason


def test_a_percent_cell_of_ods_is_refused_too(deal: Deal, bureau: User) -> None:
    """T6: the same in OpenDocument."""
    content = ods_percent('office:value-type="percentage" office:value="1"')
    ((row, column, reason),) = faults(checked(deal, bureau, content))
    assert (row, column) == (2, "waarde")
    assert "(100%)" in reason


def test_a_percent_cell_is_read_as_what_it_shows_where_percentages_are_asked(deal: Deal, bureau: User) -> None:
    """T6: of an indicator in percents 84% is 84."""
    Indicator.objects.filter(deal=deal, code=VOLUNTEERS).update(unit="% van de bewoners")
    entered(deal, bureau, with_percent(0.84, "0%"))
    assert Measurement.objects.get().value == 84


def test_a_sign_that_is_only_written_makes_no_percentage(deal: Deal, bureau: User) -> None:
    assert checked(deal, bureau, with_percent(84, '0" %"')).state == ImportJob.State.CHECKED


def test_a_text_that_does_not_fit_is_marked_and_comes_back_without_a_change(deal: Deal, bureau: User) -> None:
    """T10: of 41,000 signs the cell holds 32,766, says so, and changes nothing unless the row is touched."""
    text = "Er is veel gedaan. " * 2160
    texts = {"done": text, "schedule": "on_schedule", "reason": "", "outlook": "Verder", "learned": "", "risks": ""}
    ProgressEntry.begin(by=bureau, at=at("2026-01-05"), measure=deal.measure_set.get(code="1.1.1"), year=2025, **texts)
    file = BytesIO()
    write_template(SheetKind.XLSX, file, ProgressEntryResource(deal, by=bureau), 2025)
    assert checked(deal, bureau, file.getvalue()).state == ImportJob.State.UNCHANGED

    book = load_workbook(file)
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    done, outlook = headings.index("wat is gedaan") + 1, headings.index("vooruitblik") + 1
    row = next(number for number in range(2, sheet.max_row + 1) if sheet.cell(number, outlook).value == "Verder")
    assert str(sheet.cell(row, done).value).endswith(CUT)
    sheet.cell(row, outlook).value = "Anders"
    assert "ingekort" in faults(checked(deal, bureau, saved(book)))[0][2]

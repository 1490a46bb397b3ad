"""The text in a file, to search in: of a PDF, a Word file, a workbook and a CSV file. A picture has none."""

from collections.abc import Iterator
from typing import IO

from regiodeal.files.kinds import FileKind

MOST = 400_000  # characters, some two hundred pages
MOST_PAGES = 500


def text_of(file: IO[bytes], kind: str) -> str:
    """The text of a file of that kind, at most `MOST` characters. Raises what its reader raises for a broken file."""
    readers = {FileKind.PDF: _pdf, FileKind.DOCX: _docx, FileKind.XLSX: _xlsx, FileKind.CSV: _csv}
    found, length = [], 0
    for part in readers[FileKind(kind)](file) if FileKind(kind) in readers else ():
        found.append(part.replace("\x00", ""))
        length += len(part)
        if length > MOST:
            break
    return "\n".join(found)[:MOST]


def _pdf(file: IO[bytes]) -> Iterator[str]:
    from pypdf import PdfReader

    for page in PdfReader(file).pages[:MOST_PAGES]:
        yield page.extract_text()


def _docx(file: IO[bytes]) -> Iterator[str]:
    from docx import Document as WordFile

    word_file = WordFile(file)
    yield from (paragraph.text for paragraph in word_file.paragraphs)
    for table in word_file.tables:
        yield from (cell.text for row in table.rows for cell in row.cells)


def _xlsx(file: IO[bytes]) -> Iterator[str]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(file)
    for name in book.sheet_names:
        yield name
        for row in book.get_sheet_by_name(name).iter_rows():
            yield " ".join(str(cell) for cell in row if cell != "")


def _csv(file: IO[bytes]) -> Iterator[str]:
    yield file.read(MOST).decode("utf-8", errors="replace")

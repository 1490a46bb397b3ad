"""Any file that the portal gives, as text that can be compared line by line."""

import hashlib
import io
import re
import subprocess
import zipfile

from lxml import etree
from openpyxl import load_workbook

from tests.comparison.masks import masked


def as_text(content: bytes, *, html: bool = False) -> str:
    """The content as text: a page line by line, a workbook cell by cell, an archive file by file."""
    if content.startswith(b"%PDF"):
        return f"PDF {_digest(content)}\n{_pdf(content)}"
    if content.startswith(b"PK"):
        return _archive(content)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return f"{len(content)} bytes {_digest(content)}"
    return masked(page(text) if html else text)


def page(text: str) -> str:
    """A page with one space for any white space, and one tag a line; a space that ends a line is one of the page."""
    return re.sub(r">( ?)<", r">\1\n<", re.sub(r"\s+", " ", text).strip())


def _pdf(content: bytes) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()


def _archive(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" in names:
            return "XLSX\n" + _cells(content)
        if "word/document.xml" in names:
            return f"DOCX {_digest(content)}\n" + _xml_text(archive.read("word/document.xml"), "p")
        if "content.xml" in names:
            return "ODS\n" + _xml_text(archive.read("content.xml"), "p")
        parts = [f"--- {name}\n{as_text(archive.read(name), html=name.endswith('.html'))}" for name in names]
    return "ZIP\n" + "\n".join(parts)


def _cells(content: bytes) -> str:
    book = load_workbook(io.BytesIO(content))
    lines = []
    for sheet in book:
        lines.append(f"--- {sheet.title} {sheet.dimensions}")
        for row in sheet.iter_rows():
            lines += [
                f"{cell.coordinate}\t{cell.value!r}\t{cell.number_format}" for cell in row if cell.value is not None
            ]
    return masked("\n".join(lines))


def _xml_text(content: bytes, paragraph: str) -> str:
    """The text of an XML file, one paragraph a line."""
    tree = etree.fromstring(content)
    return masked("\n".join("".join(found.itertext()) for found in tree.iter(f"{{*}}{paragraph}")))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

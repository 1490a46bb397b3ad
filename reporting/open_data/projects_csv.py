"""The public projects of a report as open data: a CSV with one row per project and norm, made from the snapshot alone.

It keeps to the same form as the open figures: commas between cells, a point in numbers, dates as 2026-06-14, UTF-8.
"""

import csv
from collections.abc import Iterator
from io import StringIO

from regiodeal.sheets.cells import escape
from reporting.files.typed import without_controls
from reporting.open_data.public import public_projects
from reporting.snapshot.schema import ProjectRecord, Snapshot

HEADINGS = (
    *("code", "project", "in gewone woorden", "maatregelen", "uitvoerder", "samen met", "stand", "stand in woorden"),
    *("begint op", "eindigt op", "gebieden", "plekken", "norm", "norm in woorden", "jaar", "gepland", "gerealiseerd"),
    *("eenheid", "stand op"),
)


def projects_csv(snapshot: Snapshot) -> bytes:
    """Return the table: the same snapshot gives the same bytes. No text in it can become a formula.

    It begins with the mark by which a spreadsheet knows that it is UTF-8.
    """
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for project in public_projects(snapshot):
        writer.writerows([*row, snapshot["on"]] for row in _rows(project))
    return text.getvalue().encode("utf-8-sig")


def _rows(project: ProjectRecord) -> Iterator[list[str]]:
    """A row per norm; a project that does nothing for a norm yet has one row."""
    begin = [
        *(project["code"], project["title"], project["description"], " ".join(project["measures"])),
        *(project["executor"], "; ".join(project["partners"]), project["state"], project["state_label"]),
        *(project["starts_on"] or "", project["ends_on"] or ""),
        *("; ".join(project["areas"]), "; ".join(project["places"])),
    ]
    told = [escape(without_controls(text)) for text in begin]
    for norm in project["norms"]:
        texts = [escape(without_controls(text)) for text in (norm["target"], norm["title"])]
        figures = [str(norm["year"] or ""), norm["planned"] or "", norm["realised"] or ""]
        yield [*told, *texts, *figures, escape(without_controls(norm["unit"]))]
    if not project["norms"]:
        yield [*told, *[""] * 6]

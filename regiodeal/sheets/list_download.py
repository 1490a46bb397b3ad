"""A list of a page as a file: the rows that one sees, filtered as they are, with the columns that one chose.

The choice stands in the address: `?zonder=wie,stand` leaves out two columns, on screen (static/js/columns.js) and in
the file; `?als=csv` or `?als=xlsx` gives the file.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any, ClassVar

from django.http import FileResponse, HttpRequest, HttpResponseBase

from regiodeal.deals.words import fill_in
from regiodeal.pages.deal_page import Context, DealPage
from regiodeal.sheets.cells import Cell
from regiodeal.sheets.formats.write import CONTENT_TYPES, write
from regiodeal.sheets.reading import SheetKind

AS, WITHOUT, PAGE = "als", "zonder", "page"
KINDS = {"csv": SheetKind.CSV, "xlsx": SheetKind.XLSX}


@dataclass(frozen=True)
class ListColumn:
    """One column of a list: its key in an address and a template, its heading, and what a row says in it."""

    key: str
    heading: str
    cell: Callable[[Any], Cell]


class DownloadableList(DealPage):
    """A page with a list that one can take along as it is shown; the file says nothing that the page does not."""

    list_name: ClassVar[str]  # begins the name of the file
    list_columns: ClassVar[tuple[ListColumn, ...]]

    def listed(self, context: Context) -> Iterable[Any]:
        """Return all rows that the page lists, of all its pages, from what it shows."""
        raise NotImplementedError

    def columns(self) -> Sequence[ListColumn]:
        """Return the columns that this user sees."""
        return self.list_columns

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Give the file where one is asked for, else the page."""
        kind = KINDS.get(request.GET.get(AS, ""))
        if kind is None:
            return super().get(request, *args, **kwargs)
        without = set(request.GET.get(WITHOUT, "").split(","))
        columns = [column for column in self.columns() if column.key not in without] or list(self.columns())
        rows = ([column.cell(row) for column in columns] for row in self.listed(self.get_context_data()))
        headings = [fill_in(column.heading) for column in columns]
        file = TemporaryFile()  # noqa: SIM115  # the response closes it when all was sent
        write(kind, file, self.list_name.capitalize(), headings, rows)
        file.seek(0)
        name = f"{self.list_name}-{self.deal.slug}-{self.on:%Y-%m-%d}.{kind}"
        return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPES[kind])

    def get_context_data(self, **kwargs: object) -> Context:
        """Add what the links to the file carry along: the filter, the order and the columns."""
        asked = self.request.GET.copy()
        for name in (AS, PAGE):
            asked.pop(name, None)
        return super().get_context_data(list_query=asked.urlencode(), **kwargs)

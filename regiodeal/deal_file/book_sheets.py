"""The sheets of a deal's workbook, as they follow from the schema: for the deal, per list, and per list in a list."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from regiodeal.base.dutch import capital
from regiodeal.deal_file.schema import (
    DEAL,
    MOST_LEAVES,
    SchemaField,
    children_of,
    fields_of,
    lists,
    properties,
    resolved,
    row_schema,
    title_of,
)

MARK = "Soort rij"  # the heading of the column that tells our rows from those of the deal
EXPLANATION, EXAMPLE = "uitleg", "voorbeeld"
FIELD, VALUE, USE = "Gegeven", "Waarde", "Uitleg"  # the headings of a sheet with one field a row
READ_ME, CHOICES = "Lees mij", "Keuzes"
LONGEST_TITLE = 31  # what a spreadsheet takes as the name of a sheet


@dataclass(frozen=True)
class BookSheet:
    """A sheet. With `child` it holds the rows inside the rows of the list, each after the code of the row it is in.

    With `is_upright` it has one field a row, and is about the deal itself.
    """

    title: str
    description: str
    list_name: str
    fields: tuple[SchemaField, ...]
    child: str = ""
    parent_heading: str = ""
    is_upright: bool = False
    is_seldom: bool = False
    is_required: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings in order, from the second column on."""
        if self.is_upright:
            return FIELD, VALUE, USE
        own = tuple(each.heading for each in self.fields)
        return (self.parent_heading, *own) if self.child else own


@cache
def book_sheets() -> tuple[BookSheet, ...]:
    """All sheets in the order in which one fills them in; at the end what a plain deal does without."""
    found = [*_upright(), *(sheet for name in lists() if name != DEAL for sheet in _of_list(name))]
    return tuple(sorted(found, key=lambda sheet: sheet.is_seldom))


@cache
def plain_sheets() -> tuple[BookSheet, ...]:
    """The sheets and columns that a plain deal fills in: without those that the schema calls seldom."""
    often = (sheet for sheet in book_sheets() if not sheet.is_seldom)
    return tuple(replace(sheet, fields=tuple(each for each in sheet.fields if not each.is_seldom)) for sheet in often)


def _upright() -> Iterator[BookSheet]:
    node = row_schema(DEAL)
    fields = fields_of(node)
    parts = {name: part for name, each in properties(node).items() if (part := resolved(each)).get("type") == "object"}
    large = {name for name in parts if sum(each.path[0] == name for each in fields) > MOST_LEAVES}
    own = tuple(each for each in fields if each.path[0] not in large)
    yield BookSheet(title_of(DEAL, node), str(node["description"]), DEAL, own, is_upright=True, is_required=True)
    for name, part in parts.items():
        if name in large:
            title = title_of(name, part)
            held = tuple(
                replace(each, heading=capital(each.heading.removeprefix(f"{title}: ")))
                for each in fields
                if each.path[0] == name
            )
            yield BookSheet(_short(title), str(part["description"]), DEAL, held, is_upright=True)


def _of_list(name: str) -> Iterator[BookSheet]:
    node, row = lists()[name], row_schema(name)
    is_seldom = bool(node.get("seldom"))
    is_required = name in resolved({"$ref": "#/$defs/deal_file"})["required"]
    title = _short(title_of(name, node))
    yield BookSheet(
        title, str(node["description"]), name, tuple(fields_of(row)), is_seldom=is_seldom, is_required=is_required
    )
    for child, part in children_of(row).items():
        fields = tuple(fields_of(resolved(part["items"])))
        is_seldom_child = is_seldom or bool(part.get("seldom"))
        yield BookSheet(
            _short(title_of(child, part)),
            str(part["description"]),
            name,
            fields,
            child,
            title_of(name, row),
            is_seldom=is_seldom_child,
        )


def _short(title: str) -> str:
    return title.translate(dict.fromkeys(map(ord, "[]:*?/\\"), " "))[:LONGEST_TITLE]

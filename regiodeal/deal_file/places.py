"""Where something stands in a deal file: a line of a text, or a row and a column of a workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from ruamel.yaml.comments import CommentedMap

from regiodeal.deal_file.schema import FieldPath, titles_at


@dataclass(frozen=True)
class Place:
    """A place as people look it up. `line` counts from 1; `row` counts the rows of the list from 1."""

    list_title: str = ""
    row: int | None = None
    column: str = ""
    line: int | None = None


class FilePlaces(Protocol):
    """Tells where a path of a deal file stands."""

    def at(self, path: FieldPath) -> Place:
        """The place of the path, or of the nearest part of it that the file has."""


@dataclass(frozen=True)
class TextPlaces:
    """Places in a text file, by the lines that its reader kept."""

    lines: CommentedMap | None

    def at(self, path: FieldPath) -> Place:
        """The list, the row in it, the field and the line."""
        titles = titles_at(path)
        row = next((step + 1 for step in path if isinstance(step, int)), None)
        return Place(titles.list_title, row, titles.field, self._line(path))

    def _line(self, path: FieldPath) -> int | None:
        if self.lines is None:
            return None
        line = 1
        node: Any = self.lines
        for step in path:
            try:
                mark = node.lc.key(step) if isinstance(node, CommentedMap) else node.lc.item(step)
                node = node[step]
            except (KeyError, IndexError, TypeError, AttributeError):
                break
            line = mark[0] + 1
        return line


@dataclass(frozen=True)
class Cells:
    """Places in a workbook: which row of which sheet a path was read from, under which heading, and what was typed."""

    found: Mapping[FieldPath, Place]
    typed: Mapping[FieldPath, str] = field(default_factory=dict)

    def at(self, path: FieldPath) -> Place:
        """The sheet, the row of the sheet, and the column; of the nearest part of the path that was filled in."""
        for length in range(len(path), 0, -1):
            if place := self.found.get(path[:length]):
                missing = titles_at(in_one_cell(path)).field if length < len(in_one_cell(path)) else ""
                return Place(place.list_title, place.row, missing or place.column, place.line)
        titles = titles_at(path)
        return Place(titles.list_title, None, titles.field, None)


def in_one_cell(path: FieldPath) -> FieldPath:
    """The path of the cell that a path stands in: all codes of one field are in one cell."""
    return path[:-1] if len(path) > 3 and isinstance(path[-1], int) else path


def line_text(value: Any) -> str:
    """A value as a message quotes it: short, and on one line."""
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else f"{text[:57]}..."

"""The published schema of the deal file, as the reader, the workbook and the messages use it: fields, titles, choices.

Beside the words of JSON Schema it has two of ours: `labels` gives an enum its words in Dutch, and `seldom` marks a
list or a field that a plain deal does without.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from regiodeal.base.dutch import capital

SCHEMA_PATH = Path(settings.BASE_DIR) / "fixtures" / "deal-file.schema.json"
DEAL = "deal"
MOST_LEAVES = 4  # of an object in the deal; one with more has a sheet of its own

type Step = str | int
type FieldPath = tuple[Step, ...]
type Node = Mapping[str, Any]


class FieldKind(StrEnum):
    """Says how a field is written in a cell."""

    TEXT = "text"
    CODE = "code"
    CODES = "codes"
    DATE = "date"
    AMOUNT = "amount"
    RATE = "rate"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    CHOICE = "choice"


_KINDS = {
    "date": FieldKind.DATE,
    "amount": FieldKind.AMOUNT,
    "rate": FieldKind.RATE,
    "value": FieldKind.NUMBER,
    "code": FieldKind.CODE,
    "slug": FieldKind.CODE,
}


@dataclass(frozen=True)
class SchemaField:
    """A field of a row that fits in one cell. `path` leads to it from the row: ("due", "month")."""

    path: tuple[str, ...]
    heading: str
    description: str
    kind: FieldKind
    choices: tuple[str, ...] = ()
    labels: Mapping[str, str] | None = None
    is_required: bool = False
    is_seldom: bool = False

    def label(self, choice: str) -> str:
        """The choice as people read it."""
        return (self.labels or {}).get(choice, choice)


@cache
def schema() -> Node:
    """The schema as published."""
    found: Node = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    return found


def resolved(node: Node) -> Node:
    """The node with what it refers to; its own title and description go before those of what it refers to.

    Of "this or null" it is this: an empty cell and a field that is left out say null.
    """
    if "anyOf" in node or "oneOf" in node:
        options = [option for option in (node.get("anyOf") or node["oneOf"]) if option.get("type") != "null"]
        if len(options) == 1:
            own = {name: value for name, value in node.items() if name not in {"anyOf", "oneOf"}}
            return resolved({**options[0], **own})
    if "$ref" in node:
        name = node["$ref"].rsplit("/", 1)[-1]
        own = {key: value for key, value in node.items() if key != "$ref"}
        return resolved({"$def": name, **schema()["$defs"][name], **own})
    return node


def properties(node: Node) -> dict[str, Node]:
    """The properties of an object, with those of each of its branches (the rules of a term)."""
    found: dict[str, Node] = dict(node.get("properties", {}))
    for part in node.get("allOf", ()):
        branch = part.get("then", {})
        if "required" in branch or branch.get("additionalProperties") is False:
            found.update({name: value for name, value in branch.get("properties", {}).items() if name not in found})
    return found


@cache
def lists() -> dict[str, Node]:
    """The parts of a deal file by their key: the deal itself, then its lists."""
    return {name: resolved(node) for name, node in schema()["$defs"]["deal_file"]["properties"].items()}


def row_schema(list_name: str) -> Node:
    """The schema of one row of a list, or of the deal itself. Raises KeyError for a list that there is not."""
    node = lists()[list_name]
    return resolved(node["items"]) if node.get("type") == "array" else node


def list_title(list_name: str) -> str:
    """The title of a list, which is also its sheet's; the key itself where there is no such list."""
    node = lists().get(list_name)
    return str(node.get("title", list_name)) if node else list_name


def title_of(name: str, node: Node) -> str:
    """The title of a field; from its explanation where it has none of its own."""
    title = str(node.get("title", name))
    if title != name:
        return title
    told = str(node.get("description", name)).rstrip(".")
    for opening in ("Het artikel over ", "Het woord voor "):
        if told.startswith(opening):
            return capital(told.removeprefix(opening))
    return told


def is_rows(node: Node) -> bool:
    """Tell whether it holds rows of its own, such as the office holders of a Party."""
    return node.get("type") == "array" and resolved(node.get("items", {})).get("type") == "object"


def children_of(node: Node) -> dict[str, Node]:
    """The properties of a row that hold rows of their own."""
    return {name: found for name, part in properties(node).items() if is_rows(found := resolved(part))}


def fields_of(node: Node) -> list[SchemaField]:
    """The fields of a row that fit in a cell each: first what has to be there, last what a plain deal does without."""
    found = list(_leaves(node, (), "", is_required=True, is_seldom=False))
    return sorted(found, key=lambda each: (each.is_seldom, not each.is_required))


def _leaves(
    node: Node, path: tuple[str, ...], heading: str, *, is_required: bool, is_seldom: bool
) -> Iterator[SchemaField]:
    required = node.get("required", ())
    for name, part in properties(node).items():
        found = resolved(part)
        title = title_of(name, found)
        told = f"{heading}: {title[:1].lower()}{title[1:]}" if heading else title
        here = {
            "is_required": is_required and name in required,
            "is_seldom": is_seldom or bool(found.get("seldom")),
        }
        if found.get("type") == "object":
            yield from _leaves(found, (*path, name), told, **here)
        elif not is_rows(found):
            yield SchemaField(
                (*path, name),
                told,
                str(found.get("description", "")),
                _kind(found),
                tuple(found.get("enum", ())) or ((found["const"],) if "const" in found else ()),
                found.get("labels"),
                **here,
            )


def _kind(node: Node) -> FieldKind:
    if "enum" in node or "const" in node:
        return FieldKind.CHOICE
    if node.get("type") == "array":
        return FieldKind.CODES
    if node.get("$def") in _KINDS:
        return _KINDS[node["$def"]]
    kinds = node.get("type")
    kinds = [kinds] if isinstance(kinds, str) else list(kinds or ())
    if "integer" in kinds:
        return FieldKind.INTEGER
    return FieldKind.BOOLEAN if "boolean" in kinds else FieldKind.TEXT


@dataclass(frozen=True)
class Titles:
    """The words for a place in a deal file: its list, and its field as the workbook heads it."""

    list_title: str
    field: str = ""


def titles_at(path: FieldPath) -> Titles:
    """The words for a path such as ("targets", 3, "due", "month"): Normen, and "Termijn: maand"."""
    if not path:
        return Titles("")
    name = str(path[0])
    if name not in lists():
        return Titles("", name)
    node = lists()[name]
    told: list[str] = []
    for step in path[1:]:
        if isinstance(step, int):
            node = resolved(node.get("items", {}))
            if told:
                told[-1] = f"{told[-1]} {step + 1}"
            continue
        part = properties(node).get(step)
        node = resolved(part) if part is not None else {}
        told.append(title_of(step, node) if part is not None else step)
    rest = [f"{title[:1].lower()}{title[1:]}" for title in told[1:]]
    return Titles(list_title(name), ": ".join([*told[:1], *rest]))

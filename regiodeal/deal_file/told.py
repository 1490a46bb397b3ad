"""What stands in a deal file as people read it: Dutch titles of lists and fields, and values with their labels."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from regiodeal.base.dutch import day, euro, exact_percent, number
from regiodeal.deal_file.places import line_text
from regiodeal.deal_file.schema import DEAL, Node, lists, properties, resolved, row_schema, title_of, titles_at
from regiodeal.deals.words import WORDS

_CODE = "code"


def row_title(list_name: str) -> str:
    """What one row of a list is called: "Norm". The key itself where there is no such list."""
    return title_of(list_name, row_schema(list_name)) if list_name in lists() else list_name


def field_title(list_name: str, field: str) -> str:
    """The title of a field of a list or of the deal itself: "Bedrag"."""
    if not field or list_name not in lists():
        return field
    return titles_at((DEAL, field) if list_name == DEAL else (list_name, 0, field)).field


def value_told(list_name: str, field: str, value: object) -> str:
    """A value of a field as people read it: the label of a choice, a day, an amount, ja or nee; empty for nothing."""
    node = properties(row_schema(list_name)).get(field) if list_name in lists() else None
    return _told(resolved(node) if node is not None else {}, value)


def row_told(list_name: str, row: Mapping[str, Any]) -> str:
    """All that a row says, in the order of the file: "Bron: rijk; Soort bedrag: maximaal; Bedrag: € 60.000,00".

    Of a long text it gives the beginning; of a field with parts, such as a term, every part.
    """
    said = {name: _short(value, value_told(list_name, name, value)) for name, value in row.items() if name != _CODE}
    return "; ".join(f"{field_title(list_name, name)}: {text}" for name, text in said.items() if text)


def _short(value: object, text: str) -> str:
    return line_text(text) if isinstance(value, str) else text


def _told(node: Node, value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nee"
        case Mapping():
            return _parts_told(node, value)
        case list() | tuple():
            items = resolved(node.get("items", {}))
            return ("; " if items.get("type") == "object" else ", ").join(_told(items, each) for each in value)
    return _text_told(node, str(value))


def _text_told(node: Node, text: str) -> str:
    if "enum" in node:
        return str(node.get("labels", {}).get(text, text))
    try:
        return _written(str(node.get("$def", "")), text) if text else ""
    except (ValueError, InvalidOperation):
        return text


def _parts_told(node: Node, value: Mapping[str, Any]) -> str:
    """A word of a deal as "programmalijn, programmalijnen (de)"; other parts each after its title."""
    if {"singular", "plural"} <= value.keys():
        article = f" ({value['article']})" if value.get("article") else ""
        return f"{value['singular']}, {value['plural']}{article}"
    parts = properties(node)
    told = []
    for name, part in value.items():
        found = resolved(parts[name]) if name in parts else {}
        is_word = isinstance(part, Mapping) and "singular" in part and name in WORDS
        title = WORDS[name].singular if is_word else title_of(name, found)
        told.append(f"{title[:1].lower()}{title[1:]}: {_told(found, part)}")
    return "; ".join(told)


def _written(kind: str, text: str) -> str:
    match kind:
        case "date":
            return day(date.fromisoformat(text))
        case "amount":
            return euro(Decimal(text))
        case "rate":
            return exact_percent(Decimal(text))
        case "value":
            return number(Decimal(text))
    return text

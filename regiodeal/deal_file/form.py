"""The form of a deal file: what the published schema asks, with every fault told in Dutch by the field's title."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

from regiodeal.base.dutch import capital
from regiodeal.deal_file.places import in_one_cell, line_text
from regiodeal.deal_file.schema import FieldPath, properties, resolved, schema, title_of, titles_at

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

type Told = tuple[str, str]

_TYPES = {
    "string": "tekst",
    "integer": "een heel getal",
    "boolean": "ja of nee (true of false)",
    "array": "een lijst",
    "object": "een rij met velden",
}
_HOW = {
    "date": "Schrijf jaar-maand-dag van een dag die bestaat, zoals 2026-06-14.",
    "amount": 'Schrijf euro\'s met twee decimalen tussen aanhalingstekens, zoals "1250000.00".',
    "rate": 'Schrijf een deel van 1 tussen aanhalingstekens, zoals "0.05" voor 5%.',
    "value": 'Schrijf een getal tussen aanhalingstekens, zoals "25" of "2.5".',
    "code": "Gebruik letters zonder accent, cijfers, punten en streepjes, geen spaties, en zet er aanhalingstekens om.",
    "slug": "Gebruik kleine letters, cijfers en streepjes, zonder spaties.",
    "year": "Schrijf een jaar van vier cijfers, van 2000 tot en met 2100.",
}
HOW_IN_CELLS = {
    "date": "Schrijf een dag die bestaat, zoals 14-06-2026 of 14 juni 2026.",
    "amount": "Schrijf euro's met hoogstens twee decimalen, zoals 1250000 of 1.250.000,00.",
    "rate": "Schrijf een percentage, zoals 5%.",
    "value": "Schrijf een getal, zoals 25 of 2,5.",
    "number": "Schrijf een getal, zoals 25 of 2,5.",
    "code": "Gebruik letters zonder accent, cijfers, punten en streepjes, zonder spaties.",
    "codes": "Schrijf de codes met een puntkomma ertussen.",
    "integer": "Schrijf een heel getal, zoals 3.",
    "boolean": "Schrijf ja of nee.",
}
_HOW_OF_TYPE = {"integer": "Schrijf een heel getal, zoals 3.", "boolean": "Schrijf true of false (ja of nee)."}


@dataclass(frozen=True)
class FormFault:
    """A fault of form at a path. The field `spoils` what stands there, so that no other check looks at it."""

    path: FieldPath
    message: str
    remedy: str = ""
    spoils: bool = True


def without_empty(value: Any) -> Any:
    """The value without fields that say nothing (null, an empty text, list or row): those are left out."""
    if isinstance(value, dict):
        kept = {name: without_empty(part) for name, part in value.items()}
        return {name: part for name, part in kept.items() if not _is_empty(part)}
    return [without_empty(part) for part in value] if isinstance(value, list) else value


def _is_empty(value: object) -> bool:
    return value in (None, [], {}) or (isinstance(value, str) and not value.strip())


def form_faults(data: Mapping[str, Any], typed: Mapping[FieldPath, str] | None = None) -> list[FormFault]:
    """Every fault of form, one for a field, in the order of the file. `typed` is what stood in the cells."""
    found: dict[FieldPath, FormFault] = {}
    for error in _validator().iter_errors(data):
        for fault in _faults(error, typed):
            found.setdefault(fault.path, fault)
    order = {name: place for place, name in enumerate(data)}
    return sorted(
        found.values(), key=lambda fault: (order.get(str(fault.path[0]), -1) if fault.path else -1, _order(fault))
    )


def _order(fault: FormFault) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in fault.path[1:])


@cache
def _validator() -> "Draft202012Validator":
    from jsonschema import Draft202012Validator, FormatChecker  # slow to import: it brings grammars of addresses along

    asked = {"$ref": "#/$defs/deal_file", "$defs": schema()["$defs"]}
    return Draft202012Validator(asked, format_checker=FormatChecker())


def _faults(error: "ValidationError", typed: Mapping[FieldPath, str] | None) -> Iterator[FormFault]:
    in_cells = typed is not None
    path: FieldPath = tuple(error.absolute_path)
    match error.validator:
        case "anyOf" | "oneOf":
            inner = [each for each in error.context or () if each.validator_value != "null"]
            yield from (fault for each in inner for fault in _faults(each, typed))
        case "required":
            missing = [name for name in _asked(error) if name not in _instance(error)]
            yield from (_missing(error, (*path, name), in_cells=in_cells) for name in missing)
        case "additionalProperties" | "unevaluatedProperties":
            allowed = _known(error)
            yield from (_unknown(path, name, allowed) for name in _instance(error) if name not in allowed)
        case _:
            message, remedy = _told(error, path, typed)
            yield FormFault(path, message, remedy)


def _asked(error: "ValidationError") -> Any:
    return error.validator_value


def _instance(error: "ValidationError") -> Any:
    return error.instance


def _known(error: "ValidationError") -> Mapping[str, Any]:
    return properties(error.schema) if isinstance(error.schema, dict) else {}


def _missing(error: "ValidationError", path: FieldPath, *, in_cells: bool) -> FormFault:
    node = _known(error).get(str(path[-1]))
    title = title_of(str(path[-1]), resolved(node)) if node else str(path[-1])
    if len(path) == 1:
        kind = "dit werkblad" if in_cells else "deze lijst"
        return FormFault(path, f"'{title}' is niet ingevuld.", f"Elke deal heeft {kind} nodig.", spoils=False)
    use = str(resolved(node).get("description", "")) if node else ""
    how = "" if resolved(node or {}).get("$def") == "code" else _how(path, in_cells=in_cells)
    return FormFault(path, f"'{title}' is niet ingevuld.", how or use or "Vul het in.", spoils=False)


def _unknown(path: FieldPath, name: str, allowed: Mapping[str, Any]) -> FormFault:
    close = get_close_matches(name, list(allowed), n=1)
    titled = [key for key, node in allowed.items() if title_of(key, resolved(node)).casefold() == name.casefold()]
    meant = (titled or close)[:1]
    title = title_of(meant[0], resolved(allowed[meant[0]])) if meant else ""
    remedy = f"Bedoelt u '{meant[0]}' ({title})?" if meant else "Haal het weg."
    return FormFault((*path, name), f"Het veld '{line_text(name)}' bestaat hier niet.", remedy)


_EMPTY: Told = ("{field} is niet ingevuld.", "{use}")
_TOO_LONG: Told = ("{field} is te lang of heeft te veel velden.", "Ten hoogste {asked}.")
_BY_RULE: Mapping[str, Told] = {
    **dict.fromkeys(("minLength", "minItems", "minProperties"), _EMPTY),
    **dict.fromkeys(("maxLength", "maxItems", "maxProperties"), _TOO_LONG),
    "uniqueItems": ("In {field} staat iets twee keer.", "Noem alles één keer."),
    "minimum": ("{value} is te klein voor {field}.", "Vul {asked} of meer in."),
    "maximum": ("{value} is te groot voor {field}.", "Vul {asked} of minder in."),
}
_OTHERWISE: Told = ("{value} kan niet bij {field}.", "{how}")


def _told(error: "ValidationError", path: FieldPath, typed: Mapping[FieldPath, str] | None) -> Told:
    in_cells = typed is not None
    titles, instance = titles_at(in_one_cell(path) if in_cells else path), _instance(error)
    name = titles.field or titles.list_title
    if in_cells and any(isinstance(step, int) for step in path[2:]):  # a row in a row has a sheet of its own
        name = name.partition(": ")[2] or name
    field = f"'{capital(name)}'"
    said_there = (typed or {}).get(path) or instance
    value = "Wat hier staat" if isinstance(said_there, dict | list) else f"'{line_text(said_there)}'"
    node: Mapping[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    how = _how(path, in_cells=in_cells)
    if error.validator in {"enum", "const"}:
        asked = _asked(error) if error.validator == "enum" else [_asked(error)]
        return f"{value} kan niet bij {field}.", f"Kies uit: {_choices(asked, node, in_cells=in_cells)}."
    if error.validator == "type":
        return _type_told(_asked(error), field, value, how, in_cells=in_cells)
    use = str(node.get("description", ""))
    message, remedy = _BY_RULE.get(str(error.validator), _OTHERWISE)
    said = {"field": field, "value": value, "asked": _asked(error), "how": how or use, "use": use}
    return message.format(**said), remedy.format(**said)


def _type_told(asked: Any, field: str, value: str, how: str, *, in_cells: bool) -> Told:
    kinds = [asked] if isinstance(asked, str) else asked
    if kinds == ["null"]:
        return f"{field} hoort hier leeg te zijn.", "Laat het weg, of kies een andere soort."
    wanted = " of ".join(_TYPES.get(kind, kind) for kind in kinds if kind != "null")
    quotes = "" if in_cells or "string" not in kinds else "Zet de waarde tussen aanhalingstekens."
    return f"{value} kan niet bij {field}: hier hoort {wanted}.", how or quotes


def _how(path: FieldPath, *, in_cells: bool) -> str:
    found = _definition(path)
    return (in_cells and HOW_IN_CELLS.get(found)) or _HOW.get(found) or _HOW_OF_TYPE.get(found, "")


def _definition(path: FieldPath) -> str:
    """The name of the kind of value that the schema asks at a path, such as 'amount' or 'integer'."""
    node: Mapping[str, Any] = resolved({"$ref": "#/$defs/deal_file"})
    for step in path:
        part = node.get("items", {}) if isinstance(step, int) else properties(node).get(step, {})
        node = resolved(part)
    kinds = node.get("type", ())
    plain = next((kind for kind in _HOW_OF_TYPE if kind in ([kinds] if isinstance(kinds, str) else kinds)), "")
    return str(node.get("$def", "")) or plain


def _choices(choices: Sequence[Any], node: Mapping[str, Any], *, in_cells: bool) -> str:
    labels = node.get("labels", {})
    told = []
    for choice in choices:
        label = labels.get(choice, choice)
        told.append(str(label) if in_cells or label == choice else f"{choice} ({label})")
    return ", ".join(told)

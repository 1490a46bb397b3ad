"""Deal files as text: YAML and JSON, read into plain data with the lines on which it stands."""

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from regiodeal.base.characters import UNWRITABLE
from regiodeal.deal_file.faults import DealFileFaultsError, Fault
from regiodeal.deal_file.places import TextPlaces
from regiodeal.deal_file.schema import FieldPath, Step

LARGEST_FILE = 2_000_000  # bytes; the whole covenant is 200 kB
MOST_VALUES = 300_000  # after its aliases are written out; the whole covenant has 12,000
MOST_PARTS = 50_000  # lines and commas, which take the reader a third of a millisecond each
DEEPEST = 50  # lists within lists: the reader takes time by the square of it
_DASHES = re.compile(rf"^[ \t]*(?:[-?][ \t]+){{{DEEPEST}}}", re.MULTILINE)
_INDENTED = re.compile(r"^ {300}", re.MULTILINE)
_MERGED = re.compile(r"^[ \t\-]*(?:[\"']?<<[\"']?[ \t]*:)|[{,][ \t]*[\"']?<<[\"']?[ \t]*:", re.MULTILINE)
TOO_DEEP = "Het bestand is te diep genest."
NO_YAML = "De opmaak van het bestand klopt hier niet."
CHECK_YAML = (
    "Kijk op deze regel en de regel erboven of het inspringen, de dubbele punten en de aanhalingstekens kloppen."
)


def decoded(content: bytes) -> str:
    """The text of the file. Raises DealFileFaultsError when it is too large, empty, or no UTF-8."""
    if len(content) > LARGEST_FILE:
        raise DealFileFaultsError([Fault(f"Het bestand is groter dan {LARGEST_FILE // 1_000_000} MB.")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        remedy = "Bewaar het bestand als tekst in UTF-8."
        raise DealFileFaultsError([Fault("Het bestand is geen tekst in UTF-8.", remedy, line=line)]) from error


def read_yaml_text(text: str) -> tuple[dict[str, Any], TextPlaces]:
    """The data of a YAML 1.2 text, and where it stands. Raises DealFileFaultsError."""
    _refuse_shape(text)
    if found := _MERGED.search(text):  # a line of it may stand for thousands
        line = text[: found.end()].count("\n") + 1
        raise DealFileFaultsError([Fault("Samenvoegen met << kan hier niet.", "Schrijf de velden uit.", line=line)])
    lines = _commented(text)
    return _plain_mapping(lines, lines), TextPlaces(lines)


def read_json_text(text: str) -> tuple[dict[str, Any], TextPlaces]:
    """The data of a JSON text, and where it stands. Raises DealFileFaultsError."""
    _refuse_shape(text)
    try:
        data = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        remedy = "Kijk of de komma's, haken en aanhalingstekens kloppen."
        raise DealFileFaultsError(
            [Fault("De opmaak van het bestand (JSON) klopt hier niet.", remedy, line=error.lineno)]
        ) from error
    except RecursionError as error:
        raise DealFileFaultsError([Fault(TOO_DEEP)]) from error
    try:
        lines = _commented(text.replace("\t", " "))  # JSON has tabs only between its parts; it is YAML otherwise
    except DealFileFaultsError:
        lines = None
    return _plain_mapping(data, lines), TextPlaces(lines)


def _refuse_shape(text: str) -> None:
    """Refuse what would take the reader minutes, before it begins. Raises DealFileFaultsError."""
    if text.count("\n") + text.count(",") > MOST_PARTS:
        raise DealFileFaultsError([Fault("Het bestand heeft te veel regels of waarden.", "Lees het in delen in.")])
    depth = 0
    for sign in re.finditer(r"[\[\]{}]", text):  # in a sentence too: fifty that stay open are in none
        depth = depth + 1 if sign[0] in "[{" else max(0, depth - 1)
        if depth > DEEPEST:
            raise DealFileFaultsError([Fault(TOO_DEEP, line=text[: sign.start()].count("\n") + 1)])
    if found := _DASHES.search(text) or _INDENTED.search(text):
        raise DealFileFaultsError([Fault(TOO_DEEP, line=text[: found.start()].count("\n") + 1)])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise DealFileFaultsError([Fault(f"De sleutel '{name[:60]}' staat er twee keer in.", "Haal er een weg.")])
        found[name] = value
    return found


def _commented(text: str) -> CommentedMap:
    try:
        data = YAML(typ="rt").load(text)
    except DuplicateKeyError as error:
        raise DealFileFaultsError(
            [Fault("Deze sleutel staat er twee keer in.", "Haal er een weg.", line=_mark(error))]
        ) from error
    except MarkedYAMLError as error:
        raise DealFileFaultsError([Fault(NO_YAML, CHECK_YAML, line=_mark(error))]) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise DealFileFaultsError([Fault(NO_YAML, "Begin met het voorbeeld of met het werkboek.")]) from error
    if not isinstance(data, CommentedMap):
        raise DealFileFaultsError([Fault("Het bestand bevat geen deal: er staan geen lijsten in.", line=1)])
    return data


def _mark(error: MarkedYAMLError) -> int | None:
    return error.problem_mark.line + 1 if error.problem_mark else None


def _plain_mapping(data: object, lines: CommentedMap | None) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise DealFileFaultsError([Fault("Het bestand bevat geen deal: er staan geen lijsten in.", line=1)])
    _refuse_knots(data)
    places = TextPlaces(lines)
    faults = []
    for path, text in _texts(data, ()):
        if found := UNWRITABLE.search(text):
            at = places.at(tuple(UNWRITABLE.sub("\ufffd", step) if isinstance(step, str) else step for step in path))
            told = f"Hier staat een teken dat geen tekst is (U+{ord(found[0]):04X})."
            faults.append(Fault(told, "Haal het weg.", at.list_title, at.row, at.column, places.at(path).line))
    if faults:
        raise DealFileFaultsError(faults)
    plain: dict[str, Any] = _plain(data)
    return plain


def _refuse_knots(data: object) -> None:
    """Refuse a file that names a part inside itself, or so often that it would not fit in memory."""
    count, left = 0, [(data, frozenset[int]())]
    while left:
        value, above = left.pop()
        count += 1
        if id(value) in above or count > MOST_VALUES:
            raise DealFileFaultsError(
                [Fault("Het bestand verwijst naar zichzelf, of is te groot als alles is uitgeschreven.")]
            )
        if isinstance(value, dict | list):
            inside = above | {id(value)}
            left += [(part, inside) for _step, part in _parts(value)]


def _parts(value: Any) -> Iterable[tuple[Step, object]]:
    return value.items() if isinstance(value, dict) else enumerate(value)


def _texts(value: object, path: FieldPath) -> Iterable[tuple[FieldPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for step, part in _parts(value):
            if isinstance(step, str) and UNWRITABLE.search(step):
                yield path, step
            yield from _texts(part, (*path, step))


def _plain(value: object) -> Any:
    """The value without the YAML reader's own types; a day that stands there without quotation marks as its text."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    kind = next((kind for kind in (bool, str, int, float) if isinstance(value, kind)), None)
    if kind is bool or value is None:
        return value
    return kind(value) if kind is not None else str(value)  # type: ignore[call-overload,arg-type]

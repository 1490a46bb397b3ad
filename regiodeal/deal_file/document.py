"""Reading a deal file: YAML in, checked plain data out, or an error that names the line and the key."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError, best_match
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedBase, CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from regiodeal.base.characters import UNWRITABLE
from regiodeal.base.values import FileRow

SCHEMA_PATH = Path(settings.BASE_DIR) / "fixtures" / "deal-file.schema.json"
LARGEST_FILE = 5_000_000  # bytes; the whole covenant is 200 kB


class DealFileError(Exception):
    """A deal file that cannot be used. Its text is Dutch and names the line and the key; nothing was written."""

    def __init__(self, message: str, *, line: int | None = None, key: str = "") -> None:
        place = ", ".join(part for part in [f"regel {line}" if line else "", key] if part)
        super().__init__(f"{place}: {message}" if place else message)
        self.line = line
        self.key = key


class DealFile:
    """A checked deal file. `data` holds its lists; `line_of` tells where a row stands."""

    def __init__(self, data: CommentedMap) -> None:
        self.data = data

    @classmethod
    def read(cls, path: Path) -> "DealFile":
        """Read and check the file against the published schema. Raises DealFileError, on the first fault."""
        data = read_yaml(path)
        _check_schema(data)
        document = cls(data)
        document._check_codes()
        return document

    def deal(self) -> FileRow:
        """The deal itself: its names, days, words and articles."""
        return cast("FileRow", _plain(self.data["deal"]))

    def rows(self, key: str) -> list[FileRow]:
        """The rows of one list, in the order of the file."""
        return [_plain(row) for row in self.data.get(key) or []]

    def error(self, message: str, key: str, index: int | None = None, field: str = "") -> DealFileError:
        """An error that points at a list, or at one row of it, or at one field of that row."""
        path: list[str | int] = [part for part in (key, index, field) if part is not None and part != ""]
        return DealFileError(message, line=_line(self.data, path), key=_spell(path))

    def _check_codes(self) -> None:
        for key, rows in self.data.items():
            if not isinstance(rows, CommentedSeq):
                continue
            seen: set[str] = set()
            for index, row in enumerate(rows):
                if row["code"] in seen:
                    raise self.error(f"de code '{row['code']}' staat er twee keer", key, index, "code")
                seen.add(row["code"])


def read_deal_file(content: bytes, name: str) -> DealFile:
    """Read and check a deal file by the end of its name: .yaml or .yml, .json, .xlsx.

    `remarks` of what is returned holds what is worth a look and refuses nothing. Raises DealFileFaultsError with all
    faults at once, of form and of meaning, each at its line or its sheet, row and column. Touches no stored deal.
    """
    raise NotImplementedError


def read_yaml(path: Path) -> CommentedMap:
    """The mapping in a YAML 1.2 file, with its line numbers. Raises DealFileError when it holds no mapping."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise DealFileError(f"het bestand is groter dan {LARGEST_FILE // 1_000_000} MB")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DealFileError(f"het bestand {path} is niet te openen ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise DealFileError("het bestand is geen tekst in UTF-8") from error
    yaml = YAML(typ="rt")
    try:
        data = yaml.load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise DealFileError(f"dit is geen geldige YAML ({error.problem})", line=line) from error
    except YAMLError as error:
        raise DealFileError(f"dit is geen geldige YAML ({error})") from error
    if not isinstance(data, CommentedMap):
        raise DealFileError("het bestand bevat geen deal: er staan geen sleutels in", line=1)
    _check_texts(data)
    return data


def _check_texts(data: CommentedMap) -> None:
    """Refuse a text that no database or file can hold: YAML can spell such characters out, as "\\0"."""
    known: set[int] = set()  # a part may be named again further on, also inside itself
    left: list[tuple[object, list[str | int]]] = [(data, [])]
    while left:
        value, path = left.pop()
        if isinstance(value, str) and (found := UNWRITABLE.search(value)):
            message = f"hier staat een teken dat geen tekst is (U+{ord(found[0]):04X}); haal het weg"
            raise DealFileError(message, line=_line(data, path), key=UNWRITABLE.sub("\ufffd", _spell(path)))
        if isinstance(value, CommentedBase) and id(value) not in known:
            known.add(id(value))
            left += [(name, path) for name in value] if isinstance(value, dict) else []
            left += [(part, [*path, name]) for name, part in _parts(value)]


def _parts(value: Any) -> Iterable[tuple[str | int, object]]:
    return value.items() if isinstance(value, dict) else enumerate(value)


def _plain(value: object) -> Any:
    """The value without the YAML reader's own types, so that it compares and stores as ordinary data."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, str) else value


def _check_schema(data: CommentedMap) -> None:
    schema = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    error = best_match(validator.iter_errors(data))
    if error is not None:
        path = list(error.absolute_path)
        raise DealFileError(_explain(error), line=_line(data, path), key=_spell(path))


def _explain(error: ValidationError) -> str:
    """The fault in plain Dutch, by the keyword of the schema that refused it."""
    value = json.dumps(error.instance, ensure_ascii=False, default=str)[:60]
    asked: Any = error.validator_value
    instance: Any = error.instance
    match error.validator:
        case "required":
            missing = [name for name in asked if name not in instance]
            return f"hier ontbreekt: {', '.join(missing)}"
        case "additionalProperties":
            allowed = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
            unknown = [name for name in instance if name not in allowed]
            return f"deze sleutel kent het schema niet: {', '.join(map(str, unknown))}"
        case "enum":
            return f"{value} mag hier niet; kies uit {', '.join(map(str, asked))}"
        case "type":
            return f"{value} is geen {asked}"
        case "pattern" | "format":
            return f"{value} heeft niet de vorm die het schema vraagt ({asked})"
        case _:
            return f"{value} past niet in het schema ({error.message[:200]})"


def _line(data: Any, path: Iterable[str | int]) -> int:
    """The line of the deepest part of the path that the file has, counted from 1."""
    line = 1
    node = data
    for step in path:
        if not isinstance(node, CommentedBase):
            break
        try:
            mark = node.lc.key(step) if isinstance(node, CommentedMap) else node.lc.item(step)
            node = node[step]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            break
        line = mark[0] + 1
    return line


def _spell(path: Sequence[str | int]) -> str:
    return ".".join(f"[{step}]" if isinstance(step, int) else str(step) for step in path).replace(".[", "[")

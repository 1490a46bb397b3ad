"""Rows of answers in a file: what each changes, or what is wrong with it; and taking them as the executor's answer."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pillars.requests.answer_workbook import HEADINGS, QUESTIONS
from pillars.requests.answering import (
    Written,
    missing_of,
    send,
    value_fault,
    write,
)
from pillars.requests.models import (
    Answer,
    AnswerChannel,
    AnswerFigure,
    AnswerImport,
    AnswerMilestone,
    AnswerPart,
    RequestState,
)
from regiodeal.base.dates import day_of
from regiodeal.base.dutch import number
from regiodeal.base.numbers import read_number
from regiodeal.sheets.cells import BadCell, Cell, is_cut, text_of
from regiodeal.sheets.differences import CellDifference, RowDifference
from regiodeal.sheets.folder import Packed, RowFault
from regiodeal.sheets.formats import SheetRows, UnreadableError
from regiodeal.sheets.reading import Layout, find_table

LAYOUT = Layout(
    "answers",
    columns=HEADINGS,
    required=("kenmerk", "antwoord"),
    known=frozenset(HEADINGS),
    hint="Gebruik het werkboek dat bij de uitvraag hoort.",
)
KINDS = {"new": "nieuw", "revision": "gewijzigd"}
_MARK = re.compile(r"(?:P([0-9]{1,18})-([a-z_]{1,20}))|(?:([FM])([0-9]{1,18}))")
_NUMBERS = {"value", "spent", "still_to_spend", "hours_in_kind"}
_DAYS = {"reached_on", "new_day"}
_DUTCH_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")
MOST_TEXT = 20_000


class AnswerCellError(Exception):
    """Raised for a cell that cannot be used: the heading of its column, and why, in Dutch."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


@dataclass(frozen=True)
class AnswerChange:
    """What one row of a file changes: in the part with this key and version, of the thing with this mark.

    `values` are plain texts by the names that the verbs know; `cells` tell heading, old and new for who decides.
    """

    row: int
    kind: str
    mark: str
    part: int
    version: int
    name: str
    values: dict[str, str | bool | None]
    cells: list[list[str]]
    sheet: str = ""  # questions stand on one sheet of any name

    @property
    def difference(self) -> RowDifference:
        """The row as a page shows it."""
        cells = tuple(CellDifference(*cell) for cell in self.cells)
        return RowDifference(self.row, self.name, self.kind, KINDS[self.kind], "", cells)


@dataclass
class _Asked:
    """All that may be answered in a deal now, by the keys that marks name."""

    parts: dict[int, AnswerPart] = field(default_factory=dict)
    figures: dict[int, AnswerFigure] = field(default_factory=dict)
    milestones: dict[int, AnswerMilestone] = field(default_factory=dict)


class AnswerExchange:
    """An Exchange of answers: one workbook, or a zip of many."""

    key_title = "kenmerk"

    def __init__(self, job: AnswerImport) -> None:
        self._job = job
        self._asked: _Asked | None = None
        self._written: dict[int, tuple[int, Written]] = {}
        self._seen: set[str] = set()
        self._at: datetime | None = None

    def findings(self, sheets: Iterable[SheetRows]) -> Iterator[tuple[int, AnswerChange | RowFault | None]]:
        """Find the questions in every file and check their rows. Raises UnreadableError where a file has none."""
        refusals: dict[str, UnreadableError] = {}
        for sheet in sheets:
            file = getattr(sheet, "file_name", "")
            try:
                table = find_table([sheet], [LAYOUT])
            except UnreadableError as refusal:
                refusals.setdefault(file, refusal)
                continue
            refusals[file] = UnreadableError("")  # the other sheets of this file may be anything
            for place, cells in table.rows():
                row = {title: cells[at] for at, title in table.columns.items() if at < len(cells)}
                yield place, self._finding(place, row, file)
        if told := [(file, str(refusal)) for file, refusal in refusals.items() if str(refusal)]:
            file, reason = told[0]
            raise UnreadableError(f"{file}: {reason}" if file else reason)

    def _finding(self, place: int, row: Mapping[str, Cell], file: str) -> AnswerChange | RowFault | None:
        found = next(((title, cell.reason) for title, cell in row.items() if isinstance(cell, BadCell)), None)
        if found is None:
            try:
                return self._change(place, row)
            except AnswerCellError as fault:
                found = fault.column, str(fault)
        column, reason = found
        return RowFault(place, column, (f"{file}: {reason}" if file else reason)[:300])

    def _change(self, place: int, row: Mapping[str, Cell]) -> AnswerChange | None:
        cells = {title: text_of(row.get(title)).strip() for title in HEADINGS}
        if not any(cells[title] for title in ("kenmerk", "antwoord", "ongewijzigd", "nieuwe dag", "toelichting")):
            return None
        target, part, mark = self._target(cells["kenmerk"])
        if any(is_cut(row.get(title)) for title in ("antwoord", "toelichting")):
            raise AnswerCellError("antwoord", "Deze tekst is ingekort. Pas hem in het portaal aan.")
        typed = {name: text for name, text in _typed_values(target, mark, cells).items() if text not in ("", None)}
        old = {name: _plain(getattr(target, name)) for name in typed}
        changed: dict[str, str | bool | None] = {name: text for name, text in typed.items() if text != old[name]}
        if not changed:
            return None
        if not part.answer.is_writable:
            state = part.answer.get_state_display()
            raise AnswerCellError("antwoord", f"Het antwoord van {part.answer.executor} is al {state}.")
        if cells["kenmerk"] in self._seen:
            raise AnswerCellError("kenmerk", "Deze vraag staat er twee keer in.")
        self._seen.add(cells["kenmerk"])
        kind = "revision" if any(old[name] not in ("", None, False) for name in changed) else "new"
        told = [[_title(name), _told(old[name]), _told(text)] for name, text in changed.items()]
        name = f"{part.answer.executor}, {part.project.code}: {_question(target, mark)}"
        return AnswerChange(place, kind, cells["kenmerk"], part.pk, part.version, name, changed, told)

    def _target(self, text: str) -> tuple[AnswerPart | AnswerFigure | AnswerMilestone, AnswerPart, str]:
        """What a mark names, its part, and the field of a part. Raises AnswerCellError for what was not asked."""
        asked, found = self._known(), _MARK.fullmatch(text)
        key, name, letter, other = found.groups() if found else (None, None, None, None)
        if key and name in QUESTIONS and (part := asked.parts.get(int(key))):
            return part, part, name
        if letter == "F" and (figure := asked.figures.get(int(other or 0))):
            return figure, asked.parts[figure.part_id], ""
        if letter == "M" and (milestone := asked.milestones.get(int(other or 0))):
            return milestone, asked.parts[milestone.part_id], ""
        raise AnswerCellError("kenmerk", "Deze rij hoort niet bij een vraag van een uitvraag die open is.")

    def _known(self) -> _Asked:
        if self._asked is None:
            here = {"answer__request__deal": self._job.deal_id, "answer__request__state": RequestState.OPEN}
            parts = AnswerPart.objects.filter(**here).select_related("answer__executor", "answer__request", "project")
            inside = {f"part__{name}": value for name, value in here.items()}
            figures = AnswerFigure.objects.filter(**inside).select_related("indicator", "item")
            milestones = AnswerMilestone.objects.filter(**inside).select_related("milestone")
            self._asked = _Asked(parts.in_bulk(), figures.in_bulk(), milestones.in_bulk())
        return self._asked

    def pack(self, change: AnswerChange) -> Packed:
        """A change as plain values."""
        return [
            *(change.row, change.kind, change.mark, change.part, change.version, change.name),
            *(change.values, change.cells),
        ]

    def unpack(self, packed: Packed) -> AnswerChange:
        """The change that was packed."""
        return AnswerChange(*packed)

    def stale(self, changes: Sequence[AnswerChange]) -> list[AnswerChange]:
        """Return the changes of which the part moved on, was sent, or is not asked any more."""
        parts = self._known().parts
        return [
            change
            for change in changes
            if change.part not in parts
            or parts[change.part].version != change.version
            or not parts[change.part].answer.is_writable
        ]

    def enter(self, changes: Sequence[AnswerChange], *, at: datetime) -> None:
        """Gather a batch of changes by the part that they are of; `finish` writes them."""
        self._at = at
        for change in changes:
            _version, written = self._written.setdefault(change.part, (change.version, Written({}, {}, {})))
            values: Any = {name: _typed(name, value) for name, value in change.values.items()}
            match change.mark[0]:
                case "P":
                    written.part.update(values)
                case "F":
                    written.figures[int(change.mark[1:])] = values  # type: ignore[index]
                case _:
                    written.milestones[int(change.mark[1:])] = values  # type: ignore[index]

    def finish(self) -> None:
        """Write what was gathered as the answers of their executors, and send those that are complete."""
        by, touched = self._job.uploaded_by, set[int]()
        for key, (version, written) in self._written.items():
            assert self._at is not None  # something was entered
            part = AnswerPart.objects.select_related("answer__request", "project", "earlier").get(pk=key)
            write(part, written, by=by, at=self._at, version=version, channel=AnswerChannel.FILE)
            touched.add(part.answer_id)
        for answer in Answer.objects.filter(pk__in=touched).select_related("request", "executor"):
            if self._at is not None and not missing_of(answer):
                send(answer, by=by, at=self._at, version=answer.version, channel=AnswerChannel.FILE)


def _typed_values(
    target: AnswerPart | AnswerFigure | AnswerMilestone, name: str, cells: Mapping[str, str]
) -> dict[str, str | bool | None]:
    """What a row says, by the names that the verbs know, as plain texts. Raises AnswerCellError."""
    answer = cells["antwoord"]
    match target:
        case AnswerPart():
            return {name: _of_part(name, answer)}
        case AnswerFigure():
            same = _says_yes(cells["ongewijzigd"])
            if same and target.unchanged_value is None:
                raise AnswerCellError("ongewijzigd", "Er is geen eerder cijfer. Vul in hoeveel het nu is.")
            value = _number("antwoord", answer)
            if same and value not in (None, _plain(target.unchanged_value)):
                raise AnswerCellError("ongewijzigd", "Er staat een ander cijfer bij 'antwoord'. Kies een van de twee.")
            if value is not None and (fault := value_fault(target.indicator, Decimal(value))):
                raise AnswerCellError("antwoord", fault)
            told = {"is_unchanged": True} if same else {"value": value}
            return {**told, "note": _text("toelichting", cells["toelichting"])}
        case AnswerMilestone():
            same = _says_yes(cells["ongewijzigd"])
            reached, new = _day("antwoord", answer), _day("nieuwe dag", cells["nieuwe dag"])
            if sum(map(bool, (same, reached, new))) > 1:
                raise AnswerCellError("antwoord", "Kies er een: bereikt op een dag, een nieuwe dag, of ongewijzigd.")
            reason = _text("toelichting", cells["toelichting"])
            return {"reached_on": reached, "new_day": new, "is_unchanged": True if same else None, "reason": reason}


def _of_part(name: str, answer: str) -> str | bool | None:
    if name == "on_schedule":
        return _says_yes(answer, column="antwoord") if answer else None
    return _number("antwoord", answer) if name in _NUMBERS else _text("antwoord", answer)


def _says_yes(text: str, *, column: str = "ongewijzigd") -> bool:
    """Tell whether it says yes. Raises AnswerCellError for what is neither yes nor no."""
    if text.casefold() in {"", "nee", "n", "onwaar"}:
        return False
    if text.casefold() in {"ja", "j", "x", "waar"}:
        return True
    raise AnswerCellError(column, f"'{text[:30]}' is geen ja of nee.")


def _number(column: str, text: str) -> str | None:
    if not text:
        return None
    try:
        value = read_number(text)
    except ValueError as error:
        raise AnswerCellError(column, f"'{text[:30]}' is geen getal. Schrijf bijvoorbeeld 84 of 1.234,5.") from error
    if value != round(value, 2):
        raise AnswerCellError(column, "Schrijf hoogstens twee cijfers achter de komma.")
    if value >= 10**9:
        raise AnswerCellError(column, "Dit getal is te groot.")
    return _plain(value)  # type: ignore[return-value]


def _day(column: str, text: str) -> str | None:
    if not text:
        return None
    found = _DUTCH_DAY.fullmatch(text)
    try:
        iso = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text
        return day_of(iso).isoformat()
    except ValueError as error:
        raise AnswerCellError(column, f"'{text[:30]}' is geen datum. Schrijf bijvoorbeeld 14-06-2026.") from error


def _text(column: str, text: str) -> str:
    if len(text) > MOST_TEXT:
        raise AnswerCellError(column, f"Deze tekst is te lang: hoogstens {number(Decimal(MOST_TEXT))} tekens.")
    return text


def _plain(value: object) -> str | bool | None:
    """A value of a row as plain text, so that two are compared by what they say."""
    match value:
        case bool() | None:
            return value
        case Decimal():
            return f"{value:.2f}"
        case date():
            return value.isoformat()
        case _:
            return str(value).strip()


def _typed(name: str, value: str | bool | None) -> object:
    """The value that a plain text stands for."""
    if isinstance(value, str) and name in _NUMBERS:
        return Decimal(value)
    return day_of(value) if isinstance(value, str) and name in _DAYS else value


_TITLES = {
    "reached_on": "bereikt op",
    "new_day": "nieuwe dag",
    "reason": "toelichting",
    "note": "toelichting",
    "is_unchanged": "ongewijzigd",
}


def _title(name: str) -> str:
    return _TITLES.get(name, "antwoord")


def _told(value: str | bool | None) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nee"
        case _:
            return value.removesuffix(".00")


def _question(target: AnswerPart | AnswerFigure | AnswerMilestone, name: str) -> str:
    return QUESTIONS[name] if isinstance(target, AnswerPart) else str(target)

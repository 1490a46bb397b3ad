"""What a kind of rows looks like in a file: the columns out, and the rules for a row in.

The columns out are a resource of django-import-export. A row in is read by the rules of the form, compared with the
entry that it is about, and does nothing when it says the same: the library knows no drafts, reviewers and corrections.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from import_export.fields import Field
from import_export.resources import Resource
from import_export.widgets import Widget

from pillars.exchange.matching import ChangeKind, Entry, Key, Mark, Refusal, RowChange, digest
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal, User
from regiodeal.deals.words import PLAIN
from regiodeal.lifecycle.review import BulkStep
from regiodeal.sheets.cells import Cell, escape, fitting, is_blank, is_cut, text_of
from regiodeal.sheets.folder import Packed
from regiodeal.sheets.form_rules import plain
from regiodeal.sheets.reading import Layout, title_of

IS_CUT = (
    "Deze tekst is in het werkblad ingekort, en zou het slot van de tekst wissen. Download het als OpenDocument of CSV."
)

type Faults = dict[str, list[str]]  # what is wrong with a row in Dutch, by field


class CellWidget(Widget):  # type: ignore[misc]  # the library has no types
    """Leaves numbers and dates what they are, so that a spreadsheet can count with them."""

    def render(self, value: Any, obj: Any = None, **_options: object) -> Cell:
        """The value as a cell; a moment in the time of Amsterdam."""
        if isinstance(value, datetime):
            return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
        if value is None or isinstance(value, (Decimal, date)):
            return value
        return Decimal(value) if isinstance(value, int) else str(value).replace("\r\n", "\n")


def column(title: str, attribute: str | None = None) -> Field:
    """A column with a Dutch heading, filled from an attribute or by a `dehydrate_` method."""
    return Field(attribute=attribute, column_name=title, widget=CellWidget())


class ExchangeResource(Resource):  # type: ignore[misc]  # the library has no types
    """The base of all kinds of rows: columns, marks, and a row against what stands in the portal."""

    model: ClassVar[type[models.Model]]
    layout_name: ClassVar[str]
    sheet_title: ClassVar[str]
    key_field: ClassVar[str]
    filled_in: ClassVar[tuple[str, ...]]  # fields that make a row count as filled in
    required: ClassVar[tuple[str, ...]]  # fields whose column a file cannot do without
    read: ClassVar[tuple[str, ...]]  # fields that the import reads
    informs: ClassVar[tuple[str, ...]]  # those of them that only say what the code means
    touched: ClassVar[tuple[str, ...]]  # fields that somebody may change in a template
    template_fields: ClassVar[tuple[str, ...]]
    to_fill_in: ClassVar[tuple[str, ...]]  # those of them that a person fills in
    guarded: ClassVar[tuple[str, ...]]  # those of them for which the spreadsheet itself knows what may stand there
    suggested: ClassVar[tuple[str, ...]] = ()  # those of them in which something new may be typed as well
    hints: ClassVar[tuple[str, ...]]  # how to fill in the template, a line each
    export_fields: ClassVar[tuple[str, ...]]
    compared: ClassVar[tuple[str, ...]]  # fields whose difference is shown before anything is entered
    entry_class: ClassVar[type[Entry]] = Entry
    in_own_words: ClassVar[Mapping[str, str]] = {}  # fields whose heading is a word of the deal: its key in words.py

    def __init__(self, deal: Deal, *, by: User | None = None, today: date | None = None, in_words: bool = True) -> None:
        super().__init__()
        self.in_words = in_words
        self.deal = deal
        self.by = by
        self.today = today or timezone.localdate()
        self._seen: dict[Key, int] = {}

    @property
    def most_rows(self) -> int:
        """Return how many rows one file may have."""
        return int(settings.EXCHANGE_ROWS)

    # --- Out ---------------------------------------------------------------------------------------------------

    def titles(self, names: Iterable[str]) -> tuple[str, ...]:
        """The headings of some fields."""
        return tuple(self._title(name) for name in names)

    def _title(self, name: str) -> str:
        key = self.in_own_words.get(name)
        return self.deal.words.word(key).singular if key else self.fields[name].column_name

    def exported(self, entries: Iterable[models.Model], names: tuple[str, ...]) -> Iterator[list[Cell]]:
        """The rows of some entries, one by one."""
        return (self.export_resource(entry, selected_fields=names) for entry in entries)

    def dehydrate_mark(self, entry: Any) -> str:
        """Return which entry this is, in which version, and with which cells."""
        if not entry.pk:
            return str(Mark(None))
        cells = self.export_resource(entry, selected_fields=self.touched)
        written = (escape(cell) if isinstance(cell, str) else cell for cell in cells)
        return str(Mark(entry.pk, entry.version, _fingerprint(written)))

    # --- In ----------------------------------------------------------------------------------------------------

    @classmethod
    def layout(cls, deal: Deal | None = None) -> Layout:
        """The headings by which a file is known: ours, and for a deal also its own word for one of them."""
        title = {name: each.column_name for name, each in cls.fields.items()}
        own = deal.words if deal else PLAIN
        words = {title_of(own.word(key).singular): title[name] for name, key in cls.in_own_words.items()}
        aliases = {word: heading for word, heading in words.items() if word not in title.values()}
        read, required = ([title[name] for name in names] for names in (cls.read, cls.required))
        return Layout(cls.layout_name, tuple(read), tuple(required), known=frozenset(title.values()), aliases=aliases)

    def change_of(self, row: Mapping[str, Cell], *, number: int) -> RowChange | None:
        """Return what a row does; None when it changes nothing. Raises ValidationError with what is wrong, by field."""
        cells = {name: row.get(self.fields[name].column_name) for name in self.read}
        change = RowChange(row=number, mark=self._mark(cells["mark"]))
        if self._is_untouched(cells, change.mark):
            return None
        if cut := [name for name, cell in cells.items() if is_cut(cell)]:
            raise ValidationError({name: [IS_CUT] for name in cut})
        change.values, errors = self.values_of(change, cells)
        if errors:
            raise ValidationError(errors)
        try:
            self._refuse_second(change)
            return change if self._is_change(change) else None
        except Refusal as refusal:
            raise ValidationError({refusal.field or self.key_field: [str(refusal)]}) from refusal

    def _is_untouched(self, cells: Mapping[str, Cell], mark: Mark | None) -> bool:
        """Tell whether nothing was filled in, or nothing since the file was made: then whatever changed since stays."""
        if all(is_blank(cells[name]) for name in self.filled_in):
            return True
        return mark is not None and mark.content == _fingerprint(cells[name] for name in self.touched)

    def _mark(self, cell: Cell) -> Mark | None:
        try:
            return Mark.read(text_of(cell))
        except ValueError as error:
            reason = "Dit kenmerk is niet te lezen. Laat deze kolom zoals hij was, of maak hem leeg."
            raise ValidationError({"mark": [reason]}) from error

    def _refuse_second(self, change: RowChange) -> None:
        first = self._seen.setdefault(change.key, change.row)
        if first != change.row:
            raise Refusal(f"Dit staat ook in rij {first}. Laat één van beide staan.")

    def _is_change(self, change: RowChange) -> bool:
        entry = change.entry = self.current.get(change.key)
        if entry is not None and entry.content == self.content(change.values):
            return False
        self.refuse(change)
        if entry is not None:
            change.kind = self.kind_for(change, entry)
        self.ask(change)
        return True

    @staticmethod
    def misfits(code: str, cells: Mapping[str, Cell], meanings: Mapping[str, str]) -> Faults:
        """Columns that say something else than the code means: then a value may stand in the wrong row."""
        return {
            name: [f"Dit hoort niet bij de code {code}: daar staat '{meaning}'."]
            for name, meaning in meanings.items()
            if not is_blank(cells[name]) and plain(text_of(cells[name])) != plain(meaning)
        }

    # --- Kept between checking and entering ----------------------------------------------------------------------

    def pack(self, change: RowChange) -> Packed:
        """A change as plain values, to keep until its owner has read it."""
        kept = change.entry and list(astuple(change.entry))
        held = [change.is_stale, change.started_from, change.is_in_review, change.doubt]
        return [change.row, change.kind, change.key, self.values_to(change.values), kept, held]

    def unpack(self, packed: Packed) -> RowChange:
        """The change that was packed."""
        row, kind, key, values, kept, held = packed
        entry = self.entry_class(*kept) if kept else None
        change = RowChange(row, self.key_from(key), self.values_from(values), ChangeKind(kind), entry)
        change.is_stale, started_from, change.is_in_review, change.doubt = held
        change.started_from = tuple(started_from) if started_from else None
        return change

    def held_again(self, change: RowChange) -> RowChange | None:
        """The change as it waits for a choice, since somebody changed the entry after it was compared.

        None for one that the portal says by now. Raises Refusal for one that cannot be made any more. One that waited
        for a reviewer who decided, while the entry still says the same, goes on as its owner read it.
        """
        before, was_in_review = change.entry, change.is_in_review
        entry = change.entry = self.current.get(change.key)
        if entry is not None and entry.content == self.content(change.values):
            return None
        self.refuse(change)
        change.kind = self.kind_for(change, entry) if entry is not None else ChangeKind.NEW
        says_the_same = before is not None and entry is not None and before.content == entry.content
        if was_in_review and says_the_same:
            change.is_stale = change.is_stale and change.is_in_review
        else:
            change.hold((before.pk, before.version) if before else (None, 0))
        return change

    def portal_is_as_read(self, change: RowChange) -> bool:
        """Tell whether the entry of the change, or that there was none, is still what the change was compared with."""
        return self.current.get(change.key) == change.entry

    def key_from(self, packed: Packed) -> Key:
        """The key of a packed change."""
        return tuple(packed)

    def values_to(self, values: Values) -> Values:
        """The values of a change as they are kept; what JSON does not know becomes text."""
        return values

    def values_from(self, packed: Values) -> Values:
        """The values of a packed change."""
        return packed

    # --- What differs per kind -----------------------------------------------------------------------------------

    def known(self, on: date, *, unapproved: bool) -> Iterable[Any]:
        """Return what an export of the deal holds, as it was known on a date."""
        raise NotImplementedError

    def for_template(self, year: int | None) -> Iterable[Any]:
        """Return what a file to fill in shows for a year: what is known, and what is missing as something empty."""
        raise NotImplementedError

    def allowed(self, name: str, entry: Any) -> tuple[str, ...] | None:
        """The words that may stand in a guarded field of an entry's row, maybe none; None where it is a number."""
        raise NotImplementedError

    @property
    def current(self) -> Mapping[Key, Entry]:
        """The entries of the deal by what they are about, as they stand when the reading begins."""
        raise NotImplementedError

    def values_of(self, change: RowChange, cells: Mapping[str, Cell]) -> tuple[Values, Faults]:
        """Read the cells of a row and set the key of the change; what is wrong is returned by field."""
        raise NotImplementedError

    def content(self, values: Values) -> str:
        """The fingerprint of what an entry says."""
        raise NotImplementedError

    def refuse(self, change: RowChange) -> None:
        """Raise Refusal when this person may not make this change now."""
        raise NotImplementedError

    def ask(self, change: RowChange) -> None:
        """Set what makes the change unlikely, so that its owner is asked before it is entered."""

    def kind_for(self, change: RowChange, entry: Entry) -> ChangeKind:
        """Return what the change does to an entry that is there. Raises Refusal."""
        return ChangeKind.REVISION

    def shown(self, change: RowChange) -> Any:
        """The entry as the change asks for it, not stored, with what it is about fetched, to show it."""
        raise NotImplementedError

    def stored(self, pks: Iterable[int]) -> Mapping[int, Any]:
        """Entries as they stand, with what they are about fetched, to show them."""
        raise NotImplementedError

    def name_of(self, entry: Any) -> str:
        """Return what an entry is about, in words."""
        raise NotImplementedError

    def author_of(self, entry: Any) -> str:
        """Return who wrote what is there now."""
        raise NotImplementedError

    def enter(self, changes: Sequence[RowChange], reasons: Mapping[int, str], step: BulkStep) -> None:
        """Write the changes, with the reason of each row in the trail.

        Raises StaleError or IntegrityError when somebody else was first.
        """
        raise NotImplementedError


def _fingerprint(cells: Iterable[Cell]) -> str:
    """The fingerprint of what stands in some cells, however the spreadsheet keeps it."""
    return digest(*(fitting(text_of(cell)).strip() for cell in cells))

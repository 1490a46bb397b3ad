"""What is reviewed, in a file: a draft is revised, what is in review waits, what was approved never changes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Self

from pillars.exchange.matching import ChangeKind, Entry, Key, Refusal, RowChange, hold_stale
from pillars.exchange.resources import ExchangeResource
from regiodeal.lifecycle.review import BulkStep, ReviewedEntry, Revision, State, begin_all, revise_all
from regiodeal.sheets.work import StaleError


@dataclass(frozen=True, slots=True)
class EntryInReview(Entry):
    """The open entry of its key, else the newest that was approved."""

    state: str


@dataclass
class Portal:
    """The entries of a deal by key, as they stand now; `replaced` holds keys of which only corrected ones are left."""

    entries: dict[Key, EntryInReview] = field(default_factory=dict)
    replaced: set[Key] = field(default_factory=set)

    @classmethod
    def of(cls, rows: Iterable[tuple[Key, EntryInReview, bool]]) -> Self:
        """From rows of key, entry and whether it was replaced, in the order in which a later one counts before."""
        portal = cls()
        for key, entry, is_replaced in rows:
            if is_replaced:
                portal.replaced.add(key)
            else:
                portal.entries[key] = entry
        portal.replaced -= portal.entries.keys()
        return portal


class ReviewedResource(ExchangeResource):
    """The base of measurements and progress entries: what is entered becomes a draft or is submitted."""

    model: ClassVar[type[ReviewedEntry]]
    related: ClassVar[tuple[str, ...]]  # what an entry needs to be written in a file
    entry_class = EntryInReview

    def dehydrate_state(self, entry: Any) -> str:
        """Return the state in words."""
        return str(entry.get_state_display()) if entry.pk else ""

    def known(self, on: date, *, unapproved: bool) -> Iterable[Any]:
        """The entries that were there on a date; without the right to see them, none that were not approved by then."""
        shown = self.entries_of_deal().shown_on(on, unapproved=unapproved)
        rows: Iterable[Any] = shown.select_related(*self.related, "entered_by", "decided_by").iterator()
        return rows

    @cached_property
    def portal(self) -> Portal:
        """The entries of the deal as they stand when the reading begins."""
        return Portal.of(self.current_rows())

    @property
    def current(self) -> Mapping[Key, EntryInReview]:
        """The open entry of each key, else the newest that was approved."""
        return self.portal.entries

    def refuse(self, change: RowChange) -> None:
        """Let wait what is in review, and what a colleague entered since the file was made; refuse what cannot be."""
        assert self.by is not None
        entry = self.current.get(change.key)
        change.is_in_review = entry is not None and entry.state == State.SUBMITTED
        if entry is not None:
            hold_stale(change, entry, by=self.by.pk)
            if change.is_in_review and change.mark is not None and change.mark.pk is not None:
                change.started_from = change.mark.pk, change.mark.version
        if change.key in self.portal.replaced:
            raise Refusal("Dit is verbeterd, en de verbetering heeft een andere datum. Pas die aan.")

    def kind_for(self, change: RowChange, entry: Entry) -> ChangeKind:
        """Leave what was approved as it is: another text is a new entry."""
        assert isinstance(entry, EntryInReview)
        return ChangeKind.REVISION if entry.state != State.APPROVED else ChangeKind.NEW

    def stored(self, pks: Iterable[int]) -> Mapping[int, Any]:
        """Entries with what they are about, in one query."""
        rows = self.model._default_manager.select_related("entered_by", *self.related)
        return rows.in_bulk(list(pks))

    def author_of(self, entry: Any) -> str:
        """Return who entered it."""
        return str(entry.entered_by)

    def enter(self, changes: Sequence[RowChange], reasons: Mapping[int, str], step: BulkStep) -> None:
        """Begin what is new or corrects, and revise what is open."""
        new = [change for change in changes if change.kind != ChangeKind.REVISION]
        begin_all([self.build(change) for change in new], [reasons[change.row] for change in new], step)
        old = [change for change in changes if change.kind == ChangeKind.REVISION]
        revisions = [self._revision(change) for change in old]
        if not revise_all(self.model, revisions, [reasons[change.row] for change in old], step):
            raise StaleError

    @staticmethod
    def _revision(change: RowChange) -> Revision:
        assert isinstance(change.entry, EntryInReview)
        return Revision(change.entry.pk, change.entry.state, change.entry.version, change.values)

    # --- What differs between the two --------------------------------------------------------------------------

    def entries_of_deal(self) -> Any:
        """All entries of the deal."""
        raise NotImplementedError

    def current_rows(self) -> Iterator[tuple[Key, EntryInReview, bool]]:
        """The entries of the deal by key, and whether each was replaced; a later one counts before an earlier one."""
        raise NotImplementedError

    def build(self, change: RowChange) -> Any:
        """The new entry that the change asks for, not stored yet."""
        raise NotImplementedError

"""The differences between two snapshots: a concept and the final one, or this year and the last."""

from collections.abc import Iterator
from dataclasses import dataclass

from regiodeal.deals.words import speaking
from reporting.differences.items import Item, Said, SectionItems
from reporting.differences.section_items import sections
from reporting.differences.word_differences import Piece, by_words
from reporting.snapshot.schema import Snapshot
from reporting.snapshot.spoken_words import words_of

NEW, GONE, CHANGED = "new", "gone", "changed"
ELSEWHERE = "De gegevens verschillen op een plaats die de rapportage niet toont."


@dataclass(frozen=True)
class ReportChange:
    """One change: of what, of which part of it, what it was and what it is; a text also word by word."""

    kind: str
    title: str
    what: str
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()

    @property
    def words(self) -> str:
        """The change in one line: '1.1.1.a, cijfer: was 8 plekken, is 9 plekken'."""
        if self.kind != CHANGED:
            return f"{self.title}: {'nieuw' if self.kind == NEW else 'vervallen'}"
        begin = f"{self.title}, {self.what}"
        if self.pieces:
            return f"{begin}: de tekst is aangepast"
        if not self.before:
            return f"{begin}: is nu {self.after}"
        return f"{begin}: was {self.before}, is {self.after}" if self.after else f"{begin}: {self.before} is vervallen"


@dataclass(frozen=True)
class SectionChanges:
    """The changes of one section; its code is its anchor in the report."""

    code: str
    title: str
    changes: tuple[ReportChange, ...]


def differences(before: Snapshot, after: Snapshot) -> tuple[SectionChanges, ...]:
    """Return what changed, in the order of the later report; nothing when both say the same.

    A section that only the earlier one has comes last. A row that has no code of its own (a lesson, a bottleneck) is
    found again by its title, so that with another title it counts as one that is gone and one that is new.
    """
    with speaking(words_of(after)):  # both in the words of the later one: another word is no change
        old, new = {s.code: s for s in sections(before)}, {s.code: s for s in sections(after)}
    compared = [_compared(old.get(code), section) for code, section in new.items()]
    compared += [_compared(section, None) for code, section in old.items() if code not in new]
    found = tuple(section for section in compared if section.changes)
    if not found and before != after:
        return (SectionChanges("gegevens", "Gegevens", (ReportChange(CHANGED, "Gegevens", ELSEWHERE, "", ""),)),)
    return found


def _compared(before: SectionItems | None, after: SectionItems | None) -> SectionChanges:
    section = after or before
    assert section is not None
    old = {item.key: item for item in before.items} if before else {}
    new = {item.key: item for item in after.items} if after else {}
    changes: list[ReportChange] = []
    for key, item in new.items():
        changes += _changes(old[key], item) if key in old else [_whole(NEW, item)]
    changes += [_whole(GONE, item) for key, item in old.items() if key not in new]
    return SectionChanges(section.code, section.title, tuple(changes))


def _whole(kind: str, item: Item) -> ReportChange:
    """A row that came or went, with all that it says or said."""
    told = "; ".join(f"{what}: {said.words}" for what, said in item.says.items() if said.words)
    return ReportChange(kind, item.title, "", told if kind == GONE else "", told if kind == NEW else "")


def _changes(before: Item, after: Item) -> Iterator[ReportChange]:
    for what in dict.fromkeys([*after.says, *before.says]):
        old, new = before.says.get(what, Said("")), after.says.get(what, Said(""))
        if old.words != new.words:
            pieces = by_words(old.words, new.words) if new.is_text or old.is_text else ()
            yield ReportChange(CHANGED, after.title, what, old.words, new.words, pieces)

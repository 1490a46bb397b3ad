"""A snapshot with what several of its files need of it."""

from dataclasses import dataclass
from functools import cached_property

from regiodeal.deals.words import DealWords, speaking
from reporting.content.svg import Drawing, charts
from reporting.snapshot.schema import Snapshot
from reporting.snapshot.spoken_words import words_of
from reporting.snapshot.take import canonical, digest_of


@dataclass(frozen=True)
class FrozenReport:
    """A snapshot with its JSON, its hash and its charts: each made once, by the first file that needs it."""

    snapshot: Snapshot

    @cached_property
    def canonical(self) -> bytes:
        """The snapshot as JSON in one fixed form: the file inside the PDF."""
        return canonical(self.snapshot)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of that JSON."""
        return digest_of(self.canonical)

    @cached_property
    def charts(self) -> dict[str, Drawing]:
        """Its charts by name."""
        with speaking(self.words):
            return charts(self.snapshot)

    @cached_property
    def words(self) -> DealWords:
        """The words and articles of the deal, as they were on its day."""
        return words_of(self.snapshot)

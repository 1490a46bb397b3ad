"""The sources of a deal together: which is a part of which, and for which source the money of a contributor counts."""

from dataclasses import dataclass

from finance.budget.models import BudgetLine, Source
from regiodeal.deals.models import Deal, Organisation, Party


class NoSourceError(ValueError):
    """The deal names no source to which somebody contributes. Its text is Dutch."""


@dataclass(frozen=True)
class DealSources:
    """The sources of one deal, in the order of its file."""

    rows: tuple[Source, ...] = ()

    def named(self, code: str) -> Source | None:
        """The source with that code; None where there is none."""
        return next((row for row in self.rows if row.code == code), None)

    def within(self, code: str) -> frozenset[str]:
        """The codes of a source and of all its parts. A code that is no source is alone."""
        found, added = {code}, {code}
        while added:
            added = {row.code for row in self.rows if row.part_of in added} - found
            found |= added
        return frozenset(found)

    def of_side(self, side: str) -> frozenset[str]:
        """The codes of the sources of a side: the money of the state, or that of the region."""
        return frozenset(row.code for row in self.rows if row.side == side)

    @property
    def contributors(self) -> list[Source]:
        """Return the sources that money comes in from: those that have no parts."""
        wholes = {row.part_of for row in self.rows}
        return [row for row in self.rows if row.code not in wholes]

    def on_line(self, line: BudgetLine) -> list[Source]:
        """The contributors whose money can stand on a line: those of the line's source."""
        codes = self.within(line.source.code)
        return [row for row in self.contributors if row.code in codes]

    def in_words(self, side: str) -> str:
        """Who brings in the money of a side, for people: 'het Rijk', 'Gemeente, regionale partners'."""
        return ", ".join(row.who for row in self.contributors if row.side == side)


def sources_of(deal: Deal) -> DealSources:
    """The sources of a deal, in one query."""
    return DealSources(tuple(Source.objects.filter(deal=deal)))


def source_of(deal: Deal, partner: Party | Organisation, *, sector: str = "", line: BudgetLine | None = None) -> Source:
    """The one source for which the money of a Party or organisation counts, so that no euro counts twice.

    A source that names the partner goes before a group that is only described, and one of the line before another.
    Raises NoSourceError where the deal has none of these, or none of them is of the line.
    """
    named = "parties" if isinstance(partner, Party) else "organisations"
    candidates = []
    rows = Source.objects.filter(deal=deal, side=Party.Side.REGIONAL).prefetch_related("parties", "organisations")
    known = DealSources(tuple(rows))
    fitting = {row.code for row in known.on_line(line)} if line is not None else None
    for row in known.contributors:
        is_named = partner in getattr(row, named).all()
        is_group = not (row.parties.all() or row.organisations.all())
        if (is_named or is_group) and row.sector in {"", sector} and (fitting is None or row.code in fitting):
            candidates.append((not is_named, row))
    if not candidates and line is not None and fitting:
        raise NoSourceError(f"{partner.name} draagt niet bij aan {line.source.name}. Kies een andere regel.")
    if not candidates:
        raise NoSourceError(f"De deal noemt geen bron waaraan {partner.name} bijdraagt.")
    return min(candidates, key=lambda pair: (pair[0], pair[1].position))[1]

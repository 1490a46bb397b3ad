"""What a reallocation would do, before anybody proposes it: the new division, the rules it touches, what it needs."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from finance.position.figures import LinePosition, Position
from finance.position.money_position import reallocated
from finance.rules.facts import facts_of
from finance.rules.finding import Finding, Shift
from finance.rules.money_rules import findings
from regiodeal.deals.models import Party

DIVISION = "5 lid 2, voetnoot 3; 7"


@dataclass(frozen=True)
class RequiredStep:
    """One thing that has to be done before the change holds, with its article."""

    text: str
    article: str


@dataclass(frozen=True)
class Draft:
    """A drafted reallocation: both positions, the findings that it makes, worsens or settles, and what it needs."""

    shift: Shift
    before: Position
    after: Position
    touched: tuple[Finding, ...]
    settled: tuple[Finding, ...]
    needs: tuple[RequiredStep, ...]

    @property
    def pairs(self) -> list[tuple[LinePosition, LinePosition, Decimal]]:
        """Each line before and after, and what it gains in euro (negative: loses)."""
        pairs = zip(self.before.lines, self.after.lines, strict=True)
        return [(old, new, new.amounts.agreed - old.amounts.agreed) for old, new in pairs if old.line]


def draft(money: Position, *, source: str, target: str, amount: Decimal) -> Draft:
    """Draft it against the position. Raises KeyError for a line that is not there. Stores nothing."""
    shift = Shift(source, target, amount)
    after = reallocated(money, source=source, target=target, amount=amount)
    facts = facts_of(money)
    old = {(finding.code, finding.line): finding for finding in findings(facts)}
    new = findings(replace(facts, money=after, shifts=(shift,)))
    still = {(finding.code, finding.line) for finding in new}
    worse = [row for row in new if (row.code, row.line) not in old or row.excess > old[row.code, row.line].excess]
    return Draft(
        shift=shift,
        before=money,
        after=after,
        touched=tuple(worse),
        settled=tuple(finding for key, finding in old.items() if key not in still),
        needs=tuple(_needs(money)),
    )


def _needs(money: Position) -> Iterable[RequiredStep]:
    """The way of art. 12, in its order."""
    parties = Party.objects.filter(deal=money.deal).count()
    yield RequiredStep(
        "Bespreek de nieuwe verdeling in het Rijk-Regio-overleg: de tabel is een uitgangspunt.", DIVISION
    )
    yield RequiredStep(
        "Een Partij verzoekt schriftelijk om de wijziging, aan het programmateam Regio Deals BZK.", "12 lid 1, 2"
    )
    yield RequiredStep("Partijen treden binnen 6 weken na het verzoek in overleg.", "12 lid 2")
    yield RequiredStep(f"Alle {parties} Partijen stemmen in; dat mag ook per e-mail.", "12 lid 1, 2")
    yield RequiredStep("De instemming staat in het verslag van het Rijk-Regio-overleg.", "12 lid 3")
    yield RequiredStep(
        "De minister van BZK ondertekent een addendum, dat als bijlage aan de deal wordt gehecht.", "12 lid 4"
    )
    yield RequiredStep("Het addendum wordt gepubliceerd in de Staatscourant.", "12 lid 5")

"""What a reallocation would do, before anybody proposes it: the new division, the rules it touches, what it needs."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from finance.position.figures import LinePosition, Position
from finance.position.money_position import reallocated
from finance.rules.facts import facts_of
from finance.rules.finding import Finding, Shift
from finance.rules.money_rules import findings
from regiodeal.covenant.due_rules.due_rules import REQUEST, case_rules
from regiodeal.deals.bound_parties import bound_parties
from regiodeal.deals.models import ConsentRule
from regiodeal.deals.words import Provision, fill_in, quote

UNANIMOUS, MOST = ConsentRule.UNANIMOUS, "Meer dan de helft van de"


@dataclass(frozen=True)
class RequiredStep:
    """One thing that has to be done before the change holds, with the provision that asks it."""

    text: str
    provision: Provision

    @property
    def quoted(self) -> str:
        """Return the article in the words of the deal that is spoken of; nothing where it names none."""
        return quote(self.provision)


@dataclass(frozen=True)
class LineAtTheEnd:
    """A line when the deal ends: what was agreed for it, what a cap then allows, and what will have been spent; euro.

    `cap` is None for a line without one; `forecast` is None where it cannot be told, and `reason` says why;
    `by_controller` tells whether a controller said it.
    """

    code: str
    label: str
    agreed: Decimal
    cap: Decimal | None
    forecast: Decimal | None
    reason: str
    is_moved: bool
    by_controller: bool = False

    @property
    def most(self) -> Decimal:
        """Return what may have been spent: the lower of what was agreed and the cap."""
        return self.agreed if self.cap is None else min(self.agreed, self.cap)

    @property
    def left(self) -> Decimal | None:
        """Return what of that is not spent; negative when more will have been spent than may be."""
        return None if self.forecast is None else self.most - self.forecast

    @property
    def never(self) -> Decimal:
        """Return what was agreed and can never be spent, because the cap lies below it."""
        return self.agreed - self.most


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
    def is_rounded(self) -> bool:
        """Tell whether an amount of the table was printed rounded."""
        return any(row.line.is_rounded for row in self.before.lines if row.line)

    @property
    def pairs(self) -> list[tuple[LinePosition, LinePosition, Decimal]]:
        """Each line before and after, and what it gains in euro (negative: loses)."""
        pairs = zip(self.before.lines, self.after.lines, strict=True)
        return [(old, new, new.amounts.agreed - old.amounts.agreed) for old, new in pairs if old.line]

    @property
    def at_the_end(self) -> list[LineAtTheEnd]:
        """Each line with the new division when the deal ends, by the forecast of the day."""
        return [
            LineAtTheEnd(
                new.code,
                new.label,
                new.amounts.agreed,
                new.cap.at_the_end if new.cap else None,
                new.forecast.amount,
                new.forecast.reason,
                bool(change),
                new.forecast.by_controller,
            )
            for _old, new, change in self.pairs
        ]


def draft(money: Position, *, source: str, target: str, amount: Decimal) -> Draft:
    """Draft it against the position. Raises KeyError for a line that is not there. Stores nothing."""
    shift = Shift(source, target, amount)
    after = reallocated(money, source=source, target=target, amount=amount)
    facts = facts_of(money)
    old = {finding.key: finding for finding in findings(facts)}
    new = findings(replace(facts, money=after, shifts=(shift,)))
    still = {finding.key for finding in new}
    worse = [row for row in new if row.key not in old or row.excess > old[row.key].excess]
    return Draft(
        shift=shift,
        before=money,
        after=after,
        touched=tuple(worse),
        settled=tuple(finding for key, finding in old.items() if key not in still),
        needs=tuple(_needs(money)),
    )


def _needs(money: Position) -> Iterable[RequiredStep]:
    """The way of an amendment (art. 12), in its order."""
    deal = money.deal
    parties, term = len(bound_parties(deal, on=money.on)), case_rules(deal).term(REQUEST, since=money.on)
    yield RequiredStep(
        fill_in("Bespreek de nieuwe verdeling in {the_overleg}: de tabel is een uitgangspunt."), Provision.DIVISION
    )
    yield RequiredStep(
        fill_in("Een Partij verzoekt schriftelijk om de wijziging, aan {the_programme_team}."),
        Provision.AMENDMENT_REQUEST,
    )
    yield RequiredStep(
        f"Partijen treden{f' binnen {term}' if term else ''} na het verzoek in overleg.", Provision.CONSULTATION
    )
    who = f"Alle {parties} Partijen stemmen" if deal.consent_rule == UNANIMOUS else f"{MOST} {parties} Partijen stemt"
    yield RequiredStep(f"{who} in; dat mag ook per e-mail.", Provision.CONSENT)
    yield RequiredStep(fill_in("De instemming staat in het verslag van {the_overleg}."), Provision.CONSENT_MINUTES)
    yield RequiredStep(
        fill_in("{The_minister} ondertekent een addendum, dat als bijlage aan de deal wordt gehecht."),
        Provision.ADDENDUM,
    )
    yield RequiredStep("Het addendum wordt gepubliceerd in de Staatscourant.", Provision.PUBLICATION)

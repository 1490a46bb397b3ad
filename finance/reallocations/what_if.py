"""What a reallocation would do, before anybody proposes it: the new division, the rules it touches, what it needs."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from finance.position.figures import LinePosition, Position
from finance.position.money_position import reallocated
from finance.rules.facts import facts_of
from finance.rules.finding import Finding, Shift
from finance.rules.money_rules import findings
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.deals.models import ConsentRule, Deal, Party
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
    parties = Party.objects.filter(deal=deal).count()
    yield RequiredStep(
        fill_in("Bespreek de nieuwe verdeling in {the_overleg}: de tabel is een uitgangspunt."), Provision.DIVISION
    )
    yield RequiredStep(
        fill_in("Een Partij verzoekt schriftelijk om de wijziging, aan {the_programme_team}."),
        Provision.AMENDMENT_REQUEST,
    )
    yield RequiredStep(f"Partijen treden{_term(deal)} na het verzoek in overleg.", Provision.CONSULTATION)
    who = f"Alle {parties} Partijen stemmen" if deal.consent_rule == UNANIMOUS else f"{MOST} {parties} Partijen stemt"
    yield RequiredStep(f"{who} in; dat mag ook per e-mail.", Provision.CONSENT)
    yield RequiredStep(fill_in("De instemming staat in het verslag van {the_overleg}."), Provision.CONSENT_MINUTES)
    yield RequiredStep(
        fill_in("{The_minister} ondertekent een addendum, dat als bijlage aan de deal wordt gehecht."),
        Provision.ADDENDUM,
    )
    yield RequiredStep("Het addendum wordt gepubliceerd in de Staatscourant.", Provision.PUBLICATION)


def _term(deal: Deal) -> str:
    """Within which time Parties consult after a request, as the obligation of the deal says; empty where none does."""
    for obligation in Obligation.objects.filter(deal=deal):
        if obligation.due.get("event") == "amendment_requested":
            names = (("weeks", "week", "weken"), ("months", "maand", "maanden"), ("days", "dag", "dagen"))
            found = [(obligation.due[key], one, many) for key, one, many in names if obligation.due.get(key)]
            return "".join(f" binnen {number} {one if number == 1 else many}" for number, one, many in found[:1])
    return ""

"""The rules of the money, in order. Each is one function of the facts and the date; none raises, writes or asks.

`findings(facts_of(position(deal, on=on)))` says what they find, worst first.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from finance.base.amounts import ZERO
from finance.budget.models import AmountKind, Contributor, Source
from finance.caps.cap_position import CapPosition
from finance.position.figures import Amounts, LinePosition
from finance.rules.facts import (
    NATIONAL_MONEY,
    NO_PARTY,
    OUTSIDE_TERM,
    STRANGE_YEAR,
    UNANSWERED,
    WAITING,
    WITHOUT_MEASURE,
)
from finance.rules.finding import Facts, Finding, Severity
from regiodeal.base.dutch import day, euro


def cap(facts: Facts, on: date) -> Iterable[Finding]:
    """Execution costs are at most a share of what was received (art. 5 lid 2), unless a deviation is recorded.

    Spending above the cap; spending that would be above it once approved; and a deviation that is in force.
    """
    for standing in facts.money.caps:
        if standing.room < 0:
            yield _cap_finding(
                standing, Severity.REFUSES, f"{_formula(standing)} Dat is {euro(-standing.room)} te veel."
            )
        elif standing.pending > standing.room:
            over = standing.pending - standing.room
            text = f"Er wacht {euro(standing.pending)} op goedkeuring: {euro(over)} meer dan er ruimte is."
            yield _cap_finding(standing, Severity.WARNS, f"{_formula(standing)} {text}")
        elif standing.bound > standing.amount:
            over = standing.bound - standing.amount
            text = f"Verplicht is {euro(standing.bound)}: {euro(over)} meer dan er nu mag worden besteed."
            yield _cap_finding(standing, Severity.WARNS, f"{_formula(standing)} {text}")
        if standing.deviation:
            text = "Er is een afwijking van de grens vastgelegd: zo mag het 'onder omstandigheden'."
            yield _cap_finding(standing, Severity.TELLS, f"{text} {_formula(standing)}", of="afwijking")


def _cap_finding(standing: CapPosition, severity: Severity, text: str, *, of: str = "") -> Finding:
    return Finding(
        code="uitvoeringskosten" + (f"-{of}" if of else ""),
        severity=severity,
        article=standing.cap.article,
        text=text,
        excess=ZERO if of else max(standing.spent + standing.pending, standing.bound) - standing.amount,
        line=standing.cap.budget_line.code,
        page="cap-deviations" if of else "ledger",
        query={} if of else {"regel": standing.cap.budget_line.code, "soort": "bestedingen"},
    )


def _formula(standing: CapPosition) -> str:
    """'3% van € 10.000.000,00 ontvangen is € 300.000,00. Besteed is € 227.056,50.'"""
    formula = standing.sentence[0].upper() + standing.sentence[1:]
    return f"{standing.cap.title}. {formula} {euro(standing.amount)}. Besteed is {euro(standing.spent)}."


def maxima(facts: Facts, on: date) -> Iterable[Finding]:
    """The national contribution is at most what was agreed (art. 5 lid 2: "maximaal € 18 miljoen").

    More received, spent or committed than the national maximum. Against a rounded maximum it is only a warning.
    """
    national = facts.money.total(source=Source.NATIONAL)
    for total in facts.totals:
        if total.kind != AmountKind.MAXIMUM or total.contributor != Contributor.NATIONAL:
            continue
        hard = Severity.WARNS if total.is_rounded else Severity.REFUSES
        for name, amount, severity in (
            ("ontvangen", national.received, hard),
            ("besteed", national.spent, hard),
            ("verplicht of besteed", national.bound, Severity.WARNS),
        ):
            if amount > total.amount:
                yield _maxima_finding(total, name, amount, severity)
                break  # what is bound contains what was spent: one finding says it


def _maxima_finding(total: object, name: str, amount: Decimal, severity: Severity) -> Finding:
    agreed: Decimal = total.amount  # type: ignore[attr-defined]
    text = (
        f"De rijksbijdrage is hoogstens {euro(agreed)}. Er is {euro(amount)} {name}: {euro(amount - agreed)} te veel."
    )
    return Finding(
        code="maximum",
        severity=severity,
        article=total.article,  # type: ignore[attr-defined]
        text=text,
        excess=amount - agreed,
        query={"bron": Source.NATIONAL},
    )


def municipality_minimum(facts: Facts, on: date) -> Iterable[Finding]:
    """The Gemeente puts in at least what was agreed (art. 5 lid 2: "minimaal een bedrag van in totaal € 18 miljoen").

    Less than the minimum was promised, or after the deal's end less came in. In between it is only told how far.

    What was received and what was confirmed are two accounts of the same euros: they are never added, the larger one
    counts.
    """
    for total in facts.totals:
        if total.kind != AmountKind.MINIMUM:
            continue
        sure = max(total.received, total.promised.confirmed)
        promised = max(total.received, total.promised.pledged)
        done = max(total.received, total.promised.realised)
        measured = done if on > facts.money.deal.ends_on else sure
        if measured >= total.amount:
            continue
        is_short = on > facts.money.deal.ends_on or promised < total.amount
        text = (
            f"Afgesproken is minimaal {euro(total.amount)} van {total.get_contributor_display()}. "
            f"Ontvangen is {euro(total.received)}, toegezegd {euro(total.promised.pledged)}, bevestigd "
            f"{euro(total.promised.confirmed)} en gerealiseerd {euro(total.promised.realised)}. "
            f"Tot het minimum {'ontbreekt' if is_short else 'volgt nog'} {euro(total.amount - measured)}."
        )
        yield Finding(
            code="minimum",
            severity=Severity.WARNS if is_short else Severity.TELLS,
            article=total.article,
            text=text,
            excess=total.amount - measured,
            page="contributions",
        )


DIVISION_ARTICLE = "5 lid 2, voetnoot 3; 7; 12"


def pillar_division(facts: Facts, on: date) -> Iterable[Finding]:
    """The division over the pillars is a starting point: another needs the overleg and art. 12 (art. 5, footnote 3).

    A drafted reallocation, and a national line on which more was received than the division gives it.
    """
    for shift in facts.shifts:
        yield Finding(
            code="verdeling-gewijzigd",
            severity=Severity.WARNS,
            article=DIVISION_ARTICLE,
            text=(
                f"{euro(shift.amount)} van {shift.source} naar {shift.target} is een andere verdeling. Dat kan alleen "
                "na bespreking in het Rijk-Regio-overleg en een wijziging waarmee alle Partijen instemmen (art. 12)."
            ),
            excess=shift.amount,
            line=shift.source,
            page="money-agreed",
        )
    for row in facts.money.lines:
        over = row.amounts.received - row.amounts.agreed
        if row.line and row.source == Source.NATIONAL and over > ZERO:
            yield Finding(
                code="verdeling",
                severity=Severity.TELLS,
                article=DIVISION_ARTICLE,
                text=(
                    f"Op {row.label} is {euro(row.amounts.received)} ontvangen: {euro(over)} meer dan de "
                    f"{'afgeronde ' if row.line.is_rounded else ''}verdeling van {euro(row.amounts.agreed)}."
                ),
                excess=over,
                line=row.line.code,
                query={"regel": row.line.code, "soort": "ontvangsten"},
            )


def cap_of_shift(facts: Facts, on: date) -> Iterable[Finding]:
    """A cap does not rise when more is agreed for its line (art. 5 lid 2): what lies above it cannot be spent.

    A drafted reallocation to a capped line: what may be spent there now, and were all national money received.
    """
    for shift in facts.shifts:
        row = facts.money.of_line(shift.target)
        standing = row.cap
        if standing is None:
            continue
        agreed = row.amounts.agreed
        everything = max(facts.money.total(source=Source.NATIONAL).agreed, standing.base)
        most = replace(standing, base=everything).amount
        over = max(agreed - most, ZERO)
        text = f"{standing.cap.title}: op {row.label} staat dan {euro(agreed)}. "
        text += f"Nu mag daarvan hoogstens {euro(standing.amount)} worden besteed: {standing.formula}. "
        text += f"Is alles ontvangen ({euro(everything)}), dan hoogstens {euro(most)}."
        if over:
            text += f" {euro(over)} kan daar dus nooit worden besteed, tenzij een afwijking is vastgelegd."
        yield Finding(
            code="grens-bij-verdeling",
            severity=Severity.WARNS if over else Severity.TELLS,
            article=standing.cap.article,
            text=text,
            excess=over,
            line=shift.target,
            page="cap-deviations",
        )


def financing_not_eligible(facts: Facts, on: date) -> Iterable[Finding]:
    """A specifieke uitkering, opdracht or subsidie of the state is no regional financing (art. 1).

    Contributions that were found to be national money.
    """
    found = facts.count(NATIONAL_MONEY)
    if found.number:
        yield Finding(
            code="geen-regionale-financiering",
            severity=Severity.REFUSES,
            article="1",
            text=(
                f"{euro(found.amount)} aan publieke bijdragen is een specifieke uitkering, opdracht of subsidie van "
                "het Rijk. Dat telt niet als regionale financiering en kan niet worden bevestigd."
            ),
            excess=found.amount,
            page="contributions",
            query={"toets": "rijksgeld"},
        )


def financing_unanswered(facts: Facts, on: date) -> Iterable[Finding]:
    """Public contributions of which nobody said yet whether they are national money (art. 1).

    Public contributions without an answer.
    """
    found = facts.count(UNANSWERED)
    if found.number:
        yield Finding(
            code="toets-onbeantwoord",
            severity=Severity.WARNS,
            article="1",
            text=(
                f"Van {euro(found.amount)} aan publieke bijdragen is niet vastgelegd dat het geen specifieke "
                "uitkering, opdracht of subsidie van het Rijk is. Zonder dat antwoord kan zij niet "
                "worden bevestigd."
            ),
            excess=found.amount,
            page="contributions",
            query={"toets": "onbeantwoord"},
        )


def partner_no_party(facts: Facts, on: date) -> Iterable[Finding]:
    """A regional partner in the sense of the Regeling is Party to the deal (art. 1, art. 20).

    Contributions of partners that are no Party: whether they count is for the Parties to say.
    """
    found = facts.count(NO_PARTY)
    if found.number:
        yield Finding(
            code="geen-partij",
            severity=Severity.TELLS,
            article="1; 14; 20",
            text=(
                f"{euro(found.amount)} is toegezegd door partners die geen Partij bij de deal zijn. De Regeling noemt "
                "een regiopartner wie Partij is. Leg in het Rijk-Regio-overleg vast of deze bijdragen meetellen."
            ),
            excess=found.amount,
            page="contributions",
            query={"toets": "geen-partij"},
        )


def outside_term(facts: Facts, on: date) -> Iterable[Finding]:
    """Money is spent within the term of the deal (art. 18).

    Expenditure booked before the deal was in force or after its end.
    """
    found = facts.count(OUTSIDE_TERM)
    if found.number:
        deal = facts.money.deal
        yield Finding(
            code="buiten-de-looptijd",
            severity=Severity.WARNS,
            article="18",
            text=(
                f"{euro(found.amount)} is besteed buiten de looptijd van {day(deal.in_force_on)} tot en met "
                f"{day(deal.ends_on)}. Leg vast waarom dit bij de deal hoort."
            ),
            excess=found.amount,
            query={"soort": "bestedingen", "toets": "buiten-looptijd"},
        )


def bookkeeping_year(facts: Facts, on: date) -> Iterable[Finding]:
    """A bookkeeping year lies within the term and near the date: what is accounted for per year depends on it.

    Expenditure of a year outside the term, or more than a year from its date.
    """
    found = facts.count(STRANGE_YEAR)
    if found.number:
        deal = facts.money.deal
        yield Finding(
            code="boekjaar",
            severity=Severity.WARNS,
            article="18",
            text=(
                f"{euro(found.amount)} staat in een boekjaar buiten {deal.in_force_on.year} tot en met "
                f"{deal.ends_on.year}, of meer dan een jaar van de boekdatum. Klopt het boekjaar?"
            ),
            excess=abs(found.amount),
            query={"soort": "bestedingen", "toets": "boekjaar"},
        )


LONG_WAIT = timedelta(days=30)


def approval_missing(facts: Facts, on: date) -> Iterable[Finding]:
    """A booking counts once somebody else has approved it (two-person approval; art. 6, the regiokassier's task).

    Bookings that wait for approval: told at once, a warning when the oldest waits longer than 30 days.
    """
    found = facts.count(WAITING)
    if found.number and found.oldest:
        rows = "1 boeking wacht" if found.number == 1 else f"{found.number} boekingen wachten"
        yield Finding(
            code="niet-goedgekeurd",
            severity=Severity.WARNS if on - found.oldest > LONG_WAIT else Severity.TELLS,
            article="6",
            text=f"{rows} op goedkeuring, samen {euro(found.amount)}; de oudste is van {day(found.oldest)}.",
            excess=abs(found.amount),
            query={"stand": "submitted"},
        )


def room(facts: Facts, on: date) -> Iterable[Finding]:
    """No more is committed on a line than was agreed for it (art. 5 lid 2, the table).

    A line whose room is used up, or would be once what waits is approved. Above an aim it is told, no breach.

    The lines have no other amounts than the rounded cells of the table, and the text says so: that is why it is a
    warning and nothing is refused.
    """
    for row in facts.money.lines:
        if row.line is None or row.line.kind == AmountKind.MINIMUM:
            continue
        over = row.amounts.bound - row.amounts.agreed
        if over > ZERO:
            text = f"{euro(row.amounts.bound)} verplicht of besteed: {euro(over)} meer dan"
            yield _room_finding(row, text, over + max(row.pending.bound, ZERO))
        elif over + row.pending.bound > ZERO and row.pending.bound > ZERO:
            over += row.pending.bound
            text = f"{euro(row.amounts.bound)} verplicht of besteed en wacht {euro(row.pending.bound)}: samen meer dan"
            yield _room_finding(row, text, over)


def _room_finding(row: LinePosition, text: str, over: object) -> Finding:
    line = row.line
    assert line is not None
    rounded = " Dat bedrag is in het convenant afgerond." if line.is_rounded else ""
    return Finding(
        code="ruimte",
        severity=Severity.WARNS if line.kind == AmountKind.MAXIMUM else Severity.TELLS,
        article=line.article,
        text=f"{row.label}: er is {text} {line.get_kind_display()} {euro(line.amount)}.{rounded}",
        excess=over,  # type: ignore[arg-type]
        line=line.code,
        query={"regel": line.code},
    )


def overspent(facts: Facts, on: date) -> Iterable[Finding]:
    """No more is spent under a commitment than was committed.

    Lines with expenditure beyond its commitment. It is taken from the room, so that no euro is free twice.
    """
    for row in facts.money.lines:
        if row.line and row.amounts.overspent > 0:
            yield Finding(
                code="boven-de-verplichting",
                severity=Severity.WARNS,
                article=row.line.article,
                text=(
                    f"{row.label}: er is {euro(row.amounts.overspent)} meer besteed dan waarvoor verplichtingen zijn "
                    "vastgelegd. Hoog de verplichting op, of controleer de nota."
                ),
                excess=row.amounts.overspent,
                line=row.line.code,
                query={"regel": row.line.code, "soort": "verplichtingen"},
            )


def without_measure(facts: Facts, on: date) -> Iterable[Finding]:
    """Expenditure of a pillar belongs to a measure (art. 3, art. 5 lid 1). Execution costs belong to none.

    Expenditure on a pillar's line that names no measure.
    """
    found = facts.count(WITHOUT_MEASURE)
    if found.number:
        rows = "1 besteding" if found.number == 1 else f"{found.number} bestedingen"
        yield Finding(
            code="zonder-maatregel",
            severity=Severity.WARNS,
            article="3; 5 lid 1",
            text=f"Bij {rows}, samen {euro(found.amount)}, staat geen maatregel. Zo is niet te zien wat het opleverde.",
            excess=abs(found.amount),
            query={"soort": "bestedingen", "maatregel": "geen"},
        )


NEAR_THE_END = 365  # days before the end: a decision to extend takes the overleg of the year before
VERY_NEAR_THE_END = 183


def unspent(facts: Facts, on: date) -> Iterable[Finding]:
    """Near the end: national money that is not spent. Only then may the Parties decide to extend (art. 18).

    Find what is left of the national maximum, in the last year of the deal. A warning in the last half year.
    """
    deal = facts.money.deal
    left = (deal.ends_on - on).days
    if left > NEAR_THE_END:
        return
    spent = facts.money.total(source=Source.NATIONAL).spent
    for total in facts.totals:
        if total.kind != AmountKind.MAXIMUM or total.contributor != Contributor.NATIONAL or spent >= total.amount:
            continue
        term = f"De deal eindigt over {left} dagen" if left >= 0 else f"De deal eindigde op {day(deal.ends_on)}"
        yield Finding(
            code="niet-besteed",
            severity=Severity.WARNS if left <= VERY_NEAR_THE_END else Severity.TELLS,
            article="18",
            text=(
                f"{term}. Van de rijksbijdrage van hoogstens {euro(total.amount)} is {euro(spent)} besteed: "
                f"{euro(total.amount - spent)} niet. Kan het geld niet op binnen de looptijd, dan kunnen Partijen "
                "samen besluiten tot verlenging. Verlengen kan alleen om die reden."
            ),
            excess=total.amount - spent,
            query={"bron": Source.NATIONAL},
        )


def regional_share(facts: Facts, on: date) -> Iterable[Finding]:
    """The region puts in at least as much as the state: a starting point (general consideration 4), no norm.

    Less came in, or was confirmed, from the region than was received from the state. Shown, and no breach.
    """
    money = facts.money
    received = sum(
        (amounts.received for name, amounts in money.by_contributor.items() if name != Contributor.NATIONAL), ZERO
    )
    regional = max(received, money.promised().confirmed)
    national = money.by_contributor.get(Contributor.NATIONAL, Amounts()).received
    if regional < national:
        yield Finding(
            code="regionaal-deel",
            severity=Severity.TELLS,
            article="algemene overweging 4",
            text=(
                f"Van de regio is {euro(regional)} ontvangen of bevestigd, van het Rijk {euro(national)} ontvangen. "
                "Het vertrekpunt is dat de regio minstens evenveel inbrengt. Het is geen harde eis."
            ),
            excess=national - regional,
            page="contributions",
            query={"bron": Source.REGIONAL},
        )


def undivided(facts: Facts, on: date) -> Iterable[Finding]:
    """A receipt is divided over the lines of the table (art. 5 lid 2).

    National money that was received and stands on no line yet.
    """
    for row in facts.money.lines:
        if row.line is None and row.amounts.received > 0:
            yield Finding(
                code="niet-verdeeld",
                severity=Severity.TELLS,
                article="5 lid 2",
                text=f"{euro(row.amounts.received)} van de rijksbijdrage is nog niet over de regels verdeeld.",
                excess=row.amounts.received,
                query={"soort": "ontvangsten", "regel": "onverdeeld"},
            )


type Rule = Callable[[Facts, date], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    cap,
    maxima,
    municipality_minimum,
    pillar_division,
    cap_of_shift,
    financing_not_eligible,
    financing_unanswered,
    partner_no_party,
    outside_term,
    bookkeeping_year,
    approval_missing,
    room,
    overspent,
    without_measure,
    unspent,
    regional_share,
    undivided,
)


def findings(facts: Facts) -> list[Finding]:
    """All that the rules find, worst first and then in the order of the rules."""
    found = [finding for rule in RULES for finding in rule(facts, facts.money.on)]
    return sorted(found, key=lambda finding: finding.severity)

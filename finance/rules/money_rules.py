"""The rules of the money, in order. Each is one function of the facts and the date; none raises, writes or asks.

`findings(facts_of(position(deal, on=on)))` says what they find, worst first.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from finance.base.amounts import ZERO
from finance.budget.models import AgreedTotal, AmountKind
from finance.caps.cap_position import CapPosition
from finance.payment_plans.planned import PlannedPayment
from finance.position.figures import LinePosition
from finance.rules.facts import (
    FAR_OUT,
    NATIONAL_MONEY,
    NO_PARTY,
    OTHER_PILLAR,
    OUTSIDE_TERM,
    PAID_LESS,
    STRANGE_YEAR,
    TWICE,
    UNANSWERED,
    WAITING,
    WITHOUT_EVIDENCE,
    WITHOUT_MEASURE,
)
from finance.rules.finding import Facts, Finding, Severity
from finance.rules.project_rules import PROJECT_RULES
from regiodeal.base.dutch import capital, day, euro
from regiodeal.deals.words import Provision, article_of, fill_in, quote, speaking


def cap(facts: Facts, on: date) -> Iterable[Finding]:
    """What a cap is on is at most a share of its base (art. 5 lid 2), unless a deviation is recorded.

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
        code=standing.cap.code + (f"-{of}" if of else ""),
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
    """A contribution is at most what was agreed (art. 5 lid 2: "maximaal € 18 miljoen").

    More received, spent or committed than the maximum of a source. Against a rounded maximum it is only a warning.
    """
    for total in facts.totals:
        if total.kind != AmountKind.MAXIMUM:
            continue
        amounts = facts.money.total(source=total.contributor.code)
        hard = Severity.WARNS if total.is_rounded else Severity.REFUSES
        for name, amount, severity in (
            ("ontvangen", facts.money.received_from(total.contributor.code), hard),
            ("besteed", amounts.spent, hard),
            ("verplicht of besteed", amounts.bound, Severity.WARNS),
        ):
            if amount > total.amount:
                yield _maxima_finding(total, name, amount, severity)
                break  # what is bound contains what was spent: one finding says it


def _maxima_finding(total: AgreedTotal, name: str, amount: Decimal, severity: Severity) -> Finding:
    over, source = amount - total.amount, total.contributor
    return Finding(
        code="maximum",
        severity=severity,
        article=total.article,
        text=(
            f"{capital(source.name)}: afgesproken is hoogstens {euro(total.amount)}. "
            f"Er is {euro(amount)} {name}: {euro(over)} te veel."
        ),
        excess=over,
        subject=total.code,
        query={"bron": source.code},
    )


def minima(facts: Facts, on: date) -> Iterable[Finding]:
    """A contributor puts in at least what was agreed (art. 5 lid 2: "minimaal een bedrag van in totaal 18 miljoen").

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
            f"Afgesproken is minimaal {euro(total.amount)} van {total.who}. "
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
            subject=total.code,
            page="contributions",
        )


def pillar_division(facts: Facts, on: date) -> Iterable[Finding]:
    """The division over the pillars is a starting point: another needs the overleg and art. 12 (art. 5, footnote 3).

    A drafted reallocation, and a national line on which more was received than the division gives it.
    """
    for shift in facts.shifts:
        yield Finding(
            code="verdeling-gewijzigd",
            severity=Severity.WARNS,
            article=article_of(Provision.DIVISION),
            text=(
                f"{euro(shift.amount)} van {shift.source} naar {shift.target} is een andere verdeling. "
                + fill_in("Dat kan alleen na bespreking in {the_overleg} en een wijziging waarmee ")
                + f"{facts.money.deal.get_consent_rule_display()} instemmen{quote(Provision.AMENDMENT)}."
            ),
            excess=shift.amount,
            line=shift.source,
            page="money-agreed",
        )
    for row in facts.money.lines:
        over = row.amounts.received - row.amounts.agreed
        if row.line and row.source.is_national and over > ZERO:
            yield Finding(
                code="verdeling",
                severity=Severity.TELLS,
                article=article_of(Provision.DIVISION),
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
        agreed, everything, most = row.amounts.agreed, standing.most_base, standing.most
        over = max(agreed - most, ZERO)
        text = f"{standing.cap.title}: op {row.label} staat dan {euro(agreed)}. "
        text += f"Nu mag daarvan hoogstens {euro(standing.amount)} worden besteed: {standing.formula}. "
        text += f"Komt alles binnen wat is afgesproken ({euro(everything)}), dan hoogstens {euro(most)}."
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


@dataclass(frozen=True)
class CountedRule:
    """A rule that tells of rows which are alike: how many, what they add up to, and where they are shown. `meaning`
    says what the covenant asks and what is found.

    `text` is filled in with `amount`, `rows` (`one` or `many`), the days and years of the term, and words of the deal.
    """

    name: str
    meaning: str
    what: str
    code: str
    severity: Severity
    provision: Provision
    text: str
    page: str = "ledger"
    query: Mapping[str, str] = field(default_factory=dict)
    one: str = "1 besteding"
    many: str = "{} bestedingen"

    def __call__(self, facts: Facts, on: date) -> Iterable[Finding]:
        """Find them, where there are any."""
        found, deal = facts.count(self.what), facts.money.deal
        if not found.number:
            return
        told = {
            "amount": euro(found.amount),
            "rows": self.one if found.number == 1 else self.many.format(found.number),
            "first_day": day(deal.in_force_on),
            "last_day": day(deal.ends_on),
            "first_year": str(deal.in_force_on.year),
            "last_year": str(deal.ends_on.year),
        }
        yield Finding(
            code=self.code,
            severity=self.severity,
            article=article_of(self.provision),
            text=fill_in(self.text, **told),
            excess=abs(found.amount),
            page=self.page,
            query=self.query,
        )


financing_not_eligible = CountedRule(  # art. 1
    "financing_not_eligible",
    """A specifieke uitkering, opdracht or subsidie of the state is no regional financing.

    Contributions that were found to be national money.
    """,
    what=NATIONAL_MONEY,
    code="geen-regionale-financiering",
    severity=Severity.REFUSES,
    provision=Provision.REGIONAL_FINANCING,
    text=(
        "{amount} aan publieke bijdragen is een specifieke uitkering, opdracht of subsidie van het Rijk. Dat telt niet "
        "als regionale financiering en kan niet worden bevestigd."
    ),
    page="contributions",
    query={"toets": "rijksgeld"},
)
financing_unanswered = CountedRule(  # art. 1
    "financing_unanswered",
    """Public contributions of which nobody said yet whether they are national money.

    Public contributions without an answer.
    """,
    what=UNANSWERED,
    code="toets-onbeantwoord",
    severity=Severity.WARNS,
    provision=Provision.REGIONAL_FINANCING,
    text=(
        "Van {amount} aan publieke bijdragen is niet vastgelegd dat het geen specifieke uitkering, opdracht of "
        "subsidie van het Rijk is. Zonder dat antwoord kan zij niet worden bevestigd."
    ),
    page="contributions",
    query={"toets": "onbeantwoord"},
)
partner_no_party = CountedRule(  # art. 1 and 20
    "partner_no_party",
    """A regional partner in the sense of the Regeling is Party to the deal.

    Contributions of partners that are no Party: whether they count is for the Parties to say.
    """,
    what=NO_PARTY,
    code="geen-partij",
    severity=Severity.TELLS,
    provision=Provision.REGIONAL_PARTNERS,
    text=(
        "{amount} is toegezegd door partners die geen Partij bij de deal zijn. De Regeling noemt een regiopartner wie "
        "Partij is. Leg in {the_overleg} vast of deze bijdragen meetellen."
    ),
    page="contributions",
    query={"toets": "geen-partij"},
)
contribution_paid_less = CountedRule(  # art. 5
    "contribution_paid_less",
    """What a partner did in money comes in with the treasurer, where receipts name the contribution that they pay.

    Contributions of which less came in by such receipts than was realised.
    """,
    what=PAID_LESS,
    code="minder-ontvangen-dan-gerealiseerd",
    severity=Severity.TELLS,
    provision=Provision.MONEY,
    text="Van {rows} in geld is {amount} minder ontvangen dan is gerealiseerd, volgens de ontvangsten die ze noemen.",
    page="contributions",
    query={"toets": "minder-ontvangen"},
    one="1 bijdrage",
    many="{} bijdragen",
)
outside_term = CountedRule(  # art. 18
    "outside_term",
    """Money is spent within the term of the deal.

    Expenditure booked before the deal was in force or after its end.
    """,
    what=OUTSIDE_TERM,
    code="buiten-de-looptijd",
    severity=Severity.WARNS,
    provision=Provision.DURATION,
    text=(
        "{amount} is besteed buiten de looptijd van {first_day} tot en met {last_day}. Leg vast waarom dit bij de deal "
        "hoort."
    ),
    query={"soort": "bestedingen", "toets": "buiten-looptijd"},
)
bookkeeping_year = CountedRule(
    "bookkeeping_year",
    """A bookkeeping year lies within the term and near the date: what is accounted for per year depends on it.

    Expenditure of a year outside the term, or more than a year from its date.
    """,
    what=STRANGE_YEAR,
    code="boekjaar",
    severity=Severity.WARNS,
    provision=Provision.DURATION,
    text=(
        "{amount} staat in een boekjaar buiten {first_year} tot en met {last_year}, of meer dan een jaar van de "
        "boekdatum. Klopt het boekjaar?"
    ),
    query={"soort": "bestedingen", "toets": "boekjaar"},
)
without_measure = CountedRule(  # art. 3 and 5 lid 1
    "without_measure",
    """Expenditure of a pillar belongs to a measure. Execution costs belong to none.

    Expenditure on a pillar's line that names no measure.
    """,
    what=WITHOUT_MEASURE,
    code="zonder-maatregel",
    severity=Severity.WARNS,
    provision=Provision.MEASURES,
    text="Bij {rows}, samen {amount}, staat geen maatregel. Zo is niet te zien wat het opleverde.",
    query={"soort": "bestedingen", "maatregel": "geen"},
)
other_pillar = CountedRule(  # art. 3 and 5 lid 2
    "other_pillar",
    """Money of a pillar is for the measures of that pillar.

    Expenditure on the line of one pillar with a measure of another.
    """,
    what=OTHER_PILLAR,
    code="andere-pijler",
    severity=Severity.WARNS,
    provision=Provision.MEASURES,
    text="Bij {rows}, samen {amount}, hoort de maatregel bij een andere {pillar} dan de begrotingsregel.",
    query={"soort": "bestedingen", "toets": "pijler"},
)
without_evidence = CountedRule(  # art. 6, the regiokassier's task
    "without_evidence",
    """Expenditure that a person entered has its evidence in the portal; what was read has it in the administration.

    Expenditure entered by hand without a file.
    """,
    what=WITHOUT_EVIDENCE,
    code="zonder-bewijs",
    severity=Severity.TELLS,
    provision=Provision.TREASURER,
    text="Bij {rows}, samen {amount}, met de hand ingevoerd, zit geen bewijsstuk.",
    query={"soort": "bestedingen", "toets": "zonder-bewijs"},
)
entered_twice = CountedRule(  # art. 6, the regiokassier's task
    "entered_twice",
    """An invoice is paid once.

    Expenditure with the counterpart, day and amount of another.
    """,
    what=TWICE,
    code="dubbel",
    severity=Severity.TELLS,
    provision=Provision.TREASURER,
    text="{amount} kan dubbel zijn: {rows} met de naam, de datum en het bedrag van een andere. Kijk of het klopt.",
    query={"soort": "bestedingen", "toets": "dubbel"},
)
far_out = CountedRule(  # art. 6, the regiokassier's task
    "far_out",
    """An amount of many times what is usual on its line is looked at: a slip in the decimals is soon made.

    Expenditure of more than twenty times the average of the others on its line.
    """,
    what=FAR_OUT,
    code="uitschieter",
    severity=Severity.TELLS,
    provision=Provision.TREASURER,
    text="{amount} is veel meer dan gewoon op de regel: {rows} van meer dan 20 keer het gemiddelde. Kijk of het klopt.",
    query={"soort": "bestedingen", "toets": "uitschieter"},
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
            article=article_of(Provision.TREASURER),
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


NEAR_THE_END = 365  # days before the end: a decision to extend takes the overleg of the year before
VERY_NEAR_THE_END = 183
MAY_EXTEND = (
    " Kan het geld niet op binnen de looptijd, dan kunnen Partijen samen besluiten tot verlenging. Verlengen kan "
    "alleen om die reden."
)


def unspent(facts: Facts, on: date) -> Iterable[Finding]:
    """Near the end: national money that is not spent. Only then may the Parties decide to extend (art. 18).

    Find what is left of the national maximum, in the last year of the deal. A warning in the last half year.
    """
    deal = facts.money.deal
    left = (deal.ends_on - on).days
    if left > NEAR_THE_END:
        return
    for total in facts.totals:
        spent = facts.money.total(source=total.contributor.code).spent
        if total.kind != AmountKind.MAXIMUM or not total.contributor.is_national or spent >= total.amount:
            continue
        term = f"De deal eindigt over {left} dagen" if left >= 0 else f"De deal eindigde op {day(deal.ends_on)}"
        yield Finding(
            code="niet-besteed",
            severity=Severity.WARNS if left <= VERY_NEAR_THE_END else Severity.TELLS,
            article=article_of(Provision.EXTENSION),
            text=(
                f"{term}. {capital(total.contributor.name)}: van hoogstens {euro(total.amount)} is {euro(spent)} "
                f"besteed, {euro(total.amount - spent)} niet.{MAY_EXTEND if article_of(Provision.EXTENSION) else ''}"
            ),
            excess=total.amount - spent,
            subject=total.code,
            query={"bron": total.contributor.code},
        )


def regional_share(facts: Facts, on: date) -> Iterable[Finding]:
    """The region puts in at least as much as the state: a starting point (general consideration 4), no norm.

    Less came in, or was confirmed, from the region than was received from the state. Shown, and no breach. Only where
    the deal says so.
    """
    money = facts.money
    if not article_of(Provision.REGIONAL_SHARE):
        return
    regional = sum((money.brought_in(row) for row in money.sources.rows if not row.is_national), ZERO)
    national = sum((money.received_from(row.code) for row in money.sources.contributors if row.is_national), ZERO)
    if regional < national:
        yield Finding(
            code="regionaal-deel",
            severity=Severity.TELLS,
            article=article_of(Provision.REGIONAL_SHARE),
            text=(
                f"Van de regio is {euro(regional)} ontvangen of bevestigd, van het Rijk {euro(national)} ontvangen. "
                "Het vertrekpunt is dat de regio minstens evenveel inbrengt. Het is geen harde eis."
            ),
            excess=national - regional,
            page="contributions",
        )


BY_CONTROLLER = "volgens de prognose van de controller"


def forecast_fit(facts: Facts, on: date) -> Iterable[Finding]:
    """Spending goes on within what was agreed and within the cap (art. 5 lid 2), and leaves nothing (art. 18).

    A line whose forecast, the controller's where there is one, is above its amount or its cap; and national money that
    will be left over, told as long as there is time to decide about it: from halfway the term until the rule of the
    last year takes over.
    """
    money = facts.money
    for row in money.lines:
        expected = row.forecast.amount
        if row.line is None or expected is None or row.line.kind == AmountKind.MINIMUM:
            continue
        agreed = row.amounts.agreed
        if row.cap and row.cap.amount < agreed:
            limit = f"nu mag worden besteed; komt alles binnen wat is afgesproken, dan mag {euro(row.cap.most)}"
            most, article = row.cap.amount, row.cap.cap.article
        else:
            limit, most, article = "is afgesproken", agreed, row.line.article
        if expected > most:
            how = BY_CONTROLLER if row.forecast.by_controller else "in dit tempo"
            text = f"{row.label}: {how} is aan het eind {euro(expected)} besteed. Dat is {euro(expected - most)} "
            text += f"meer dan {euro(most)}, dat {limit}."
            yield _forecast_finding(row.line.code, text, expected - most, article=article)
    expected = money.national.forecast
    left = (money.deal.ends_on - on).days
    if expected is None or left <= NEAR_THE_END or money.elapsed < Decimal("0.5"):
        return
    over = money.national.agreed - expected
    is_told = any(row.forecast.by_controller for row in money.lines if row.source.is_national)
    how = BY_CONTROLLER if is_told else "in dit tempo"
    if over > ZERO and expected > ZERO:
        yield _forecast_finding(
            "",
            f"{capital(how)} blijft {euro(over)} van het Rijk over van {euro(money.national.agreed)}. De deal eindigt "
            f"over {left} dagen: beslis op tijd wat ermee gebeurt.",
            over,
            article=article_of(Provision.EXTENSION),
        )


def _forecast_finding(line: str, text: str, over: Decimal, *, article: str) -> Finding:
    return Finding(
        code="prognose", severity=Severity.TELLS, article=article, text=text, excess=over, line=line, page="forecast"
    )


def late_instalment(facts: Facts, on: date) -> Iterable[Finding]:
    """An instalment comes in on the day on which it is expected (art. 5 lid 2): what is late is asked for.

    Each instalment that was expected earlier and did not come in, with the condition that it still waits for.
    """
    for each in facts.late:
        row = each.row
        text = (
            f"{row.title} van {row.contributor.who}: {euro(row.amount)} werd verwacht op {day(row.expected_on)} en is "
        )
        text += "nog niet binnen."
        if each.is_uncertain:
            text += f" Nog niet vervuld: {row.depends_on}"
        yield Finding(
            code="termijn-te-laat",
            severity=Severity.WARNS,
            article=article_of(Provision.MONEY),
            text=text,
            excess=row.amount,
            subject=str(row.pk),
            page="liquidity",
            query={"bron": row.contributor.code},
        )


def late_payment(facts: Facts, on: date) -> Iterable[Finding]:
    """What is committed is paid by its payment plan (art. 6, the regiokassier's task): what is late is asked about.

    Each commitment of which something was to be paid earlier by its plan and is not paid.
    """
    late: dict[int, list[PlannedPayment]] = {}
    for payment in facts.money.planned:
        if payment.due_on < on:
            late.setdefault(payment.commitment, []).append(payment)
    lines = {row.line.pk: row.code for row in facts.money.lines if row.line}
    for key, payments in late.items():
        first, over = payments[0], sum((each.amount for each in payments), ZERO)
        yield Finding(
            code="betaling-te-laat",
            severity=Severity.WARNS,
            article=article_of(Provision.TREASURER),
            text=(
                f"{first.code} aan {first.counterpart}: volgens het betaalplan moest {euro(over)} al zijn betaald, "
                f"vanaf {day(first.due_on)}. Betaal het, of pas het plan aan."
            ),
            excess=over,
            line=lines.get(first.line, ""),
            subject=str(key),
            query={"soort": "verplichtingen", "regel": lines.get(first.line, "")},
        )


def received_less(facts: Facts, on: date) -> Iterable[Finding]:
    """National money is committed as it comes in (art. 5 lid 2): what is bound beyond it, the region pays ahead.

    A national line on which something was received, and more is committed or spent. Not told where receipts of the
    source are not divided over its lines yet: then nobody knows what came in for which.
    """
    undivided_sources = {row.source.code for row in facts.money.lines if row.line is None and row.amounts.received > 0}
    for row in facts.money.lines:
        over = row.amounts.bound - row.amounts.received
        if row.line is None or not row.source.is_national or row.amounts.received <= ZERO or over <= ZERO:
            continue
        if row.source.code in undivided_sources:
            continue
        yield Finding(
            code="minder-ontvangen",
            severity=Severity.TELLS,
            article=row.line.article,
            text=(
                f"{row.label}: ontvangen is {euro(row.amounts.received)} en verplicht of besteed "
                f"{euro(row.amounts.bound)}. {euro(over)} moet nog worden ontvangen."
            ),
            excess=over,
            line=row.line.code,
            query={"regel": row.line.code},
        )


def undivided(facts: Facts, on: date) -> Iterable[Finding]:
    """A receipt is divided over the lines of the table (art. 5 lid 2).

    Money that was received and stands on no line yet.
    """
    for row in facts.money.lines:
        if row.line is None and row.amounts.received > 0:
            yield Finding(
                code="niet-verdeeld",
                severity=Severity.TELLS,
                article=row.source.article,
                text=(
                    f"{capital(row.source.name)}: {euro(row.amounts.received)} is ontvangen en nog niet over de regels "
                    "verdeeld."
                ),
                excess=row.amounts.received,
                subject=row.source.code,
                query={"soort": "ontvangsten", "regel": "onverdeeld"},
            )


type Rule = Callable[[Facts, date], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    cap,
    maxima,
    minima,
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
    other_pillar,
    entered_twice,
    far_out,
    received_less,
    contribution_paid_less,
    late_instalment,
    late_payment,
    forecast_fit,
    without_evidence,
    unspent,
    regional_share,
    undivided,
)


def findings(facts: Facts) -> list[Finding]:
    """All that the rules find: the worst first, and of those the most euros."""
    with speaking(facts.money.deal.words):
        found = [finding for rule in (*RULES, *PROJECT_RULES) for finding in rule(facts, facts.money.on)]
    return sorted(found, key=lambda finding: (finding.severity, -finding.excess))

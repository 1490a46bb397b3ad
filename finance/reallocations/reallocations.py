"""What an amendment does to the money: moving it from line to line, what the rules ask, and what it would change."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from finance.base.amounts import ZERO
from finance.budget.models import BudgetLine
from finance.position.figures import Position
from finance.position.money_position import position
from finance.rules.facts import facts_of
from finance.rules.finding import Severity
from finance.rules.money_rules import findings
from regiodeal.base.dutch import euro
from regiodeal.covenant.agreement.effects import Effect
from regiodeal.covenant.agreement.versions import FieldChange
from regiodeal.deals.in_force import DEAL, WHOLE_ROW
from regiodeal.deals.models import Deal
from regiodeal.deals.words import Provision, cited, quoted, speaking, under

LINES = "budget_lines"


def check(before: Deal, after: Deal, *, changes: Sequence[FieldChange], on: date) -> Iterator[str]:
    """Money moves and is not made, a line covers what is bound on it, and time is added for unspent money only."""
    with speaking(before.words):
        refusals = list(_refusals(before, after, changes, on=on))
    yield from refusals


def _refusals(before: Deal, after: Deal, changes: Sequence[FieldChange], *, on: date) -> Iterator[str]:
    if any(change.kind == LINES and change.field in {"amount", WHOLE_ROW} for change in changes):
        now, then = position(before, on=on), position(after, on=on)
        yield from _moves_within_its_source(now, then)
        yield from _covers_what_is_bound(then, changes)
        yield from _keeps_the_rules(now, then)
    if any((change.kind, change.field) == (DEAL, "ends_on") for change in changes):
        yield from _has_money_left(position(before, on=on))


def _moves_within_its_source(now: Position, then: Position) -> Iterator[str]:
    for source in then.line_sources:
        had, has = now.own(source).agreed, then.own(source).agreed
        if had != has:
            moved = f"Van {source.name} was samen {euro(had)} afgesproken en dat zou {euro(has)} worden"
            told = f"{moved}: {euro(has - had)} verschil."
            yield under(Provision.MONEY, "verplaatsen maakt geen geld. {told}", told=told)


def _covers_what_is_bound(then: Position, changes: Sequence[FieldChange]) -> Iterator[str]:
    touched = {change.code for change in changes if change.kind == LINES}
    for row in then.lines:
        short = row.amounts.bound - row.amounts.agreed
        if row.line is not None and row.line.code in touched and short > 0:
            bound = f"{row.label} is al {euro(row.amounts.bound)} verplicht of besteed"
            short_by = f"Met {euro(row.amounts.agreed)} komt die regel {euro(short)} tekort."
            yield under(Provision.MONEY, "op {told}", told=f"{bound}. {short_by}")


def _keeps_the_rules(now: Position, then: Position) -> Iterator[str]:
    """Return what the rules of the money refuse then, and did not refuse as much before."""
    before = {row.key: row.excess for row in findings(facts_of(now))}
    for row in findings(facts_of(then)):
        if row.severity == Severity.REFUSES and row.excess > before.get(row.key, ZERO):
            place = cited(row.article, word="Artikel")
            yield f"{place[:1].upper()}{place[1:]}: {row.text}" if place else row.text


def _has_money_left(now: Position) -> Iterator[str]:
    """Art. 18: an extension is for reserved money (the national contribution) that cannot be spent in the term."""
    national = now.national
    if national.agreed and national.spent >= national.agreed:
        of_all = f"Van {euro(national.agreed)} is {euro(national.spent)} besteed."
        text = "verlengen kan alleen als gereserveerd geld nog niet is besteed. {of_all}"
        yield under(Provision.EXTENSION, text, of_all=of_all)


def amounts_after_move(*, source: BudgetLine, target: BudgetLine, amount: Decimal) -> dict[str, dict[str, object]]:
    """The new amount of both lines, by code, as a proposal asks it. Raises ValueError for what cannot be moved."""
    if source.code == target.code:
        raise ValueError("Kies twee verschillende regels.")
    if source.source_id != target.source_id:
        text = "geld van {one} en van {other} is niet te ruilen. Kies regels van één bron."
        raise ValueError(under(Provision.MONEY, text, one=source.source.name, other=target.source.name))
    if amount <= 0:
        raise ValueError("Vul een bedrag in dat groter is dan 0.")
    if amount > source.amount:
        raise ValueError(f"Op {source.label} staat {euro(source.amount)}: er kan niet meer af.")
    return {
        source.code: {"amount": f"{source.amount - amount:.2f}"},
        target.code: {"amount": f"{target.amount + amount:.2f}"},
    }


def above_caps(then: Position) -> list[tuple[str, str]]:
    """The caps under which a line would be agreed that can never be spent, with why: also when all money came in."""
    lines = {row.line.pk: row for row in then.lines if row.line}
    found = []
    for cap in then.caps:
        row = lines.get(cap.cap.budget_line_id)
        if row is None or row.line is None:
            continue
        if row.amounts.agreed > cap.most:
            why = (
                f"{row.label} wordt {euro(row.amounts.agreed)}. Daarvan is hoogstens {euro(cap.most)} te besteden"
                f"{quoted(cap.cap.article)}, ook als alles is ontvangen."
            )
            found.append((cap.cap.title, why))
    return found


def effect(before: Deal, after: Deal, *, changes: Sequence[FieldChange], on: date) -> Iterator[Effect]:
    """The lines whose amount or room would be another."""
    now, then = position(before, on=on), position(after, on=on)
    rows = []
    by_code = {row.line.code: row.amounts for row in now.lines if row.line}
    for row in then.lines:
        had = by_code.get(row.line.code) if row.line else row.amounts
        if had != row.amounts:
            before_it = ("geen regel", "geen regel") if had is None else (euro(had.agreed), euro(had.room))
            rows.append((row.label, before_it[0], euro(row.amounts.agreed), before_it[1], euro(row.amounts.room)))
    over = above_caps(then)
    if over:
        yield Effect("Let op: boven het maximum", ("Maximum", "Wat er aan de hand is"), over)
    if rows:
        yield Effect(
            "Geld",
            ("Regel", "Afgesproken nu", "Afgesproken straks", "Ruimte nu", "Ruimte straks"),
            rows,
            are_numbers=True,
        )

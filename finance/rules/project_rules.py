"""The rules of the money of projects, in order: each one function of the facts and the date, as those of the deal."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from finance.base.amounts import ZERO
from finance.position.project_money import ProjectMoney, is_over
from finance.rules.finding import Facts, Finding, Severity
from regiodeal.base.dutch import counted, day, euro
from regiodeal.deals.words import Provision, article_of

NEAR = 60  # days before the end of a project, or before something that its grant asks is due


def _finding(code: str, row: ProjectMoney, text: str, excess: Decimal, **more: object) -> Finding:
    values: dict[str, object] = {"severity": Severity.WARNS, "article": article_of(Provision.MONEY)}
    return Finding(
        code=code,
        text=f"{row.project}: {text}",
        excess=excess,
        project=row.project.code,
        page="money-projects",
        **(values | more),  # type: ignore[arg-type]
    )


def granted_above_line(facts: Facts, on: date) -> Iterable[Finding]:
    """No more is granted on a budget line than was agreed for it (art. 5 lid 2, the table)."""
    for line in facts.projects.money.lines if facts.projects else ():
        agreed = line.position.amounts.agreed
        if line.granted > agreed:
            over = line.granted - agreed
            text = f"Op {line.position.label} is {euro(line.granted)} verleend: {euro(over)} meer dan is afgesproken."
            assert line.position.line is not None
            yield Finding(
                code="verleend-boven-regel",
                severity=Severity.WARNS,
                article=line.position.line.article,
                text=text,
                excess=over,
                line=line.position.code,
                page="money-projects",
                query={"regel": line.position.code},
            )


def granted_above_budget(facts: Facts, on: date) -> Iterable[Finding]:
    """No more is granted to a project than its own budget says. A project without a budget is not judged."""
    for row in _projects(facts):
        if row.budget and row.granted > row.budget:
            over = row.granted - row.budget
            text = f"verleend is {euro(row.granted)}, {euro(over)} meer dan de begroting van {euro(row.budget)}."
            yield _finding("verleend-boven-begroting", row, text, over)


def spent_after_its_end(facts: Facts, on: date) -> Iterable[Finding]:
    """Nothing is spent on a project after its last day."""
    known = facts.projects.spent_late if facts.projects else {}
    for row in _projects(facts):
        late = known.get(row.project.pk, ZERO)
        if late > 0 and row.project.ends_on:
            text = f"{euro(late)} is geboekt na het einde op {day(row.project.ends_on)}."
            yield _finding("na-einde-besteed", row, text, late)


def advance_above_grant(facts: Facts, on: date) -> Iterable[Finding]:
    """No more is paid in advance than was granted."""
    for row in _projects(facts):
        if row.advances > row.granted:
            over = row.advances - row.granted
            text = f"er is {euro(row.advances)} voorgeschoten, {euro(over)} meer dan is verleend."
            yield _finding("voorschot-boven-verleend", row, text, over)


def advance_without_account(facts: Facts, on: date) -> Iterable[Finding]:
    """An advance is accounted for within the days that the deal says: its executor tells what was spent of it.

    What is accounted for is what the executor told in an answer that was taken over.
    """
    known = facts.projects
    for row in _projects(facts):
        assert known is not None
        oldest = row.oldest_advance
        if row.settled is not None or oldest is None or (on - oldest).days <= known.advance_days:
            continue
        told = known.accounted.get(row.project.pk, ZERO)
        if told < row.advances:
            text = (
                f"van {euro(row.advances)} aan voorschotten, het eerste van {day(oldest)}, is {euro(told)} "
                f"verantwoord en {euro(row.advances - told)} nog niet."
            )
            yield _finding("voorschot-niet-verantwoord", row, text, row.advances - told)


def settled_below_advances(facts: Facts, on: date) -> Iterable[Finding]:
    """What was paid in advance beyond what was settled is claimed back."""
    for row in _projects(facts):
        if row.to_ask_back and row.settled is not None:
            text = (
                f"vastgesteld is {euro(row.settled)} en voorgeschoten {euro(row.advances)}. Teruggevorderd is "
                f"{euro(row.claimed_back)}: vraag nog {euro(row.to_ask_back)} terug."
            )
            yield _finding("terugvorderen", row, text, row.to_ask_back)


def in_kind_without_evidence(facts: Facts, on: date) -> Iterable[Finding]:
    """What was done in kind for a project shows where it rests on (art. 1, regionale financiering): a file with it."""
    known = facts.projects.in_kind_without_ground if facts.projects else {}
    for row in _projects(facts):
        amount = known.get(row.project.pk, ZERO)
        if amount:
            text = f"bij {euro(amount)} in natura staat geen bewijs waaruit de waarde blijkt."
            yield _finding("natura-zonder-grond", row, text, amount, article=article_of(Provision.REGIONAL_FINANCING))


def own_contribution_behind(facts: Facts, on: date) -> Iterable[Finding]:
    """What was confirmed for a project is realised by the time its work is over."""
    for row in _projects(facts):
        ends_on = row.project.ends_on
        is_due = is_over(row) or (ends_on is not None and ends_on < on)
        behind = row.promised.pledged - row.promised.realised
        if is_due and behind > 0:
            text = f"toegezegd is {euro(row.promised.pledged)}, gerealiseerd {euro(row.promised.realised)}."
            yield _finding("eigen-bijdrage-achter", row, text, behind, article=article_of(Provision.REGIONAL_FINANCING))


def checks_missing(facts: Facts, on: date) -> Iterable[Finding]:
    """A project that was granted was checked against the rules of the European Union (art. 10)."""
    known = facts.projects.unchecked if facts.projects else frozenset()
    for row in _projects(facts):
        if row.project.pk in known and row.settled is None:
            text = f"bij de beschikking van {euro(row.granted)} staat geen toets aan de regels van de Europese Unie."
            yield _finding("toets-ontbreekt", row, text, row.granted, article=article_of(Provision.LEGAL_CHECKS))


def conditions_overdue(facts: Facts, on: date) -> Iterable[Finding]:
    """What a grant asks is done by its day."""
    known = facts.projects.conditions if facts.projects else {}
    for row in _projects(facts):
        late = [due for due in known.get(row.project.pk, ()) if due is not None and due < on]
        if late and row.settled is None:
            many = counted(len(late), "voorwaarde is", "voorwaarden zijn")
            text = f"{many} niet op tijd gedaan; de eerste had klaar moeten zijn op {day(late[0])}."
            yield _finding("voorwaarde-te-laat", row, text, row.granted)


def term_nearing(facts: Facts, on: date) -> Iterable[Finding]:
    """Near the end of a project: what was granted and is not spent."""
    for row in _projects(facts):
        ends_on = row.project.ends_on
        left = row.granted - row.amounts.spent
        if ends_on is None or is_over(row) or left <= 0 or (ends_on - on).days > NEAR:
            continue
        is_past = ends_on < on
        when = f"eindigde op {day(ends_on)}" if is_past else f"eindigt op {day(ends_on)}"
        text = f"het project {when}; van {euro(row.granted)} is {euro(left)} niet besteed."
        yield _finding("einde-nadert", row, text, left, severity=Severity.WARNS if is_past else Severity.TELLS)


def _projects(facts: Facts) -> Iterable[ProjectMoney]:
    return facts.projects.money.projects if facts.projects else ()


PROJECT_RULES = (
    granted_above_line,
    granted_above_budget,
    spent_after_its_end,
    advance_above_grant,
    advance_without_account,
    settled_below_advances,
    in_kind_without_evidence,
    own_contribution_behind,
    checks_missing,
    conditions_overdue,
    term_nearing,
)

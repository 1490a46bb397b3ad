"""A deal in which people have worked: something of every kind, entered by the verbs that the portal itself uses."""

from datetime import date
from decimal import Decimal

from finance.budget.models import BudgetLine
from finance.contributions.models import Contribution
from finance.ledger.models import Booking, Commitment, Expenditure, Receipt
from pillars.agreed.models import Indicator, IndicatorItem, Measure
from pillars.measurements.models import Measurement
from pillars.registers.models import Acknowledgement, Bottleneck, Lesson
from pillars.stories.models import ProgressEntry
from regiodeal.covenant.agreement import amendment_verbs
from regiodeal.covenant.agreement.models import AmendmentSort
from regiodeal.covenant.agreement.proposals import propose
from regiodeal.deals.models import Deal, Party, User
from regiodeal.deals.roles import Role
from reporting.rounds.models import ReportRound, Step
from reporting.rounds.round_standing import round_standing
from tests.plugins.deal import at, person
from tests.plugins.meetings import decide, held, plan
from tests.plugins.reports import laid_down, started, took

ENTERED, DECIDED = at("2026-01-20"), at("2026-01-22")
type Everyone = dict[Role, User]


def everyone(deal: Deal) -> Everyone:
    """One person in every role; the representative stands for the last Party of the region."""
    last = Party.objects.filter(deal=deal, side=Party.Side.REGIONAL).last()
    assert last is not None
    return {role: person(deal, f"{deal.slug} {role}", role, last.code if role == Role.PARTY else None) for role in Role}


def live_in(deal: Deal, people: Everyone) -> None:
    """Let a year of work be in the deal: figures, stories, registers, money, meetings, and an amendment under way."""
    bureau, reviewer = people[Role.BUREAU], people[Role.REVIEWER]
    for indicator in Indicator.objects.filter(deal=deal):
        for item in IndicatorItem.objects.filter(indicator=indicator) or (None,):
            _figure(indicator, item, by=bureau, approved_by=reviewer)
    for measure in Measure.objects.filter(deal=deal):
        story = ProgressEntry.begin(
            by=bureau,
            at=ENTERED,
            measure=measure,
            year=2025,
            done="Wij zijn begonnen en het loopt.",
            schedule="behind",
            reason="De vergunning kwam later.",
            outlook="Volgend jaar gaan wij verder.",
        )
        story.submit(by=bureau, at=ENTERED)
        story.approve(by=reviewer, at=DECIDED)
        Acknowledgement(measure=measure).enter(by=bureau, at=ENTERED, values={"project": "Een project"})
    Lesson(deal=deal, year=2025, verdict="works").enter(by=bureau, at=ENTERED, values={"title": "Begin op tijd"})
    Bottleneck(deal=deal).enter(by=bureau, at=ENTERED, values={"title": "Regels botsen"})
    for line in BudgetLine.objects.filter(deal=deal).select_related("source"):
        _booked(line, by=bureau, approved_by=people[Role.TREASURER])
    with_money = Party.objects.filter(deal=deal, side=Party.Side.REGIONAL) if deal.budgetline_set.exists() else ()
    for party in with_money:
        _pledged(deal, party, by=bureau)
    _talked(deal, by=bureau)
    _asked(deal, by=bureau)


def _figure(indicator: Indicator, item: IndicatorItem | None, *, by: User, approved_by: User) -> None:
    measurement = Measurement.enter(
        by=by,
        at=ENTERED,
        reason="",
        indicator=indicator,
        item=item,
        year=2025 if indicator.is_yearly else None,
        measured_on=date(2025, 12, 31),
        value=Decimal(1),
        source="Eigen telling",
    )
    measurement.submit(by=by, at=ENTERED)
    measurement.approve(by=approved_by, at=DECIDED)


def _booked(line: BudgetLine, *, by: User, approved_by: User) -> None:
    measure = Measure.objects.filter(deal=line.deal, goal__pillar=line.pillar).first() if line.pillar else None
    spent: dict[str, object] = {"counterpart": "Bureau", "description": "Opdracht", "measure": measure}
    kinds: list[tuple[type[Booking], dict[str, object]]] = [
        (Commitment, spent),
        (Expenditure, spent | {"btw_amount": Decimal(0)}),
    ]
    if line.source.is_national:
        kinds.insert(0, (Receipt, {"contributor": line.source, "reference": "Beschikking"}))
    for kind, values in kinds:
        booking = kind.begin(
            by=by,
            at=ENTERED,
            deal=line.deal,
            code=f"{kind.__name__[:2]}-{line.code}",
            line=line,
            booked_on=date(2025, 11, 3),
            amount=Decimal("100.00"),
            **values,
        )
        booking.submit(by=by, at=ENTERED)
        booking.approve(by=approved_by, at=DECIDED)


def _pledged(deal: Deal, party: Party, *, by: User) -> None:
    Contribution.pledge(
        by=by,
        at=ENTERED,
        deal=deal,
        party=party,
        sector="public",
        form="cash",
        description="Inzet van mensen",
        amount=Decimal("1000.00"),
        reference="Brief",
        pledged_on=date(2025, 10, 1),
    )


def _talked(deal: Deal, *, by: User) -> None:
    meeting = held(deal, "2026-01-15", by=by, title="Overleg in januari")
    decide(meeting, "Wij gaan door zoals afgesproken", by=by)
    plan(deal, "2027-03-15", by=by, title="Overleg in maart")


def _asked(deal: Deal, *, by: User) -> None:
    values: dict[str, object] = {
        "title": "Een andere titel voor een maatregel",
        "text": "Wij vragen om een andere titel.",
        "ground": "De titel past niet meer.",
        "party": Party.objects.filter(deal=deal, side=Party.Side.REGIONAL).first(),
    }
    amendment = amendment_verbs.draft(deal, sort=AmendmentSort.AMENDMENT, by=by, at=ENTERED, values=values)
    measure = Measure.objects.filter(deal=deal).first()
    assert measure is not None
    propose(amendment, "measures", measure.code, {"title": "Een nieuwe titel"}, by=by, at=ENTERED)
    amendment_verbs.request(amendment, on=DECIDED.date(), by=by, at=DECIDED)


def publish(deal: Deal, *, by: User) -> ReportRound:
    """The round of 2026 from its kick-off to its publication, a step a day, as the deal's own steps follow."""
    round_ = started(deal, by=by, when="2026-01-25")
    for day in range(1, 28):
        step = round_standing(round_, on=date(2026, 12, 1)).next_step
        when = f"2026-02-{day:02}"
        if step is None:
            break
        if step in {Step.CONCEPT, Step.FINAL}:
            laid_down(round_, step, when, by=by)
        else:
            meeting = held(deal, when, by=by, title="Overleg over de rapportage") if step == Step.DISCUSSED else None
            took(round_, step, when, by=by, meeting=meeting)
        round_.refresh_from_db()
    return round_

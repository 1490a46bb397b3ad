"""The money as a flow from source by pillar to measure, and each year against the plan. Euro incl. btw."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from finance.base.amounts import ZERO
from finance.base.money_fields import MoneyField
from finance.grants.models import ProjectBudget
from finance.ledger.models import Expenditure
from finance.position.figures import LinePosition, Position
from pillars.agreed.models import Measure
from regiodeal.base.dutch import capital, day, euro_short, percent
from regiodeal.deals.models import Deal
from regiodeal.deals.words import fill_in

UNSPENT, NO_MEASURE = "Nog niet besteed", "Besteed, zonder maatregel"
WIDTH, TALL, GAP, NODE = 960.0, 420.0, 10.0, 14.0
COLUMNS = (0.0, 320.0, 640.0)  # where the sources, the pillars and the measures stand
TEXT = 16.0  # the least height of what has a name beside it

type Flows = dict[tuple[str, str], Decimal]


@dataclass
class MoneyFlow:
    """What flows from each source to each pillar, and from there to each measure; all that was agreed adds up twice."""

    to_pillars: Flows = field(default_factory=dict)
    to_measures: Flows = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """Return all that flows."""
        return sum(self.to_pillars.values(), ZERO)

    @property
    def rows(self) -> list[tuple[str, str, Decimal]]:
        """Return each flow as a row of the table: from, to, and how much."""
        both = [*self.to_pillars.items(), *self.to_measures.items()]
        return [(start, end, amount) for (start, end), amount in both]


def money_flow(deal: Deal, money: Position, measures: Iterable[Measure]) -> MoneyFlow:
    """The flow of the agreed money: what was spent on each measure, and what is left. What was spent beyond it too."""
    names = {row.pk: f"{row.code} {row.title}" for row in measures}
    spent = _spent_by_measure(deal, on=money.on)
    flow = MoneyFlow()
    for row in money.lines:
        if row.line is not None:
            _add_line(flow, row, spent.get(row.line.pk, {}), names)
    order = [*names.values(), NO_MEASURE, UNSPENT]
    flow.to_measures = dict(sorted(flow.to_measures.items(), key=lambda each: order.index(each[0][1])))
    return flow


def _add_line(
    flow: MoneyFlow, row: LinePosition, spent: Mapping[int | None, Decimal], names: Mapping[int, str]
) -> None:
    assert row.line is not None
    pillar = f"{capital(fill_in('{pillar}'))} {row.line.pillar.code}" if row.line.pillar else row.line.label
    whole = max(row.amounts.agreed, row.amounts.spent)
    if whole <= 0:
        return
    source = capital(row.source.name)
    flow.to_pillars[source, pillar] = flow.to_pillars.get((source, pillar), ZERO) + whole
    named = {names[key]: amount for key, amount in spent.items() if key and key in names and amount > 0}
    parts = named | {NO_MEASURE: row.amounts.spent - sum(named.values(), ZERO), UNSPENT: whole - row.amounts.spent}
    for name, amount in parts.items():
        if amount > 0:
            flow.to_measures[pillar, name] = flow.to_measures.get((pillar, name), ZERO) + amount


def _spent_by_measure(deal: Deal, *, on: date) -> dict[int, dict[int | None, Decimal]]:
    """By the key of the line, what was spent for each measure by its key (None: it names none)."""
    rows = Expenditure.objects.booked_by(deal, on).order_by().values_list("line", "measure")
    found: dict[int, dict[int | None, Decimal]] = {}
    for line, measure, amount in rows.annotate(total=Sum("amount", output_field=MoneyField())):
        found.setdefault(line, {})[measure] = amount
    return found


def flow_sentence(flow: MoneyFlow, money: Position) -> str:
    """What the picture says."""
    total = money.total()
    told = f"Van {euro_short(total.agreed)} is op {day(money.on)} {euro_short(total.spent)} besteed"
    told += f" ({percent(total.spent / total.agreed)})." if total.agreed else "."
    by_measure: Flows = {}
    for (_pillar, name), amount in flow.to_measures.items():
        if name not in {UNSPENT, NO_MEASURE}:
            by_measure["", name] = by_measure.get(("", name), ZERO) + amount
    if by_measure:
        (_, most), amount = max(by_measure.items(), key=lambda each: each[1])
        told += _ended(f" Het meeste ging naar {most}: {euro_short(amount)}")
    return told


def _ended(sentence: str) -> str:
    """The sentence with one full stop, also after 'mln.'."""
    return f"{sentence.removesuffix('.')}."


# --- Drawn -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FlowNode:
    """A source, pillar or measure on the drawing; its words stand to the right of it."""

    x: float
    y: float
    height: float
    name: str
    amount: str
    is_rest: bool

    @property
    def middle(self) -> float:
        """Return the line that its words stand on."""
        return round(self.y + self.height / 2 + 4, 1)


@dataclass(frozen=True)
class FlowDrawing:
    """A finished drawing."""

    nodes: tuple[FlowNode, ...]
    ribbons: tuple[tuple[str, bool], ...]  # the path of each, and whether it leads to what is not spent
    height: float
    width: float = WIDTH


def drawn_flow(flow: MoneyFlow) -> FlowDrawing | None:
    """The flow as ribbons; None without any money. Each ribbon is as wide as its amount."""
    if not flow.total:
        return None
    scale = TALL / float(flow.total)
    sums: list[dict[str, Decimal]] = [{}, {}, {}]
    for (start, end), amount in flow.to_pillars.items():
        sums[0][start] = sums[0].get(start, ZERO) + amount
        sums[1][end] = sums[1].get(end, ZERO) + amount
    for (_start, end), amount in flow.to_measures.items():
        sums[2][end] = sums[2].get(end, ZERO) + amount
    columns = [_column(found, x, scale) for found, x in zip(sums, COLUMNS, strict=True)]
    ribbons = [*_ribbons(flow.to_pillars, columns[0], columns[1], scale)]
    ribbons += _ribbons(flow.to_measures, columns[1], columns[2], scale)
    nodes = tuple(node for column in columns for node in column.values())
    return FlowDrawing(nodes, tuple(ribbons), round(max(node.y + node.height for node in nodes) + 6, 1))


def _column(sums: Mapping[str, Decimal], x: float, scale: float) -> dict[str, FlowNode]:
    found, y = {}, 4.0
    for name, amount in sums.items():
        height = max(float(amount) * scale, 1.0)
        label = name if len(name) <= 28 or x < COLUMNS[2] else f"{name[:26].rstrip()}…"
        found[name] = FlowNode(x, round(y, 1), round(height, 1), label, euro_short(amount), name == UNSPENT)
        y += max(height, TEXT) + GAP
    return found


def _ribbons(
    flows: Flows, starts: Mapping[str, FlowNode], ends: Mapping[str, FlowNode], scale: float
) -> Iterable[tuple[str, bool]]:
    left, right = dict.fromkeys(starts, 0.0), dict.fromkeys(ends, 0.0)
    for (start, end), amount in flows.items():
        high = float(amount) * scale
        x0, x1 = starts[start].x + NODE, ends[end].x
        y0, y1 = starts[start].y + left[start], ends[end].y + right[end]
        left[start] += high
        right[end] += high
        bend = (x0 + x1) / 2
        over = f"M{x0:.1f} {y0:.1f}C{bend:.1f} {y0:.1f} {bend:.1f} {y1:.1f} {x1:.1f} {y1:.1f}V{y1 + high:.1f}"
        back = f"C{bend:.1f} {y1 + high:.1f} {bend:.1f} {y0 + high:.1f} {x0:.1f} {y0 + high:.1f}Z"
        yield over + back, end == UNSPENT


# --- The years -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MoneyYear:
    """A year: what projects planned to spend in it by their budgets, and what was spent in it by the day."""

    year: int
    planned: Decimal
    spent: Decimal
    planned_height: float
    spent_height: float
    x: float


def money_years(deal: Deal, money: Position) -> list[MoneyYear]:
    """The years of the deal and those with money in them, in order, drawn on one scale 160 high."""
    rows = ProjectBudget.objects.filter(project__deal=deal, counts_from__lte=money.on).order_by().values_list("year")
    planned: dict[int, Decimal] = dict(rows.annotate(total=Sum("amount", output_field=MoneyField())))
    spent = {year: amounts.spent for year, amounts in money.by_year.items()}
    years = sorted({*range(deal.in_force_on.year, deal.ends_on.year + 1), *planned, *(y for y in spent if spent[y])})
    most = max([*planned.values(), *spent.values(), Decimal(1)])

    def high(amount: Decimal) -> float:
        return round(float(max(amount, ZERO) / most) * 150, 1)

    return [
        MoneyYear(
            year,
            planned.get(year, ZERO),
            spent.get(year, ZERO),
            high(planned.get(year, ZERO)),
            high(spent.get(year, ZERO)),
            40.0 + place * 120,
        )
        for place, year in enumerate(years)
    ]


def years_sentence(years: list[MoneyYear], on: date) -> str:
    """What the years say: how the spending of the years that are over stands to what was planned for them."""
    over = [row for row in years if row.year < on.year]
    planned, spent = sum((row.planned for row in over), ZERO), sum((row.spent for row in over), ZERO)
    if not any(row.planned for row in years):
        return "Geen enkel project heeft een begroting per jaar; er is dus geen planning om naast te leggen."
    if not over:
        return "Er is nog geen jaar voorbij."
    return _ended(
        f"Tot en met {over[-1].year} planden de projecten {euro_short(planned)}; besteed is {euro_short(spent)}"
    )

"""Charts and gauges of the money. Each stands above a table with the same numbers."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from finance.budget.models import Source
from finance.caps.cap_position import CapPosition
from finance.position.figures import Amounts, Position
from finance.position.forecast import Burn
from regiodeal.base.chart import Chart, Figure, Trace, figure, house
from regiodeal.base.dutch import capital, day, euro, percent
from regiodeal.base.values import Values

SERIES = (
    ("agreed", "Afgesproken", house(1)),
    ("received", "Ontvangen", house(2)),
    ("committed", "Verplicht", house(3)),
    ("spent", "Besteed", house(5)),
)


LINES = (
    ("Ontvangen", house(3), "dash"),
    ("Verplicht", "#8a6d00", "dashdot"),
    ("Besteed", house(4), "solid"),
)  # as the rows of a burn have them


NONE = "\u2013"  # where a table has no figure


OUTLINE = {"color": house(4), "width": 1}


EURO_AXIS = {"tickprefix": "€ ", "tickformat": ",.0f", "nticks": 4}


def told_apart(money: Position) -> list[tuple[str, Amounts]]:
    """The lines by name, for a chart; two that read alike get their code, so that no bar hides another."""
    labels = [row.label for row in money.lines]
    return [
        (f"{row.label} ({row.line.code})" if row.line and labels.count(row.label) > 1 else row.label, row.amounts)
        for row in money.lines
    ]


def bars(chart_id: str, title: str, rows: list[tuple[str, Amounts]]) -> Chart:
    """Agreed, received, committed and spent beside each other for each row (name, amounts)."""
    drawn = (
        {
            "type": "bar",
            "name": label,
            "y": [name.replace(", ", ",<br>") for name, _ in rows],
            "x": [float(getattr(amounts, field)) for _, amounts in rows],
            "orientation": "h",
            "marker": {"color": colour, "line": OUTLINE},
            "hovertemplate": "%{y}, " + label.lower() + ": € %{x:,.2f}<extra></extra>",
        }
        for field, label, colour in SERIES
    )
    upside_down = {"autorange": "reversed", "automargin": True}  # Plotly draws the first row at the bottom
    return Chart(
        id=chart_id,
        title=title,
        summary=" ".join(
            f"{name}: besteed {percent(_share(amounts))} van wat is afgesproken." for name, amounts in rows[:3]
        ),
        figure=figure(drawn, barmode="group", xaxis=EURO_AXIS, yaxis=upside_down),
        columns=("Regel", *(label for _, label, _ in SERIES), "Ruimte"),
        rows=[
            (name, *(euro(getattr(amounts, field)) for field, _, _ in SERIES), euro(amounts.room))
            for name, amounts in rows
        ],
    )


def burn(series: Burn, money: Position) -> Chart:
    """Return what was received, committed and spent, added up by month, over the whole term of the deal."""
    total = money.total()
    return Chart(
        id="verloop",
        title="Ontvangen, verplicht en besteed, opgeteld per maand",
        summary=f"Tot nu toe {euro(total.received)} ontvangen en {euro(total.spent)} besteed, "
        f"terwijl {percent(money.elapsed)} van de tijd voorbij is.",
        figure=_over_the_term(series, money, []),
        columns=("Tot en met", *(label for label, _, _ in LINES)),
        rows=[(day(row[0]), *map(euro, row[1:])) for row in series.rows],
    )


def course(series: Burn, money: Position, source: Source) -> Chart:
    """The burn of one source with its forecast to the end of the deal, against what was agreed."""
    amounts, path = money.own(source), money.expected_path(source)
    agreed = _line(
        "Afgesproken",
        [(money.deal.in_force_on, amounts.agreed), (money.deal.ends_on, amounts.agreed)],
        {"color": "#595959", "width": 2, "dash": "dot"},
        told="Afgesproken: € %{y:,.2f}",
    )
    expected = _line(
        "Prognose",
        path,
        {"color": house(4), "width": 2, "dash": "dash"},
        told="Prognose tot en met %{x|%d-%m-%Y}: € %{y:,.2f}",
    )
    told = {on: euro(amount) for on, amount in path[1:]}
    known = {row[0]: tuple(map(euro, row[1:])) for row in series.rows}
    return Chart(
        id=f"prognose-{source.code}",
        title=f"Verloop en prognose: {source.name}",
        summary=_course_in_words(amounts, money),
        figure=_over_the_term(series, money, [agreed, *([expected] if path else [])]),
        columns=("Tot en met", *(name for name, _, _ in LINES), "Prognose"),
        rows=[
            (day(on), *known.get(on, (NONE,) * len(LINES)), told.get(on, NONE))
            for on in sorted(known.keys() | told.keys())
        ],
    )


def _course_in_words(amounts: Amounts, money: Position) -> str:
    spent = f"Besteed: {euro(amounts.spent)} van {euro(amounts.agreed)}."
    if amounts.forecast is None:
        return f"{spent} Er is geen prognose: van een van de regels zijn te weinig gegevens."
    return f"{spent} Op {day(money.deal.ends_on)} is dat naar verwachting {euro(amounts.forecast)}."


def _over_the_term(series: Burn, money: Position, more: list[Trace]) -> Figure:
    """A figure of the months so far, with other lines, from the first day of the deal to its last."""
    days, *amounts = zip(*series.rows, strict=True) if series.rows else ((),) * (1 + len(LINES))
    lines = [
        _line(
            label,
            list(zip(days, column, strict=True)),
            {"color": colour, "dash": dash, "width": 3, "shape": "hv"},
            told=label + " tot en met %{x|%d-%m-%Y}: € %{y:,.2f}",
        )
        for column, (label, colour, dash) in zip(amounts, LINES, strict=True)
    ]
    term = [money.deal.in_force_on.isoformat(), money.deal.ends_on.isoformat()]
    return figure([*lines, *more], xaxis={"range": term}, yaxis=EURO_AXIS | {"rangemode": "tozero"})


def _line(name: str, points: Sequence[tuple[date, Decimal]], drawn: Trace, *, told: str) -> Trace:
    """A line through amounts on days; `told` is what it says under the mouse."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [on.isoformat() for on, _ in points],
        "y": [float(amount) for _, amount in points],
        "line": drawn,
        "hovertemplate": told + "<extra></extra>",
    }


def _share(amounts: Amounts) -> Decimal:
    return amounts.spent / amounts.agreed if amounts.agreed else Decimal(0)


PARTS = (("received", "ontvangen"), ("committed", "verplicht"), ("spent", "besteed"))


def gauges(money: Position, *, url: str) -> list[dict[str, object]]:
    """One gauge per source, against the time that has gone by, and one per cap."""
    by_source = [_source_gauge(money, source, url) for source in money.line_sources]
    return by_source + [cap_gauge(cap, url) for cap in money.caps]


def _source_gauge(money: Position, source: Source, url: str) -> dict[str, object]:
    amounts = money.own(source)
    return {
        "label": capital(source.name),
        "url": url,
        "agreed": euro(amounts.agreed),
        "parts": sorted(_parts(amounts), key=lambda part: -float(part["share"])),
        "marks": [
            {"kind": "time", "label": "tijd voorbij", "text": percent(money.elapsed), "share": money.elapsed * 100}
        ],
    }


def _parts(amounts: Amounts) -> list[Values]:
    return [
        {
            "kind": kind,
            "label": label,
            "text": euro(getattr(amounts, kind)),
            "share": _of(getattr(amounts, kind), amounts.agreed),
        }
        for kind, label in PARTS
    ]


def cap_gauge(cap: CapPosition, url: str) -> dict[str, object]:
    """The cap: what was spent against the share of its base (art. 5 lid 2)."""
    note = f"Nog {euro(cap.room)} te besteden. {cap.movement}"
    if cap.deviation:
        note = f"Nog {euro(cap.room)} te besteden. Er is een afwijking vastgelegd."
    if cap.room < 0:
        note = f"De grens is overschreden met {euro(-cap.room)}."
    return {
        "label": cap.cap.label,
        "url": url,
        "agreed": euro(cap.amount),
        "agreed_label": "grens",
        "parts": [{"kind": "spent", "label": "besteed", "text": euro(cap.spent), "share": _of(cap.spent, cap.amount)}],
        "marks": [
            {
                "kind": "limit",
                "label": "berekening",
                "text": cap.formula,
                "share": 100,
            }
        ],
        "note": note,
    }


def _of(part: Decimal, whole: Decimal) -> Decimal:
    """The part as a share of 100 of the whole; 100 at most, since a bar cannot be longer than its track."""
    if not whole:
        return Decimal(100) if part else Decimal(0)
    return min(part / whole * 100, Decimal(100))

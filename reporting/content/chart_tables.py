"""The figures of a report's charts as tables, for files and pages that have no drawing, or that put them beside it."""

from dataclasses import dataclass
from decimal import Decimal

from regiodeal.base.dutch import capital, euro, exact_percent, number, percent
from regiodeal.deals.words import fill_in
from reporting.content.money_lines import source_names
from reporting.content.report_map import area_counts
from reporting.content.svg import (
    MONEY_WORDS,
    OUTCOME_CAUTION,
    counts_by_part,
    has_course,
    outcome_years,
    pace_shares,
    share,
)
from reporting.snapshot.schema import MoneyRecord, OutcomePoint, OutcomeRecord, ReportedCap, Snapshot


@dataclass(frozen=True)
class ChartTable:
    """The same figures as the chart of this name: the first cell of a row is its heading."""

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def chart_tables(snapshot: Snapshot) -> dict[str, ChartTable]:
    """A table for every chart, by the name of the chart."""
    tables = [_status(snapshot), _pace(snapshot), _money(snapshot["money"])]
    tables += [_cap(cap) for cap in snapshot["money"]["caps"]]
    tables += [_outcome(row) for row in snapshot["outcome_indicators"] if has_course(row)]
    if counts := area_counts(snapshot):
        cells = tuple((row.name, str(row.places), str(row.projects)) for row in counts)
        tables.append(ChartTable("map", "Waar gebeurt het?", (fill_in("{Area}"), "plekken", "projecten"), cells))
    return {table.name: table for table in tables}


def _status(snapshot: Snapshot) -> ChartTable:
    labels = {row["status"]: row["label"] for row in snapshot["counts"]}
    cells = tuple(
        (name, str(sum(counts.values())), *(str(counts[key]) for key in labels))
        for name, counts in counts_by_part(snapshot)
    )
    return ChartTable("status", "Aantal resultaten per stand", ("Deel", "samen", *labels.values()), cells)


def _pace(snapshot: Snapshot) -> ChartTable:
    elapsed = Decimal(snapshot["money"]["elapsed"])
    rows = [("Looptijd voorbij", percent(elapsed))]
    rows += [(name, percent(done)) for name, done, _paint in pace_shares(snapshot)]
    return ChartTable("pace", "Wat klaar is, naast de tijd die voorbij is", ("Deel", "hoeveel"), tuple(rows))


def _money(money: MoneyRecord) -> ChartTable:
    names = source_names(money)
    rows = tuple(
        (capital(names[source]), *(euro(Decimal(row[kind])) for kind in MONEY_WORDS))
        for source, row in money["totals"].items()
    )
    return ChartTable("money", "Geld per bron, in euro inclusief btw", ("Bron", *MONEY_WORDS.values()), rows)


def _cap(cap: ReportedCap) -> ChartTable:
    amount, spent, room = Decimal(cap["amount"]), Decimal(cap["spent"]), Decimal(cap["room"])
    rows = (
        ("maximum", euro(amount)),
        (f"{exact_percent(Decimal(cap['rate']))} van {cap['base_of']}", euro(Decimal(cap["base"]))),
        ("besteed", f"{euro(spent)}, {percent(share(spent, amount))} van het maximum"),
        ("ruimte" if room >= 0 else "boven het maximum", euro(abs(room))),
    )
    return ChartTable(f"cap-{cap['code']}", cap["title"], ("Deel", "bedrag"), rows)


def _outcome(indicator: OutcomeRecord) -> ChartTable:
    years = outcome_years(indicator)
    rows = []
    for area in indicator["areas"]:
        by_year = {point["year"]: point for point in area["points"]}
        rows.append((area["name"], *(_figure(by_year.get(year)) for year in years)))
    title = f"{indicator['name']} ({indicator['unit']}); gehoopt: {indicator['direction_label']}. {OUTCOME_CAUTION}"
    return ChartTable(f"outcome-{indicator['code']}", title, ("Waar", *map(str, years)), tuple(rows))


def _figure(point: OutcomePoint | None) -> str:
    if point is None:
        return "\u2013"
    return f"{number(Decimal(point['value']))}{' (nulmeting)' if point['is_baseline'] else ''}"

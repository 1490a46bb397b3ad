"""Charts of a report as plain geometry: figures become boxes, lines and words, and an SVG template draws them.

Lengths are in units of a drawing that is 640 wide. Every chart writes its numbers beside its bars and has an
alternative text that says them all, so that it reads in grey print and by ear.
"""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import batched
from typing import Literal

from django.template.loader import render_to_string

from regiodeal.base.dutch import capital, euro, number, percent
from regiodeal.base.themes import DEN_HAAG, Theme, mixed, theme_of
from regiodeal.deals.words import fill_in
from reporting.content.money_lines import source_names
from reporting.snapshot.schema import MoneyRecord, OutcomePoint, OutcomeRecord, ReportedCap, Snapshot
from reporting.snapshot.told_results import told_results

type MoneyKind = Literal["agreed", "received", "committed", "spent"]

WIDTH = 640.0
INK = "#2e2e2e"
PAPER = "#ffffff"
STATUSES = ("achieved", "on_schedule", "attention", "behind", "not_started", "not_assessable")
MONEY_WORDS: dict[MoneyKind, str] = {
    "agreed": "afgesproken",
    "received": "ontvangen",
    "committed": "verplicht",
    "spent": "besteed",
}


@dataclass(frozen=True)
class Paint:
    """A colour, the hatching that tells it apart in grey print, the ink that reads on it, and its edge."""

    colour: str
    hatch: str = ""
    ink: str = INK
    edge: str = PAPER


# The municipality's own colours: green, ocher, red, blue and grey of its design tokens.
PAINTS = {
    "achieved": Paint("#1e6c35", ink=PAPER),
    "on_schedule": Paint("#9ccd9b"),
    "attention": Paint("#f8d82b", hatch="rising"),
    "behind": Paint("#a30500", hatch="falling", ink=PAPER),
    "not_started": Paint("#e4e4e4"),
    "not_assessable": Paint("#ffffff", hatch="dots", edge="#1263a1"),
    "track": Paint("#eeeeee", edge="#eeeeee"),
    "agreed": Paint("#ffffff", edge="#1e6c35"),
    "received": Paint("#c5e2c4"),
    "committed": Paint("#7bb67a", hatch="white"),
    "spent": Paint("#1e6c35", ink=PAPER),
}


def money_paints(theme: Theme) -> dict[str, Paint]:
    """The paints of money in the house colour of a theme, from pale to dark."""
    pale, soft, _, dark, _ = theme.house
    return {
        "agreed": Paint(PAPER, edge=dark),
        "received": Paint(mixed(pale, soft, 0.3)),
        "committed": Paint(soft, hatch="white"),
        "spent": Paint(dark, ink=PAPER),
    }


def theme_of_report(snapshot: Snapshot) -> Theme:
    """The theme that a snapshot names, in the deal's own colour; the first theme for one that names none."""
    return theme_of(snapshot["deal"].get("theme", ""), snapshot["deal"].get("primary_color", ""))


@dataclass(frozen=True)
class Box:
    """A rectangle in one of the paints; a bare one has no hatching."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    is_bare: bool = False

    def paint_in(self, theme: Theme) -> Paint:
        """Return the paint of the shape: what a status means is the same in every theme, money is in its colours."""
        return (PAINTS if theme == DEN_HAAG else PAINTS | money_paints(theme))[self.fill]


@dataclass(frozen=True)
class Words:
    """A text at a place; `anchor` is start, middle or end of the text."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    weight: int = 400
    ink: str = INK
    size: float = 11


@dataclass(frozen=True)
class Stroke:
    """A vertical line through the bars."""

    x: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Drawing:
    """A finished drawing with its alternative text."""

    name: str
    height: float
    alt: str
    parts: tuple[Box | Words | Stroke, ...]
    theme: Theme = DEN_HAAG

    @property
    def boxes(self) -> list[Box]:
        """Return the boxes, which are drawn first."""
        return [part for part in self.parts if isinstance(part, Box)]

    @property
    def painted(self) -> list[tuple[Box, Paint]]:
        """Return the boxes, each with its paint."""
        return [(box, box.paint_in(self.theme)) for box in self.boxes]

    @property
    def lines(self) -> list[Stroke]:
        """Return what is drawn over the boxes."""
        return [part for part in self.parts if isinstance(part, Stroke)]

    @property
    def words(self) -> list[Words]:
        """Return the words, which are written last."""
        return [part for part in self.parts if isinstance(part, Words)]

    @property
    def svg(self) -> str:
        """Return the drawing as SVG."""
        return render_to_string("reporting/content/chart.svg", {"chart": self, "width": WIDTH})


def charts(snapshot: Snapshot) -> dict[str, Drawing]:
    """All charts of a report by name: status, pace, money, a gauge for each cap, and indicators over the years."""
    money = snapshot["money"]
    drawn = [status_bars(snapshot), pace_bars(snapshot), money_bars(money)]
    drawn += [cap_gauge(cap) for cap in money["caps"]]
    drawn += [outcome_bars(row) for row in snapshot["outcome_indicators"] if has_course(row)]
    theme = theme_of_report(snapshot)
    return {chart.name: replace(chart, theme=theme) for chart in drawn}


def length(value: Decimal, greatest: Decimal, room: float) -> float:
    """Return how long a bar is: the value as a share of the greatest, of the room there is; nothing below zero."""
    if greatest <= 0 or value <= 0:
        return 0.0
    return round(float(min(value / greatest, Decimal(1))) * room, 2)


def share(part: Decimal, whole: Decimal) -> Decimal:
    """A part as a share of the whole; 0 when there is no whole."""
    return part / whole if whole else Decimal(0)


def status_counts(statuses: Iterable[str]) -> dict[str, int]:
    """Return how many results have each status, every status named."""
    found = list(statuses)
    return {status: found.count(status) for status in STATUSES}


def counts_by_part(snapshot: Snapshot) -> list[tuple[str, dict[str, int]]]:
    """The counts by status of all results, and of those that are told under each pillar."""
    told = told_results(snapshot).values()
    return [
        ("Alle resultaten", {row["status"]: row["count"] for row in snapshot["counts"]}),
        *(
            (
                fill_in("{Pillar} ") + f"{pillar['code']}: {pillar['name']}",
                status_counts(row.result["status"] for row in told if row.pillar["code"] == pillar["code"]),
            )
            for pillar in snapshot["pillars"]
        ),
    ]


# --- Results by status -------------------------------------------------------------------------------------------


def status_bars(snapshot: Snapshot) -> Drawing:
    """All results, and those of each pillar, as bars of counts by status, on one scale."""
    labels = {row["status"]: row["label"] for row in snapshot["counts"]}
    rows = counts_by_part(snapshot)
    whole = max(snapshot["results_total"], 1)
    parts: list[Box | Words | Stroke] = []
    for place, (name, counts) in enumerate(rows):
        parts += _status_row(name, counts, whole, top=place * 42.0)
    bottom = len(rows) * 42.0 + 6
    for place, (status, label) in enumerate(labels.items()):
        x, y = (place % 3) * 214.0 + 1, bottom + place // 3 * 20.0
        parts += [Box(x, y, 14, 12, status), Words(x + 20, y + 10, f"{label}: {rows[0][1][status]}")]
    told = [f"{name}, {sum(counts.values())}: {_counts_in_words(counts, labels)}." for name, counts in rows]
    return Drawing("status", bottom + 36, "Aantal resultaten per stand. " + " ".join(told), tuple(parts))


def _status_row(name: str, counts: dict[str, int], whole: int, top: float) -> Iterator[Box | Words]:
    yield Words(0, top + 11, f"{name} ({sum(counts.values())})", weight=600)
    x = 1.0
    for status, count in counts.items():
        width = length(Decimal(count), Decimal(whole), WIDTH - 2)
        if not count:
            continue
        yield Box(x, top + 17, width, 18, status)
        middle, chip = round(x + width / 2, 2), 7.0 * len(str(count)) + 3
        if width > chip:  # a number that does not fit stands in the legend and the text only
            yield Box(middle - chip / 2, top + 19, chip, 14, status, is_bare=True)
            yield Words(middle, top + 30, str(count), "middle", 700, PAINTS[status].ink)
        x = round(x + width, 2)


def _counts_in_words(counts: dict[str, int], labels: dict[str, str]) -> str:
    return ", ".join(f"{count} {labels[status]}" for status, count in counts.items() if count) or "geen"


# --- Time against what is done -----------------------------------------------------------------------------------


def pace_bars(snapshot: Snapshot) -> Drawing:
    """The share of results and of money that is done, held against the share of the term that has gone by."""
    elapsed, rows = Decimal(snapshot["money"]["elapsed"]), list(pace_shares(snapshot))
    left, room = 196.0, 396.0
    bottom = 20.0 + len(rows) * 24
    at = round(left + length(elapsed, Decimal(1), room), 2)
    # Near the right edge the words would run off the drawing, so they stand on the other side of the line.
    anchor, step = ("end", -5) if elapsed > Decimal("0.6") else ("start", 5)
    parts: list[Box | Words | Stroke] = [
        Stroke(at, 2, bottom),
        Words(at + step, 11, f"{percent(elapsed)} van de looptijd is voorbij", anchor, 600),
    ]
    for place, (name, done, fill) in enumerate(rows):
        top, width = 20.0 + place * 24, length(done, Decimal(1), room)
        parts += [
            Words(0, top + 13, name),
            Box(left, top + 2, room, 15, "track"),
            Box(left, top + 2, width, 15, fill),
            Words(left + room + 8, top + 13, percent(done), weight=600),
        ]
    told = ". ".join(f"{name}: {percent(done)}" for name, done, _ in rows)
    return Drawing("pace", bottom + 2, f"{percent(elapsed)} van de looptijd is voorbij. {told}.", tuple(parts))


def pace_shares(snapshot: Snapshot) -> Iterator[tuple[str, Decimal, str]]:
    total = Decimal(snapshot["results_total"])
    count = {row["status"]: Decimal(row["count"]) for row in snapshot["counts"]}
    yield "Resultaten behaald", share(count["achieved"], total), "achieved"
    yield "Behaald of op schema", share(count["achieved"] + count["on_schedule"], total), "on_schedule"
    money = snapshot["money"]["sum"]
    agreed = Decimal(money["agreed"])
    yield "Geld ontvangen", share(Decimal(money["received"]), agreed), "received"
    yield "Geld verplicht", share(Decimal(money["committed"]), agreed), "committed"
    yield "Geld besteed", share(Decimal(money["spent"]), agreed), "spent"


# --- Money -------------------------------------------------------------------------------------------------------


def money_bars(money: MoneyRecord) -> Drawing:
    """Agreed, received, committed and spent (euro incl. btw) for each source, on one scale."""
    totals, names = money["totals"], source_names(money)
    greatest = max((Decimal(row[kind]) for row in totals.values() for kind in MONEY_WORDS), default=Decimal(0))
    parts: list[Box | Words | Stroke] = []
    told, top = [], 0.0
    for source, row in totals.items():
        parts.append(Words(0, top + 12, capital(names[source]), weight=600))
        for kind, word in MONEY_WORDS.items():
            top += 20
            amount = Decimal(row[kind])
            width = length(amount, greatest, 420)
            parts += [
                Words(0, top + 11, word),
                Box(88, top, width, 14, kind),
                Words(96 + width, top + 11, euro(amount), weight=600),
            ]
        amounts = ", ".join(f"{word} {euro(Decimal(row[kind]))}" for kind, word in MONEY_WORDS.items())
        told.append(f"{capital(names[source])}: {amounts}.")
        top += 30
    return Drawing("money", max(top - 8, 1), " ".join(told), tuple(parts))


def cap_gauge(cap: ReportedCap) -> Drawing:
    """Return what was spent under a cap, held against the cap (euro incl. btw)."""
    amount, spent, room = Decimal(cap["amount"]), Decimal(cap["spent"]), Decimal(cap["room"])
    greatest = max(amount, spent)
    at = max(length(amount, greatest, WIDTH - 2), 1.0)
    width = length(spent, greatest, WIDTH - 2)
    left = "ruimte" if room >= 0 else "boven het maximum"
    formula = f"{number(Decimal(cap['rate']) * 100)}% van {euro(Decimal(cap['base']))} ({cap['base_of']})"
    parts = (
        Words(0, 12, f"besteed {euro(spent)}", weight=600),
        Words(WIDTH, 12, f"maximum {euro(amount)}", "end", 600),
        Box(0, 20, at, 18, "track"),
        Box(0, 20, width, 18, "spent" if room >= 0 else "behind"),
        Stroke(at, 16, 42),
        Words(0, 54, f"{percent(share(spent, amount))} van het maximum"),
        Words(WIDTH, 54, f"{left} {euro(abs(room))}", "end"),
    )
    alt = f"Maximum {formula}, dat is {euro(amount)}. Besteed {euro(spent)}, {left} {euro(abs(room))}."
    return Drawing(f"cap-{cap['code']}", 60, alt, parts)


# --- Outcome indicators ------------------------------------------------------------------------------------------

SLOT, BAR, TALLEST = 42.0, 28.0, 52.0  # of a year, of its bar, and how high the highest is
LINE = 14.0
LETTER = 6.2  # how wide a letter is, more or less
MOST_YEARS = 14
OUTCOME_CAUTION = "Hier werken veel zaken op in, ook buiten de deal. Dit bewijst niet dat de deal werkt."


def has_course(indicator: OutcomeRecord) -> bool:
    """Tell whether there are figures of more than one year to draw."""
    return any(len(area["points"]) > 1 for area in indicator["areas"])


def outcome_years(indicator: OutcomeRecord) -> list[int]:
    """The newest years of which there is a figure, in order."""
    return sorted({point["year"] for area in indicator["areas"] for point in area["points"]})[-MOST_YEARS:]


def outcome_bars(indicator: OutcomeRecord) -> Drawing:
    """The figures of an outcome indicator by area and year, all on one scale from nothing, with their caution.

    A baseline is paler. What the Parties hope for is told in words: there is no norm to draw.
    """
    years, points = outcome_years(indicator), [point for area in indicator["areas"] for point in area["points"]]
    greatest = max(Decimal(point["value"]) for point in points)
    room = max(len(years) * SLOT + 20, 150.0)
    parts: list[Box | Words | Stroke] = []
    top = 0.0
    for line in textwrap.wrap(f"{indicator['name']} ({indicator['unit']})", int(WIDTH / LETTER)):
        top += LINE
        parts.append(Words(0, top - 3, line, weight=600))
    for areas in batched(indicator["areas"], max(int(WIDTH // room), 1)):
        names = [textwrap.wrap(area["name"], int((room - 10) / LETTER)) for area in areas]
        foot = top + max(map(len, names)) * LINE + 18 + TALLEST
        for place, (area, name) in enumerate(zip(areas, names, strict=True)):
            left = place * room
            parts += [Words(left, top + 12 + row * LINE, line) for row, line in enumerate(name)]
            parts += _outcome_years(area["points"], years, greatest, left=left, foot=foot)
        top = foot + 32
    hoped = f"Gehoopt: {indicator['direction_label']}. {OUTCOME_CAUTION}"
    parts.append(Words(0, top + 4, hoped, size=10))
    told = [f"{area['name']}: {', '.join(map(_in_year, area['points']))}." for area in indicator["areas"]]
    alt = f"{indicator['name']} ({indicator['unit']}). {' '.join(told)} {hoped}"
    return Drawing(f"outcome-{indicator['code']}", top + 8, alt, tuple(parts))


def _outcome_years(
    points: list[OutcomePoint], years: list[int], greatest: Decimal, *, left: float, foot: float
) -> Iterator[Box | Words]:
    for point in points:
        if point["year"] not in years:
            continue
        value, x = Decimal(point["value"]), left + years.index(point["year"]) * SLOT
        height = length(value, greatest, TALLEST)
        yield Box(x, round(foot - height, 2), BAR, height, "received" if point["is_baseline"] else "spent")
        yield Words(x + BAR / 2, round(foot - height - 4, 2), number(value), "middle", 600)
        yield Words(x + BAR / 2, foot + 12, str(point["year"]), "middle", size=10)
        if point["is_baseline"]:
            yield Words(x, foot + 23, "nulmeting", size=10)


def _in_year(point: OutcomePoint) -> str:
    return f"{number(Decimal(point['value']))} in {point['year']}{' (nulmeting)' if point['is_baseline'] else ''}"

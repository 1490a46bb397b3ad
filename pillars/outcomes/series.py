"""The series of the outcome indicators as of a date. They describe; nothing here says what caused a change."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pillars.agreed.models import OutcomeIndicator
from pillars.outcomes.models import OutcomeArea, OutcomeMeasurement
from regiodeal.base.dutch import number
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.corrections import counting


@dataclass(frozen=True)
class AreaSeries:
    """The figures of one area, one for each year, oldest first; `note` says how the area was drawn."""

    name: str
    note: str
    points: list[OutcomeMeasurement]

    @property
    def baseline(self) -> OutcomeMeasurement | None:
        """The newest figure that was marked as baseline."""
        return next((point for point in reversed(self.points) if point.is_baseline), None)

    @property
    def latest(self) -> OutcomeMeasurement:
        """The figure of the last year."""
        return self.points[-1]

    @property
    def change(self) -> Decimal | None:
        """The last figure less the baseline, in the indicator's unit; None without a baseline or a later year."""
        if self.baseline is None or self.latest.year <= self.baseline.year:
            return None
        return self.latest.value - self.baseline.value


@dataclass(frozen=True)
class OutcomeSeries:
    """An outcome indicator with its series per area."""

    indicator: OutcomeIndicator
    areas: list[AreaSeries]

    @property
    def years(self) -> list[int]:
        """The years with a figure for any area."""
        return sorted({point.year for area in self.areas for point in area.points})

    @property
    def notes(self) -> list[str]:
        """Return how areas were drawn, each note once."""
        return list(dict.fromkeys(area.note for area in self.areas if area.note))


def outcome_series(deal: Deal, *, on: date) -> list[OutcomeSeries]:
    """Every outcome indicator with the approved figures known on the date, in two queries.

    Of one area and year the figure that was approved last counts: a source may revise what it published.
    """
    rows = OutcomeMeasurement.objects.known_on(on).filter(indicator__deal=deal)
    chosen = rows.select_related("area", "source", "indicator__deal", "entered_by", "decided_by").order_by(
        "area__position", "year", "decided_at"
    )
    newest: dict[tuple[int, int | None, int], OutcomeMeasurement] = {
        (row.indicator_id, row.area_id, row.year): row for row in chosen
    }
    indicators = OutcomeIndicator.objects.filter(deal=deal).select_related("goal")
    return [OutcomeSeries(indicator, _areas(indicator, list(newest.values()))) for indicator in indicators]


def _areas(indicator: OutcomeIndicator, rows: list[OutcomeMeasurement]) -> list[AreaSeries]:
    found: dict[int | None, AreaSeries] = {}
    for row in sorted((row for row in rows if row.indicator_id == indicator.pk), key=lambda row: row.year):
        note = row.area.note if row.area else ""
        found.setdefault(row.area_id, AreaSeries(row.area_name, note, [])).points.append(row)
    return sorted(found.values(), key=_position)


def _position(series: AreaSeries) -> int:
    area = series.latest.area
    return area.position if area else 0  # the whole region first


def in_words(series: OutcomeSeries) -> str:
    """Return what the figures say and no more: from, to, and whether that is the way the Parties hope for."""
    return " ".join(_sentence(series.indicator, area) for area in series.areas)


def _sentence(indicator: OutcomeIndicator, area: AreaSeries) -> str:
    now = f"{number(area.latest.value)} in {area.latest.year}"
    if area.baseline is None:
        return f"{area.name}: {now}; er is geen nulmeting."
    if area.change is None:
        return f"{area.name}: {now}; dit is de nulmeting."
    was = f"{number(area.baseline.value)} in {area.baseline.year}"
    if area.change == 0:
        return f"{area.name}: van {was} naar {now}: gelijk."
    hoped = (area.change > 0) == (indicator.direction == OutcomeIndicator.Direction.UP)
    words = "de kant op" if hoped else "niet de kant op"
    return f"{area.name}: van {was} naar {now}; dat is {words} waar de Partijen op hopen."


def outcome_before(
    indicator: OutcomeIndicator, area: OutcomeArea | None, *, year: int, besides: int | None = None
) -> OutcomeMeasurement | None:
    """Return the newest figure that counts of an area, about that year or one before it, without `besides`."""
    rows = counting(OutcomeMeasurement.objects.filter(indicator=indicator, area=area, year__lte=year))
    return rows.exclude(pk__in=[besides] if besides else []).select_related("source").order_by("year", "pk").last()

"""The matrix of the overview: every result, by measure and status, worst first."""

from dataclasses import dataclass

from django.urls import reverse

from pillars.agreed.models import Measure
from pillars.progress.deal_progress import DealProgress, ResultProgress
from pillars.status.status import Status, severity, worst
from regiodeal.base.values import Values

COLUMNS = tuple(sorted((s for s in Status), key=severity))


@dataclass(frozen=True)
class MeasureRow:
    """A measure with its results."""

    measure: Measure
    results: list[ResultProgress]

    @property
    def status(self) -> Status:
        """The worst status among the results."""
        return worst(result.status for result in self.results)


def measure_rows(progress: DealProgress) -> list[MeasureRow]:
    """All measures with the progress of their results."""
    return [MeasureRow(measure, progress.of_measure(measure)) for measure in progress.measures]


def status_counts(progress: DealProgress) -> list[dict[str, object]]:
    """Return how many results have each status, with the place of its part in a bar of 100."""
    counts, offset = [], 0.0
    measures = reverse("measures", args=[progress.deal.slug])
    for status in COLUMNS:
        count = progress.counts[status]
        share = 100 * count / max(len(progress.results), 1)
        url = f"{measures}?stand={status.value}"
        judged = sum(result.is_judged for result in progress.results if result.status == status)
        place = {"offset": offset, "share": share, "url": url}
        counts.append({"status": status.value, "count": count, "judged": judged, **place})
        offset += share
    return counts


@dataclass(frozen=True)
class Chip:
    """A result in the matrix: its letter, its title and where it stands."""

    label: str
    title: str
    url: str
    is_judged: bool = False  # a person overruled the rule


@dataclass(frozen=True)
class MatrixCell:
    """The results of a measure with one status."""

    status: str
    results: tuple[Chip, ...]


@dataclass(frozen=True)
class MatrixRow:
    """All that a row shows, so that an equal row is drawn once."""

    code: str
    title: str
    url: str
    cells: tuple[MatrixCell, ...]


def matrix(progress: DealProgress) -> dict[str, object]:
    """Columns (statuses) and groups (pillars) of measures with their results per column."""
    groups: dict[str, Values] = {}
    for row in measure_rows(progress):
        pillar = str(row.measure.goal.pillar)
        groups.setdefault(pillar, {"title": pillar, "measures": []})["measures"].append(_row(row, progress.deal.slug))
    return {"columns": [status.value for status in COLUMNS], "groups": list(groups.values())}


def _row(row: MeasureRow, slug: str) -> MatrixRow:
    chips = [(result.status, _chip(result, slug)) for result in row.results]
    return MatrixRow(
        row.measure.code,
        row.measure.title,
        reverse("measure", args=[slug, row.measure.code]),
        tuple(
            MatrixCell(status.value, tuple(chip for stands, chip in chips if stands == status)) for status in COLUMNS
        ),
    )


def _chip(progress: ResultProgress, slug: str) -> Chip:
    code = progress.result.code
    letter = code.rpartition(".")[2]
    url = reverse("result", args=[slug, code])
    return Chip(letter if letter.isalpha() else code, str(progress.result), url, progress.is_judged)

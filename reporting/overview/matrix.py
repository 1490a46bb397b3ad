"""The matrix of the overview: every result, by measure and status, worst first."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from pillars.models import Measure
from pillars.progress import DealProgress, ResultProgress
from pillars.status import Status, severity, worst

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


def status_counts(progress: DealProgress) -> list[dict[str, Any]]:
    """How many results have each status, with the place of its part in a bar of 100."""
    counts, offset = [], 0.0
    measures = reverse("measures", args=[progress.deal.slug])
    for status in COLUMNS:
        count = progress.counts[status]
        share = 100 * count / max(len(progress.results), 1)
        url = f"{measures}?stand={status.value}"
        counts.append({"status": status.value, "count": count, "offset": offset, "share": share, "url": url})
        offset += share
    return counts


def matrix(progress: DealProgress) -> dict[str, Any]:
    """Columns (statuses) and groups (pillars) of measures with their results per column."""
    groups: dict[str, dict[str, Any]] = {}
    for row in measure_rows(progress):
        pillar = str(row.measure.goal.pillar)
        groups.setdefault(pillar, {"title": pillar, "measures": []})["measures"].append(_row(row, progress.deal.slug))
    return {"columns": [status.value for status in COLUMNS], "groups": list(groups.values())}


def _row(row: MeasureRow, slug: str) -> dict[str, Any]:
    return {
        "code": row.measure.code,
        "title": row.measure.title,
        "url": reverse("measure", args=[slug, row.measure.code]),
        "cells": [
            {
                "status": status.value,
                "results": [_chip(result, slug) for result in row.results if result.status == status],
            }
            for status in COLUMNS
        ],
    }


def _chip(progress: ResultProgress, slug: str) -> dict[str, str]:
    code = progress.result.code
    letter = code.rpartition(".")[2]
    return {
        "label": letter if letter.isalpha() else code,
        "title": str(progress.result),
        "url": reverse("result", args=[slug, code]),
    }

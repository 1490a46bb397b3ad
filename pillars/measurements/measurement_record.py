"""A measurement as a record: the snapshot and the API tell the same."""

from typing import NotRequired, TypedDict

from pillars.measurements.models import Measurement
from regiodeal.base.json_values import Day, Figure, two_decimals


class MeasurementRecord(TypedDict):
    """One figure of an indicator, or of one of its items (by code), about a year or a day, with its source.

    `project` is the code of the project that it came by.
    """

    indicator: str
    indicator_name: str
    unit: str
    item: str | None
    year: int | None
    measured_on: Day
    value: Figure
    source: str
    project: NotRequired[str | None]  # not in what was laid down before figures named their project


def measurement_record(row: Measurement, *, unapproved: bool = False) -> MeasurementRecord:
    """The record of a measurement whose indicator, item and project were fetched along.

    A confidential project is named for whoever may see unapproved work.
    """
    project = row.project
    return {
        "indicator": row.indicator.code,
        "indicator_name": row.indicator.name,
        "unit": row.indicator.unit,
        "item": row.item.code if row.item else None,
        "year": row.year,
        "measured_on": row.measured_on.isoformat(),
        "value": two_decimals(row.value),
        "source": row.source,
        "project": (project.as_read(unapproved=unapproved).code or None) if project else None,
    }

"""Example registers: made-up places, lessons, bottlenecks, checks and acknowledgements."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from pillars.agreed.models import IndicatorItem, ItemSet, Measure, NamedItem, OutcomeIndicator
from pillars.example import at_noon, store
from pillars.outcomes.models import OutcomeArea, OutcomeMeasurement, OutcomeSource
from pillars.places.places import add_item
from pillars.registers.models import Acknowledgement, Bottleneck, BottleneckTheme, ExternalCheck, Lesson
from regiodeal.base.values import FileRow
from regiodeal.deals.models import Deal, Neighbourhood, User


def load_registers(deal: Deal, data: FileRow) -> None:
    """Fill the registers with the example's rows, each entered by one of the example people."""
    people = {user.email: user for user in User.objects.filter(email__in=[row["email"] for row in data["users"]])}
    for row, by, at in example_rows(data, "named_items", people):
        _store_item(deal, row, by=by, at=at)
    for row, by, at in example_rows(data, "lessons", people):
        Lesson(deal=deal).enter(by=by, at=at, values=row | {"measures": _measures(deal, row["measures"])})
    for row, by, at in example_rows(data, "bottlenecks", people):
        values = row | {
            "measures": _measures(deal, row["measures"]),
            "theme": find_row(BottleneckTheme, deal, row["theme"]),
        }
        Bottleneck(deal=deal).enter(by=by, at=at, values=values)
    for row, by, at in example_rows(data, "external_checks", people):
        check = ExternalCheck(measure=find_row(Measure, deal, row["measure"]), kind=row["kind"])
        check.enter(by=by, at=at, values=row)
    for row, by, at in example_rows(data, "acknowledgements", people):
        Acknowledgement(measure=find_row(Measure, deal, row["measure"])).enter(by=by, at=at, values=row)


def load_outcomes(deal: Deal, data: FileRow) -> None:
    """Create the example's outcome measurements, each with the steps that led to its state."""
    people = {user.email: user for user in User.objects.filter(email__in=[row["email"] for row in data["users"]])}
    for row in data.get("outcome_measurements") or []:
        store(
            OutcomeMeasurement,
            row,
            people,
            indicator=find_row(OutcomeIndicator, deal, row["indicator"]),
            area=find_row(OutcomeArea, deal, row.get("area")),
            source=find_row(OutcomeSource, deal, row["source"]),
            year=row["year"],
            value=row["value"],
            table=row.get("table") or "",
            is_baseline=row.get("is_baseline", False),
            note=row.get("note") or "",
        )


def example_rows(data: FileRow, name: str, people: dict[str, User]) -> Iterable[tuple[FileRow, User, datetime]]:
    """The rows of one list, each with who entered it and when."""
    for row in data.get(name) or []:
        yield dict(row), people[row["entered_by"]], at_noon(row["entered_on"])


def _store_item(deal: Deal, row: FileRow, *, by: User, at: datetime) -> None:
    """Change a thing that was agreed, or add one that came later (the row then has no code)."""
    values = row | {"neighbourhood": find_row(Neighbourhood, deal, row.get("neighbourhood"))}
    if row.get("group"):
        values["group"] = IndicatorItem.objects.get(indicator__deal=deal, code=row["group"])
    if row.get("code"):
        item = NamedItem.objects.get(deal=deal, code=row["code"])
        item.revise(by=by, at=at, values=values, version=item.version)
    else:
        add_item(ItemSet.objects.get(deal=deal, code=row["item_set"]), by=by, at=at, values=values)


def _measures(deal: Deal, codes: list[str]) -> list[Measure]:
    return list(Measure.objects.filter(deal=deal, code__in=codes))


def find_row[Row: Model](model: type[Row], deal: Deal, code: str | None) -> Row | None:
    """The row of the deal with this code; None without a code."""
    return model._default_manager.get(deal=deal, code=code) if code else None

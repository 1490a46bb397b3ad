"""Every screen, file and report tells the same figure for every target, whatever was entered."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pillars.agreed.models import Indicator
from pillars.measurements.models import Measurement
from regiodeal.deals.models import Deal, User
from reporting.snapshot.schema import Snapshot
from reporting.snapshot.take import take_snapshot
from reporting.snapshot.told_results import told_results
from tests.plugins.deal import SLUG, Enter, at, run

ON = date(2026, 6, 14)
ENTERED = st.lists(
    st.tuples(st.integers(0, 60), st.integers(2023, 2025), st.integers(0, 40_000), st.booleans()), max_size=15
)


def enter_figures(deal: Deal, rows: list[tuple[int, int, int, bool]], bureau: User, reviewer: User) -> None:
    """Enter and submit figures for arbitrary indicators and years; approve those that say so."""
    indicators = list(Indicator.objects.filter(deal=deal).prefetch_related("items"))
    for number, year, hundredths, approved in rows:
        indicator = indicators[number % len(indicators)]
        items = list(indicator.items.all())
        about = Measurement.objects.filter(indicator=indicator, measured_on=date(year, 12, 31))
        if about.exclude(state="approved").exists():
            continue
        figure = Measurement.enter(
            reason="Een nieuwe telling",
            by=bureau,
            at=at("2026-01-10"),
            indicator=indicator,
            item=items[number % len(items)] if items else None,
            year=year if indicator.is_yearly else None,
            measured_on=date(year, 12, 31),
            value=Decimal(hundredths).scaleb(-2),
            source="Steekproef",
        )
        figure.submit(by=bureau, at=at("2026-01-10"))
        if approved:
            figure.approve(by=reviewer, at=at("2026-01-11"))


def in_report(snapshot: Snapshot) -> dict[str, tuple[Any, Any]]:
    """Value and status of every target as the report's chapters print them."""
    told = told_results(snapshot).values()
    return {target["code"]: (target["value"], target["status"]) for row in told for target in row.targets}


def on_screen(client: Client) -> dict[str, tuple[Any, Any]]:
    """Value and status of every target as the overview was given them."""
    page: Any = client.get(f"/deals/{SLUG}/?op={ON}")
    return {
        row.target.code: (None if row.outcome.value is None else f"{row.outcome.value:.2f}", row.status.value)
        for row in page.context["progress"].targets
    }


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ENTERED)
def test_one_figure_everywhere(
    deal: Deal, bureau: User, reviewer: User, enter: Enter, rows: list[tuple[int, int, int, bool]]
) -> None:
    with transaction.atomic():
        enter_figures(deal, rows, bureau, reviewer)
        told = json.loads(run("progress", SLUG, "--on", ON.isoformat(), "--json"))["targets"]
        command = {row["code"]: (row["value"], row["status"]) for row in told}
        snapshot = take_snapshot(deal, year=2026, stage="concept", on=ON)
        figures = {row["code"]: (row["value"], row["status"]) for row in snapshot["targets"]}
        assert len(command) == 51
        assert command == figures == in_report(snapshot) == on_screen(enter(bureau))
        transaction.set_rollback(True)

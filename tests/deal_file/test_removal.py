"""Any deal 2: loading never destroys. What would go is told to the last row, and what was worked on stays."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

from pillars.agreed.models import Goal, IndicatorItem, Measure, OutcomeIndicator, Result, Target
from pillars.measurements.models import Measurement
from regiodeal.covenant.withdrawals.models import Adjustment
from regiodeal.deal_file.document import DealFile, read_deal_file
from regiodeal.deal_file.export import yaml_text
from regiodeal.deal_file.faults import DealFileFaultsError
from regiodeal.deal_file.load import dry_run, load
from regiodeal.deals.models import Deal, User
from tests.deal_file.made_faults import VEENLAND, valid
from tests.plugins.deal import run
from tests.plugins.figures import indicator_of, measure


@pytest.fixture
def without() -> Callable[..., DealFile]:
    """Veenland's file without some rows, and without what hangs below them."""

    def leave_out(**codes: list[str]) -> DealFile:
        data = valid(VEENLAND)
        for name, gone in codes.items():
            data[name] = [row for row in data[name] if row["code"] not in gone]
        return read_deal_file(yaml_text(data).encode(), "deal.yaml")

    return leave_out


WITHOUT_N2: dict[str, list[str]] = {
    "goals": ["N2"],
    "measures": ["N2.a"],
    "results": ["N2.1"],
    "targets": ["N2.1"],
}
GONE = [("goals", "N2"), ("measures", "N2.a"), ("results", "N2.1"), ("targets", "N2.1")]


def gone(changes: list[Any]) -> list[tuple[str, str]]:
    """The rows that a load removes."""
    return [(change.list_name, change.code) for change in changes if change.verb == "removed"]


def test_all_that_would_go_is_told_to_the_last_row(veenland: Deal, without: Callable[..., DealFile]) -> None:
    """Any deal 2: goal, measures, results and targets, each by name; nothing is written by a dry run."""
    _deal, changes = dry_run(without(**WITHOUT_N2))
    assert sorted(gone(changes)) == GONE
    assert Target.objects.filter(deal=veenland, code="N2.1").exists()
    assert not veenland.loaded_changes.exists()


def test_rows_go_only_when_that_is_confirmed(veenland: Deal, without: Callable[..., DealFile]) -> None:
    """Any deal 2: a removal needs to be confirmed, and leaves a row with all that it said."""
    document = without(**WITHOUT_N2)
    with pytest.raises(DealFileFaultsError) as refused:
        load(document)
    assert [fault.list_name for fault in refused.value.faults] == [
        "Doelen",
        "Maatregelen",
        "Beoogde resultaten",
        "Normen",
    ]
    assert all("zou verdwijnen" in fault.message for fault in refused.value.faults)
    assert Goal.objects.filter(deal=veenland, code="N2").exists()
    load(document, remove=True)
    assert not Goal.objects.filter(deal=veenland, code="N2").exists()
    kept = veenland.loaded_changes.filter(field="")
    assert sorted((row.list_name, row.code) for row in kept) == GONE
    target: Any = kept.get(list_name="targets").old
    assert target["title"] == "Fosfaat daalt"


def test_the_command_asks_before_a_row_goes(veenland: Deal, tmp_path: Path) -> None:
    """Any deal 2: `--dry-run` tells what would go, and without `--remove` nothing goes."""
    data = valid(VEENLAND)
    data["outcome_indicators"] = data["outcome_indicators"][1:]
    file = tmp_path / "deal.yaml"
    file.write_text(yaml_text(data))
    assert "- Maatschappelijke indicatoren bodemdaling: verdwijnt" in run("load_deal", str(file), "--dry-run")
    with pytest.raises(CommandError, match=r"'bodemdaling' staat er niet meer in en zou verdwijnen.*--remove"):
        run("load_deal", str(file))
    assert "verdwijnt" in run("load_deal", str(file), "--remove")
    assert not OutcomeIndicator.objects.filter(deal=veenland, code="bodemdaling").exists()


def test_what_was_measured_stays_also_below_a_goal_that_goes(
    veenland: Deal, bureau: User, without: Callable[..., DealFile]
) -> None:
    """Any deal 2: figures below a removed goal or result are refused by name, with a rationale too."""
    measure(veenland, indicator_of(veenland, "N2.1"), 1, "2024-12-31", by=bureau, year=2024)
    for document in (without(**WITHOUT_N2), without(results=["N2.1"], targets=["N2.1"]), without(targets=["N2.1"])):
        with pytest.raises(
            DealFileFaultsError, match=r"Normen, regel \d+: 'N2\.1' staat er niet meer in, maar er is al iets op"
        ):
            load(document, remove=True, rationale="Wij willen dit niet meer")
    assert Measurement.objects.filter(indicator__deal=veenland).exists()
    assert Target.objects.filter(deal=veenland, code="N2.1").exists()


def test_a_measure_that_was_adjusted_stays(veenland: Deal, bureau: User, without: Callable[..., DealFile]) -> None:
    """Any deal 2: what is named by its code alone (an adjustment, a decision, an amendment) stays as well."""
    Adjustment.objects.create(
        deal=veenland, measure="N2.a", title="Later", text="x", reason="x", adjusted_on="2024-01-01", frame="x"
    )
    with pytest.raises(
        DealFileFaultsError, match=r"Maatregelen, regel \d+: 'N2\.a' staat er niet meer in, maar er is al iets op"
    ):
        load(without(**WITHOUT_N2), remove=True)


def test_a_row_that_moves_to_another_goal_is_not_lost(veenland: Deal) -> None:
    """Any deal 2: a goal goes and its measure moves; the measure and its result are the same rows as before."""
    before = Measure.objects.get(deal=veenland, code="N2.a").pk, Result.objects.get(deal=veenland, code="N2.1").pk
    data = valid(VEENLAND)
    data["goals"] = [row for row in data["goals"] if row["code"] != "N2"]
    for name in ("measures", "results"):
        for row in data[name]:
            if row["goal"] == "N2":
                row["goal"] = "N1"
    _deal, changes = load(read_deal_file(yaml_text(data).encode(), "deal.yaml"), remove=True)
    assert gone(changes) == [("goals", "N2")]
    after = Measure.objects.get(deal=veenland, code="N2.a").pk, Result.objects.get(deal=veenland, code="N2.1").pk
    assert after == before


def test_an_indicator_with_parts_can_go_when_nothing_was_entered(
    veenland: Deal, without: Callable[..., DealFile]
) -> None:
    """Any deal 2: its parts are of the file too, and go along."""
    document = without(results=["W2.1"], targets=["W2.1"], indicators=["dorpshuizen"])
    load(document, remove=True)
    assert not IndicatorItem.objects.filter(indicator__deal=veenland, code="oostveen").exists()


def test_another_slug_is_asked_about(veenland: Deal) -> None:
    """Any deal 28: the same file with another slug makes a second deal only when that is confirmed."""
    data = valid(VEENLAND)
    data["deal"]["slug"] = "veenland-2"
    document = read_deal_file(yaml_text(data).encode(), "deal.yaml")
    with pytest.raises(DealFileFaultsError, match=r"Sleutel: Deze deal lijkt op een deal die er al is: .*veenland"):
        load(document)
    assert Deal.objects.filter(slug="veenland-2").count() == 0
    load(document, is_new=True)
    assert Deal.objects.filter(slug__startswith="veenland").count() == 2


def test_a_name_changes_by_file_and_the_slug_stays(veenland: Deal) -> None:
    """Any deal 28: the same slug with another name is the same deal, renamed."""
    data = valid(VEENLAND)
    data["deal"]["name"] = "Regio Deal Het Veenland"
    deal, changes = load(read_deal_file(yaml_text(data).encode(), "deal.yaml"))
    assert (deal.pk, [change.field for change in changes]) == (veenland.pk, ["name"])

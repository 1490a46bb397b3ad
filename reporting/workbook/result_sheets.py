"""The sheets of what was promised and what was measured."""

from collections.abc import Iterator

from regiodeal.sheets.formats.write import DATE_FORMAT
from reporting.content.sentences import standing
from reporting.snapshot.schema import ExplainedTarget, OutcomeRecord, Snapshot
from reporting.snapshot.told_results import ToldResult, told_results
from reporting.workbook.sheets import (
    CODE,
    DAY,
    NUMBER,
    SHARE_FORMAT,
    WIDE,
    WORDS,
    Column,
    Value,
    WorkbookSheet,
    day,
    number,
)

RESULTS = (
    *(Column("code", CODE), Column("maatregel", CODE), Column("doel", CODE), Column("pijler", CODE)),
    *(Column("resultaat", WIDE), Column("stand", WORDS), Column("waarom", WIDE), Column("artikel", WORDS)),
    Column("tekst van het convenant", WIDE),
)
TARGETS = (
    *(Column("code", CODE), Column("resultaat", CODE), Column("norm", WIDE), Column("soort", WORDS)),
    *(Column("waarde", NUMBER), Column("nodig", NUMBER), Column("hoogstens", NUMBER), Column("eenheid", WORDS)),
    *(Column("deel van wat nodig is", NUMBER, SHARE_FORMAT), Column("in woorden", WORDS), Column("stand", WORDS)),
    *(Column("stand volgens de rekenregel", WORDS), Column("waarom", WIDE), Column("uiterlijk", DAY)),
    *(Column("bij gelijk tempo", NUMBER), Column("op", DAY), Column("verwachting", WORDS)),
    *(Column("uitleg", WIDE), Column("voorstel", WIDE), Column("besluit", WIDE)),
)
MEASUREMENTS = (
    *(Column("indicator", WORDS), Column("naam", WIDE), Column("onderdeel", WORDS), Column("jaar", NUMBER, "0")),
    *(Column("gemeten op", DAY, DATE_FORMAT), Column("waarde", NUMBER), Column("bron", WIDE)),
    *(Column("ingevoerd door", WORDS), Column("goedgekeurd door", WORDS)),
)
OUTCOMES = (
    *(Column("indicator", WIDE), Column("doel", CODE), Column("gewenste richting", WORDS), Column("eenheid", WORDS)),
    *(Column("gebied", WORDS), Column("jaar", NUMBER, "0"), Column("waarde", NUMBER), Column("beginsituatie", NUMBER)),
    *(Column("bron", WIDE), Column("ingevoerd door", WORDS), Column("goedgekeurd door", WORDS)),
    Column("lees voorzichtig", WIDE),
)
CAUTION = "Op deze indicator werkt veel in, ook buiten de deal. Een verandering bewijst niet dat die door de deal komt."


def result_sheet(snapshot: Snapshot) -> WorkbookSheet:
    """Make a sheet with a row per result."""
    return WorkbookSheet("Resultaten", RESULTS, [_result(row) for row in told_results(snapshot).values()])


def _result(row: ToldResult) -> tuple[Value, ...]:
    result = row.result
    return (
        *(result["code"], row.measure["code"], row.goal["code"], f"{row.pillar['code']}: {row.pillar['name']}"),
        *(result["title"], result["status_label"], result["reason"], result["article"], result["wording"]),
    )


def target_sheet(snapshot: Snapshot) -> WorkbookSheet:
    """Make a sheet with a row per target."""
    rows = [_target(target) for row in told_results(snapshot).values() for target in row.targets]
    return WorkbookSheet("Normen", TARGETS, rows)


def _target(target: ExplainedTarget) -> tuple[Value, ...]:
    told = target["explanation"]
    explained = (told["text"], told["proposal"], told["decision"]) if told else (None, None, None)
    return (
        *(target["code"], target["result"], target["title"], target["kind_label"]),
        *(number(target["value"]), number(target["needed"]), number(target["maximum"]), target["unit"]),
        *(number(target["share"]), standing(target), target["status_label"], target["status_by_rule_label"]),
        *(target["reason"], day(target["due_on"])),
        *(number(target["forecast"]), day(target["forecast_on"]), target["forecast_label"]),
        *explained,
    )


def measurement_sheet(snapshot: Snapshot) -> WorkbookSheet:
    """A row per approved measurement, with who entered it and who approved it."""
    rows = [
        (
            *(row["indicator"], row["indicator_name"], row["item_name"], row["year"], day(row["measured_on"])),
            *(number(row["value"]), row["source"], row["entered_by"], row["approved_by"]),
        )
        for row in snapshot["sources"]
    ]
    return WorkbookSheet("Metingen", MEASUREMENTS, rows)


def outcome_sheet(snapshot: Snapshot) -> WorkbookSheet:
    """A row per figure of an outcome indicator; an indicator without a figure has one row."""
    rows = [row for indicator in snapshot["outcome_indicators"] for row in _outcome(indicator)]
    return WorkbookSheet("Maatschappelijke indicatoren", OUTCOMES, rows)


def _outcome(indicator: OutcomeRecord) -> Iterator[tuple[Value, ...]]:
    begin = (indicator["name"], indicator["goal"], indicator["direction_label"], indicator["unit"])
    points = [(area["name"], point) for area in indicator["areas"] for point in area["points"]]
    for area, point in points:
        yield (
            *begin,
            *(area, point["year"], number(point["value"]), "ja" if point["is_baseline"] else "nee", point["source"]),
            *(point["entered_by"], point["approved_by"], CAUTION),
        )
    if not points:
        yield (*begin, *[None] * 7, CAUTION)

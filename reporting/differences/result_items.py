"""Items of the chapters of the pillars and of the deviations."""

from collections.abc import Iterator, Mapping

from pillars.progress.progress_records import TargetRecord
from regiodeal.deals.words import fill_in
from reporting.differences.items import Item, Said, figure, on, short, text
from reporting.snapshot.schema import MeasureRecord, PillarRecord, Snapshot, StoryRecord
from reporting.snapshot.told_results import ToldResult, told_results


def pillar_items(pillar: PillarRecord, told: Mapping[str, ToldResult]) -> Iterator[Item]:
    """The goals, measures, results and targets of a pillar in their order."""
    yield Item("pijler", fill_in("{Pillar} ") + pillar["code"], {"naam": short(pillar["name"])})
    for goal in pillar["goals"]:
        says = {"titel": short(goal["title"]), "tekst": text(goal["wording"]), "artikel": short(goal["article"])}
        yield Item(f"doel {goal['code']}", f"Doel {goal['code']}", says)
        for measure in goal["measures"]:
            yield from _measure(measure, told)


def _measure(measure: MeasureRecord, told: Mapping[str, ToldResult]) -> Iterator[Item]:
    before = [code for code in measure["results"] if told[code].measure["code"] != measure["code"]]
    says = {
        "titel": short(measure["title"]),
        "afgesproken inzet": text(
            "\n".join(
                [measure["wording"], *(f"{row['letter']}. {row['wording']}" for row in measure.get("activities", []))]
            )
        ),
        **_story(measure["entry"]),
        "eerder verteld": short(", ".join(before)),
    }
    yield Item(f"maatregel {measure['code']}", f"Maatregel {measure['code']}", says)
    for code in measure["results"]:
        if code not in before:
            yield from _result(told[code])


def _story(entry: StoryRecord | None) -> dict[str, Said]:
    return {
        "over welk jaar": short(entry and entry["year"]),
        "voortgang": text(entry and entry["done"]),
        "op schema": short(entry and entry["schedule_label"]),
        "waarom (niet) op schema": text(entry and entry["reason"]),
        "vooruitblik": text(entry and entry["outlook"]),
        "geleerd": text(entry and entry["learned"]),
        "risico's": text(entry and entry["risks"]),
        "ingevoerd door": short(entry and entry["entered_by"]),
        "goedgekeurd door": short(entry and entry["approved_by"]),
    }


def _result(row: ToldResult) -> Iterator[Item]:
    """A result with its targets. Where it has one target, that one says how it stands and why."""
    result = row.result
    says = {
        "titel": short(result["title"]),
        "tekst": text(result["wording"]),
        "artikel": short(result["article"]),
    }
    if len(result["targets"]) != 1:
        says |= {"stand": short(result["status_label"]), "waarom": text(result["reason"])}
    yield Item(f"resultaat {result['code']}", f"Resultaat {result['code']}", says)
    for target in row.targets:
        yield Item(f"norm {target['code']}", f"Norm {target['code']}", _target(target))


def _target(target: TargetRecord) -> dict[str, Said]:
    unit = target["unit"]
    return {
        "titel": short(target["title"]),
        "cijfer": figure(target["value"], unit),
        "nodig": figure(target["needed"], unit),
        "hoogstens": figure(target["maximum"], unit),
        "stand": short(target["status_label"]),
        "stand volgens de rekenregel": short(target["status_by_rule_label"]),
        "waarom": text(target["reason"]),
        "uiterlijk": on(target["due_on"]),
        "vooruitzicht": figure(target["forecast"], unit),
        "verwachting": short(target["forecast_label"]),
        "gepland in projecten": figure(target.get("planned"), unit),
    }


def deviation_items(snapshot: Snapshot) -> Iterator[Item]:
    """Results that deviate, each with what the bureau explains; its figures stand in its pillar."""
    told = told_results(snapshot)
    for row in (told[code] for code in snapshot["deviations"]):
        says: dict[str, Said] = {}
        for target in row.targets:
            explained = target["explanation"]
            says |= {
                f"uitleg bij {target['code']}": text(explained and explained["text"]),
                f"verwacht bij {target['code']}": figure(explained and explained["expected_value"], target["unit"]),
                f"voorstel bij {target['code']}": text(explained and explained["proposal"]),
                f"besluit bij {target['code']}": text(explained and explained["decision"]),
            }
        yield Item(row.result["code"], f"{row.result['code']} {row.result['title']}", says)


def _parts(measure: MeasureRecord) -> list[str]:
    """The lettered parts of a measure; none in a report of before they were told."""
    return [f"{row['letter']}. {row['wording']}" for row in measure.get("activities", [])]

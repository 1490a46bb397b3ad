"""Items of the chapters of the pillars and of the deviations."""

from collections.abc import Iterator

from reporting.differences.items import Item, Said, figure, on, short, text
from reporting.snapshot.take import Row


def pillar_items(pillar: Row) -> Iterator[Item]:
    """The goals, measures, results and targets of a pillar in their order."""
    yield Item("pijler", f"Pijler {pillar['code']}", {"naam": short(pillar["name"])})
    for goal in pillar["goals"]:
        says = {"titel": short(goal["title"]), "tekst": text(goal["wording"]), "artikel": short(goal["article"])}
        yield Item(f"doel {goal['code']}", f"Doel {goal['code']}", says)
        for measure in goal["measures"]:
            yield from _measure(measure)


def _measure(measure: Row) -> Iterator[Item]:
    entry = measure["entry"] or {}
    says = {
        "titel": short(measure["title"]),
        "afgesproken inzet": text(measure["wording"]),
        "over welk jaar": short(entry.get("year")),
        "voortgang": text(entry.get("done")),
        "op schema": short(entry.get("schedule_label")),
        "waarom (niet) op schema": text(entry.get("reason")),
        "vooruitblik": text(entry.get("outlook")),
        "geleerd": text(entry.get("learned")),
        "risico's": text(entry.get("risks")),
        "ingevoerd door": short(entry.get("entered_by")),
        "goedgekeurd door": short(entry.get("approved_by")),
        "eerder verteld": short(", ".join(measure["told_before"])),
    }
    yield Item(f"maatregel {measure['code']}", f"Maatregel {measure['code']}", says)
    for result in measure["results"]:
        yield from _result(result)


def _result(result: Row) -> Iterator[Item]:
    """A result with its targets. Where it has one target, that one says how it stands and why."""
    says = {
        "titel": short(result["title"]),
        "tekst": text(result["wording"]),
        "artikel": short(result["article"]),
    }
    if len(result["targets"]) != 1:
        says |= {"stand": short(result["status_label"]), "waarom": text(result["reason"])}
    yield Item(f"resultaat {result['code']}", f"Resultaat {result['code']}", says)
    for target in result["targets"]:
        yield Item(f"norm {target['code']}", f"Norm {target['code']}", _target(target))


def _target(target: Row) -> dict[str, Said]:
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
        "bij gelijk tempo": figure(target["forecast"], unit),
        "verwachting": short(target["forecast_label"]),
    }


def deviation_items(snapshot: Row) -> Iterator[Item]:
    """Results that deviate, each with what the bureau explains; its figures stand in its pillar."""
    for row in snapshot["deviations"]:
        says: dict[str, Said] = {}
        for target in row["targets"]:
            explained = target["explanation"] or {}
            says |= {
                f"uitleg bij {target['code']}": text(explained.get("text")),
                f"verwacht bij {target['code']}": figure(explained.get("expected_value"), target["unit"]),
                f"voorstel bij {target['code']}": text(explained.get("proposal")),
                f"besluit bij {target['code']}": text(explained.get("decision")),
            }
        yield Item(row["code"], f"{row['code']} {row['title']}", says)

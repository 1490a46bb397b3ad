"""The sections of a report as lists of what they say, in the order of the report."""

from regiodeal.deals.words import fill_in
from reporting.content.report_sections import area_section
from reporting.content.sentences import describe, edition_words
from reporting.differences.items import Item, SectionItems, on, short, text, told_apart
from reporting.differences.list_items import (
    amendment_items,
    bottleneck_items,
    comment_items,
    deadline_items,
    lesson_items,
    outcome_items,
    project_items,
    reading_items,
    source_items,
)
from reporting.differences.money_items import contribution_items, money_items
from reporting.differences.result_items import deviation_items, pillar_items
from reporting.differences.word_differences import plain
from reporting.snapshot.schema import Snapshot
from reporting.snapshot.told_results import told_results

# Chapters: code and title as in the report, and who lists what they say.
CHAPTERS = (
    ("afwijkingen", "Afwijkingen", deviation_items),
    ("geleerd", "Wat wij leerden", lesson_items),
    ("knelpunten", "Knelpunten", bottleneck_items),
    ("indicatoren", "Maatschappelijke indicatoren", outcome_items),
    ("geld", "Geld", money_items),
    ("bijdragen", "Bijdragen", contribution_items),
    ("wijzigingen", "Wijzigingen van de deal", amendment_items),
    ("termijnen", "Termijnen", deadline_items),
    ("reacties", "Reacties op het concept", comment_items),
    ("lezingen", "Lezingen van het convenant", reading_items),
    ("bronnen", "Bronnen van de cijfers", source_items),
    ("projecten", "Projecten", project_items),
)
LAST_TEXTS = (("vooruitblik", "Vooruitblik"), ("english", "Samenvatting in het Engels"))


def sections(snapshot: Snapshot) -> list[SectionItems]:
    """All sections of the report."""
    first = [
        SectionItems("over", "Over deze rapportage", tuple(_about(snapshot))),
        SectionItems("voorwoord", "Voorwoord", _written(snapshot, "voorwoord")),
        SectionItems("samenvatting", "Samenvatting", (*_written(snapshot, "samenvatting"), _counts(snapshot))),
    ]
    told = told_results(snapshot)
    for pillar in snapshot["pillars"]:
        code = f"pijler-{pillar['code']}"
        items = (*_written(snapshot, code), *told_apart(pillar_items(pillar, told)))
        first.append(SectionItems(code, fill_in("{Pillar} ") + f"{pillar['code']}: {pillar['name']}", items))
    for area in snapshot.get("areas", []):
        code = area_section(area["code"])
        first.append(SectionItems(code, f"{fill_in('{Area}')}: {area['name']}", _written(snapshot, code)))
    rest = [
        SectionItems(code, title, (*_written(snapshot, code), *told_apart(items(snapshot))))
        for code, title, items in CHAPTERS
    ]
    place = [section.code for section in rest].index("lezingen")
    rest[place:place] = [SectionItems(code, title, _written(snapshot, code)) for code, title in LAST_TEXTS]
    return first + rest


def _written(snapshot: Snapshot, code: str) -> tuple[Item, ...]:
    """Return what the bureau wrote for a section."""
    html = snapshot["texts"].get(code, "")
    return (Item("tekst", fill_in("Tekst van {the_bureau}"), {"tekst": text(plain(html))}),)


def _about(snapshot: Snapshot) -> list[Item]:
    deal, edition = snapshot["deal"], snapshot["edition"]
    says = {
        "titel": short(describe(snapshot).title),
        "stadium": short(edition_words(snapshot)),
        "waarom een nieuwe versie": text(edition and edition["reason"]),
        "stand op": on(snapshot["on"]),
        "jaar van de normen per jaar": short(snapshot["judged_year"]),
        "begin van de deal": on(deal["in_force_on"]),
        "einde van de deal": on(deal["ends_on"]),
        "kernboodschap": text(deal["core_message"]),
        "melding": text(deal["example_notice"]),
    }
    parties = [
        Item(row["code"], row["name"], {"naam": short(row["name"]), "wie": short("; ".join(row["office_holders"]))})
        for row in snapshot["parties"]
    ]
    return [Item("rapportage", "De rapportage", says), *parties]


def _counts(snapshot: Snapshot) -> Item:
    says = {f"resultaten {row['label']}": short(row["count"]) for row in snapshot["counts"]}
    return Item("aantallen", "Stand van de resultaten", {"resultaten": short(snapshot["results_total"])} | says)

"""Items of the lists of the report."""

from collections.abc import Iterator

from regiodeal.base.templatetags.dutch_filters import day
from regiodeal.deals.words import fill_in
from regiodeal.files.models import Openness
from reporting.differences.items import Item, figure, on, short, text
from reporting.snapshot.schema import Snapshot


def lesson_items(snapshot: Snapshot) -> Iterator[Item]:
    """List lessons by their title."""
    for row in snapshot["lessons"]:
        says = {
            "oordeel": short(row["verdict_label"]),
            "waarom": text(row["why"]),
            "in welke combinatie": text(row["combination"]),
            "jaar": short(row["year"]),
            "stand": short(row["status_label"]),
            "maatregelen": short(", ".join(row["measures"])),
        }
        yield Item(row["title"], row["title"], says)


def bottleneck_items(snapshot: Snapshot) -> Iterator[Item]:
    """List bottlenecks by their title."""
    for row in snapshot["bottlenecks"]:
        says = {
            "thema": short(row["theme"]),
            "wat er gebeurt": text(row["case"]),
            "wet of regel": text(row["law"]),
            "op korte termijn": text(row["short_term"]),
            "op lange termijn": text(row["long_term"]),
            "stand": short(row["state_label"]),
            "maatregelen": short(", ".join(row["measures"])),
        }
        yield Item(row["title"], row["title"], says)


def outcome_items(snapshot: Snapshot) -> Iterator[Item]:
    """Outcome indicators, and each of their figures by area and year."""
    for row in snapshot["outcome_indicators"]:
        says = {
            "naam": short(row["name"]),
            "gewenste richting": short(row["direction_label"]),
            "wat de cijfers zeggen": text(row["words"]),
            "aantekening": text(" ".join(row["notes"])),
        }
        yield Item(row["code"], row["name"], says)
        for area in row["areas"]:
            for point in area["points"]:
                says = {"cijfer": figure(point["value"], row["unit"]), "bron": short(point["source"])}
                key = f"{row['code']} {area['name']} {point['year']}"
                yield Item(key, f"{row['name']}, {area['name']}, {point['year']}", says)


def amendment_items(snapshot: Snapshot) -> Iterator[Item]:
    """Amendments by their number, then adjustments within the financial frame by measure and day."""
    for row in snapshot["amendments"]:
        says = {
            "wat": short(row["title"]),
            "soort": short(row["sort_label"]),
            "op verzoek van": short(row["party"]),
            "waarom": text(row["ground"]),
            "van kracht op": on(row["in_force_on"]),
            "bekendgemaakt": short(row["publication"]),
        }
        yield Item(str(row["number"]), f"Wijziging {row['number']}", says)
    for adjusted in snapshot["adjustments"]:
        says = {
            "wat": text(adjusted["text"]),
            "reden": text(adjusted["reason"]),
            "financieel kader": text(adjusted["frame"]),
            "aangepast op": on(adjusted["adjusted_on"]),
        }
        yield Item(
            f"{adjusted['measure']} {adjusted['title']}",
            f"Aanpassing van maatregel {adjusted['measure']}: {adjusted['title']}",
            says,
        )


def deadline_items(snapshot: Snapshot) -> Iterator[Item]:
    """Last days and terms after an event. How many days are left is no change: that follows from the report's date."""
    for row in snapshot["deadlines"]:
        says = {
            "afspraak": short(row["title"]),
            "wie": short(row["owner"]),
            "stand": short(row["state_label"]),
            "gedaan op": on(row["done_on"]),
            "opmerking": short(row["remark"]),
        }
        yield Item(f"{row['code']} {row['due_on']}", f"{row['title']}, uiterlijk {day(row['due_on'])}", says)
    for term in snapshot.get("event_terms", []):
        says = {"termijn": short(term["words"]), "wie": short(term["owner"]), "artikel": short(term["article"])}
        yield Item(term["code"], term["title"], says)


def comment_items(snapshot: Snapshot) -> Iterator[Item]:
    """Comments on a concept by what they are about and who made them."""
    for row in snapshot.get("comments", []):
        says = {"reactie": text(row["text"]), "antwoord": text(row["answer"])}
        who = row["party"] or fill_in("{the_overleg}")
        yield Item(f"{row['section']} {row['party']}", f"Reactie van {who} op {row['section_title']}", says)


def reading_items(snapshot: Snapshot) -> Iterator[Item]:
    """Readings of the covenant by their code."""
    for row in snapshot["readings"]:
        says = {
            "titel": short(row["title"]),
            "artikel": short(row["article"]),
            "wat niet eenduidig is": text(row["ambiguity"]),
            "lezing": text(row["reading"]),
            "gevolg": text(row["consequence"]),
            "vastgelegd op": on(row["decided_on"]),
            "door": short(row["decided_by"]),
        }
        yield Item(row["code"], f"Lezing {row['code']}", says)


def project_items(snapshot: Snapshot) -> Iterator[Item]:
    """Projects by their code, then what each does for a norm."""
    for row in snapshot.get("projects", []):
        says = {
            "naam": short(row["title"]),
            "in gewone woorden": text(row["description"]),
            "maatregelen": short(", ".join(row["measures"])),
            "uitvoerder": short(row["executor"]),
            "samen met": short(", ".join(row["partners"])),
            "stand": short(row["state_label"]),
            "begint op": on(row["starts_on"]),
            "eindigt op": on(row["ends_on"]),
            "waar": short(", ".join([*row["areas"], *row["places"]])),
            "voor wie": short(Openness(row["openness"]).label),
        }
        yield Item(f"project {row['code']}", f"Project {row['code']} {row['title']}", says)
        for norm in row["norms"]:
            year = f" in {norm['year']}" if norm["year"] else ""
            told = {
                "gepland": figure(norm["planned"], norm["unit"]),
                "gerealiseerd": figure(norm["realised"], norm["unit"]),
            }
            yield Item(
                f"{row['code']} {norm['target']} {norm['year']}",
                f"Project {row['code']}, norm {norm['target']}{year}",
                told,
            )


def source_items(snapshot: Snapshot) -> Iterator[Item]:
    """Measurements by what was measured and when."""
    for row in snapshot["sources"]:
        place = f": {row['item_name']}" if row["item_name"] else ""
        title = f"{row['indicator_name']}{place}, gemeten op {day(row['measured_on'])}"
        says = {
            "waarde": figure(row["value"]),
            "bron": short(row["source"]),
            "ingevoerd door": short(row["entered_by"]),
            "goedgekeurd door": short(row["approved_by"]),
        }
        project = row.get("project")
        of_project = f" {project}" if project else ""
        title += f", project {project}" if project else ""
        yield Item(f"{row['indicator']} {row['item']} {row['year']} {row['measured_on']}{of_project}", title, says)

"""What a deal file says of results, targets and indicators: that they fit each other, and can be judged."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from regiodeal.base.values import FileRow
from regiodeal.deal_file.document import DealFile
from regiodeal.deal_file.faults import Fault
from regiodeal.deal_file.meaning import codes, one_of

TARGETS, INDICATORS, RESULTS, AREAS = "targets", "indicators", "results", "neighbourhoods"
_OF_KIND = {"milestone": "milestone", "qualitative": "scale"}  # what a target of the kind reads; the others a number
_IN_WORDS = {"number": "een getal", "milestone": "een mijlpaal (ja of nee)", "scale": "een stand op de schaal 0-4"}
_NEEDS = {
    "per_year": ("minimum",),
    "cumulative": ("minimum",),
    "range": ("minimum", "maximum"),
    "qualitative": ("minimum",),
}
_NAMES = {"minimum": "Minimum", "maximum": "Maximum", "tolerance": "Tolerantie"}


def _indexed(rows: list[FileRow]) -> dict[str, FileRow]:
    return {str(row["code"]): row for row in rows if "code" in row}


def _read(document: DealFile) -> Iterator[tuple[int, FileRow, FileRow]]:
    """Each target with its place and the indicator that it reads, where that is known."""
    indicators = _indexed(document.rows(INDICATORS))
    for index, target in enumerate(document.rows(TARGETS)):
        found = indicators.get(str(target.get("indicator")))
        if found is not None:
            yield index, target, found


def _number(value: object) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None


def parts_of(document: DealFile, indicator: FileRow) -> list[str] | None:
    """The codes of the parts of an indicator: its own, its areas, or the places that it counts; None without parts."""
    if indicator.get("breakdown", "none") == "none":
        return None
    own = [str(part["code"]) for part in indicator.get("items") or () if "code" in part]
    if own:
        return own
    if indicator.get("breakdown") == "neighbourhood":
        return sorted(codes(document, AREAS))
    sets = indicator.get("item_sets") or ()
    return [str(row["code"]) for row in document.rows("named_items") if row.get("item_set") in sets and "code" in row]


def targets_fit_their_indicator(document: DealFile) -> Iterator[Fault]:
    """A milestone reads a milestone, a qualitative target the scale, and every other kind a number."""
    for index, target, indicator in _read(document):
        kind = target.get("kind")
        wanted, found = _OF_KIND.get(str(kind), "number"), indicator.get("value_kind", "number")
        if kind is not None and found in _IN_WORDS and found != wanted:
            told = f"Deze soort norm leest {_IN_WORDS[wanted]}, en '{indicator['code']}' is {_IN_WORDS[found]}."
            yield document.fault(told, TARGETS, index, "kind", remedy="Kies een andere soort, of een andere indicator.")


def yearly_targets_read_yearly_figures(document: DealFile) -> Iterator[Fault]:
    """A number per year and a trend read figures that are each about a year."""
    for index, target, indicator in _read(document):
        if target.get("kind") in {"per_year", "trend"} and indicator.get("is_yearly") is not True:
            told = f"Deze soort norm leest een cijfer per jaar, en '{indicator['code']}' is dat niet."
            remedy = "Zet bij de indicator 'Cijfer per jaar' op ja, of kies een andere soort."
            yield document.fault(told, TARGETS, index, "kind", remedy=remedy)


def trends_have_a_baseline(document: DealFile) -> Iterator[Fault]:
    """A trend is held against a year; without one it can never be judged."""
    for index, target in enumerate(document.rows(TARGETS)):
        if target.get("kind") == "trend" and "baseline_year" not in target:
            told = "Zonder jaar van de beginsituatie is een trend niet te beoordelen."
            yield document.fault(told, TARGETS, index, "baseline_year", remedy="Vul het jaar in.", is_remark=True)


def numbers_are_there(document: DealFile) -> Iterator[Fault]:
    """Each kind of target, and each way to hold a figure against it, has the numbers that it needs."""
    for index, target in enumerate(document.rows(TARGETS)):
        needed = set(_NEEDS.get(str(target.get("kind")), ()))
        needed |= {"between": {"minimum", "maximum"}, "about": {"minimum", "tolerance"}}.get(
            str(target.get("operator")), set()
        )
        for name in sorted(needed - set(target)):
            yield document.fault(
                f"'{_NAMES[name]}' is niet ingevuld.", TARGETS, index, name, remedy="Deze soort norm heeft het nodig."
            )
        if target.get("kind") == "coverage" and not target.keys() & {"minimum", "whole_indicator"}:
            told = "Bij dekking is een minimum nodig, of een noemer."
            yield document.fault(told, TARGETS, index, "minimum", remedy="Vul een van de twee in.")


def numbers_in_order(document: DealFile) -> Iterator[Fault]:
    """A maximum is not below its minimum."""
    for index, target in enumerate(document.rows(TARGETS)):
        low, high = _number(target.get("minimum")), _number(target.get("maximum"))
        if low is not None and high is not None and high < low:
            told = f"Het maximum ({high}) is kleiner dan het minimum ({low})."
            yield document.fault(told, TARGETS, index, "maximum", remedy="Draai de twee om.")


def parts_that_are_read_exist(document: DealFile) -> Iterator[Fault]:
    """A target reads parts that its indicator has."""
    for index, target, indicator in _read(document):
        known = parts_of(document, indicator)
        for code in target.get("reads") or ():
            if known is None:
                told = f"'{indicator['code']}' heeft geen onderdelen, dus hier is niets te kiezen."
                yield document.fault(told, TARGETS, index, "reads", remedy="Laat dit leeg.")
                break
            if code not in known:
                told = f"'{code}' is geen onderdeel van '{indicator['code']}'."
                yield document.fault(told, TARGETS, index, "reads", remedy=one_of(known))


def no_more_parts_than_there_are(document: DealFile) -> Iterator[Fault]:
    """Of eight parts never nine can be reached: a count of parts, and a milestone of parts."""
    for index, target, indicator in _read(document):
        known = parts_of(document, indicator)
        counts = indicator.get("aggregation") == "distinct" or indicator.get("value_kind") == "milestone"
        wanted = _number(target.get("minimum"))
        if known is None or not counts or wanted is None:
            continue
        count = len(target.get("reads") or known)
        if wanted / (_number(target.get("divide_by")) or 1) > count:
            told = f"Er zijn {count} onderdelen, en hier staan er {wanted.normalize():f}."
            yield document.fault(told, TARGETS, index, "minimum", remedy=f"Ten hoogste {count}.")


def area_items_are_areas(document: DealFile) -> Iterator[Fault]:
    """The parts of an indicator by area are areas of the deal."""
    known = codes(document, AREAS)
    for index, row in enumerate(document.rows(INDICATORS)):
        if row.get("breakdown") != "neighbourhood":
            continue
        if not known:
            told = "De deal heeft geen gebieden om naar uit te splitsen."
            yield document.fault(
                told, INDICATORS, index, "breakdown", remedy="Vul de gebieden in, of kies geen uitsplitsing."
            )
            continue
        for number, part in enumerate(row.get("items") or ()):
            if "code" in part and part["code"] not in known:
                told = f"'{part['code']}' is geen gebied van de deal."
                yield document.fault(told, INDICATORS, index, "items", number, "code", remedy=one_of(sorted(known)))


def parts_belong_to_a_breakdown(document: DealFile) -> Iterator[Fault]:
    """An indicator has parts when it is broken down, and only then."""
    for index, row in enumerate(document.rows(INDICATORS)):
        has_parts = bool(row.get("items") or row.get("item_sets"))
        if row.get("breakdown", "none") == "none" and row.get("items"):
            told = "Er zijn onderdelen, en bij 'Uitsplitsing' staat geen."
            yield document.fault(
                told, INDICATORS, index, "breakdown", remedy="Kies 'per onderdeel', of haal de onderdelen weg."
            )
        if row.get("breakdown") == "item" and not has_parts:
            told = "Bij uitsplitsing per onderdeel zijn onderdelen nodig."
            yield document.fault(
                told, INDICATORS, index, "breakdown", remedy="Vul de onderdelen in, of kies een lijst van plekken."
            )


def results_have_a_target(document: DealFile) -> Iterator[Fault]:
    """A result without a target cannot be judged; that is told, and may be."""
    aimed = {target.get("result") for target in document.rows(TARGETS)}
    for index, row in enumerate(document.rows(RESULTS)):
        if "code" in row and row["code"] not in aimed:
            told = f"Resultaat '{row['code']}' heeft geen norm: het portaal kan het niet beoordelen."
            yield document.fault(
                told, RESULTS, index, remedy="Voeg een norm toe, als het convenant die geeft.", is_remark=True
            )


def results_share_the_goal_of_a_measure(document: DealFile) -> Iterator[Fault]:
    """A result belongs to the goal of at least one of its measures."""
    goals = {str(row["code"]): row.get("goal") for row in document.rows("measures") if "code" in row}
    for index, row in enumerate(document.rows(RESULTS)):
        found = {goals[code] for code in row.get("measures") or () if goals.get(code)}
        goal = row.get("goal")
        if goal is None or not found:
            continue
        if goal not in found:
            told = (
                f"Dit resultaat hoort bij doel '{goal}', en zijn maatregelen bij {', '.join(sorted(map(str, found)))}."
            )
            yield document.fault(told, RESULTS, index, "goal", remedy="Kijk welke van de twee niet klopt.")


AGREED_CHECKS = (
    targets_fit_their_indicator,
    yearly_targets_read_yearly_figures,
    trends_have_a_baseline,
    numbers_are_there,
    numbers_in_order,
    parts_that_are_read_exist,
    no_more_parts_than_there_are,
    area_items_are_areas,
    parts_belong_to_a_breakdown,
    results_have_a_target,
    results_share_the_goal_of_a_measure,
)

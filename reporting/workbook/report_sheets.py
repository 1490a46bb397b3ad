"""The sheets of the report's workbook: results and figures, money, and the lists."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from openpyxl.utils import get_column_letter

from finance.position.figures import UNDIVIDED
from regiodeal.base.dutch import capital
from regiodeal.deals.words import deal_text
from regiodeal.sheets.formats.formulas import Formula, sum_of
from regiodeal.sheets.formats.write import DATE_FORMAT, MONEY_FORMAT
from reporting.content.money_lines import AmountName, MoneyLine, money_lines, money_sum
from reporting.content.sentences import standing
from reporting.snapshot.schema import (
    AgreedTotalRecord,
    ContributionRecord,
    ExplainedTarget,
    OutcomeRecord,
    ProjectRecord,
    ReportedBooking,
    ReportedCap,
    Snapshot,
)
from reporting.snapshot.told_results import ToldResult, told_results
from reporting.workbook.sheets import (
    CODE,
    DAY,
    MONEY,
    NUMBER,
    SHARE_FORMAT,
    WIDE,
    WORDS,
    Column,
    Value,
    WorkbookSheet,
    day,
    money,
    number,
)

RESULTS = (
    *(Column("code", CODE), Column("maatregel", CODE), Column("doel", CODE), Column(deal_text("{pillar}"), CODE)),
    *(Column("resultaat", WIDE), Column("stand", WORDS), Column("waarom", WIDE), Column("artikel", WORDS)),
    Column("tekst van het convenant", WIDE),
)
TARGETS = (
    *(Column("code", CODE), Column("resultaat", CODE), Column("norm", WIDE), Column("soort", WORDS)),
    *(Column("waarde", NUMBER), Column("nodig", NUMBER), Column("hoogstens", NUMBER), Column("eenheid", WORDS)),
    *(Column("deel van wat nodig is", NUMBER, SHARE_FORMAT), Column("in woorden", WORDS), Column("stand", WORDS)),
    *(Column("stand volgens de rekenregel", WORDS), Column("waarom", WIDE), Column("uiterlijk", DAY)),
    *(Column("vooruitzicht", NUMBER), Column("op", DAY), Column("verwachting", WORDS)),
    Column("grond van het vooruitzicht", WIDE),
    *(Column("gepland in projecten", NUMBER), Column("nog niet gedekt", NUMBER), Column("te kort", NUMBER)),
    *(Column("uitleg", WIDE), Column("voorstel", WIDE), Column("besluit", WIDE)),
)
MEASUREMENTS = (
    *(Column("indicator", WORDS), Column("naam", WIDE), Column("onderdeel", WORDS), Column("project", CODE)),
    *(Column("jaar", NUMBER, "0"), Column("gemeten op", DAY, DATE_FORMAT), Column("waarde", NUMBER)),
    *(Column("bron", WIDE), Column("ingevoerd door", WORDS), Column("goedgekeurd door", WORDS)),
)
OUTCOMES = (
    *(Column("indicator", WIDE), Column("doel", CODE), Column("gewenste richting", WORDS), Column("eenheid", WORDS)),
    *(Column("waar", WORDS), Column("jaar", NUMBER, "0"), Column("waarde", NUMBER), Column("beginsituatie", NUMBER)),
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
        target["forecast_ground"],
        *(number(target.get("planned")), number(target.get("uncovered")), number(target.get("forecast_gap"))),
        *explained,
    )


def measurement_sheet(snapshot: Snapshot) -> WorkbookSheet:
    """A row per approved measurement, with who entered it and who approved it."""
    rows = [
        (
            *(row["indicator"], row["indicator_name"], row["item_name"], row.get("project"), row["year"]),
            *(day(row["measured_on"]), number(row["value"]), row["source"], row["entered_by"], row["approved_by"]),
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


DEADLINES = (
    *(Column("uiterlijk", DAY), Column("afspraak", WIDE), Column("wie", WORDS), Column("artikel", WORDS)),
    *(
        Column("stand", WORDS),
        Column("gedaan op", DAY),
        Column("dagen te gaan", NUMBER, "0"),
        Column("opmerking", WORDS),
    ),
)
LESSONS = (
    *(Column("les", WIDE), Column("oordeel", WORDS), Column("waarom", WIDE), Column("in welke combinatie", WIDE)),
    *(Column("jaar", NUMBER, "0"), Column("stand", WORDS), Column("maatregelen", WORDS)),
)
BOTTLENECKS = (
    *(Column("knelpunt", WIDE), Column("thema", WORDS), Column("wat er gebeurt", WIDE), Column("wet of regel", WORDS)),
    *(Column("op korte termijn", WIDE), Column("op lange termijn", WIDE), Column("stand", WORDS)),
    Column("maatregelen", WORDS),
)
READINGS = (
    *(
        Column("code", CODE),
        Column("artikel", WORDS),
        Column("lezing van", WIDE),
        Column("wat niet eenduidig is", WIDE),
    ),
    *(Column("lezing", WIDE), Column("gevolg", WIDE), Column("vastgelegd op", DAY), Column("door", WORDS)),
)


PROJECTS = (
    *(Column("code", CODE), Column("project", WIDE), Column("maatregelen", WORDS), Column("uitvoerder", WIDE)),
    *(Column("samen met", WIDE), Column("stand", WORDS), Column("begint op", DAY), Column("eindigt op", DAY)),
    *(Column("waar", WORDS), Column("norm", CODE), Column("norm in woorden", WIDE), Column("jaar", NUMBER, "0")),
    *(Column("gepland", NUMBER), Column("gerealiseerd", NUMBER), Column("eenheid", WORDS)),
)


def project_sheet(snapshot: Snapshot) -> WorkbookSheet:
    """A row per project and norm; a project that does nothing for a norm yet has one row."""
    rows = [row for project in snapshot.get("projects", []) for row in _project(project)]
    return WorkbookSheet("Projecten", PROJECTS, rows)


def _project(project: ProjectRecord) -> Iterator[tuple[Value, ...]]:
    begin = (
        *(project["code"], project["title"], ", ".join(project["measures"]), project["executor"]),
        *(", ".join(project["partners"]), project["state_label"], day(project["starts_on"]), day(project["ends_on"])),
        ", ".join([*project["areas"], *project["places"]]),
    )
    for norm in project["norms"]:
        figures = (number(norm["planned"]), number(norm["realised"]), norm["unit"])
        yield (*begin, norm["target"], norm["title"], norm["year"], *figures)
    if not project["norms"]:
        yield (*begin, *[None] * 6)


def deadline_sheet(snapshot: Snapshot) -> WorkbookSheet:
    """A row per last day."""
    rows = [
        (
            *(day(row["due_on"]), row["title"], row["owner"], row["article"], row["state_label"], day(row["done_on"])),
            *(row["days_left"], row["remark"]),
        )
        for row in snapshot["deadlines"]
    ]
    return WorkbookSheet("Termijnen", DEADLINES, rows)


def lesson_sheet(snapshot: Snapshot) -> WorkbookSheet:
    """Make a sheet with a row per lesson."""
    rows = [
        (
            *(row["title"], row["verdict_label"], row["why"], row["combination"], row["year"], row["status_label"]),
            ", ".join(row["measures"]),
        )
        for row in snapshot["lessons"]
    ]
    return WorkbookSheet("Lessen", LESSONS, rows)


def bottleneck_sheet(snapshot: Snapshot) -> WorkbookSheet:
    """Make a sheet with a row per bottleneck."""
    rows = [
        (
            *(row["title"], row["theme"], row["case"], row["law"], row["short_term"], row["long_term"]),
            *(row["state_label"], ", ".join(row["measures"])),
        )
        for row in snapshot["bottlenecks"]
    ]
    return WorkbookSheet("Knelpunten", BOTTLENECKS, rows)


def reading_sheet(snapshot: Snapshot) -> WorkbookSheet:
    """A row per reading of the covenant."""
    rows = [
        (
            *(row["code"], row["article"], row["title"], row["ambiguity"], row["reading"], row["consequence"]),
            *(day(row["decided_on"]), row["decided_by"]),
        )
        for row in snapshot["readings"]
    ]
    return WorkbookSheet("Lezingen", READINGS, rows)


AMOUNTS: tuple[AmountName, ...] = ("agreed", "received", "committed", "spent", "room", "forecast")
FIRST_AMOUNT = 5  # columns before it
LONGEST_NAME = 100  # letters of a code in the name of a block
BOOKING_SHEET = "Boekingen"
BLOCKS: dict[str, AmountName] = {"ontvangsten": "received", "verplichtingen": "committed", "bestedingen": "spent"}
TITLES = ("afgesproken", "ontvangen", "verplicht", "besteed", "ruimte", "prognose")
POSITION = (
    *(Column("regel", WIDE), Column("code", CODE), Column("artikel", CODE), Column("soort", WORDS)),
    *(Column("afgerond", CODE), *(Column(title, MONEY, MONEY_FORMAT) for title in TITLES)),
    Column("toelichting", WIDE),
)
CONTRIBUTIONS = (
    *(Column("wie", WORDS), Column("wat", WIDE), Column("afspraak of soort", WORDS), Column("vorm", WORDS)),
    *(Column("regel", CODE), Column("stand", WORDS), Column("toegezegd op", CODE)),
    *(Column("afgesproken of toegezegd", MONEY, MONEY_FORMAT), Column("bevestigd", MONEY, MONEY_FORMAT)),
    *(Column("ontvangen", MONEY, MONEY_FORMAT), Column("gerealiseerd", MONEY, MONEY_FORMAT), Column("artikel", CODE)),
)
BOOKINGS = (
    *(Column("soort", WORDS), Column("boekstuk", CODE), Column("boekdatum", CODE), Column("boekjaar", NUMBER, "0")),
    *(Column("bedrag incl. btw", MONEY, MONEY_FORMAT), Column("regel", CODE), Column("maatregel", CODE)),
    *(Column("corrigeert", CODE), Column("reden", WIDE), Column("herkomst", WORDS)),
    *(Column("ingevoerd door", WORDS), Column("goedgekeurd door", WORDS), Column("openbaar bewijs", WIDE)),
)


def money_sheet(snapshot: Snapshot) -> WorkbookSheet:
    """A row per budget line, per source, for all together, and per cap."""
    position = snapshot["money"]
    lines = [*money_lines(position), money_sum(position)]
    blocks = {(each.sort, each.line): each for each in booking_blocks(snapshot)}
    rows = _money_rows(lines)
    links: dict[tuple[int, int], str] = {}
    for place, (line, row) in enumerate(zip(lines, rows, strict=True)):
        cells = list(row)
        for sort, name in BLOCKS.items():
            block = blocks.get((sort, line["code"])) if line["code"] else None
            if block and block.total == money(line[name]):  # a formula never shows another number than the report
                number = FIRST_AMOUNT + AMOUNTS.index(name)
                cells[number] = Formula(f"SUM({block.name})", block.total)
                links[place + 2, number + 1] = block.rows
        rows[place] = tuple(cells)
    rows += [_cap(cap) for cap in position["caps"]]
    return WorkbookSheet("Geld", POSITION, rows, links=links)


@dataclass(frozen=True)
class BookingBlock:
    """The rows of the bookings that one amount of the money is made of: of a sort, on a line; their total in euro.

    `name` is what the workbook calls their amounts: what is counted, and the code of the line.
    """

    sort: str
    line: str
    name: str
    first: int
    last: int
    total: Decimal

    @property
    def amounts(self) -> str:
        """Return where the amounts stand."""
        letter = get_column_letter(1 + [column.title for column in BOOKINGS].index("bedrag incl. btw"))
        return f"{BOOKING_SHEET}!${letter}${self.first}:${letter}${self.last}"

    @property
    def rows(self) -> str:
        """Return where the whole rows stand."""
        return f"{BOOKING_SHEET}!A{self.first}:{get_column_letter(len(BOOKINGS))}{self.last}"


def booking_blocks(snapshot: Snapshot) -> list[BookingBlock]:
    """The bookings as the sheet has them, a block for each amount that they make."""
    found: list[BookingBlock] = []
    place, used = 2, set[str]()
    for (line, sort), rows in groupby(_sorted_bookings(snapshot), key=_block):
        amounts = [money(row["amount"]) or Decimal(0) for row in rows]
        first, place = place, place + len(amounts)
        if sort not in BLOCKS:  # a snapshot of another portal: its rows stand there, and no amount is made of them
            continue
        named = f"{TITLES[AMOUNTS.index(BLOCKS[sort])]}_{re.sub(r'[^0-9A-Za-z_]', '_', line)[:LONGEST_NAME]}"
        while named.casefold() in used:  # codes that differ in a sign alone
            named += "_"
        used.add(named.casefold())
        found.append(BookingBlock(sort, line, named, first, place - 1, sum(amounts, Decimal(0))))
    return found


def _block(row: ReportedBooking) -> tuple[str, str]:
    """The line and the sort of a booking; a receipt that was not divided stands on a line of its own."""
    return row["budget_line"] or UNDIVIDED, row["sort"]


def _sorted_bookings(snapshot: Snapshot) -> list[ReportedBooking]:
    """The bookings by line as the position has them, then by sort; within that by day, as they were."""
    order = {line["code"]: place for place, line in enumerate(money_lines(snapshot["money"])) if line["code"]}
    sorts = list(BLOCKS)

    def place(row: ReportedBooking) -> tuple[int, str, int]:
        line, sort = _block(row)
        return order.get(line, len(order)), line, sorts.index(sort) if sort in sorts else len(sorts)

    return sorted(snapshot["money"]["bookings"], key=place)


def _money_rows(lines: list[MoneyLine]) -> list[tuple[Value, ...]]:
    """The lines, each total as the sum of the lines above it since the total before; the last of those totals."""
    rows: list[tuple[Value, ...]] = []
    own: list[int] = []  # rows of the sheet that the next total adds up
    totals: list[int] = []
    for place, line in enumerate(lines, start=2):
        rows.append(_line(line, own or totals, lines) if line["is_total"] else _line(line, [], lines))
        if line["is_total"]:
            totals, own = [*totals, place], []
        else:
            own.append(place)
    return rows


def _line(line: MoneyLine, adds: list[int], lines: list[MoneyLine]) -> tuple[Value, ...]:
    rounded = None if line["is_rounded"] is None else "ja" if line["is_rounded"] else "nee"
    words = (line["label"], line["code"], line["article"], line["kind_label"], rounded)
    amounts = [
        sum_of(column, adds, [money(lines[place - 2][name]) for place in adds], money(line[name]))
        for column, name in enumerate(AMOUNTS, start=len(words) + 1)
    ]
    return (*words, *amounts, line["forecast_reason"])


def _cap(cap: ReportedCap) -> tuple[Value, ...]:
    words = (f"Grens: {cap['title']}", cap["code"], cap["article"], "hoogstens", None)
    amounts = (money(cap["amount"]), None, None, money(cap["spent"]), money(cap["room"]), None)
    return (*words, *amounts, "Afgesproken is hier wat de grens is; besteed is wat daaronder valt.")


def contribution_sheet(snapshot: Snapshot) -> WorkbookSheet:
    """A row per agreed total, and one per contribution of a partner."""
    told: set[str] = set()  # what came in from a Party stands once, beside the first of what was agreed for it
    totals = []
    for total in snapshot["money"]["agreed_totals"]:
        totals.append(_total(total, is_first=total["contributor_label"] not in told))
        told.add(total["contributor_label"])
    contributions = [_contribution(row) for row in snapshot["money"]["contributions"]]
    return WorkbookSheet("Bijdragen", CONTRIBUTIONS, totals + contributions)


def _total(total: AgreedTotalRecord, *, is_first: bool) -> tuple[Value, ...]:
    rounded = ", afgerond" if total["is_rounded"] else ""
    words = (capital(total["contributor_label"]), "Alles samen", f"{total['kind_label']}{rounded}")
    came = (money(total["received"]), money(total["realised"])) if is_first else (None, None)
    amounts = (money(total["amount"]), None, *came)
    return (*words, None, None, None, None, *amounts, total["article"])


def _contribution(row: ContributionRecord) -> tuple[Value, ...]:
    words = (row["partner"], row["description"], row["sector_label"], row["form_label"], row["budget_line"])
    amounts = (money(row["amount"]), money(row["confirmed_amount"]), None, money(row["realised_amount"]))
    return (*words, row["state_label"], day(row["pledged_on"]), *amounts, None)


def booking_sheet(snapshot: Snapshot) -> WorkbookSheet:
    """A row per booking that counts: what every amount of the report is made of, and who entered and approved it."""
    names = {block.name: block.amounts for block in booking_blocks(snapshot)}
    return WorkbookSheet(BOOKING_SHEET, BOOKINGS, [_booking(row) for row in _sorted_bookings(snapshot)], names)


def _booking(row: ReportedBooking) -> tuple[Value, ...]:
    what = (row["sort"], row["code"], day(row["booked_on"]), row["year"], money(row["amount"]), row["budget_line"])
    about = (row["measure"], row["corrects"], row["correction_reason"], row["origin_label"])
    return (*what, *about, row["entered_by"], row["approved_by"], ", ".join(row["evidence"]))

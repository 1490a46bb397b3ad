"""The sheets of lists: last days, lessons, bottlenecks and readings."""

from reporting.snapshot.schema import Snapshot
from reporting.workbook.sheets import CODE, DAY, NUMBER, WIDE, WORDS, Column, WorkbookSheet, day

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

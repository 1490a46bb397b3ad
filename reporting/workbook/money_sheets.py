"""The sheets of money: the position per budget line with its totals and caps, and who brings what in."""

from regiodeal.sheets.formats.write import MONEY_FORMAT
from reporting.content.money_lines import AmountName, MoneyLine, money_lines, money_sum
from reporting.snapshot.schema import AgreedTotalRecord, ContributionRecord, ReportedBooking, ReportedCap, Snapshot
from reporting.workbook.sheets import CODE, MONEY, NUMBER, WIDE, WORDS, Column, Value, WorkbookSheet, day, money

AMOUNTS: tuple[AmountName, ...] = ("agreed", "received", "committed", "spent", "room", "forecast")
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
    *(Column("ingebracht", MONEY, MONEY_FORMAT), Column("artikel", CODE)),
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
    rows = [_line(line) for line in [*money_lines(position), money_sum(position)]]
    rows += [_cap(cap) for cap in position["caps"]]
    return WorkbookSheet("Geld", POSITION, rows)


def _line(line: MoneyLine) -> tuple[Value, ...]:
    rounded = None if line["is_rounded"] is None else "ja" if line["is_rounded"] else "nee"
    words = (line["label"], line["code"], line["article"], line["kind_label"], rounded)
    return (*words, *(money(line[name]) for name in AMOUNTS), line["forecast_reason"])


def _cap(cap: ReportedCap) -> tuple[Value, ...]:
    words = (f"Grens: {cap['title']}", cap["code"], cap["article"], "hoogstens", None)
    amounts = (money(cap["amount"]), None, None, money(cap["spent"]), money(cap["room"]), None)
    return (*words, *amounts, "Afgesproken is hier wat de grens is; besteed is wat daaronder valt.")


def contribution_sheet(snapshot: Snapshot) -> WorkbookSheet:
    """A row per agreed total, and one per contribution of a partner."""
    totals = [_total(total) for total in snapshot["money"]["agreed_totals"]]
    contributions = [_contribution(row) for row in snapshot["money"]["contributions"]]
    return WorkbookSheet("Bijdragen", CONTRIBUTIONS, totals + contributions)


def _total(total: AgreedTotalRecord) -> tuple[Value, ...]:
    rounded = ", afgerond" if total["is_rounded"] else ""
    words = (total["contributor_label"].capitalize(), "Alles samen", f"{total['kind_label']}{rounded}")
    amounts = (money(total["amount"]), None, money(total["received"]))
    return (*words, None, None, None, None, *amounts, total["article"])


def _contribution(row: ContributionRecord) -> tuple[Value, ...]:
    words = (row["partner"], row["description"], row["sector_label"], row["form_label"], row["budget_line"])
    amounts = (money(row["amount"]), money(row["confirmed_amount"]), money(row["realised_amount"]))
    return (*words, row["state_label"], day(row["pledged_on"]), *amounts, None)


def booking_sheet(snapshot: Snapshot) -> WorkbookSheet:
    """A row per booking that counts: what every amount of the report is made of, and who entered and approved it."""
    return WorkbookSheet("Boekingen", BOOKINGS, [_booking(row) for row in snapshot["money"]["bookings"]])


def _booking(row: ReportedBooking) -> tuple[Value, ...]:
    what = (row["sort"], row["code"], day(row["booked_on"]), row["year"], money(row["amount"]), row["budget_line"])
    about = (row["measure"], row["corrects"], row["correction_reason"], row["origin_label"])
    return (*what, *about, row["entered_by"], row["approved_by"], ", ".join(row["evidence"]))

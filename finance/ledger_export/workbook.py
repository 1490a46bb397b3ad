"""The workbook for the accountant: the position, every booking behind it, and sums that show that they agree."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import IO

from finance.base.amounts import ZERO
from finance.caps.cap_position import CapPosition
from finance.caps.models import CapDeviation
from finance.contributions.models import Contribution
from finance.contributions.realisations import Realisation
from finance.ledger.models import known_by
from finance.ledger_export.rows import HEADINGS, SORTS, Shown, booking_rows, moment
from finance.ledger_import.matching import shown as control_totals
from finance.ledger_import.models import LedgerImport
from finance.liquidity.liquidity import Instalment, instalments
from finance.position.figures import Amounts, LinePosition, Position
from finance.position.money_position import position
from regiodeal.base.dutch import day, euro, number
from regiodeal.deals.models import Party
from regiodeal.sheets.cells import Cell
from regiodeal.sheets.formats.formulas import Formula, sum_of
from regiodeal.sheets.formats.write import MONEY_FORMAT, BookCell, SheetContent, write_book

AMOUNTS = (
    ("agreed", "afgesproken"),
    ("received", "ontvangen"),
    ("committed", "verplicht"),
    ("spent", "besteed"),
    ("spent_uncommitted", "waarvan zonder verplichting"),
    ("overspent", "boven een verplichting besteed"),
    ("room", "ruimte"),
    ("forecast", "prognose"),
)
POSITION_HEADINGS = ("code", "regel", "artikel", "soort", "afgerond", *(title for _, title in AMOUNTS), "toelichting")
CAP_HEADINGS = (
    *("grens", "artikel", "deel", "grondslag", "formule", "hoogstens", "besteed", "nog te besteden"),
    *("afwijking besloten op", "door wie", "besluit", "reden"),
)
CONTRIBUTION_HEADINGS = (
    *("van wie", "soort", "vorm", "omschrijving", "regel", "stand", "toegezegd op", "toegezegd", "bevestigd op"),
    *(
        "bevestigd",
        "gerealiseerd",
        "nog te realiseren",
        "grond van de waardering",
        "geld van het Rijk",
        "waar dat blijkt",
    ),
    *("ingevuld door", "bevestigd door", "bewijs", "bron"),
)
REALISATION_HEADINGS = (
    *("van wie", "omschrijving", "vorm", "gedaan op", "voor welk jaar", "bedrag of waarde", "telt vanaf"),
    *("grond van de waardering", "waarom meer dan bevestigd", "is het laatste deel", "reden van de correctie"),
    *("ingevuld door", "goedgekeurd door", "goedgekeurd op", "bewijs"),
)
INSTALMENT_HEADINGS = (
    *("termijn", "van wie", "verwacht op", "bedrag", "voorwaarde", "vervuld op", "stand"),
    *("ontvangen met", "ontvangen", "verschil"),
)
CONTROL_HEADINGS = ("controle", "volgens de boekingen", "volgens de positie", "verschil")
IMPORT_HEADINGS = (
    *("bestand", "koppeling", "ingevoerd door", "ingevoerd op", "goedgekeurd door", "goedgekeurd op"),
    *("teruggenomen op", "regel"),
    *("stond in het portaal", "staat in het bestand", "niet in het bestand", "na invoeren"),
)
CORRECTION_HEADINGS = ("boekstuk", *HEADINGS)


def write_workbook(file: IO[bytes], shown: Shown) -> None:
    """Write the workbook while its rows are read from the database."""
    write_book(file, sheets(shown), number_format=MONEY_FORMAT)


def sheets(shown: Shown) -> Iterator[SheetContent]:
    """The sheets in order. Bookings that wait are in the lists, if one may see them, and in no sum."""
    money = position(shown.deal, on=shown.on)
    yield "Toelichting", ("onderwerp", "toelichting"), _about(shown, money)
    yield "Positie", POSITION_HEADINGS, position_rows(money)
    for kind in SORTS:
        yield kind.capitalize(), HEADINGS, booking_rows(shown, kind)
    yield "Correcties", HEADINGS, _corrections(shown)
    yield "Bijdragen", CONTRIBUTION_HEADINGS, _contributions(shown)
    yield "Realisaties", REALISATION_HEADINGS, (_realisation(part, shown) for part in shown.realisations())
    yield "Termijnen", INSTALMENT_HEADINGS, map(_instalment, instalments(shown.deal, shown.on))
    yield "Grenzen", CAP_HEADINGS, (_cap(cap) for cap in money.caps)
    yield "Controletotalen", CONTROL_HEADINGS, control_rows(shown, money)
    if shown.unapproved:
        yield "Ingelezen bestanden", IMPORT_HEADINGS, _imports(shown)


def _about(shown: Shown, money: Position) -> Iterator[list[Cell]]:
    yield ["deal", shown.deal.name]
    yield ["stand op", day(shown.on)]
    yield ["bedragen", "In euro met centen, inclusief btw."]
    waiting = "Ook wat nog niet is goedgekeurd; dat telt in geen enkele som mee." if shown.unapproved else ""
    yield ["boekingen", waiting or "Alleen wat is goedgekeurd."]
    yield ["correcties", "Een goedgekeurde boeking verandert nooit. Een correctie is een eigen rij met het verschil."]
    yield ["totalen", "De totalen en verschillen zijn formules; wat zij opleveren staat erin, ook zonder rekenen."]
    yield ["prognose", money.ahead.assumption]
    yield ["apostrof", "Een apostrof aan het begin van een tekst houdt tegen dat die een formule wordt."]


def position_rows(money: Position) -> Iterator[list[BookCell]]:
    """A row per line, per source, and for all together: the sums are formulas of the lines."""
    lines = [(place, _line(row), row.source.code) for place, row in enumerate(money.lines, start=2)]
    for _place, cells, _source in lines:
        yield [*cells]
    for source in money.line_sources:
        own = [(place, cells) for place, cells, of in lines if of == source.code]
        yield _sum(f"Totaal {source.name}", money.own(source), own)
    yield _sum("Totaal", money.total(), [(place, cells) for place, cells, _source in lines])


def _line(row: LinePosition) -> list[Cell]:
    line = row.line
    words = [line.code, row.label, line.article, line.get_kind_display()] if line else ["", row.label, "", ""]
    return [*words, "ja" if line and line.is_rounded else "nee", *_amounts(row.amounts), _why(row)]


def _why(row: LinePosition) -> str:
    """Why there is no forecast, and why a cap makes the room less."""
    return " ".join(filter(None, (row.forecast.reason, row.room_reason)))


def _sum(title: str, amounts: Amounts, lines: list[tuple[int, list[Cell]]]) -> list[BookCell]:
    begin = POSITION_HEADINGS.index(AMOUNTS[0][1])
    rows = [place for place, _cells in lines]
    sums = [
        sum_of(column + 1, rows, [cells[column] for _place, cells in lines], getattr(amounts, name))
        for column, (name, _title) in enumerate(AMOUNTS, start=begin)
    ]
    return ["", title, "", "", "", *sums, ""]


def _amounts(amounts: Amounts) -> list[Cell]:
    return [getattr(amounts, name) for name, _title in AMOUNTS]


def _corrections(shown: Shown) -> Iterator[list[Cell]]:
    """Every row that corrects another, of all sorts."""
    corrects = HEADINGS.index("corrigeert")
    return (row for kind in SORTS for row in booking_rows(shown, kind) if row[corrects])


def _contributions(shown: Shown) -> Iterator[list[Cell]]:
    for row in shown.contributions().iterator(chunk_size=500):
        yield _contribution(row, shown.on, shown.evidence_names.get(("contribution", row.pk), ""))


def _contribution(row: Contribution, on: date, evidence: str) -> list[Cell]:
    """A contribution as it was known on the day."""
    pledged, confirmed, realised = (row.amount_on(what, on) for what in ("pledged", "confirmed", "realised"))
    return [
        str(row.partner),
        str(row.get_sector_display()),
        str(row.get_form_display()),
        row.description,
        row.line.code if row.line else "",
        str(row.state_on(on).label),
        row.pledged_on,
        pledged,
        row.confirmed_on if confirmed else None,
        confirmed,
        realised,
        max(confirmed - (realised or ZERO), ZERO) if confirmed else None,
        row.valuation_ground,
        str(row.get_national_money_display()),
        row.national_money_ground,
        str(row.entered_by),
        str(row.confirmed_by) if confirmed else "",
        evidence,
        row.contributor.name,
    ]


def _realisation(part: Realisation, shown: Shown) -> list[Cell]:
    whole = part.contribution
    words = [str(whole.partner), whole.description, str(whole.get_form_display())]
    grounds = [part.valuation_ground, part.excess_reason, "ja" if part.is_last else "nee", part.correction_reason]
    people = [str(part.entered_by), str(part.decided_by), moment(part.decided_at)]
    figures = [part.done_on, Decimal(part.year), part.amount, part.counts_from]
    return [*words, *figures, *grounds, *people, shown.evidence_names.get(("realisation", part.pk), "")]


def _instalment(each: Instalment) -> list[Cell]:
    """An instalment that is to come in, or by which receipt it came, as it stood on the day."""
    row, came = each.row, each.came
    return [
        *(row.title, row.contributor.who, row.expected_on, row.amount, row.depends_on, row.met_on, each.state),
        *(row.receipt.code if row.receipt and came is not None else "", came),
        None if came is None else each.difference,
    ]


def _cap(cap: CapPosition) -> list[Cell]:
    decided = CapDeviation.objects.filter(pk=cap.deviation.pk).first() if cap.deviation else None
    decision = [decided.decided_on, decided.decider, decided.decision, decided.reason] if decided else [None] * 4
    share, base = f"{number(cap.rate * 100)}%", cap.cap.base_in_words
    formula = f"{share} \N{MULTIPLICATION SIGN} {euro(cap.base)} = {euro(cap.amount)}, naar beneden afgerond op de cent"
    if cap.deviation and cap.deviation.amount is not None:
        formula = f"vastgesteld op {euro(cap.amount)}"
    return [cap.cap.title, cap.cap.article, share, base, formula, cap.amount, cap.spent, cap.room, *decision]


def control_rows(shown: Shown, money: Position) -> Iterator[list[BookCell]]:
    """Per sort and source the sum of the bookings that count beside the position: the difference is nothing.

    The difference is a formula, so that whoever checks sees how it was made.
    """
    for place, row in enumerate(_controls(shown, money), start=2):
        yield [*row, Formula(f"B{place}-C{place}", row[1] - row[2])]


def _controls(shown: Shown, money: Position) -> Iterator[tuple[str, Decimal, Decimal]]:
    total = money.total()
    for name, kind in (("received", "ontvangsten"), ("committed", "verplichtingen"), ("spent", "bestedingen")):
        counted = shown.bookings(kind).filter(known_by(shown.on)).values_list("amount", flat=True)
        yield f"{kind}, goedgekeurd", sum(counted.iterator(chunk_size=5_000), ZERO), getattr(total, name)
    yield "regels samen tegen bronnen samen", *_both_ways(money)
    years = sum((amounts.spent for amounts in money.by_year.values()), ZERO)
    yield "bestedingen per boekjaar samen", years, total.spent


def _both_ways(money: Position) -> tuple[Decimal, Decimal]:
    lines = sum((row.amounts.spent for row in money.lines), ZERO)
    return lines, sum((money.total(side=side).spent for side in Party.Side.values), ZERO)


def _imports(shown: Shown) -> Iterator[Sequence[Cell]]:
    jobs: Iterable[object] = LedgerImport.objects.filter(
        deal=shown.deal, state=LedgerImport.State.ENTERED, finished_at__date__lte=shown.on
    )
    for job in jobs.select_related("mapping", "uploaded_by", "approved_by").order_by("pk"):  # type: ignore[attr-defined]
        people = [str(job.uploaded_by), moment(job.finished_at), str(job.approved_by or ""), moment(job.approved_at)]
        people.append(moment(job.withdrawn_at))
        for total in control_totals(job.totals):
            amounts = [total.before, total.file, total.missing, total.after]
            yield [job.file_name, job.mapping.name, *people, total.label, *amounts]

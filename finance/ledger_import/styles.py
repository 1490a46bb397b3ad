"""The exports of known packages: which heading means what in them, so that a mapping begins with a proposal.

Headings as the portal compares them: without capitals. A package is known by the headings that only it has together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from finance.ledger_import.models import LedgerColumn
from regiodeal.base.values import Values

C = LedgerColumn
NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class LedgerStyle:
    """One way in which a package writes its ledger: the headings by column, and the rules that go with it."""

    name: str
    columns: Mapping[str, str]
    rules: Values = field(default_factory=dict)

    def fits(self, titles: Iterable[str]) -> bool:
        """Tell whether a file has all its headings."""
        return set(self.columns.values()) <= set(titles)


STYLES = (
    LedgerStyle(
        "AFAS Profit",
        {
            C.YEAR: "boekjaar",
            C.PERIOD: "periode",
            C.BOOK: "dagboek",
            C.KEY: "boekstuk",
            C.KEY_PART: "volgnummer",
            C.BOOKED_ON: "boekdatum",
            C.ACCOUNT: "rekening",
            C.AMOUNT: "debet",
            C.CREDIT: "credit",
            C.LINE: "kostenplaats",
            C.COUNTERPART: "naam",
            C.DESCRIPTION: "omschrijving",
        },
        {"btw_accounts": "152*", "never": {C.ACCOUNT: "13*, 16*"}},
    ),
    LedgerStyle(
        "Exact",
        {
            C.BOOKED_ON: "datum",
            C.PERIOD: "periode",
            C.BOOK: "dagboek",
            C.KEY: "boekstuknummer",
            C.KEY_PART: "regel",
            C.ACCOUNT: "grootboekrekening",
            C.DESCRIPTION: "omschrijving",
            C.LINE: "kostenplaats",
            C.COUNTERPART: "relatie",
            C.AMOUNT: "debet",
            C.CREDIT: "credit",
            C.CURRENCY: "valuta",
        },
    ),
    LedgerStyle(
        "Key2Financiën",
        {
            C.YEAR: "boekjaar",
            C.PERIOD: "periode",
            C.BOOK: "dagboek",
            C.KEY: "boekstuknr",
            C.KEY_PART: "volgnr",
            C.BOOKED_ON: "boekdatum",
            C.ACCOUNT: "grootboek",
            C.LINE: "kostenplaats",
            C.COUNTERPART: "relatie",
            C.DESCRIPTION: "omschrijving",
            C.AMOUNT: "bedrag",
            C.BTW: "btw-bedrag",
        },
    ),
    LedgerStyle(
        "Unit4",
        {
            C.KEY: "transactie",
            C.KEY_PART: "regel",
            C.BOOKED_ON: "datum",
            C.PERIOD: "periode",
            C.LINE: "kostenplaats",
            C.AMOUNT: "bedrag",
            C.DESCRIPTION: "omschrijving",
            C.COUNTERPART: "relatie",
        },
    ),
    LedgerStyle(
        "SAP",
        {
            C.KEY: "documentnummer",
            C.BOOKED_ON: "boekingsdatum",
            C.AMOUNT: "bedrag in eigen valuta",
            C.LINE: "kostenplaats",
            C.DESCRIPTION: "tekst",
        },
    ),
    LedgerStyle(
        "Twinfield",
        {
            C.BOOK: "dagboek",
            C.KEY: "boekingsnummer",
            C.BOOKED_ON: "factuurdatum",
            C.ACCOUNT: "grootboekrek.",
            C.LINE: "kpl./rel.",
            C.AMOUNT: "debet",
            C.CREDIT: "credit",
            C.DESCRIPTION: "omschrijving",
        },
    ),
    LedgerStyle(
        "Dynamics 365",
        {
            C.KEY: "documentnr.",
            C.KEY_PART: "volgnr.",
            C.BOOKED_ON: "boekingsdatum",
            C.ACCOUNT: "grootboekrekeningnr.",
            C.LINE: "kostenplaatscode",
            C.AMOUNT: "bedrag",
            C.DESCRIPTION: "omschrijving",
        },
    ),
)
# What a column is called elsewhere, surest first. A name may stand for one column only.
NAMES: Mapping[str, tuple[str, ...]] = {
    C.KEY: (
        *("boekstuknummer", "boekstuknr", "boekstuknr.", "boekstuk", "transactie", "transactienummer", "stuknummer"),
        *("documentnummer", "documentnr", "documentnr.", "boekingsnummer", "docnr", "journaalpost", "nr"),
    ),
    C.KEY_PART: (
        "regelnummer",
        "regelnr",
        "regelnr.",
        "regel",
        "volgnummer",
        "volgnr",
        "volgnr.",
        "positie",
        "boekregel",
    ),
    C.BOOKED_ON: ("boekdatum", "boekingsdatum", "datum", "transactiedatum", "dag", "datum boeking"),
    C.YEAR: ("boekjaar", "jaar"),
    C.BOOK: ("dagboek", "dagboekcode", "journaal", "dbk"),
    C.AMOUNT: ("bedrag", "debet", "debetbedrag", "bedrag debet", "bedrag eur", "bedrag (eur)", "saldo", "debit"),
    C.CREDIT: ("credit", "creditbedrag", "bedrag credit"),
    C.SIDE: ("dc", "d/c", "debet/credit", "d-c", "d/c-code", "dc-indicator"),
    C.BTW: ("btw-bedrag", "btw bedrag", "btwbedrag", "btw"),
    C.LINE: ("kostenplaats", "kostenplaatscode", "kpl", "kostenplaats code", "kostendrager", "taakveld", "product"),
    C.COMMITMENT: ("verplichting", "verplichtingnummer", "verplichtingnr", "inkooporder", "bestelling"),
    C.COUNTERPART: (
        "crediteur",
        "relatie",
        "relatienaam",
        "naam",
        "leverancier",
        "naam crediteur",
        "debiteur/crediteur",
    ),
    C.DESCRIPTION: ("omschrijving", "tekst", "boekingstekst", "omschrijving boeking", "toelichting"),
    C.ACCOUNT: ("grootboekrekening", "grootboek", "rekening", "rekeningnummer", "grootboekrekeningnr.", "grb"),
    C.PERIOD: ("periode", "boekperiode", "maand"),
    C.CURRENCY: ("valuta", "valutacode", "munt"),
}


@dataclass(frozen=True)
class Proposal:
    """What a mapping begins with: the package that a file seems to be of, or none, its columns, and its rules."""

    style: str
    columns: Mapping[str, str]
    rules: Values = field(default_factory=dict)


def proposal(titles: Iterable[str]) -> Proposal:
    """Propose what the headings of a file mean: as a known package has them, and else by their names.

    Of two columns of one name the last is proposed where the first is that of another column: the name of an account
    stands before the description of the booking.
    """
    told = list(titles)
    known = [style for style in STYLES if style.fits(told)]
    best = max(known, key=lambda style: len(style.columns), default=None)
    columns = dict(best.columns) if best else {}
    for column, names in NAMES.items():
        found = next((name for name in names if name in told and name not in columns.values()), "")
        if column not in columns and found:
            columns[column] = found
    second = f"{columns.get(C.DESCRIPTION, '')} (2)"
    if second in told:
        columns[C.DESCRIPTION] = second
    return Proposal(best.name if best else "", columns, best.rules if best else {})

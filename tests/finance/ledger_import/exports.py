"""Exports as municipal packages write them, with their oddities, and what each of them adds up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl import Workbook

from tests.pillars.exchange.files import saved

HERE = {"6710": "A-rijk", "6720": "B-rijk"}


@dataclass(frozen=True)
class Export:
    """One file, what is said about it besides what the portal proposes, and the totals by line in cents."""

    name: str
    content: bytes
    totals: Mapping[str, int]
    columns: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=lambda: HERE)
    left_out: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def text(*lines: str, encoding: str = "utf-8") -> bytes:
    """A text of these lines."""
    return "\r\n".join(lines).encode(encoding)


def workbook(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
    """A workbook of these sheets."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return saved(book)


SIMPLE = "boekstuk;datum;kostenplaats;bedrag;omschrijving"


def quoted(delimiter: str, day: str, amount: str) -> bytes:
    """One row of which every cell stands between quotation marks."""
    rows = (SIMPLE.split(";"), ("A", day, "6710", amount, "x"))
    return text(*(delimiter.join(f'"{cell}"' for cell in row) for row in rows))


AFAS = "Boekjaar;Periode;Dagboek;Boekstuk;Volgnummer;Boekdatum;Rekening;Omschrijving;Debet;Credit;Kostenplaats;{}"
AFAS_HEAD = AFAS.format("Project;Omschrijving;Naam")
BY_RULE = {"6710": "A-rijk", "6711": "A-rijk", "6720": "B-rijk", "6721": "B-rijk", "6790": "VAT-rijk"}

# In the styles of the packages that were tried, each with other figures.
EXPORTS = [
    Export(
        # Two columns of one name; per invoice a cost, its btw and the creditor; only the cost has a cost centre.
        "afas",
        text(
            AFAS_HEAD,
            "2026;1;20;AF-1;1;2026-01-20;430000;Advies;1.000,00;;6720;;Onderzoek wijk;Bureau Noord",
            "2026;1;20;AF-1;2;2026-01-20;152000;Te vorderen BTW;210,00;;;;Btw 21%;Bureau Noord",
            "2026;1;20;AF-1;3;2026-01-20;160000;Crediteuren;;1.210,00;;;Onderzoek wijk;Bureau Noord",
            "2026;2;20;AF-2;1;2026-02-20;430000;Advies;100,01;;6720;;Druk deel een;Drukker",
            "2026;2;20;AF-2;2;2026-02-20;430000;Advies;200,02;;6710;;Druk deel twee;Drukker",
            "2026;2;20;AF-2;3;2026-02-20;152000;Te vorderen BTW;63,01;;;;Btw;Drukker",
            "2026;2;20;AF-2;4;2026-02-20;160000;Crediteuren;;363,04;;;Druk;Drukker",
            "2026;3;20;AF-3;1;2026-03-20;430000;Advies;;50,00;6720;;Creditnota;Drukker",
            "2026;3;20;AF-3;2;2026-03-20;152000;Te vorderen BTW;;10,50;;;Btw;Drukker",
        ),
        # 1210,00 + (100,01 + 21,00) - 60,50 and 200,02 + 42,01: the odd cent of the btw goes to the largest row
        {"B-rijk": 121000 + 12101 - 6050, "A-rijk": 24203},
        lines=BY_RULE,
        left_out={
            "btw, opgeteld bij de factuur": (3, 21000 + 6301 - 1050),
            "filter op grootboekrekening": (2, -121000 - 36304),
        },
    ),
    Export(
        "afas-quoted",
        text(
            ";".join(
                f'"{title}"' for title in AFAS_HEAD.replace("Rekening;Omschrijving", "Rekening;Naam rek").split(";")
            ),
            '"2026";"1";"20";"AF-9";"1";"2026-01-20";"430000";"Advies";"10,00";"";"6720";"";"A; met ""punt""";"B"',
        ),
        {"B-rijk": 1000},
        lines=BY_RULE,
    ),
    Export(
        # All quoted, commas, years of two digits, the day book and account with their names, credits apart.
        "exact",
        text(
            '"Datum","Periode","Dagboek","Boekstuknummer","Regel","Grootboekrekening","Omschrijving","Kostenplaats",'
            '"Kostendrager","Relatie","Debet","Credit","Valuta"',
            '"16-01-26","1","70 - Ink","2671","1","4300 - Werk","Nota een","6711","","Crediteur 1","742,40","","EUR"',
            '"17-02-26","2","70 - Ink","2672","1","4300 - Werk","Nota twee","6720","","Zon B.V.","2.500,03","","EUR"',
            '"19-04-26","4","70 - Inkoop","2673","1","4300 - Werk","Credit","6790","","Crediteur 4","","88,14","EUR"',
        ),
        {"A-rijk": 74240, "B-rijk": 250003, "VAT-rijk": -8814},
        lines=BY_RULE,
    ),
    Export(
        # A title of three rows, the opening balance without a number, empty rows, totals, a minus behind the amount.
        "key2",
        text(
            "Gemeente Zuidstad;;;;;;;;;;;;;;;",
            "Grootboekmutaties kostenplaatsen 6710 t/m 6720 - boekjaar 2026;;;;;;;;;;;;;;;",
            "Afgedrukt 12-11-2026 door JANSÉN;;;;;;;;;;;;;;;",
            "",
            "Boekjaar;Periode;Dagboek;Boekstuknr;Volgnr;Boekdatum;Grootboek;Omschrijving;Kostenplaats;Kostensoort;Project;"
            "Relatie;Omschrijving;Bedrag;Btw-code;Btw-bedrag",
            "2026;0;BEGIN;;;01-01-2026;6710;Beginbalans;6710;;;;Saldo 1-1-2026;9.999,00;;",
            "2026;1;INK;26001;1;16-01-2026;4710;Uitbesteed werk;6710;4300;;Café Zuid;Factuur één;1.210,00;H;210,00",
            ";;;;;;;;;;;;;;;",
            "2026;7;INK;26002;1;19-07-2026;4710;Uitbesteed werk;6710;4300;;Café Zuid B.V.;Credit;121,00-;H;21,00-",
            ";;;;;;;;Totaal kostenplaats 6710;;;;;1.089,00;;",
            "Boekjaar;Periode;Dagboek;Boekstuknr;Volgnr;Boekdatum;Grootboek;Omschrijving;Kostenplaats;Kostensoort;Project;"
            "Relatie;Omschrijving;Bedrag;Btw-code;Btw-bedrag",
            "2026;7;INK;26003;1;20-07-2026;4720;Uitbesteed werk;6720;4300;;Café Zuid B.V.;Factuur twee;605,00;H;105,00",
            ";;;;;;;;Eindtotaal;;;;;1.694,00;;",
            encoding="cp1252",
        ),
        {"A-rijk": 108900, "B-rijk": 60500},
        left_out={"beginbalans": (1, 999900), "totaal": (2, 108900 + 169400), "kopregel": (1, 0)},
    ),
    Export(
        "unit4-dc",
        text(
            "transactie;regel;datum;periode;kostenplaats;project;dc;bedrag;omschrijving;relatie",
            "U1;1;01/06/2026;202606;6720;;D;300,00;Nota;Rel 1",
            "U2;1;02/06/2026;202606;6720;;C;100,50;Credit;Rel 2",
            "U3;1;03/06/2026;202606;6710;;D;0,50;Nota;Rel 3",
        ),
        {"B-rijk": 19950, "A-rijk": 50},
    ),
    Export(
        "unit4-parentheses",
        text(
            "transactie;regel;datum;periode;kostenplaats;project;bedrag;omschrijving;relatie",
            "P1;1;01/06/2026;202606;6720;;8.000,70;Nota;Rel 1",
            "P2;1;04/06/2026;202606;6720;;(1.000,61);Credit;Rel 4",
            "P3;1;05/06/2026;202606;6720;;-;Nul;Rel 5",
            "P4;1;06/06/2026;202606;6720;;€ 6,51;Nota;Rel 6",
        ),
        {"B-rijk": 800070 - 100061 + 651},
    ),
    Export(
        # An explanation sheet that has more words in a row; dates with a time; a formula as total; numbers as text.
        "unit4-workbook",
        workbook(
            ("Toelichting", [("Export", "11-2026"), tuple("abcdefghi")]),
            (
                "Mutaties",
                [
                    ("Gemeente Zuidstad - grootboekmutaties",),
                    (),
                    ("Boekstuk", "Regel", "Boekdatum", "Kostenplaats", "Debet", "Credit", "Omschrijving", "Crediteur"),
                    ("X1", 1, date(2026, 1, 15), 6710, 1000.3, None, "regel 1", "C 1"),
                    ("X2", 1, date(2026, 2, 15), "6720", 1000.5, None, "regel 2", "C 2"),
                    ("X3", 1, date(2026, 3, 15), 6710, None, 50.55, "regel 3", "C 3"),
                    (None, None, None, "Totaal", "=SUM(E4:E6)", None, None, None),
                ],
            ),
        ),
        {"A-rijk": 100030 - 5055, "B-rijk": 100050},
        left_out={"totaal": (1, 0)},
    ),
    Export(
        "days-as-numbers",
        text(
            "boekstuk;datum;kostenplaats;bedrag;omschrijving", "S1;46054;6710;100,00;een", "S2;46055;6710;200,00;twee"
        ),
        {"A-rijk": 30000},
    ),
    Export(
        "days-as-numbers-in-a-workbook",
        workbook(
            (
                "Blad",
                [
                    ("Boekstuk", "Boekdatum", "Kostenplaats", "Bedrag", "Omschrijving"),
                    ("Y1", 46053, 6710, 100, "als getal"),
                    ("Y2", "31-01-2026", 6710, "1.234,56-", "als tekst"),
                    (20260001, date(2026, 1, 31), 6710, 1, "nummer als getal"),
                ],
            )
        ),
        {"A-rijk": 10000 - 123456 + 100},
    ),
    Export("quoted-tab", quoted("\t", "05-01-2026", "7,00"), {"A-rijk": 700}),
    Export("quoted-comma", quoted(",", "2026-01-05", "7.00"), {"A-rijk": 700}),
    Export("quoted-semicolon", quoted(";", "05-01-2026", "7,00"), {"A-rijk": 700}),
    Export("quoted-one-cell", text(SIMPLE, 'A;05-01-2026;6710;7,00;"Nota; fase ""1"""'), {"A-rijk": 700}),
    # --- Styles of our own making ---------------------------------------------------------------------------------
    Export(
        # A vertical bar between the cells, and a minus that typographers use.
        "bars",
        text(
            "Boekstuknummer|Boekdatum|Kostenplaats|Bedrag|Omschrijving",
            "A-1|05-01-2026|6710|1.000,00|Nota; met puntkomma, en komma",
            "A-2|06-01-2026|6710|\u2212250,00|Credit",
        ),
        {"A-rijk": 75000},
    ),
    Export(
        # UTF-16 with tabs, as SAP saves a list for a spreadsheet; amounts the English way with the minus behind.
        "sap",
        text(
            "\ufeffDocumentnummer\tBoekingsdatum\tBedrag in eigen valuta\tKostenplaats\tTekst\tValuta",
            "1900000001\t20260131\t12,345.67\t6710\tDienst\tEUR",
            "1900000002\t20260228\t345.67-\t6710\tStorno\tEUR",
            encoding="utf-16-le",
        ),
        {"A-rijk": 1200000},
    ),
    Export(
        # S and H as in German bookkeeping: Soll is debit, Haben is credit.
        "soll-haben",
        text(
            "Boekstuk;Boekdatum;Kostenplaats;D/C;Bedrag;Omschrijving",
            "1;31-01-2026;6710;S;10,00;a",
            "2;31-01-2026;6710;H;4,00;b",
        ),
        {"A-rijk": 600},
    ),
    Export(
        # The heading on row 24, under a long selection report.
        "heading-far-down",
        text(
            *(f"Selectie {number};waarde;;;" for number in range(1, 24)),
            "Boekstuk;Boekdatum;Kostenplaats;Bedrag;Omschrijving",
            "1;31-01-2026;6710;10,00;a",
        ),
        {"A-rijk": 1000},
        rules={"heading_row": 24},
    ),
    Export(
        # No booking dates and no numbers: the period and the content stand for them; two equal rows are two bookings.
        "periods-without-numbers",
        text(
            "Jaar;Periode;Kostenplaats;Bedrag;Omschrijving",
            "2026;1;6710;10,00;Huur",
            "2026;2;6710;10,00;Huur",
            "2026;2;6710;10,00;Huur",
        ),
        {"A-rijk": 3000},
        rules={"has_no_numbers": True},
    ),
    Export(
        # The export of one cost centre has no column for it, and no descriptions.
        "one-cost-centre",
        text("Boekstuk;Boekdatum;Bedrag", "1;31-01-2026;10,00", "2;31-01-2026;12,50"),
        {"B-rijk": 2250},
        rules={"defaults": {"line": "B-rijk", "description": "Kostenplaats 6720"}},
    ),
    Export(
        # The whole ledger: only costs, no memorial, no period 0 or 13, and nothing without a cost centre.
        "whole-ledger",
        text(
            "Dagboek;Boekstuk;Regel;Boekdatum;Periode;Rekening;Kostenplaats;Bedrag;Omschrijving",
            "INK;1;1;31-01-2026;1;4300;6710;10,00;Kosten",
            "INK;1;2;31-01-2026;1;1600;;-10,00;Crediteur",
            "MEMO;2;1;31-01-2026;1;4300;6710;99,00;Herverdeling",
            "INK;3;1;01-01-2026;0;4300;6710;55,00;Overloop",
            "INK;4;1;31-01-2026;1;4300;;77,00;Zonder kostenplaats",
            "INK;5;1;31-01-2026;1;8000;6710;-3,00;Opbrengst",
        ),
        {"A-rijk": 1000},
        rules={"only": {"account": "4000-4999"}, "never": {"book": "MEMO", "period": "0, 13", "line": "leeg"}},
        left_out={
            "filter op grootboekrekening": (2, -1300),
            "filter op dagboek": (1, 9900),
            "filter op periode": (1, 5500),
            "filter op begrotingsregel": (1, 7700),
        },
    ),
    Export(
        # Dollars at the rate that the treasurer gave: 100 * 0,92 and 0,03 * 0,92 = 0,0276, so 3 cents.
        "dollars",
        text(
            "Boekstuk;Boekdatum;Kostenplaats;Valuta;Bedrag;Omschrijving",
            "1;31-01-2026;6710;USD;100,00;Licentie",
            "2;31-01-2026;6710;EUR;1,00;Nota",
            "3;31-01-2026;6710;USD;0,03;Kosten",
        ),
        {"A-rijk": 9200 + 100 + 3},
        rules={"rates": {"USD": "0.92"}},
    ),
    Export(
        # CR and DB behind the amount, an accounting dash for nothing, thousands with a space.
        "cr-behind",
        text(
            "Boekstuk;Boekdatum;Kostenplaats;Debet;Credit;Omschrijving",
            "1;31-01-2026;6710;1 000,00;-;a",
            "2;31-01-2026;6710;-;0,25;b",
            "3;31-01-2026;6710;100,00 CR;;c",
            "4;31-01-2026;6710;5,00 DB;;d",
        ),
        {"A-rijk": 100000 - 25 - 10000 + 500},
    ),
    Export(
        # Four decimals, as a database writes money, and a point before the cents alone; the time behind the day.
        "database",
        text(
            "nr,datum,kpl,bedrag,tekst",
            "1,2026-01-31 00:00:00,6710,1000.5000,a",
            "2,2026-01-31 00:00:00,6710,.50,b",
        ),
        {"A-rijk": 100100},
    ),
    Export(
        # A long text is cut; the same row read again is the same booking.
        "long-text",
        text("Boekstuk;Boekdatum;Kostenplaats;Bedrag;Omschrijving", f"1;31-01-2026;6710;10,00;{'lange tekst ' * 60}"),
        {"A-rijk": 1000},
    ),
]

HEAD = "Boekstuk;Boekdatum;Boekjaar;Kostenplaats;Bedrag;BTW;Omschrijving;Valuta"
# What is wrong in one row, and the reason that is given; the row before it is right, so that it stands in row 3.
WRONG = [
    ("3001;01-06-2026;2026;6710;1.000,005;0,00;drie decimalen;", "bedrag", "'1.000,005' is geen bedrag"),
    ("3004;01-06-2026;2026;6710;;0,00;leeg bedrag;", "bedrag", "Het bedrag ontbreekt."),
    ("3005;01-06-2026;2026;6710;1e5;0,00;macht;", "bedrag", "'1e5' is geen bedrag"),
    ("3006;01-06-2026;2026;6710;100,00;200,00;btw te groot;", "btw", "De btw is meer dan het bedrag"),
    ("3007;01-06-2026;2026;6710;100,00;-10,00;ander teken;", "btw", "heeft een ander teken"),
    ("1;01-06-2026;2026;6710;100,00;0;dubbel;", "boekstuk", "Dit boekstuk staat ook in rij 2"),
    ("3008;01-06-2026;2026;6710;99.999.999.999.999,99;0;te veel;", "bedrag", "geen bedrag in hele centen"),
    ("3010;2026-13-01;2026;6710;100,00;0;dertiende maand;", "boekdatum", "'2026-13-01' is geen datum"),
    ("3011;01-06-2026;2026;6710;USD 100,00;0;valuta;", "bedrag", "geen bedrag in euro maar in USD"),
    ("3012;01-06-2026;2026;6710;100,00;0;valuta;USD", "valuta", "Dit bedrag is in USD"),
    ("3013;01-06-2026;2026;;100,00;0;geen kostenplaats;", "kostenplaats", "Zonder deze waarde is niet bekend"),
    ("3014;01-06-2026;2026;6799;100,00;0;onbekend;", "kostenplaats", "'6799' is nog aan geen begrotingsregel"),
    (";01-06-2026;2026;6710;100,00;0;geen nummer;", "boekstuk", "Het boekstuk ontbreekt."),
    ("3015;01-06-2099;2026;6710;100,00;0;toekomst;", "boekdatum", "nog niet geweest"),
    ("3016;01-06-2026;2099;6710;100,00;0;toekomst;", "boekjaar", "nog niet begonnen"),
    ("3017;31-06-26;2026;6710;100,00;0;geen dag;", "boekdatum", "'31-06-26' is geen datum"),
    ("3018;01-06-2026;2026;6710;(5,00)-;0;twee tekens;", "bedrag", "'(5,00)-' is geen bedrag"),
]

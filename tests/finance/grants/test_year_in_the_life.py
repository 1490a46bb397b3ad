"""A year in the life of the treasurer, as a worked example: every figure can be followed with a calculator.

The story is told in the steps of `Year`; what the portal shows of it on each day stands in the tests. Euro incl. btw.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from finance.bookings.corrections import correct, divide
from finance.bookings.entry import let_count, offer
from finance.budget.models import BudgetLine, Source
from finance.closing.models import BookClosing
from finance.closing.periods import ClosedPeriodError, booked_in, close, propose
from finance.grants.models import Grant
from finance.ledger.models import Booking, BookingKind, Commitment, Expenditure, Receipt
from finance.position.money_position import position
from finance.position.project_money import ProjectMoney, projects_position
from finance.sisa.account import sisa
from finance.sisa.handed_in import changed_since, compared, hand_in, transitory, unspent_advance
from finance.sisa.models import SisaReturn
from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.pages import words
from tests.plugins.deal import Enter, at

pytestmark = pytest.mark.django_db

LATER = date(2026, 9, 30)


def euros(**amounts: str) -> dict[str, Decimal]:
    """Amounts by the code of a budget line, in which `_` stands for `-`."""
    return {code.replace("_", "-"): Decimal(amount) for code, amount in amounts.items()}


class Year:
    """The books of 2025, step by step. The bureau enters, the controller approves on the same day."""

    def __init__(self, deal: Deal, bureau: User, controller: User, verbs: Mapping[str, Any]) -> None:
        self.deal, self.bureau, self.controller, self.verbs = deal, bureau, controller, verbs

    def line(self, code: str) -> BudgetLine:
        return self.deal.budgetline_set.get(code=code)

    def enter(self, model: type[Booking], on: str, amount: str, **values: Any) -> Any:
        """A booking that was entered, submitted and approved that day."""
        if "line" in values:
            values["line"] = self.line(values["line"])
        common: dict[str, Any] = {"booked_on": date.fromisoformat(on), "amount": Decimal(amount)}
        row = model.begin(by=self.bureau, at=at(on), deal=self.deal, **common | values)
        offer(row, by=self.bureau, at=at(on))
        let_count(self.deal, [row], by=self.controller, at=at(on))
        row.refresh_from_db()
        return row

    def instalment(self, code: str, on: str, amount: str, parts: dict[str, Decimal]) -> Receipt:
        """An instalment of the Rijk, that the treasurer divides over the lines on the same day."""
        source = Source.objects.get(deal=self.deal, code="national")
        row: Receipt = self.enter(Receipt, on, amount, code=code, contributor=source, reference="Beschikking BZK")
        lines = {self.line(place): part for place, part in parts.items()}
        days = {"booked_on": row.booked_on, "year": row.year}
        made = divide(row, lines, reason="Naar de tabel", by=self.bureau, at=at(on), **days)
        let_count(self.deal, made, by=self.controller, at=at(on))
        return row

    def changed(self, row: Booking, on: str, *, kind: str, reason: str, year: int, **right: str) -> list[Any]:
        """What the booking should have been, entered and approved that day."""
        values: dict[str, Any] = {name: Decimal(amount) for name, amount in right.items()}
        values |= {"booked_on": date.fromisoformat(on), "year": year}
        made = correct(row, values, kind=kind, reason=reason, by=self.bureau, at=at(on))
        let_count(self.deal, made, by=self.controller, at=at(on))
        return made

    def of_2025(self) -> None:
        """What happened in 2025."""
        # The Rijk pays 3.000.000,00 in January and 1.500.000,00 in November: 4.500.000,00.
        self.instalment("R-1", "2025-01-15", "3000000", euros(A_rijk="1000000", B_rijk="1910000", VAT_rijk="90000"))
        self.instalment("R-2", "2025-11-14", "1500000", euros(A_rijk="500000", B_rijk="955000", VAT_rijk="45000"))
        # The Gemeente puts in 400.000,00 of its own, and 30.000,00 of that is spent.
        self.verbs["pledge"]("400000.00", state="realised", on="2025-02-01")
        spent: dict[str, Any] = {"counterpart": "Aannemer", "description": "Nota"}
        self.enter(Expenditure, "2025-05-20", "30000", code="G-1", line="A-regio", btw_amount=Decimal(0), **spent)
        # A project gets 600.000,00 and is paid 240.000,00 + 210.000,00 = 450.000,00 in advance.
        self.project = self.verbs["begin"]("P-01", on="2025-01-20")
        self.grant: Grant = self.verbs["give"](self.project, {"A-rijk": "600000.00"}, on="2025-02-10")
        told = {"counterpart": "Stichting Zon", "project": self.project}
        self.promise = self.enter(
            Commitment, "2025-02-10", "600000", code="V-1", line="A-rijk", description="Beschikking", **told
        )
        for code, day, amount in (("B-1", "2025-03-01", "240000"), ("B-2", "2025-09-01", "210000")):
            paid = {"commitment": self.promise, "btw_amount": Decimal(0), "description": "Voorschot"}
            row = self.enter(Expenditure, day, amount, code=code, line="A-rijk", **paid, **told)
            self.verbs["pay"](self.grant, amount, on=day, expenditure=row)
        # A contractor gets an order of 242.000,00 and sends 100.000,00 + 21% = 121.000,00 and 50.000,00 + 21% =
        # 60.500,00.
        told = {"counterpart": "Aannemer", "description": "Opdracht"}
        order = self.enter(Commitment, "2025-03-10", "242000", code="V-2", line="B-rijk", **told)
        under = spent | {"commitment": order, "line": "B-rijk"}
        self.april = self.enter(Expenditure, "2025-04-01", "121000", code="B-3", btw_amount=Decimal(21000), **under)
        self.december = self.enter(Expenditure, "2025-12-01", "60500", code="B-4", btw_amount=Decimal(10500), **under)
        # Execution costs of 30.000,00 + 21% = 36.300,00; and 2.420,00 that was paid in December for 2026.
        own = {"counterpart": "Accountant", "description": "Controle"}
        self.enter(Expenditure, "2025-05-01", "36300", code="B-5", line="VAT-rijk", btw_amount=Decimal(6300), **own)
        ahead = spent | {"line": "B-rijk", "year": 2026, "btw_amount": Decimal(420)}
        self.enter(Expenditure, "2025-12-20", "2420", code="B-6", **ahead)

    def over_the_turn(self) -> None:
        """What came in 2026 and is of 2025: a credit note, and an invoice that was still to be paid."""
        # Of the 60.500,00 of December 10.000,00 + 21% = 12.100,00 was too much: 48.400,00 is left, with 8.400,00 btw.
        why: Any = {"kind": BookingKind.CREDIT_NOTE, "reason": "Te veel uren", "year": 2025}
        (self.credit,) = self.changed(self.december, "2026-01-10", amount="48400", btw_amount="8400", **why)
        own: dict[str, Any] = {"counterpart": "Accountant", "description": "Controle over december", "year": 2025}
        self.enter(Expenditure, "2026-01-15", "4840", code="B-7", line="VAT-rijk", btw_amount=Decimal(840), **own)

    def settled(self) -> None:
        """The project cost 430.000,00: of the 450.000,00 in advance 20.000,00 is paid back, and the promise is less."""
        self.verbs["settle"](self.project, {"A-rijk": "430000.00"}, on="2026-02-28", claimed_back=Decimal("20000.00"))
        last = Expenditure.objects.get(deal=self.deal, code="B-2")
        back: Any = {"kind": BookingKind.CORRECTION, "reason": "Terugbetaald na de vaststelling", "year": 2026}
        self.changed(last, "2026-03-02", amount="190000", **back)
        self.changed(self.promise, "2026-03-02", amount="430000", **back)

    def closed(self) -> BookClosing:
        """2025 is closed by two people on 31 March 2026."""
        days = (date(2025, 1, 1), date(2025, 12, 31))
        closing = propose(self.deal, *days, by=self.bureau, at=at("2026-03-31", 9))
        close(closing, by=self.controller, at=at("2026-03-31", 15), version=closing.version)
        return closing

    def handed_in(self) -> SisaReturn:
        """SiSa over 2025 goes to the Rijk on 10 July 2026."""
        overview = sisa(self.deal, 2025, on=date(2026, 7, 10))
        return hand_in(overview, by=self.controller, at=at("2026-07-10"))

    def late(self) -> None:
        """In September the invoice of April turns out to be 2.000,00 + 21% = 2.420,00 too high: 118.580,00 is right."""
        why: Any = {"kind": BookingKind.CORRECTION, "reason": "Prijsafspraak niet toegepast", "year": 2026}
        self.changed(self.april, "2026-09-01", amount="118580", btw_amount="20580", **why)


@pytest.fixture
def year(deal: Deal, bureau: User, controller: User, request: pytest.FixtureRequest) -> Year:
    """The books, as far as 2025 itself."""
    verbs = {name: request.getfixturevalue(name) for name in ("pledge", "begin", "give", "pay", "settle")}
    found = Year(deal, bureau, controller, verbs)
    found.of_2025()
    return found


def answers(deal: Deal, year: int, on: date) -> dict[str, str]:
    """What SiSa says over a year, by its code."""
    return {row.indicator.indicator_code: str(row.amount) for row in sisa(deal, year, on=on).rows}


def test_the_year_itself(deal: Deal, year: Year) -> None:
    """At the end of 2025, before anything of 2026.

    Received of the Rijk 3.000.000,00 + 1.500.000,00 = 4.500.000,00, of which 1.500.000,00 on A, 2.865.000,00 on B and
    135.000,00 for execution costs. Spent: A 240.000,00 + 210.000,00 = 450.000,00; B 121.000,00 + 60.500,00 + 2.420,00 =
    183.920,00; execution costs 36.300,00. Together 670.220,00.

    Room on A: 5.600.000,00 less the 600.000,00 that was promised; what was paid under it counts once. On B:
    11.900.000,00 less 242.000,00 less the 2.420,00 without an order. For execution costs the cap is lower than the
    500.000,00 of the table: 3% of 4.500.000,00 is 135.000,00, less 36.300,00.
    """
    money = position(deal, on=date(2025, 12, 31))
    assert money.received_from("national") == Decimal("4500000.00")
    assert money.national.spent == Decimal("670220.00")
    told = {
        row.code: (row.amounts.received, row.amounts.committed, row.amounts.spent, row.amounts.room)
        for row in money.lines
        if row.source.is_national and row.line
    }
    assert told == {
        "A-rijk": (Decimal(1_500_000), Decimal(600_000), Decimal(450_000), Decimal(5_000_000)),
        "B-rijk": (Decimal(2_865_000), Decimal(242_000), Decimal(183_920), Decimal(11_655_580)),
        "VAT-rijk": (Decimal(135_000), Decimal(0), Decimal(36_300), Decimal(98_700)),
    }
    assert (money.caps[0].amount, money.caps[0].room) == (Decimal(135_000), Decimal(98_700))
    btw = Expenditure.objects.filter(line__source__code="national").values_list("btw_amount", flat=True)
    assert sum(btw) == Decimal(21_000 + 10_500 + 6_300 + 420)


def test_what_runs_over_the_turn_of_the_year(deal: Deal, year: Year) -> None:
    """Over 2025, with the credit note of -12.100,00 and the invoice of 4.840,00 that came in January.

    Spent in bookkeeping year 2025: A 450.000,00; B 121.000,00 + 60.500,00 - 12.100,00 = 169.400,00, without the
    2.420,00 for 2026; execution costs 36.300,00 + 4.840,00 = 41.140,00. Together 660.540,00. Of the region 30.000,00.
    Kept of what the Rijk paid: 4.500.000,00 - 660.540,00 = 3.839.460,00.
    """
    year.over_the_turn()
    on = date(2026, 1, 31)
    assert answers(deal, 2025, on) == {
        "01": "660540.00",
        "02": "660540.00",
        "03": "41140.00",
        "04": "41140.00",
        "05": "4500000.00",
        "06": "30000.00",
        "07": "30000.00",
    }
    assert answers(deal, 2025, date(2025, 12, 31))["01"] == "667800.00"  # 670.220,00 - 2.420,00
    whole = unspent_advance(deal, 2025, on=on)[-1]
    assert (whole.received, whole.spent, whole.unspent) == (
        Decimal("4500000.00"),
        Decimal("660540.00"),
        Decimal("3839460.00"),
    )
    assert [(what, row.code, row.amount) for what, row in transitory(deal, 2025, on=on)] == [
        ("nog te betalen", year.credit.code, Decimal("-12100.00")),
        ("nog te betalen", "B-7", Decimal("4840.00")),
        ("vooruitbetaald", "B-6", Decimal("2420.00")),
    ]


def test_the_project_from_grant_to_settlement(deal: Deal, year: Year) -> None:
    """Granted 600.000,00, paid 450.000,00 in advance, settled on 430.000,00: 20.000,00 comes back.

    Of the 600.000,00 that was promised, 170.000,00 is free again. Spent on the project: 240.000,00 + 190.000,00 =
    430.000,00. Room on A: 5.600.000,00 - 430.000,00 = 5.170.000,00.
    """

    def project(on: date) -> ProjectMoney:
        return projects_position(deal, on=on).projects[0]

    before = project(date(2025, 12, 31))
    assert (before.granted, before.advances, before.settled) == (Decimal(600_000), Decimal(450_000), None)
    assert before.amounts.outstanding == Decimal(150_000)
    year.settled()
    after = project(LATER)
    assert (after.settled, after.claimed_back, after.to_ask_back) == (Decimal(430_000), Decimal(20_000), Decimal(0))
    assert (after.amounts.committed, after.amounts.spent, after.amounts.outstanding) == (
        Decimal(430_000),
        Decimal(430_000),
        Decimal(0),
    )
    assert position(deal, on=LATER).of_line("A-rijk").amounts.room == Decimal(5_170_000)
    assert project(date(2025, 12, 31)) == before  # the settlement changes nothing of what was known then


def test_closing_sisa_and_a_correction_that_comes_late(
    deal: Deal, year: Year, enter: Enter, controller: User, bureau: User
) -> None:
    """2025 is closed, handed in, and stays; the 2.420,00 of September is booked in 2026 and names the invoice of April.

    Closed in 2025, by line: A received 1.500.000,00, promised 600.000,00 and spent 450.000,00; B received 2.865.000,00,
    promised 242.000,00 and spent 169.400,00 + 2.420,00 = 171.820,00 (a closed year holds what is of its bookkeeping
    year and what was booked in its days); execution costs 135.000,00 and 41.140,00; the region 30.000,00. The
    instalments were divided: 0,00 is left on no line.

    SiSa over 2025 keeps 660.540,00. In 2026 there is 2.420,00 that was paid ahead, less 20.000,00 that was paid back,
    less 2.420,00 of the correction: -20.000,00; up to and with 2026 that is 640.540,00.

    Spent on B in all: 121.000,00 - 2.420,00 + 60.500,00 - 12.100,00 + 2.420,00 = 169.400,00. With A 430.000,00 and
    execution costs 41.140,00 that is 640.540,00 too: SiSa and the position say the same.
    """
    year.over_the_turn()
    year.settled()
    closing = year.closed()
    figures = {
        "": {"ontvangen": "0.00"},
        "A-rijk": {"ontvangen": "1500000.00", "verplicht": "600000.00", "besteed": "450000.00"},
        "A-regio": {"besteed": "30000.00"},
        "B-rijk": {"ontvangen": "2865000.00", "verplicht": "242000.00", "besteed": "171820.00"},
        "VAT-rijk": {"ontvangen": "135000.00", "besteed": "41140.00"},
    }
    assert closing.figures == figures
    kept = year.handed_in()
    with pytest.raises(ClosedPeriodError, match=r"Boekjaar 2025 is afgesloten\. Boek dit in een open periode"):
        year.changed(year.april, "2026-09-01", kind="correction", reason="Prijs", year=2025, amount="118580")
    year.late()
    (late,) = year.april.corrections.all()
    assert (late.amount, late.btw_amount, late.year, late.corrects) == (
        Decimal("-2420.00"),
        Decimal("-420.00"),
        2026,
        year.april,
    )
    assert booked_in(closing) == figures
    assert answers(deal, 2025, LATER)["01"] == "660540.00"
    assert all(row.difference == 0 for row in compared(kept, sisa(deal, 2025, on=LATER)))
    assert changed_since(kept, on=LATER) == []
    assert (answers(deal, 2026, LATER)["01"], answers(deal, 2026, LATER)["02"]) == ("-20000.00", "640540.00")
    money = position(deal, on=LATER)
    assert money.of_line("B-rijk").amounts.spent == Decimal("169400.00")
    assert money.national.spent == unspent_advance(deal, 2026, on=LATER)[-1].spent == Decimal("640540.00")
    page = words(enter(controller).get(f"{MONEY}sisa/2025/"))
    assert "Ingediend op 10 juli 2026" in page
    assert "Goedgekeurd sinds het indienen" not in page
    assert "Wat er bij het afsluiten stond, staat er nog." in words(enter(bureau).get(f"{MONEY}afsluiten/"))

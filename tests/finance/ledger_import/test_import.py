"""The ledger read in: what a controller sees, cent by cent."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from finance.ledger.models import Commitment, Expenditure
from finance.ledger_import.matching import shown
from finance.ledger_import.models import LedgerImport, LedgerMapping
from finance.ledger_import.tasks import approve_ledger, enter_ledger
from finance.position.money_position import position
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Stage
from tests.finance.ledger_import.ledger import (
    FIRST,
    HEADINGS,
    ROOT,
    SECOND,
    approved,
    bookings,
    changed,
    checked,
    entered,
    faults,
    ledger,
    mapping_of,
    totals,
)
from tests.pages import words
from tests.pillars.exchange.files import xlsx_file
from tests.plugins.deal import Enter
from tests.plugins.money import Book

State = LedgerImport.State


def spent(deal: Deal, line: str) -> Decimal:
    """What counts as spent on a line today."""
    return position(deal, on=timezone.localdate()).of_line(line).amounts.spent


def test_every_row_becomes_a_booking_that_waits_and_then_counts(
    mapping: LedgerMapping, bureau: User, controller: User
) -> None:
    job = entered(mapping, bureau, ledger(FIRST, SECOND))
    assert (job.state, job.counts) == (State.ENTERED, {"new": 2})
    row = Expenditure.objects.get(ledger_key="2026::2026-17:1")
    assert (row.booked_on, row.year, row.amount, row.btw_amount) == (
        date(2026, 1, 14),
        2026,
        Decimal("1210.00"),
        Decimal("210.00"),
    )
    assert (row.line.code, str(row.measure).split()[0], row.counterpart) == ("A-rijk", "1.1.1", "Welzijn BV")
    assert (row.origin, row.state, row.entered_by) == ("import", "submitted", bureau)
    assert row.events.latest("pk").to_state == "submitted"
    assert "grootboek.csv, rij 2" in row.events.earliest("pk").reason
    assert spent(job.deal, "A-rijk") == 0
    job.ask_approval(by=controller, at=timezone.now())
    approve_ledger(job.pk)
    assert (spent(job.deal, "A-rijk"), spent(job.deal, "B-rijk")) == (Decimal("1210.00"), Decimal("605.50"))
    row.refresh_from_db()
    assert (row.decided_by, row.events.latest("pk").to_state) == (controller, "approved")


def test_the_same_file_twice_changes_nothing(mapping: LedgerMapping, bureau: User, controller: User) -> None:
    approved(mapping, bureau, controller, ledger(FIRST, SECOND))
    before = bookings()
    job = checked(mapping, bureau, ledger(FIRST, SECOND))
    assert (job.state, job.counts, bookings()) == (State.UNCHANGED, {}, before)
    workbook = xlsx_file([changed(FIRST, Bedrag=1210, BTW=210.0, Boekdatum=date(2026, 1, 14))], headings=HEADINGS)
    assert checked(mapping, bureau, workbook).state == State.UNCHANGED  # the same, as a spreadsheet keeps it


def test_another_amount_of_an_approved_row_is_a_correction_with_the_difference(
    mapping: LedgerMapping, bureau: User, controller: User
) -> None:
    approved(mapping, bureau, controller, ledger(FIRST, SECOND))
    job = approved(mapping, bureau, controller, ledger(changed(FIRST, Bedrag="1.000,00", BTW="173,55"), SECOND))
    assert job.counts == {"correction": 1}
    assert bookings()[2:] == [("2026-17/1~1", "correction", Decimal("-210.00"), "A-rijk")]
    first, row = Expenditure.objects.order_by("pk")[::2]
    assert (row.corrects, row.btw_amount, first.amount) == (first, Decimal("-36.45"), Decimal("1210.00"))
    assert row.correction_reason.startswith("In de administratie gewijzigd: bedrag incl. btw, btw. Uit het bestand")
    assert spent(job.deal, "A-rijk") == Decimal("1000.00")
    assert checked(mapping, bureau, ledger(changed(FIRST, Bedrag="1.000,00", BTW="173,55"))).state == State.UNCHANGED


def test_an_approved_row_on_another_line_is_taken_back_there_and_booked_here(
    mapping: LedgerMapping, bureau: User, controller: User
) -> None:
    approved(mapping, bureau, controller, ledger(FIRST))
    moved = changed(FIRST, Kostenplaats="6720", Boekjaar=2025)
    job = approved(mapping, bureau, controller, ledger(moved))
    assert bookings()[1:] == [
        ("2026-17/1~1", "correction", Decimal("-1210.00"), "A-rijk"),
        ("2026-17/1~2", "correction", Decimal("1210.00"), "B-rijk"),
    ]
    assert [row.year for row in Expenditure.objects.order_by("pk")] == [2026, 2026, 2025]
    assert (spent(job.deal, "A-rijk"), spent(job.deal, "B-rijk")) == (Decimal("0.00"), Decimal("1210.00"))
    assert checked(mapping, bureau, ledger(moved)).state == State.UNCHANGED
    back = approved(mapping, bureau, controller, ledger(FIRST))
    assert (back.counts, spent(job.deal, "A-rijk")) == ({"correction": 1}, Decimal("1210.00"))


def test_a_row_that_became_nothing_is_taken_back_and_one_of_nothing_is_not_booked(
    mapping: LedgerMapping, bureau: User, controller: User
) -> None:
    nothing = changed(SECOND, Bedrag="0,00", BTW="")
    approved(mapping, bureau, controller, ledger(FIRST, nothing))
    assert len(list(bookings())) == 1
    gone = changed(FIRST, Bedrag="0,00", BTW="0,00")
    approved(mapping, bureau, controller, ledger(gone))
    assert bookings()[1:] == [("2026-17/1~1", "correction", Decimal("-1210.00"), "A-rijk")]
    assert checked(mapping, bureau, ledger(gone, nothing)).state == State.UNCHANGED


def test_a_negative_row_is_a_credit_note(mapping: LedgerMapping, bureau: User, controller: User) -> None:
    approved(mapping, bureau, controller, ledger(FIRST, changed(SECOND, Bedrag="-605,50", BTW="-105,09")))
    assert bookings()[1] == ("2026-17/2", "credit_note", Decimal("-605.50"), "B-rijk")


def test_a_row_that_waits_for_a_reviewer_waits_alone(
    mapping: LedgerMapping, bureau: User, controller: User, enter: Enter, deal: Deal
) -> None:
    """1.210,00 is in review and the file says 1,00: that row is told and waits, and 605,50 is entered.

    Once it was approved, the same file brings the difference of -1.209,00 and nothing else.
    """
    first = entered(mapping, bureau, ledger(FIRST))
    file = ledger(changed(FIRST, Bedrag="1,00", BTW=""), SECOND)
    job = checked(mapping, bureau, file)
    assert (job.counts, job.fault_count, job.totals["in_review"]["count"]) == ({"new": 1}, 0, 1)
    assert job.totals["left_out"] == [["wacht op een beoordelaar", 1, 100]]
    page = words(enter(bureau).get(f"{ROOT}inlezen/{job.pk}/"))
    assert "Eén rij wacht op een beoordelaar" in page
    assert "2026-17/1: Nota januari wijziging Dit wacht op een beoordelaar en kan nu niet veranderen." in page
    assert job.accept(by=bureau, submit=True, at=timezone.now())
    enter_ledger(job.pk)
    assert sorted(Expenditure.objects.values_list("amount", flat=True)) == [Decimal("605.50"), Decimal("1210.00")]
    assert first.ask_approval(by=controller, at=timezone.now())
    approve_ledger(first.pk)
    again = approved(mapping, bureau, controller, file)
    assert (again.counts, spent(deal, "A-rijk")) == ({"correction": 1}, Decimal("1.00"))


def test_a_row_whose_correction_is_in_review_waits_too(
    mapping: LedgerMapping, bureau: User, controller: User, enter: Enter
) -> None:
    """Of three rows one has a correction that waits, and one that does left the deal: only the third is entered."""
    approved(mapping, bureau, controller, ledger(FIRST, SECOND))
    entered(mapping, bureau, ledger(changed(FIRST, Bedrag="1.000,00", BTW=""), changed(SECOND, Bedrag="600,00")))
    third = changed(SECOND, Regelnr=3)
    gone = changed(SECOND, Kostenplaats="9999")
    job = checked(mapping, bureau, ledger(changed(FIRST, Bedrag="900,00", BTW=""), gone, third))
    assert (job.counts, job.fault_count, job.totals["in_review"]["count"]) == ({"new": 1}, 0, 2)
    page = words(enter(bureau).get(f"{ROOT}inlezen/{job.pk}/"))
    assert "2 rijen wachten op een beoordelaar" in page
    assert page.count("Er loopt al een correctie van dit boekstuk.") == 2
    only = checked(mapping, bureau, ledger(changed(FIRST, Bedrag="900,00", BTW="")))
    assert (only.state, only.fault_count) == (State.UNCHANGED, 0)
    assert "niet op een beoordelaar wacht, staat al in het portaal" in words(
        enter(bureau).get(f"{ROOT}inlezen/{only.pk}/")
    )


def test_a_returned_row_is_revised(mapping: LedgerMapping, bureau: User, controller: User) -> None:
    entered(mapping, bureau, ledger(FIRST))
    row = Expenditure.objects.get()
    row.give_back(by=controller, at=timezone.now(), reason="Verkeerde regel")
    job = entered(mapping, bureau, ledger(changed(FIRST, Kostenplaats="6720")))
    row.refresh_from_db()
    assert (job.counts, row.line.code, row.state, len(list(bookings()))) == (
        {"revision": 1},
        "B-rijk",
        "submitted",
        1,
    )


def test_what_a_person_added_or_corrected_by_hand_stays(
    mapping: LedgerMapping, bureau: User, controller: User, deal: Deal
) -> None:
    approved(mapping, bureau, controller, ledger(SECOND))
    row = Expenditure.objects.get()
    Expenditure.objects.filter(pk=row.pk).update(measure=deal.measure_set.get(code="1.1.2"))  # the file says nothing
    row.refresh_from_db()
    draft = row.correct(
        by=bureau,
        at=timezone.now(),
        kind="credit_note",
        reason="Kwijting",
        code="hand-1",
        booked_on=date(2026, 2, 1),
        year=2026,
        amount=Decimal("-5.50"),
    )
    draft.submit(by=bureau, at=timezone.now())
    draft.approve(by=controller, at=timezone.now())
    assert spent(deal, "B-rijk") == Decimal("600.00")
    assert checked(mapping, bureau, ledger(SECOND)).state == State.UNCHANGED


def test_a_number_that_was_entered_by_hand_is_named(mapping: LedgerMapping, bureau: User, book: Book) -> None:
    book("expenditure", "A-rijk", "12.00", code="2026-17/1")
    job = checked(mapping, bureau, ledger(FIRST))
    assert faults(job) == [(2, "boekstuknummer", "Dit boekstuk is al met de hand ingevoerd.")]


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"Boekstuknummer": ""}, "boekstuknummer", "Het boekstuk ontbreekt."),
        ({"Boekstuknummer": "x" * 50}, "boekstuknummer", "Boekstuk, regel en dagboek zijn samen langer dan 50 tekens."),
        ({"Boekdatum": "31-02-2026"}, "boekdatum", "'31-02-2026' is geen datum. Schrijf bijvoorbeeld 31-12-2026."),
        ({"Boekjaar": "26"}, "boekjaar", "'26' is geen boekjaar. Schrijf bijvoorbeeld 2026."),
        ({"Bedrag": "1.2.3"}, "bedrag", "'1.2.3' is geen bedrag in euro en centen. Schrijf bijvoorbeeld 1.234,56."),
        ({"Bedrag": "100,00"}, "btw", "De btw is meer dan het bedrag, of heeft een ander teken."),
        ({"Kostenplaats": "6799"}, "kostenplaats", "'6799' is nog aan geen begrotingsregel gekoppeld."),
        ({"Project": "P9"}, "project", "'P9' is nog aan geen maatregel gekoppeld."),
        ({"Bedrag": ""}, "bedrag", "Het bedrag ontbreekt."),
    ],
)
def test_one_bad_cell_keeps_all_of_it_out_and_is_named(
    mapping: LedgerMapping, bureau: User, cells: dict[str, Any], column: str, reason: str
) -> None:
    job = checked(mapping, bureau, ledger(SECOND, changed(FIRST, **cells)))
    assert (job.state, faults(job)) == (State.REFUSED, [(3, column, reason)])
    assert not job.accept(by=bureau, submit=True, at=timezone.now())
    assert not Expenditure.objects.exists()


def test_a_value_without_a_meaning_is_kept_so_that_the_page_asks_for_it(mapping: LedgerMapping, bureau: User) -> None:
    checked(mapping, bureau, ledger(changed(FIRST, Kostenplaats="6799", Project="P9")))
    mapping.refresh_from_db()
    assert (mapping.seen["kostenplaats"], mapping.seen["project"]) == (["6799"], ["P9"])


def test_the_same_number_twice_in_a_file_is_named(mapping: LedgerMapping, bureau: User) -> None:
    job = checked(mapping, bureau, ledger(FIRST, changed(SECOND, Regelnr=1)))
    assert faults(job) == [
        (3, "boekstuknummer", "Dit boekstuk staat ook in rij 2. Koppel ook de regel van het boekstuk.")
    ]


def test_what_belongs_elsewhere_is_passed_over_whatever_it_says(mapping: LedgerMapping, bureau: User) -> None:
    job = entered(mapping, bureau, ledger(FIRST, changed(SECOND, Kostenplaats="9999", Bedrag="onleesbaar")))
    assert (job.counts, job.totals["passed_over"]) == ({"new": 1}, 1)


def test_a_file_of_another_program_is_refused_with_the_column_that_is_missing(
    mapping: LedgerMapping, bureau: User
) -> None:
    job = checked(mapping, bureau, b"Boekstuknummer;Boekdatum;Kostenplaats;Omschrijving\n1;1-1-2026;6710;x\n")
    assert job.reason == (
        "De kolom 'bedrag' ontbreekt. De koppeling 'Grootboek' past hier niet. Pas haar aan, maak een nieuwe, of kies "
        "een ander bestand."
    )
    nothing = checked(mapping, bureau, b"date;document;cost centre\n1-1-2026;1;6710\n").reason
    assert "Gezocht: boekstuknummer, " in nothing
    assert "Er staat: date, document, cost centre." in nothing


def test_debit_credit_and_amounts_without_btw(deal: Deal, bureau: User) -> None:
    headings = ("nr", "dag", "debet", "credit", "btw", "kpl", "tekst")
    columns = dict(zip(("key", "booked_on", "amount", "credit", "btw", "line", "description"), headings, strict=True))
    mapping = mapping_of(deal, columns=columns, adds_btw=True)
    rows = ("1;1-2-2026;100,00;;21,00;6710;x", "2;1-2-2026;;50,00;-10,50;6710;y")
    entered(mapping, bureau, "\n".join([";".join(headings), *rows]).encode())
    assert [(row.amount, row.btw_amount) for row in Expenditure.objects.order_by("code")] == [
        (Decimal("121.00"), Decimal("21.00")),
        (Decimal("-60.50"), Decimal("-10.50")),
    ]


def test_commitments_come_first_and_expenditure_names_them(deal: Deal, bureau: User, controller: User) -> None:
    promised = mapping_of(deal, name="Verplichtingen", kind="commitment")
    approved(promised, bureau, controller, ledger(changed(FIRST, BTW="")))
    commitment = Commitment.objects.get()
    assert (commitment.code, commitment.amount) == ("2026-17/1", Decimal("1210.00"))
    paid = mapping_of(
        deal,
        columns={"key": "nr", "booked_on": "dag", "amount": "bedrag", "line": "kpl", "description": "tekst"}
        | {"commitment": "verplichting"},
    )
    head = "nr;dag;bedrag;kpl;tekst;verplichting\n"
    job = checked(paid, bureau, f"{head}1;1-2-2026;10,00;6720;x;2026-17/1\n2;1-2-2026;10;6710;x;geen\n".encode())
    assert faults(job) == [
        (2, "verplichting", "Verplichting '2026-17/1' staat op een andere begrotingsregel."),
        (3, "verplichting", "Verplichting 'geen' staat niet in het portaal. Lees eerst de verplichtingen in."),
    ]
    approved(paid, bureau, controller, f"{head}1;1-2-2026;10,00;6710;x;2026-17/1\n".encode())
    amounts = position(deal, on=timezone.localdate()).of_line("A-rijk").amounts
    assert (amounts.bound, amounts.outstanding) == (Decimal("1210.00"), Decimal("1200.00"))


# --- Control totals ---------------------------------------------------------------------------------------------


def test_the_control_totals_before_and_after(mapping: LedgerMapping, bureau: User, controller: User) -> None:
    job = approved(mapping, bureau, controller, ledger(FIRST, SECOND))
    assert totals(job) == {"A-rijk": [0, 121000, 0, 121000], "B-rijk": [0, 60550, 0, 60550]}
    third = changed(FIRST, Regelnr=3, Bedrag="0,01", BTW="")
    job = checked(mapping, bureau, ledger(changed(FIRST, Bedrag="1.000,00", BTW=""), third))
    assert totals(job) == {"A-rijk": [121000, 100001, 0, 100001], "B-rijk": [60550, 0, 60550, 60550]}
    whole = shown(job.totals)[-1]
    assert (whole.before, whole.file, whole.missing, whole.after) == tuple(
        map(Decimal, ("1815.50", "1000.01", "605.50", "1605.51"))
    )
    assert whole.file + whole.missing == whole.after
    refused = checked(mapping, bureau, ledger(changed(third, Boekdatum="x")))
    assert [amounts[-1] for amounts in totals(refused).values()] == [None, None]


def test_a_job_enters_and_approves_nothing_in_a_deal_that_was_closed_since(
    mapping: LedgerMapping, bureau: User, controller: User
) -> None:
    """Review 16.8: a file that was accepted while the deal ran was entered, and approved, after it was closed."""
    deals = Deal.objects.filter(pk=mapping.deal_id)
    waiting = checked(mapping, bureau, ledger(SECOND))
    assert waiting.accept(by=bureau, submit=True, at=timezone.now())
    done = entered(mapping, bureau, ledger(FIRST))
    assert done.ask_approval(by=controller, at=timezone.now())
    count = Expenditure.objects.count()
    deals.update(stage=Stage.CLOSED)
    enter_ledger(waiting.pk)
    approve_ledger(done.pk)
    for job in (waiting, done):
        job.refresh_from_db()
    assert (waiting.state, waiting.reason) == (State.REFUSED, "De deal loopt niet meer. Er is niets ingevoerd.")
    assert (done.approved_at, done.approval_refusal) == (None, "De deal loopt niet meer. Er is niets ingevoerd.")
    assert Expenditure.objects.count() == count
    assert not Expenditure.objects.filter(state="approved").exists()


def test_a_file_that_was_checked_before_another_was_entered_enters_nothing(
    mapping: LedgerMapping, bureau: User, controller: User
) -> None:
    late = checked(mapping, bureau, ledger(SECOND))
    entered(mapping, controller, ledger(FIRST))
    late.accept(by=bureau, submit=True, at=timezone.now())
    enter_ledger(late.pk)
    late.refresh_from_db()
    assert late.state == State.ENTERED  # it is about another line and booking
    late, same = checked(mapping, bureau, ledger(changed(SECOND, Regelnr=5))), ledger(changed(SECOND, Regelnr=5))
    entered(mapping, controller, same)
    late.accept(by=bureau, submit=True, at=timezone.now())
    enter_ledger(late.pk)
    late.refresh_from_db()
    assert (late.state, faults(late)) == (
        State.REFUSED,
        [(2, "boekstuknummer", "Dit is in het portaal veranderd nadat het bestand was nagekeken.")],
    )
    assert "iemand anders was u voor" in late.reason
    assert Expenditure.objects.count() == 3

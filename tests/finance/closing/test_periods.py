"""A period is closed by two people, and what it showed stays: a late mistake is corrected in an open period."""

import random
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from finance.bookings.corrections import correct
from finance.bookings.entry import let_count, offer
from finance.closing.models import BookClosing
from finance.closing.periods import (
    ClosedPeriodError,
    ask_reopening,
    booked_in,
    booked_in_each,
    close,
    period_of,
    propose,
    reopen,
    total_of,
)
from finance.ledger.models import Expenditure
from finance.ledger_import.tasks import enter_ledger
from finance.sisa.account import sisa
from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from tests.finance.ledger_import.ledger import (
    FIRST,
    ROOT,
    SECOND,
    approved,
    changed,
    checked,
    entered,
    ledger,
    mapping_of,
    totals,
)
from tests.finance.shared import MONEY, expenditure
from tests.pages import words, words_at
from tests.plugins.deal import Enter, person
from tests.plugins.money import Book

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
PAGE = f"{MONEY}afsluiten/"


def closed(deal: Deal, one: User, other: User, days: tuple[date, date] = YEAR) -> BookClosing:
    """A period that one proposed and another closed."""
    closing = propose(deal, *days, by=one, at=timezone.now())
    close(closing, by=other, at=timezone.now(), version=closing.version)
    return closing


def draft(deal: Deal, by: User, **values: Any) -> Expenditure:
    """A booking of 10,00 that is not submitted yet."""
    common = {"code": "L1", "line": deal.budgetline_set.get(code="A-rijk"), "booked_on": "2025-06-01"}
    common |= {"amount": Decimal("10.00"), "counterpart": "Bureau", "description": "Nota"}
    return Expenditure.begin(by=by, at=timezone.now(), deal=deal, **common | values)


@pytest.mark.parametrize(
    ("text", "first", "last", "name"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31), "heel 2025"),
        ("2025-K1", date(2025, 1, 1), date(2025, 3, 31), "het eerste kwartaal van 2025"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "februari 2024"),
    ],
)
def test_a_period_is_a_month_a_quarter_or_a_year(text: str, first: date, last: date, name: str) -> None:
    assert period_of(text) == (first, last)
    assert str(BookClosing(first_day=first, last_day=last)) == name


def test_two_people_close_and_the_figures_are_kept(deal: Deal, book: Book, bureau: User, controller: User) -> None:
    """1.000,00 - 250,00 spent and 5.000,00 received in 2025; what is of 2026 is not in it."""
    first = book("expenditure", "A-rijk", "1000.00", on="2025-03-01")
    book("expenditure", "A-rijk", "-250.00", on="2025-04-01", corrects=first)
    book("receipt", None, "5000.00", on="2025-05-01")
    book("expenditure", "B-rijk", "9.00", on="2026-02-01")
    closing = propose(deal, *YEAR, by=bureau, at=timezone.now())
    with pytest.raises(FourEyesError):
        close(closing, by=bureau, at=timezone.now(), version=closing.version)
    close(closing, by=controller, at=timezone.now(), version=closing.version)
    assert closing.figures == {"": {"ontvangen": "5000.00"}, "A-rijk": {"besteed": "750.00"}}
    assert [event.to_state for event in closing.events.all()] == ["proposed", "closed"]
    with pytest.raises(IntegrityError), transaction.atomic():
        BookClosing.objects.update(closed_by=bureau)


def test_what_waits_in_a_period_is_decided_first(deal: Deal, book: Book, bureau: User, controller: User) -> None:
    row = book("expenditure", "A-rijk", "1.00", on="2025-03-01", state="submitted")
    closing = propose(deal, *YEAR, by=bureau, at=timezone.now())
    with pytest.raises(WrongStateError, match="1 boeking wacht"):
        close(closing, by=controller, at=timezone.now(), version=closing.version)
    row.give_back(by=controller, at=timezone.now(), reason="Later")
    close(closing, by=controller, at=timezone.now(), version=closing.version)


@pytest.mark.parametrize("values", [{"booked_on": "2025-06-01"}, {"booked_on": "2026-01-05", "year": 2025}])
def test_nothing_is_booked_in_a_closed_year(deal: Deal, bureau: User, controller: User, values: Any) -> None:
    """By its day, and by its bookkeeping year: what is accounted for per year stays."""
    row = draft(deal, bureau, **values)
    closed(deal, bureau, controller)
    with pytest.raises(ClosedPeriodError, match="Boek dit in een open periode"):
        offer(row, by=bureau, at=timezone.now())
    Expenditure.objects.filter(pk=row.pk).update(state="submitted")
    row.refresh_from_db()
    with pytest.raises(ClosedPeriodError):
        let_count(deal, [row], by=controller, at=timezone.now())
    row.refresh_from_db()
    assert row.state == "submitted"


def test_a_mistake_is_corrected_in_an_open_period_that_names_it(
    deal: Deal, book: Book, bureau: User, controller: User
) -> None:
    """1.000,00 of 2025 must be 900,00: 2025 keeps 1.000,00, and -100,00 in 2026 names the first row."""
    row = book("expenditure", "A-rijk", "1000.00", on="2025-03-01")
    closing = closed(deal, bureau, controller)
    right = {"amount": Decimal("900.00"), "booked_on": date(2025, 12, 1), "year": 2025}
    with pytest.raises(ClosedPeriodError):
        correct(row, right, kind="correction", reason="Te veel", by=bureau, at=timezone.now())
    assert not row.corrections.exists()
    right |= {"booked_on": date(2026, 1, 20), "year": 2026}
    made = correct(row, right, kind="correction", reason="Te veel", by=bureau, at=timezone.now())
    let_count(deal, made, by=controller, at=timezone.now())
    assert [(each.corrects, each.amount, each.year) for each in made] == [(row, Decimal("-100.00"), 2026)]
    assert booked_in(closing) == closing.figures == {"A-rijk": {"besteed": "1000.00"}}


def test_the_form_says_it_at_the_day(deal: Deal, bureau: User, controller: User, enter: Enter) -> None:
    closed(deal, bureau, controller)
    data = expenditure(deal, booked_on="2025-06-01")
    page = enter(bureau).post(f"{MONEY}boekingen/bestedingen/nieuw/", data)
    assert page.status_code == 422
    assert "Boekjaar 2025 is afgesloten." in page.context["form"].errors["booked_on"][0]


def test_what_closed_while_one_typed_stays_a_draft(
    deal: Deal, bureau: User, controller: User, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The period closes between the check of the form and the submitting: no fault of the page, and nothing counts."""
    monkeypatch.setattr("finance.bookings.views.forget_unsaved", lambda _view: closed(deal, bureau, controller))
    data = expenditure(deal, booked_on="2025-06-01") | {"submit": "1"}
    page = enter(bureau).post(f"{MONEY}boekingen/bestedingen/nieuw/", data, follow=True)
    assert "Bewaard als concept, en niet ingediend. F-2026-001: Boekjaar 2025 is afgesloten." in page.content.decode()
    assert Expenditure.objects.get().state == "draft"


def test_what_an_empty_period_showed_is_held_against_what_stands_there(
    deal: Deal, book: Book, bureau: User, controller: User, enter: Enter, django_assert_num_queries: Any
) -> None:
    """Nothing was booked in 2024 when it was closed; 5,00 that came in all the same is told. Three queries for all."""
    for year in (2024, 2025):
        closed(deal, bureau, controller, (date(year, 1, 1), date(year, 12, 31)))
    client = enter(bureau)
    assert "Meld dit aan de beheerder" not in words(client.get(PAGE))
    book("expenditure", "A-rijk", "5.00", on="2024-06-01")
    page = client.get(PAGE)
    rows = {str(row["row"]): (row["stands"], row["totals"]) for row in page.context["rows"]}
    assert [(name, stands) for name, (stands, _totals) in rows.items()] == [("heel 2025", True), ("heel 2024", False)]
    assert dict(rows["heel 2024"][1])["besteed"] == 0  # what it showed
    assert "Meld dit aan de beheerder" in words(page)
    assert "Bijdragen van partners, beschikkingen en voorschotten vallen hier buiten" in words(page)
    closings = list(BookClosing.objects.all())
    with django_assert_num_queries(3):
        booked_in_each(deal, closings)


def test_a_year_is_over_by_the_clock_of_the_deal(deal: Deal, bureau: User) -> None:
    """Half past midnight on 1 January 2026 is 2025 still in Greenwich."""
    with pytest.raises(ValueError, match="nog niet voorbij"):
        propose(deal, *YEAR, by=bureau, at=datetime(2025, 12, 31, 22, 30, tzinfo=UTC))
    assert propose(deal, *YEAR, by=bureau, at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC)).state == "proposed"


def test_a_file_reads_a_closed_period_that_it_does_not_change(
    deal: Deal, bureau: User, controller: User, enter: Enter
) -> None:
    """The export of a whole year is read after a month of it was closed; what differs in that month is told, not done.

    1.210,00 stands in January; the file says 9,00 or nothing of it, and brings 605,50 of February.
    """
    mapping = mapping_of(deal)
    approved(mapping, bureau, controller, ledger(FIRST))
    closed(deal, bureau, controller, (date(2026, 1, 1), date(2026, 1, 31)))
    later = changed(SECOND, Boekdatum="10-02-2026")
    assert checked(mapping, bureau, ledger(FIRST, later)).counts == {"new": 1}
    amount = changed(FIRST, Bedrag="9,00", BTW="")
    moved = changed(amount, Boekdatum="10-02-2026")
    gone = changed(FIRST, Kostenplaats="9999")
    late = changed(FIRST, Regelnr=9)
    for row, kind in ((amount, "correctie"), (moved, "correctie"), (gone, "niet meer bij de deal"), (late, "nieuw")):
        rows = (row, later) if kind != "nieuw" else (FIRST, row, later)
        job = checked(mapping, bureau, ledger(*rows))
        assert (job.counts, job.fault_count, job.totals["closed"]["count"]) == ({"new": 1}, 0, 1)
        page = " ".join(enter(bureau).get(f"{ROOT}inlezen/{job.pk}/").content.decode().split())
        assert "Eén rij anders dan in een afgesloten periode" in page
        assert kind in page[page.index("closed-title") :]
        assert totals(job)["A-rijk"][-1] == 121000
    left_out = checked(mapping, bureau, ledger(amount, later)).totals["left_out"]
    assert left_out == [["periode is afgesloten", 1, 900]]
    only = checked(mapping, bureau, ledger(amount))
    assert (only.state, only.fault_count) == ("unchanged", 0)
    page = " ".join(enter(bureau).get(f"{ROOT}inlezen/{only.pk}/").content.decode().split())
    assert "niet in een afgesloten periode valt, staat al in het portaal" in page
    assert "Alles wat in het bestand staat" not in page
    approved(mapping, bureau, controller, ledger(amount, later))
    assert sorted(Expenditure.objects.values_list("amount", flat=True)) == [Decimal("605.50"), Decimal("1210.00")]


def test_a_period_that_closed_after_the_check_is_seen_at_entering(deal: Deal, bureau: User, controller: User) -> None:
    """What is new in it, and what changes a draft of it: the file enters nothing and says why."""
    mapping = mapping_of(deal)
    draft_of = entered(mapping, bureau, ledger(FIRST))
    Expenditure.objects.get().give_back(by=controller, at=timezone.now(), reason="Verkeerde regel")
    assert draft_of.state == "entered"
    new = checked(mapping, bureau, ledger(SECOND))
    revised = checked(mapping, bureau, ledger(changed(FIRST, Kostenplaats="6720")))
    assert (new.counts, revised.counts) == ({"new": 1}, {"revision": 1})
    closed(deal, bureau, controller, (date(2026, 1, 1), date(2026, 1, 31)))
    for job, code in ((new, "2026-17/2"), (revised, "2026-17/1")):
        assert job.accept(by=bureau, submit=True, at=timezone.now())
        enter_ledger(job.pk)
        job.refresh_from_db()
        assert (job.state, job.reason.partition(" Boek dit")[0]) == (
            "refused",
            f"Er is niets ingevoerd. {code}: Januari 2026 is afgesloten.",
        )
    assert list(Expenditure.objects.values_list("line__code", "state")) == [("A-rijk", "returned")]


def test_a_period_is_reopened_by_two_with_a_reason(deal: Deal, bureau: User, controller: User) -> None:
    closing = closed(deal, bureau, controller)
    now = timezone.now()
    with pytest.raises(WrongStateError, match="Niemand heeft gevraagd"):
        reopen(closing, by=controller, at=now, version=closing.version)
    with pytest.raises(ValueError, match="Geef een reden"):
        ask_reopening(closing, by=bureau, at=now, version=closing.version, reason=" ")
    ask_reopening(closing, by=bureau, at=now, version=closing.version, reason="Nota vergeten")
    with pytest.raises(FourEyesError):
        reopen(closing, by=bureau, at=now, version=closing.version)
    reopen(closing, by=controller, at=now, version=closing.version)
    assert closing.events.latest("pk").reason == "Nota vergeten"
    offer(draft(deal, bureau), by=bureau, at=now)
    again = propose(deal, *YEAR, by=bureau, at=now)
    assert again.pk != closing.pk


def test_a_period_is_over_and_closed_once(deal: Deal, bureau: User, controller: User) -> None:
    today = timezone.localdate()
    with pytest.raises(ValueError, match="nog niet voorbij"):
        propose(deal, date(today.year, 1, 1), date(today.year, 12, 31), by=bureau, at=timezone.now())
    closed(deal, bureau, controller, (date(2025, 3, 1), date(2025, 3, 31)))
    closed(deal, bureau, controller)  # a year over a month that was closed before
    with pytest.raises(WrongStateError, match="Heel 2025 is al afgesloten"):
        propose(deal, date(2025, 4, 1), date(2025, 4, 30), by=bureau, at=timezone.now())


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_booked_later_a_closed_year_shows_the_same(
    deal: Deal, book: Book, bureau: User, controller: User, seed: int
) -> None:
    """Twelve bookings by chance, the year closed, twelve tries more and a reopening: the figures of 2025 stay."""
    chance = random.Random(seed)
    lines = ("A-rijk", "B-rijk", "A-regio")
    for _place in range(12):
        book(
            "expenditure",
            chance.choice(lines),
            f"{chance.randint(1, 9999)}.{chance.randint(10, 99)}",
            on=f"{chance.choice((2025, 2026))}-0{chance.randint(1, 6)}-15",
        )
    closing = closed(deal, bureau, controller)
    answers = [row.amount for row in sisa(deal, 2025, on=timezone.localdate()).rows]
    refused = 0
    for place in range(12):
        year = chance.choice((2025, 2026))
        row = draft(deal, bureau, code=f"N{place}", booked_on=f"{year}-0{chance.randint(1, 6)}-20")
        try:
            offer(row, by=bureau, at=timezone.now())
            let_count(deal, [row], by=controller, at=timezone.now())
        except ClosedPeriodError:
            refused += 1
        else:
            assert year == 2026
    assert 0 < refused < 12
    spent = sum(Expenditure.objects.filter(year=2025, state="approved").values_list("amount", flat=True))
    assert booked_in(closing) == closing.figures
    assert total_of(closing.figures, "besteed") == spent
    assert [row.amount for row in sisa(deal, 2025, on=timezone.localdate()).rows] == answers
    ask_reopening(closing, by=bureau, at=timezone.now(), version=closing.version, reason="Kijken")
    reopen(closing, by=controller, at=timezone.now(), version=closing.version)
    assert booked_in(closing) == closing.figures


def test_the_page_leads_two_people_through_it(
    deal: Deal, book: Book, bureau: User, controller: User, enter: Enter
) -> None:
    book("expenditure", "A-rijk", "1000.00", on="2025-03-01")
    client, other = enter(bureau), enter(person(deal, "Tweede", Role.TREASURER))
    assert "Er is nog geen periode afgesloten" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"period": "2099"}).status_code == 422
    page = client.post(PAGE, {"period": "2025"}, follow=True).content.decode()
    assert "Voorgesteld: heel 2025 afsluiten." in page
    assert "Sluit heel 2025 af" not in page  # nobody closes what they proposed
    closing = BookClosing.objects.get()
    deciders = " of ".join(sorted([str(controller), "Tweede"]))
    assert f"Daarna beslist {deciders}." in words(client.get(PAGE))  # whom it waits for, and where they see it
    assert "1 periode af te sluiten of te heropenen" in words_at(other, "mijn-werk/")
    assert "af te sluiten of te heropenen" not in words_at(client, "mijn-werk/")
    counts = [each.get(PAGE).context["waiting"]["count"] for each in (other, client)]
    assert counts == [1, 0]
    assert "Sluit heel 2025 af" in other.get(PAGE).content.decode()
    page = other.post(f"{PAGE}{closing.pk}/afsluiten/", {"version": 1}, follow=True).content.decode()
    assert "Wat er bij het afsluiten stond, staat er nog." in page
    assert "€\u00a01.000,00" in page
    assert client.post(PAGE, {"period": "2025-03"}).status_code == 422
    reason = {"version": 2, "reason": "Nota vergeten"}
    assert (
        "Een ander beslist"
        in client.post(f"{PAGE}{closing.pk}/heropenen-vragen/", reason, follow=True).content.decode()
    )
    assert (
        "Heropend: heel 2025."
        in other.post(f"{PAGE}{closing.pk}/heropenen/", {"version": 3}, follow=True).content.decode()
    )


@pytest.mark.parametrize("step", ["afsluiten", "weg", "heropenen-vragen", "heropenen"])
def test_nothing_is_decided_on_an_old_page(deal: Deal, bureau: User, controller: User, enter: Enter, step: str) -> None:
    closing = propose(deal, *YEAR, by=bureau, at=timezone.now())
    BookClosing.objects.update(version=2)
    answer = enter(controller).post(f"{PAGE}{closing.pk}/{step}/", {"version": 1, "reason": "x"})
    assert answer.status_code == 409
    closing.refresh_from_db()
    assert closing.state == "proposed"

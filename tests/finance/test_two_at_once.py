"""Two people at the same moment, each on a connection of its own to a real PostgreSQL: one is first, none is lost."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from finance.closing.models import BookClosing
from finance.closing.periods import propose
from finance.forecasts.models import ControllerForecast
from finance.ledger_import.models import LedgerMapping
from finance.liquidity.models import ExpectedReceipt
from finance.payment_plans.models import PaymentPlan
from finance.payment_plans.views import PaymentPlanPage
from finance.sisa.account import sisa
from finance.sisa.handed_in import hand_in
from finance.sisa.models import SisaReturn
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.register import RegisterRow
from tests.finance.at_once import Meet, Two, at_once
from tests.finance.ledger_import.ledger import ROOT, ledger, mapping_of
from tests.finance.shared import MONEY
from tests.pages import words
from tests.plugins.money import Book

pytestmark = pytest.mark.django_db(transaction=True)


def posted(two: Two, path: str, first: dict[str, Any], second: dict[str, Any]) -> tuple[int, Any]:
    """Two forms at once: how the one that came first ended, and the answer to the other."""
    answers = at_once(lambda: two[0].post(path, first), lambda: two[1].post(path, second))
    done, late = sorted(answers, key=lambda answer: answer.status_code)
    return done.status_code, late


def test_the_second_payment_plan_of_a_commitment_is_told_of_the_first_and_nothing_is_lost(
    book: Book, two: Two, meet: Meet
) -> None:
    """900,00 by 1 December or by 1 October: who is late sees the other plan, keeps the own, and may replace it."""
    promise = book("commitment", "A-rijk", "900.00")
    page = f"{MONEY}boekingen/verplichtingen/{promise.pk}/betaalplan/"
    meet(PaymentPlan, "enter")
    one = {"day-1": "2027-12-01", "amount-1": "900,00"}
    other = {"day-1": "2027-10-01", "amount-1": "500,00", "day-2": "2027-11-01", "amount-2": "400,00"}
    status, late = posted(two, page, one, other)
    assert (status, late.status_code, PaymentPlan.objects.count()) == (302, 409, 1)
    plan = PaymentPlan.objects.get()
    told = words(late)
    assert "heeft intussen een betaalplan gemaakt" in told
    assert plan.get_payments_display().replace("\xa0", " ") in told
    typed = one if plan.payments.count("\n") else other
    assert [late.context["form"][name].value() for name in typed] == list(typed.values())
    client = two[0] if typed is one else two[1]
    carried = {"version": late.context["held_version"]}
    assert client.post(page, typed | carried).status_code == 302
    plan.refresh_from_db()
    assert (plan.payments.count("\n") + 1, plan.events.count()) == (sum(name[:3] == "day" for name in typed), 2)


def test_a_payment_plan_that_was_made_since_the_form_was_opened_is_told_too(book: Book, two: Two) -> None:
    promise = book("commitment", "A-rijk", "900.00")
    page = f"{MONEY}boekingen/verplichtingen/{promise.pk}/betaalplan/"
    assert two[0].post(page, {"day-1": "2027-12-01", "amount-1": "900,00"}).status_code == 302
    late = two[1].post(page, {"day-1": "2027-10-01", "amount-1": "900,00"})
    assert late.status_code == 409
    assert "1 december 2027: € 900,00. Uw plan is nog niet bewaard" in words(late)
    assert late.context["form"]["day-1"].value() == "2027-10-01"
    assert PaymentPlan.objects.get().events.count() == 1
    assert isinstance(late.context["view"], PaymentPlanPage)


def test_the_second_forecast_of_a_line_and_year_keeps_what_was_typed(deal: Deal, two: Two, meet: Meet) -> None:
    line = deal.budgetline_set.get(code="A-rijk").pk
    form = {"line": line, "year": "2027", "amount": "100,00", "ground": "Aanbesteding later"}
    meet(ControllerForecast, "enter")
    status, late = posted(two, f"{MONEY}prognose/nieuw/", form, form | {"amount": "200,00"})
    assert (status, late.status_code, ControllerForecast.objects.count()) == (302, 409, 1)
    assert "Een collega veranderde op hetzelfde moment iets" in words(late)
    assert late.context["form"]["ground"].value() == "Aanbesteding later"
    again = two[1].post(f"{MONEY}prognose/nieuw/", form | {"amount": "300,00"})
    assert "Voor deze regel en dit jaar is er al een prognose. Werk die bij." in words(again)


def test_a_receipt_is_named_by_one_instalment(deal: Deal, book: Book, controller: User, two: Two, meet: Meet) -> None:
    receipt = book("receipt", "A-rijk", "5.00")
    payer = receipt.contributor
    rows = []
    for title in ("Termijn 1", "Termijn 2"):
        row = ExpectedReceipt(deal=deal)
        values = {"contributor": payer, "title": title, "expected_on": date(2027, 1, 1), "amount": 5}
        row.enter(by=controller, at=timezone.now(), values=values)
        rows.append(row)
    meet(RegisterRow, "revise")

    def named(place: int) -> Callable[[], Any]:
        row = rows[place]
        form = {"contributor": payer.pk, "title": row.title, "expected_on": "2027-01-01", "amount": "5,00"}
        form |= {"receipt": receipt.pk, "version": "1"}
        return lambda: two[place].post(f"{MONEY}liquiditeit/termijnen/{row.pk}/", form)

    answers = at_once(named(0), named(1))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert ExpectedReceipt.objects.filter(receipt=receipt).count() == 1


def test_a_name_of_a_mapping_is_given_once(deal: Deal, two: Two, meet: Meet) -> None:
    meet(LedgerMapping, "enter")

    def made(client: Client) -> Callable[[], Any]:
        file = SimpleUploadedFile("a.csv", ledger())
        return lambda: client.post(f"{ROOT}koppelingen/nieuw/", {"name": "Een", "kind": "expenditure", "file": file})

    done, late = sorted(at_once(made(two[0]), made(two[1])), key=lambda answer: answer.status_code)
    assert (done.status_code, late.status_code, LedgerMapping.objects.count()) == (302, 422, 1)
    assert "Er is al een koppeling met deze naam." in words(late)


def test_a_mapping_gets_no_name_that_another_got_meanwhile(deal: Deal, two: Two, meet: Meet) -> None:
    one, other = mapping_of(deal), mapping_of(deal, name="Tweede")
    meet(RegisterRow, "revise")

    def renamed(client: Client, mapping: LedgerMapping) -> Callable[[], Any]:
        page = f"{ROOT}koppelingen/{mapping.pk}/"
        form = client.get(page).context["form"]
        data = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
        return lambda: client.post(page, data | {"name": "Nieuw", "version": "1"})

    answers = at_once(renamed(two[0], one), renamed(two[1], other))
    done, late = sorted(answers, key=lambda answer: answer.status_code)
    assert (done.status_code, late.status_code) == (302, 409)
    assert "Er is al een koppeling met deze naam." in words(late)


def test_a_period_is_proposed_once(deal: Deal, controller: User) -> None:
    def ask() -> str:
        try:
            propose(deal, date(2025, 1, 1), date(2025, 12, 31), by=controller, at=timezone.now())
        except WrongStateError as refusal:
            return str(refusal)
        return "done"

    told = at_once(*[ask] * 4)
    assert sorted(set(told)) == ["Heel 2025 is al voorgesteld.", "done"]
    assert BookClosing.objects.count() == 1


def test_an_account_is_handed_in_once(deal: Deal, book: Book, controller: User) -> None:
    book("expenditure", "A-rijk", "1000.00", on="2025-03-01")
    overview = sisa(deal, 2025, on=timezone.localdate())

    def keep() -> str:
        try:
            hand_in(overview, by=controller, at=timezone.now())
        except WrongStateError as refusal:
            return str(refusal)
        return "done"

    assert sorted(set(at_once(*[keep] * 4))) == ["Dit is al zo vastgelegd.", "done"]
    assert SisaReturn.objects.count() == 1

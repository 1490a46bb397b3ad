"""The page of liquidity by month, and entering the instalments that are to come in."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from finance.base.pages import MoneyDealPage
from finance.liquidity.chart import course_of_money
from finance.liquidity.forms import ExpectedReceiptForm
from finance.liquidity.liquidity import liquidity
from finance.liquidity.models import ExpectedReceipt
from finance.position.forecast import RECEIVED, SPENT, monthly
from finance.position.money_position import position
from regiodeal.base.forms import Posted
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.seen import seen_version
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.lifecycle.steps import Lifecycle
from regiodeal.pages.deal_page import Context
from regiodeal.pages.form_page import FormPage

TITLE = "Liquiditeit"


class LiquidityPage(MoneyDealPage):
    """Answers: is there enough money in hand in every month, with what is expected and still to be paid?"""

    right = Right.SEE_DEAL
    title = TITLE
    template_name = "finance/liquidity/liquidity.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The months of one source, the first of the deal unless another was asked for."""
        months = monthly(self.deal, on=self.on, kinds=(RECEIVED, SPENT))
        money = position(self.deal, on=self.on, months=months)
        sources = money.line_sources
        asked = self.request.GET.get("bron", "")
        source = next((row for row in sources if row.code == asked), sources[0] if sources else None)
        found = liquidity(money, source) if source else None
        return super().get_context_data(
            sources=sources,
            source=source,
            found=found,
            charts=[course_of_money(found, source)] if found and source else [],
            **kwargs,
        )


class OfLiquidity:
    """The part that the pages of an instalment share: they lead back to the liquidity."""

    section = "money"
    right = Right.ENTER_MONEY

    def address(self) -> str:
        """Return the address of the liquidity."""
        return reverse("liquidity", args=[self.deal.slug])  # type: ignore[attr-defined]

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the money and the liquidity."""
        money = reverse("money", args=[self.deal.slug])  # type: ignore[attr-defined]
        return [("Financiën", money), (TITLE, self.address())]


class AddExpectedReceipt(OfLiquidity, FormPage):
    """Adds an instalment that is to come in."""

    title = "Termijn toevoegen"

    def form(self, data: Posted = None) -> ExpectedReceiptForm:
        """Return the form of a new instalment."""
        return ExpectedReceiptForm(data, deal=self.deal)

    def save(self, form: ExpectedReceiptForm) -> str:
        """Store it, with the first row of its trail."""
        ExpectedReceipt(deal=self.deal).enter(by=self.user, at=timezone.now(), values=form.values())
        return "De termijn staat in de planning."


class ReviseExpectedReceipt(OfLiquidity, SeenFormPage):
    """Changes an instalment, says that its condition was met, or by which receipt it came in."""

    title = "Termijn bijwerken"
    row: ExpectedReceipt

    def load(self) -> None:
        """Fetch the instalment of this deal."""
        self.row = get_object_or_404(ExpectedReceipt.objects.filter(deal=self.deal), pk=self.kwargs["pk"])

    def decides_on(self) -> Lifecycle:
        """Return the instalment as it was seen."""
        return self.row

    def form(self, data: Posted = None) -> ExpectedReceiptForm:
        """Return the form with what is known."""
        instance = ExpectedReceipt.objects.get(pk=self.row.pk)
        return ExpectedReceiptForm(data, deal=self.deal, instance=instance)

    def save(self, form: ExpectedReceiptForm) -> str:
        """Change it."""
        version = seen_version(self.request.POST)
        self.row.revise(by=self.user, at=timezone.now(), values=form.values(), version=version)
        return "De termijn is bijgewerkt."

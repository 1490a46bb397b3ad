"""The pages of the position: all lines, one line, what was agreed, and what the rules find."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from finance import charts
from finance.agreement import Explained, explained
from finance.gauges import cap_gauge, gauges
from finance.ledger import KINDS
from finance.models import AgreedTotal, BudgetLine, Cap, Contribution, Source
from finance.position import Position, position
from finance.rules import findings
from finance.rules.facts import facts_of
from finance.series import monthly
from finance.views.base import MoneyDealPage, shown_findings
from regiodeal.covenant.models import Interpretation
from regiodeal.covenant.roles import Right

FEW = 10  # rows of a line on its page; the ledger has them all


class MoneyPage(MoneyDealPage):
    """How much room, and does it hold? The position, the cap with its formula, the burn, and the worst findings."""

    right = Right.SEE_DEAL
    title = "Financiën"
    template_name = "finance/money.html"
    is_revalidated = True

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """None: this is the first page of the money."""
        return []

    def shared_context(self) -> dict[str, Any]:
        """Position, findings and charts as of the reference date."""
        months = monthly(self.deal, on=self.on)
        money = position(self.deal, on=self.on, months=months)
        facts = facts_of(money)
        address = reverse("money", args=[self.deal.slug])
        rows = [(row.label, row.amounts) for row in money.lines]
        return {
            "money": money,
            "total": money.total(),
            "pending": money.pending(),
            "contributions": facts.totals,
            "findings": shown_findings(self, findings(facts)),
            "gauges": gauges(money, url=f"{address}#positie-titel"),
            "line_chart": charts.bars("positie", "Positie per begrotingsregel", rows),
            "burn_chart": charts.burn(months.burn(), money),
            "also": [(pillar.code, money.also_serves(pillar.code)) for pillar in self._also_served(money)],
        }

    def _also_served(self, money: Position) -> list[Any]:
        pillars = {row.line.pillar.pk: row.line.pillar for row in money.lines if row.line and row.line.pillar}
        return [pillar for pillar in pillars.values() if money.also_serves(pillar.code)]


class LinePage(MoneyDealPage):
    """One budget line: its position, its years, and the rows behind it."""

    right = Right.SEE_DEAL
    template_name = "finance/line.html"
    is_revalidated = True

    line: BudgetLine

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fetch the line of this deal."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.line = self.agreed_or_404(BudgetLine.objects.select_related("pillar"), kwargs["code"])

    def page_title(self) -> str:
        """The line's name for people."""
        return self.line.label

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The position of the line and its newest rows."""
        money = position(self.deal, on=self.on)
        row = money.of_line(self.line.code)
        caps = [cap for cap in money.caps if cap.cap.budget_line_id == self.line.pk]
        found = [finding for finding in findings(facts_of(money)) if finding.line == self.line.code]
        return super().get_context_data(
            line=self.line,
            position=row,
            years=money.years_of(self.line.pk),
            readings=self.line.readings.all(),
            caps=caps,
            gauges=[cap_gauge(cap, "") for cap in caps],
            findings=shown_findings(self, found),
            ledgers=self._ledgers(),
            contributions=Contribution.objects.standing(self.deal, self.on)
            .filter(line=self.line)
            .select_related("party", "organisation"),
            **kwargs,
        )

    def _ledgers(self) -> list[tuple[str, str, list[Any], int]]:
        """Per sort of booking: its word, its name, its newest rows that count, and how many there are."""
        ledgers = []
        for kind, model in reversed(list(KINDS.items())):
            rows: Any = model._default_manager
            counted = rows.booked_by(self.deal, self.on).filter(line=self.line)
            newest = list(counted.order_by("-booked_on", "-pk")[:FEW])
            ledgers.append((kind, str(model._meta.verbose_name_plural), newest, counted.count()))
        return ledgers


class AgreedMoneyPage(MoneyDealPage):
    """What was agreed about money (art. 5): the table, the text, the kinds, and what was rounded."""

    right = Right.SEE_DEAL
    title = "Wat is afgesproken over geld"
    template_name = "finance/agreed.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The table with its sums, the totals of the text, and why a rounded cell and a cap differ."""
        lines = self.agreed.apply(BudgetLine.objects.filter(deal=self.deal).select_related("pillar"))
        totals = self.agreed.apply(AgreedTotal.objects.filter(deal=self.deal))
        caps = self.agreed.apply(Cap.objects.filter(deal=self.deal, budget_line__in=lines))
        of_pk = {line.pk: line for line in lines}
        for cap in caps:
            cap.budget_line = of_pk[cap.budget_line_id]
        explanations: list[Explained] = explained(lines, totals, caps)
        readings = Interpretation.objects.filter(deal=self.deal)
        touched = Q(
            pk__in=BudgetLine.readings.through.objects.filter(budgetline__deal=self.deal).values("interpretation")
        )
        return super().get_context_data(
            rows=_table(lines),
            sources=Source.choices,
            sums=[sum((line.amount for line in lines if line.source == source), start=0) for source in Source.values],
            whole=sum((line.amount for line in lines), start=0),
            totals=totals,
            caps=caps,
            explanations=explanations,
            readings=readings.filter(touched),
            **kwargs,
        )


def _table(lines: list[BudgetLine]) -> list[tuple[str, list[list[BudgetLine]], Any]]:
    """A row per purpose, as the covenant has it: (name, its lines per source, their sum)."""
    names: dict[str, str] = {}
    for line in lines:
        key = line.pillar.code if line.pillar else ""
        names[key] = str(line.pillar) if line.pillar else str(line.get_purpose_display()).capitalize()
    table = []
    for key, name in names.items():
        of_row = [line for line in lines if (line.pillar.code if line.pillar else "") == key]
        cells = [[line for line in of_row if line.source == source] for source in Source.values]
        table.append((name, cells, sum((line.amount for line in of_row), start=0)))
    return table


class FindingsPage(MoneyDealPage):
    """What the rules find, worst first, each with its article and the rows behind it."""

    right = Right.SEE_DEAL
    title = "Wat valt op?"
    template_name = "finance/findings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All findings as of the reference date."""
        found = findings(facts_of(position(self.deal, on=self.on)))
        return super().get_context_data(findings=shown_findings(self, found), **kwargs)

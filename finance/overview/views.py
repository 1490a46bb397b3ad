"""Pages of the position: all lines, one line, what was agreed, findings, the forecast and the contributions."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils import timezone

from finance.base.money_fields import MoneyField
from finance.base.pages import MoneyDealPage
from finance.budget.budget_versions import BudgetRow, BudgetVersions, budget_versions
from finance.budget.forms import of_project
from finance.budget.models import AgreedTotal, BudgetLine, Source
from finance.budget.sources import sources_of
from finance.caps.models import Cap
from finance.contributions.forms import ContributionFilter
from finance.contributions.models import Contribution, ContributionAmount
from finance.contributions.views import SECTOR
from finance.forecasts.models import ControllerForecastEvent
from finance.ledger.ledger import KINDS
from finance.ledger.models import Booking, Receipt, known_by
from finance.overview.flow import drawn_flow, flow_sentence, money_flow, money_years, years_sentence
from finance.position import charts
from finance.position.charts import cap_gauge, gauges
from finance.position.figures import LinePosition, Position
from finance.position.forecast import SPENT, YearForecast, monthly, of_source
from finance.position.money_position import agreed_totals, position
from finance.position.project_money import projects_position
from finance.position.rounding import Explained, explained
from finance.rules.facts import facts_of
from finance.rules.finding import Finding
from finance.rules.money_rules import findings
from pillars.agreed.models import Measure, Pillar
from pillars.projects.as_read import with_project_as_read
from regiodeal.base.dutch import day
from regiodeal.caching.etags import revalidated
from regiodeal.caching.memory import remembered
from regiodeal.deals.models import Interpretation, Party
from regiodeal.deals.roles import Right
from regiodeal.pages.deal_page import Context, DealView
from regiodeal.sheets.cells import Cell
from regiodeal.sheets.list_download import DownloadableList, ListColumn

FEW = 10  # rows of a line on its page; the ledger has them all


@revalidated
class MoneyPage(MoneyDealPage):
    """Shows the room and whether it holds: the position, the cap with its formula, the burn, the worst findings."""

    right = Right.SEE_DEAL
    title = "Financiën"
    template_name = "finance/overview/money.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead nowhere back: this is the first page of the money."""
        return []

    def get_context_data(self, **kwargs: object) -> Context:
        """The figures of the money."""
        return super().get_context_data(**self.figures() | kwargs)

    @remembered
    def figures(self) -> Context:
        """Position, findings and charts as of the reference date."""
        months = monthly(self.deal, on=self.on)
        projects = projects_position(self.deal, on=self.on, months=months)
        projects = projects.as_read(unapproved=self.may(Right.SEE_UNAPPROVED))
        money = projects.money
        facts = facts_of(money, projects=projects)
        address = reverse("money", args=[self.deal.slug])
        rows = charts.told_apart(money)
        return {
            "money": money,
            "total": money.total(),
            "rooms": [(source.name, money.own(source)) for source in money.line_sources],
            "pending": money.pending(),
            "contributions": facts.totals,
            "is_rounded": any(row.line.is_rounded for row in money.lines if row.line),
            "are_all_rounded": all(row.line.is_rounded for row in money.lines if row.line),
            "findings": shown_findings(self, findings(facts)),
            "gauges": gauges(money, url=f"{address}#positie-titel"),
            "line_chart": charts.bars("positie", "Positie per begrotingsregel", rows),
            "burn_chart": charts.burn(months.burn(), money),
            "also": [(pillar.code, money.also_serves(pillar.code)) for pillar in self._also_served(money)],
        }

    def _also_served(self, money: Position) -> list[Pillar]:
        pillars = {row.line.pillar.pk: row.line.pillar for row in money.lines if row.line and row.line.pillar}
        return [pillar for pillar in pillars.values() if money.also_serves(pillar.code)]


class FlowPage(MoneyDealPage):
    """Answers: where does the money come from, where does it go, and does each year go as planned?"""

    right = Right.SEE_DEAL
    title = "Stroom van het geld"
    template_name = "finance/overview/flow.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The flow and the years, each with its sentence and its rows."""
        money = position(self.deal, on=self.on, with_forecast=False)
        flow = money_flow(self.deal, money, Measure.objects.filter(deal_id=self.deal.pk))
        years = money_years(self.deal, money)
        return super().get_context_data(
            flow=flow,
            drawing=drawn_flow(flow),
            sentence=flow_sentence(flow, money),
            years=years,
            years_sentence=years_sentence(years, self.on),
            **kwargs,
        )


@revalidated
class LinePage(MoneyDealPage):
    """One budget line: its position, its years, and the rows behind it."""

    right = Right.SEE_DEAL
    template_name = "finance/overview/line.html"

    line: BudgetLine

    def load(self) -> None:
        """Fetch the line of this deal."""
        self.line = self.agreed_or_404(BudgetLine.objects.select_related("pillar", "source"), self.kwargs["code"])

    def page_title(self) -> str:
        """The line's name for people."""
        return self.line.label

    def get_context_data(self, **kwargs: object) -> Context:
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

    def _ledgers(self) -> list[tuple[str, str, list[Booking], int]]:
        """Per sort of booking: its word, its name, its newest rows that count, and how many there are."""
        ledgers = []
        for kind, model in reversed(list(KINDS.items())):
            rows: Any = model._default_manager
            counted = rows.booked_by(self.deal, self.on).filter(line=self.line)
            newest = list(counted.order_by("-booked_on", "-pk")[:FEW])
            ledgers.append((kind, str(model._meta.verbose_name_plural), newest, counted.count()))
        return ledgers


class AgreedMoneyPage(MoneyDealPage):
    """Shows what was agreed about money (art. 5): the table, the text, the kinds, and what was rounded."""

    right = Right.SEE_DEAL
    title = "Wat is afgesproken over geld"
    template_name = "finance/overview/agreed.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The table with its sums, the totals of the text, and why a rounded cell and a cap differ."""
        lines = self.agreed.apply(BudgetLine.objects.filter(deal=self.deal).select_related("pillar", "source"))
        totals = self.agreed.apply(AgreedTotal.objects.filter(deal=self.deal).select_related("contributor"))
        caps = self.agreed.apply(
            Cap.objects.filter(deal=self.deal, budget_line__in=lines).select_related("base_source")
        )
        known = sources_of(self.deal)
        columns = [source for source in known.rows if any(line.source_id == source.pk for line in lines)]
        of_pk = {line.pk: line for line in lines}
        for cap in caps:
            cap.budget_line = of_pk[cap.budget_line_id]
        explanations: list[Explained] = explained(lines, totals, caps, known)
        readings = Interpretation.objects.filter(deal=self.deal)
        touched = Q(
            pk__in=BudgetLine.readings.through.objects.filter(budgetline__deal=self.deal).values("interpretation")
        )
        return super().get_context_data(
            rows=_table(lines, columns),
            sources=columns,
            sums=[sum((line.amount for line in lines if line.source == source), start=0) for source in columns],
            is_rounded=any(row.is_rounded for row in [*lines, *totals]),
            whole=sum((line.amount for line in lines), start=0),
            totals=totals,
            caps=caps,
            explanations=explanations,
            readings=readings.filter(touched),
            **kwargs,
        )


class BudgetVersionsPage(DownloadableList, MoneyDealPage):
    """Answers: what was the budget on each day that it changed, what differs from the one before, and why?"""

    right = Right.SEE_DEAL
    title = "De begroting in versies"
    template_name = "finance/overview/budget_versions.html"
    list_name = "begroting-in-versies"

    @cached_property
    def found(self) -> BudgetVersions:
        """The versions up to the reference date; what is coming too, where one looks at today."""
        return budget_versions(self.deal, on=self.on, and_coming=self.on >= timezone.localdate())

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to what was agreed."""
        return [*super().breadcrumbs(), (AgreedMoneyPage.title, reverse("money-agreed", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The days with their versions, and the rows."""
        return super().get_context_data(days=self.found.days, rows=self.found.rows, **kwargs)

    def columns(self) -> Sequence[ListColumn]:
        """Two columns for each day: what was agreed and why, and what that differs from the day before."""
        found = [ListColumn("regel", "regel", lambda row: row.label), ListColumn("code", "code", lambda row: row.code)]
        for place, each in enumerate(self.found.days):
            heading = f"vanaf {day(each.on)} ({'; '.join(map(str, each.versions))})"
            found.append(ListColumn(f"dag-{place}", heading, partial(_agreed_cell, place)))
            if place:
                found.append(ListColumn(f"verschil-{place}", "verschil", partial(_difference_cell, place)))
        return found

    def listed(self, context: Context) -> Iterable[Any]:
        """Return the lines, with the totals under them."""
        return self.found.rows


def _agreed_cell(place: int, row: BudgetRow) -> Cell:
    return row.cells[place].amount


def _difference_cell(place: int, row: BudgetRow) -> Cell:
    return row.cells[place].difference


def _table(lines: list[BudgetLine], columns: list[Source]) -> list[tuple[str, list[list[BudgetLine]], Decimal | int]]:
    """A row per purpose, as the covenant has it: (name, its lines per source, their sum)."""
    names: dict[str, str] = {}
    for line in lines:
        key = line.pillar.code if line.pillar else ""
        names[key] = str(line.pillar) if line.pillar else str(line.get_purpose_display()).capitalize()
    table = []
    for key, name in names.items():
        of_row = [line for line in lines if (line.pillar.code if line.pillar else "") == key]
        cells = [[line for line in of_row if line.source == source] for source in columns]
        table.append((name, cells, sum((line.amount for line in of_row), start=0)))
    return table


class FindingsPage(MoneyDealPage):
    """Shows what the rules find, worst first, each with its article and the rows behind it."""

    right = Right.SEE_DEAL
    title = "Wat valt op?"
    template_name = "finance/overview/findings.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """All findings as of the reference date."""
        months = monthly(self.deal, on=self.on, kinds=(SPENT,))  # of the forecast, which has findings of its own
        found = projects_position(self.deal, on=self.on, months=months)
        found = found.as_read(unapproved=self.may(Right.SEE_UNAPPROVED))
        told = findings(facts_of(found.money, projects=found))
        return super().get_context_data(findings=shown_findings(self, told), **kwargs)


@revalidated
class ForecastPage(MoneyDealPage):
    """The forecast per line with its assumption, and the course of each source in a chart."""

    right = Right.SEE_DEAL
    title = "Prognose"
    template_name = "finance/overview/forecast.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """Forecast and charts as of the reference date."""
        months = monthly(self.deal, on=self.on)
        money = position(self.deal, on=self.on, months=months)
        return super().get_context_data(
            money=money,
            sums=[(source.name, money.own(source)) for source in money.line_sources],
            total=money.total(),
            years=self._years(money),
            charts=[
                charts.course(months.burn(of_source(self.deal, source)), money, source) for source in money.line_sources
            ],
            **kwargs,
        )

    def _years(self, money: Position) -> list[tuple[LinePosition, YearForecast, ControllerForecastEvent | None]]:
        """Each year of each line of which a forecast says something, with who said so last by the date."""
        known = [row.pk for row in money.expected]
        events = ControllerForecastEvent.objects.filter(controller_forecast__in=known, at__date__lte=self.on)
        last = {event.controller_forecast_id: event for event in events.select_related("by").order_by("pk")}
        return [
            (row, each, last.get(each.controller.pk) if each.controller else None)
            for row in money.lines
            for each in row.forecast.years
        ]


CONTRIBUTION_COLUMNS = (
    ListColumn("wie", "Van wie", lambda row: row.partner.name),
    ListColumn("wat", "Omschrijving", lambda row: row.description),
    ListColumn("project", "Project", lambda row: str(row.project or "")),
    ListColumn("soort", "Soort", lambda row: f"{row.get_sector_display()}, {row.get_form_display()}"),
    ListColumn("regel", "Regel", lambda row: row.line.code if row.line else ""),
    ListColumn("rijk", "Geld van het Rijk", lambda row: row.get_national_money_display()),
    ListColumn("stand", "Stand", lambda row: row.get_state_display()),
    ListColumn("bedrag", "Toegezegd", lambda row: row.amount),
    ListColumn("bevestigd", "Bevestigd", lambda row: row.confirmed_then),
    ListColumn("gerealiseerd", "Gerealiseerd", lambda row: row.realised_then),
)


class ContributionsPage(DownloadableList, MoneyDealPage):
    """All contributions, beside what art. 5 says of them."""

    right = Right.SEE_DEAL
    title = "Bijdragen van de regio"
    template_name = "finance/overview/contributions.html"
    list_name = "bijdragen"
    list_columns = CONTRIBUTION_COLUMNS

    def listed(self, context: Context) -> Iterable[Any]:
        """The contributions that were asked for."""
        return context["rows"]  # type: ignore[return-value]

    def get_context_data(self, **kwargs: object) -> Context:
        """The contributions that were asked for, and the sums as of the reference date."""
        filters = ContributionFilter(self.request.GET, deal=self.deal, rights=self.rights)
        filters.is_valid()
        asked = {name: value for name, value in filters.cleaned_data.items() if value}
        sees = self.may(Right.SEE_UNAPPROVED)
        money = position(self.deal, on=self.on)
        return super().get_context_data(
            filters=filters,
            is_filtered=bool(asked),
            rows=[with_project_as_read(self._as_known(row), unapproved=sees) for row in self._rows(asked)],
            money=money,
            promised=money.promised(),
            totals=[total for total in agreed_totals(money) if not total.contributor.is_national],
            regional=money.sources.in_words(Party.Side.REGIONAL),
            **kwargs,
        )

    def _as_known(self, row: Contribution) -> Contribution:
        """The contribution with what was confirmed and realised of it by the reference date."""
        shown: Any = row
        shown.confirmed_then, shown.realised_then = (row.amount_on(what, self.on) for what in ("confirmed", "realised"))
        return row

    def _rows(self, asked: dict[str, str]) -> QuerySet[Contribution]:
        rows: QuerySet[Contribution] = Contribution.objects.filter(deal=self.deal, pledged_on__lte=self.on)
        if "stand" in asked:
            rows = rows.filter(state=asked["stand"])
        if "project" in asked:
            rows = rows.filter(of_project(asked["project"]))
        if "vorm" in asked:
            rows = rows.filter(form=asked["vorm"])
        match asked.get("toets"):
            case "onbeantwoord":
                rows = rows.filter(sector=SECTOR.PUBLIC, national_money="")
            case "rijksgeld":
                rows = rows.filter(sector=SECTOR.PUBLIC).exclude(national_money__in=("", "none"))
            case "geen-partij":
                rows = rows.filter(party__isnull=True)
            case "minder-ontvangen":
                rows = _paid_less(rows, self.on)
        related = ("party", "organisation", "contributor", "line__pillar", "line__source", "project")
        return rows.select_related(*related).prefetch_related("amounts")


def _paid_less(rows: QuerySet[Contribution], on: date) -> QuerySet[Contribution]:
    """Those of which less came in by the receipts that name them than was realised, as known on that day."""
    whole = OuterRef("pk")
    done = ContributionAmount.objects.filter(contribution=whole, what="realised", counts_from__lte=on)
    paid = Receipt.objects.filter(known_by(on), contribution=whole, booked_on__lte=on)
    return rows.annotate(done=_sum(done), paid=_sum(paid)).filter(done__gt=F("paid"))


def _sum(rows: QuerySet[Any]) -> "Subquery[Any]":
    total = Sum("amount", output_field=MoneyField())
    return Subquery(rows.order_by().values("contribution").annotate(total=total).values("total"))


def address_of(view: DealView, finding: Finding) -> str:
    """Return where the rows behind a finding are shown, as of the same date."""
    query = {**finding.query, **({"op": view.request.GET["op"]} if "op" in view.request.GET else {})}
    if finding.project:
        return reverse("money-project", args=[view.deal.slug, finding.project], query=query)
    return reverse(finding.page, args=[view.deal.slug], query=query)


def shown_findings(view: DealView, findings: list[Finding]) -> list[tuple[Finding, str]]:
    """The findings with their address, without what waits for approval for whoever may not see that."""
    sees = view.may(Right.SEE_UNAPPROVED)
    return [
        (finding, address_of(view, finding))
        for finding in findings
        if sees or finding.query.get("stand") != "submitted"
    ]

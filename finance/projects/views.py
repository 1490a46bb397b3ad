"""The money of projects: the table of all with what is outside any, one project, and its budget."""

from tempfile import TemporaryFile
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from finance.base.file_format import Format, as_download
from finance.base.pages import MoneyDealPage
from finance.contributions.models import Contribution
from finance.grants.forms import ProjectBudgetForm, ProjectMoneyFilter
from finance.grants.models import Advance, Grant, Settlement
from finance.grants.project_budget import revise_budget
from finance.ledger.models import Commitment, Expenditure
from finance.overview.views import shown_findings
from finance.position.partner_statements import statements_of
from finance.position.project_money import ProjectMoney, projects_position
from finance.projects.project_table import chosen, sums_of, write_projects
from finance.rules.facts import facts_of
from finance.rules.money_rules import findings
from pillars.progress.deal_progress import deal_progress
from pillars.progress.norm_plans import norm_plans
from pillars.projects.models import Project, ProjectState
from regiodeal.base.forms import Posted
from regiodeal.caching.etags import revalidated
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.review import State
from regiodeal.lifecycle.seen import seen_version
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.lifecycle.steps import Lifecycle
from regiodeal.pages.deal_page import Context

PROJECTS_A_PAGE = 100
FEW = 10  # bookings of a project on its page; the ledger has them all


class MoneyOfProjects(MoneyDealPage):
    """The part that the page and the file of all projects share: their money, and what is asked of it."""

    right = Right.SEE_DEAL
    title = "Geld van projecten"

    def asked(self) -> dict[str, str]:
        """What the table is cut to."""
        return self._filter().chosen()

    def _filter(self) -> ProjectMoneyFilter:
        lines = [(row.line.code, row.line.label) for row in self.found.money.lines if row.line]
        return ProjectMoneyFilter(self.request.GET, states=ProjectState.choices, known=lines)

    def load(self) -> None:
        """Compute the money of all projects as of the reference date."""
        found = projects_position(self.deal, on=self.on)
        self.found = found.as_read(unapproved=self.may(Right.SEE_UNAPPROVED))


@revalidated
class ProjectsMoneyPage(MoneyOfProjects):
    """Answers: what was granted, committed and spent on which project, and what is free to programme on each line?"""

    help_chapter = "projecten#het-geld-van-een-project"
    template_name = "finance/projects/projects.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """One page of the table, what all of it adds up to, what is outside any project, and the lines."""
        filters = self._filter()
        asked = filters.chosen()
        rows = chosen(self.found, asked)
        page = Paginator(rows, PROJECTS_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filters=filters,
            is_filtered=bool(asked),
            page_obj=page,
            rows=page.object_list,
            is_whole=not page.has_other_pages(),
            sums=sums_of(rows),
            outside=self.found.outside,
            lines=self.found.lines,
            total=len(self.found.projects),
            formats=Format.choices,
            **kwargs,
        )


class DownloadMoneyOfProjects(MoneyOfProjects):
    """The same table as a file: what was asked for, and what is outside any project."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Write the file. Another format than those that are offered is a workbook."""
        asked = request.GET.get("formaat", "")
        kind = Format(asked) if asked in Format.values else Format.XLSX
        file = TemporaryFile()  # noqa: SIM115  # the response closes it when all was sent
        norms = norm_plans(deal_progress(self.deal, on=self.on)) if kind == Format.JSON else []
        write_projects(kind, file, self.found, chosen(self.found, self.asked()), norms)
        return as_download(file, kind, f"projecten-{self.deal.slug}-{self.on:%Y-%m-%d}")


class OfMoneyOfProject(MoneyDealPage):
    """The part that pages about the money of one project share: they lead back to it."""

    project: Project

    def load(self) -> None:
        """Fetch the project of this deal."""
        rows = Project.objects.visible_to(self.rights).select_related("deal", "main_measure__goal", "executor")
        self.project = get_object_or_404(rows, deal_id=self.deal.pk, code=self.kwargs["code"])

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the project."""
        projects = reverse("money-projects", args=[self.deal.slug])
        return [*super().breadcrumbs(), ("Geld van projecten", projects), (str(self.project), self.address())]

    def address(self) -> str:
        """Return the address of the money of the project."""
        return reverse("money-project", args=[self.deal.slug, self.project.code])


class ProjectMoneyPage(OfMoneyOfProject):
    """Answers: what may this project cost, what did it get and spend, and what must be asked back?"""

    right = Right.SEE_DEAL
    template_name = "finance/projects/project.html"

    def page_title(self) -> str:
        """Title the page by the project."""
        return f"Geld van {self.project}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to all projects."""
        return super().breadcrumbs()[:-1]

    def get_context_data(self, **kwargs: object) -> Context:
        """Budget by source and year, grants, advances, settlement, bookings, the partner's statement and findings."""
        found = projects_position(self.deal, on=self.on)
        row = next((row for row in found.projects if row.project.pk == self.project.pk), None)
        facts = facts_of(found.money, projects=found)
        statement = statements_of(self.deal, on=self.on).get(self.project.pk)
        return super().get_context_data(
            project=self.project,
            row=row,
            lines=self._lines(found.money.lines, row),
            years=sorted({year for _line, year in row.budget_years}) if row else [],
            grants=self._shown(Grant, project=self.project).prefetch_related("amounts__line", "asked"),
            advances=self._shown(Advance, grant__project=self.project).select_related("grant", "expenditure"),
            settlements=self._shown(Settlement, project=self.project).prefetch_related("amounts__line"),
            ledgers=[
                (kind, str(model._meta.verbose_name_plural), self._bookings(model))
                for kind, model in (("bestedingen", Expenditure), ("verplichtingen", Commitment))
            ],
            contributions=Contribution.objects.standing(self.deal, self.on)
            .filter(project=self.project)
            .select_related("party", "organisation", "line"),
            statement=statement,
            difference=statement.spent - row.amounts.spent if statement and row else None,
            findings=shown_findings(self, [each for each in findings(facts) if each.project == self.project.code]),
            can_settle=self.project.state in {ProjectState.FINISHED, ProjectState.STOPPED},
            is_settled=self.project.state == ProjectState.SETTLED,
            **kwargs,
        )

    def _lines(self, lines: Any, row: ProjectMoney | None) -> list[tuple[Any, dict[int, Any], Any, Any]]:
        """Per budget line of the project: its budget by year, what was granted on it, and what was booked."""
        if row is None:
            return []
        keys = {*row.budget_lines, *row.granted_lines, *row.by_line}
        return [
            (
                each.line,
                {year: amount for (line, year), amount in row.budget_years.items() if line == each.line.pk},
                row.granted_lines.get(each.line.pk),
                row.by_line.get(each.line.pk),
            )
            for each in lines
            if each.line and each.line.pk in keys
        ]

    def _shown(self, model: Any, **narrowed: object) -> Any:
        """The decisions of the project that one may see."""
        rows = model.objects.filter(**narrowed).exclude(state=State.WITHDRAWN)
        if not self.may(Right.SEE_UNAPPROVED):
            rows = rows.filter(state=State.APPROVED)
        return rows

    def _bookings(self, model: Any) -> list[Any]:
        rows = model.objects.booked_by(self.deal, self.on).filter(project=self.project)
        return list(rows.order_by("-booked_on", "-pk")[:FEW])


class ReviseProjectBudget(OfMoneyOfProject, SeenFormPage):
    """Enters what a project may cost, by budget line and year."""

    right = Right.ENTER_MONEY
    section = "money"
    title = "Begroting van het project"
    template_name = "finance/projects/budget.html"
    save_label = "Bewaar de begroting"
    intro = "Vul per begrotingsregel en jaar in wat dit project mag kosten, inclusief btw. Een leeg vak is niets."

    def decides_on(self) -> Lifecycle:
        """Return the project: somebody else may change it meanwhile."""
        return self.project

    def form(self, data: Posted = None) -> ProjectBudgetForm:
        """Return the grid of lines and years."""
        return ProjectBudgetForm(data, project=self.project)

    def save(self, form: ProjectBudgetForm) -> str:
        """Let the budget be exactly this."""
        version = seen_version(self.request.POST)
        revise_budget(self.project, form.values(), by=self.user, at=timezone.now(), version=version)
        return "De begroting is bewaard. Zij telt vanaf vandaag."

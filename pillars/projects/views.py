"""Pages of projects: the list, one project, its plan and steps, and who carries projects out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from pillars.projects.choice import BY_EXECUTOR, BY_MEASURE, ProjectFilter, listing_on, projects_today, with_state_on
from pillars.projects.forms import (
    ContactPersonForm,
    ExecutorForm,
    MilestoneForm,
    PlanForm,
    ProjectForm,
    ProjectStepForm,
)
from pillars.projects.models import STEPS, ContactPerson, Executor, Milestone, Project, ProjectStep
from pillars.projects.planning import lines_of, planned_lines, revise_plan, years_of
from pillars.projects.project_points import actions_on_project, decisions_on_project
from regiodeal.base.forms import Posted
from regiodeal.base.values import Values
from regiodeal.covenant.meetings.models import ActionItem, Decision
from regiodeal.deals.contributions import PagePart, contributed
from regiodeal.deals.roles import Right
from regiodeal.files.evidence import evidence_context
from regiodeal.files.models import Openness
from regiodeal.lifecycle.register_pages import AddRow, RowPage
from regiodeal.lifecycle.seen import seen_version
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.lifecycle.steps import Lifecycle
from regiodeal.pages.deal_page import Context, DealPage
from regiodeal.pages.form_page import FormPage
from regiodeal.sheets.list_download import DownloadableList, ListColumn

PROJECTS_A_PAGE = EXECUTORS_A_PAGE = 50


@dataclass(frozen=True)
class ProjectBar:
    """A project on the line of time: where its bar begins and how long it is, as shares (0..100) of the deal's term."""

    project: Project
    left: Decimal
    width: Decimal


def bars(projects: Iterable[Project], first: date, last: date) -> list[ProjectBar]:
    """The projects that have days, on a line from `first` to `last`; what lies outside is cut."""
    total = Decimal(max((last - first).days, 1))
    found = []
    for row in projects:
        if row.starts_on is None:
            continue
        begin = min(max(row.starts_on, first), last)
        end = max(min(row.ends_on or last, last), begin)
        left, right = Decimal((begin - first).days) / total, Decimal((end - first).days) / total
        found.append(ProjectBar(row, round(left * 100, 1), round(max(right - left, Decimal("0.005")) * 100, 1)))
    return found


PROJECT_COLUMNS = (
    ListColumn("project", "Project", str),
    ListColumn("maatregel", "Maatregel", lambda row: str(row.main_measure)),
    ListColumn("uitvoerder", "Uitvoerder", lambda row: str(row.executor or "")),
    ListColumn("begint", "Begint", lambda row: row.starts_on),
    ListColumn("eindigt", "Eindigt", lambda row: row.ends_on),
    ListColumn("stand", "Stand", lambda row: str(row.get_state_display())),
)


class ProjectsPage(DownloadableList):
    """Answers: which projects are there, who carries them out, and how far are they?"""

    right = Right.SEE_DEAL
    section = "measures"
    help_chapter = "projecten#de-lijst"
    title = "Projecten"
    template_name = "pillars/projects/projects.html"
    list_name = "projecten"
    list_columns = PROJECT_COLUMNS

    def listed(self, context: Context) -> Iterable[Any]:
        """The projects that were asked for, as they stand on the reference date."""
        return context["found"]  # type: ignore[return-value]

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the measures."""
        return [("Maatregelen", reverse("measures", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """One page of the projects that were asked for, and how many there are of each state."""
        filters = ProjectFilter(self.request.GET, deal=self.deal)
        is_past = self.on < timezone.localdate()
        visible = Project.objects.visible_to(self.rights)
        listing = listing_on(filters, visible, self.on) if is_past else projects_today(filters, visible)
        page = Paginator(listing.rows, PROJECTS_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filters=filters,
            is_filtered=filters.is_cutting or bool(filters.chosen("volgorde")),
            page_obj=page,
            found=listing.rows,
            projects=page.object_list,
            total=listing.total,
            counts=listing.counts,
            groups=groups(page.object_list, filters.chosen("volgorde"), self.deal.in_force_on, self.deal.ends_on),
            is_past=is_past,
            asked=self.request.GET.urlencode(),
            **kwargs,
        )


def groups(rows: Iterable[Project], order: str, first: date, last: date) -> list[tuple[str, list[ProjectBar]]]:
    """The line of time of some projects: by executor or by measure where they stand in that order, else in one."""
    found: dict[str, list[ProjectBar]] = {}
    for bar in bars(rows, first, last):
        name = ""
        if order == BY_EXECUTOR:
            name = str(bar.project.executor or "nog geen uitvoerder")
        elif order == BY_MEASURE:
            name = str(bar.project.main_measure)
        found.setdefault(name, []).append(bar)
    return list(found.items())


class OfProject(DealPage):
    """The part that pages of one project share: they lead back to it."""

    section = "measures"
    project: Project

    def load(self) -> None:
        """Fetch the project of this deal."""
        rows = Project.objects.visible_to(self.rights).select_related("deal", "main_measure", "executor")
        self.project = get_object_or_404(rows, deal_id=self.deal.pk, code=self.kwargs["code"])

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the project."""
        return [_to_projects(self), (str(self.project), self.address())]

    def address(self) -> str:
        """Return the address of the project."""
        return reverse("project", args=[self.deal.slug, self.project.code])


def _to_projects(page: DealPage) -> tuple[str, str]:
    return "Projecten", reverse("projects", args=[page.deal.slug])


class ProjectPage(OfProject, RowPage):
    """Answers: what does this project do, what does it plan, and how far is it?"""

    template_name = "pillars/projects/project.html"

    row: Project

    def load(self) -> None:
        """Fetch the project."""
        super().load()
        self.row = self.project

    def page_title(self) -> str:
        """Title the page by the project, as it was called on the reference date."""
        return str(self.row)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to all projects."""
        return [_to_projects(self)]

    def form(self, data: Posted = None) -> ProjectForm:
        """The form of this project."""
        return ProjectForm(data, instance=Project.objects.get(pk=self.project.pk), deal=self.deal)

    def get_context_data(self, **kwargs: object) -> Context:
        """Add its plan, its milestones, the steps that can be taken, and whom one asks."""
        may, lines = self.may(Right.ENTER_PROGRESS), lines_of(self.project)
        if is_past := self.on < timezone.localdate():
            then = with_state_on(Project.objects.filter(pk=self.project.pk), self.on).get()
            self.row.state = then.state_on  # type: ignore[attr-defined]  # annotated
        decisions = Decision.objects.visible_to(self.deal, **self.reader())
        actions = ActionItem.objects.visible_to(self.deal, user=self.user, **self.reader())
        contacts = ContactPerson.objects.filter(executor=self.project.executor_id) if may else ()
        return super().get_context_data(
            project=self.row,
            can_plan=bool(lines),
            planned=planned_lines(self.project, lines, on=self.on),
            years=years_of(self.project),
            milestones=self.project.milestones.all(),
            steps=self.project.next_steps if may else [],
            contacts=contacts,
            is_public=self.project.openness == Openness.PUBLIC,
            is_past=is_past,
            parts=self._parts(),
            photos=self.project.photos.filter(removed_at__isnull=True),
            decisions=decisions_on_project(decisions, self.project.code),
            actions=actions_on_project(actions, self.project.code),
            lessons=self.project.lessons.all(),
            bottlenecks=self.project.bottlenecks.all(),
            **evidence_context(self, self.project, "projecten", right=Right.ENTER_PROGRESS, pages="evidence"),
            **kwargs,
        )

    def _parts(self) -> list[PagePart]:
        """What the apps above give to the page: the money of the project."""
        given = (give(self.deal, self.project, self.on) for give in contributed(lambda app: app.project_parts))
        return [part for part in given if part is not None]


class AddProject(AddRow):
    """Adds a project; `?maatregel=1.1.1` chooses its measure to begin with."""

    title = "Project toevoegen"
    success = "Het project staat in de lijst. Vul nu in wat het gaat bijdragen."
    template_name = "pillars/registers/add_row.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to all projects."""
        return [_to_projects(self)]

    def form(self, data: Posted = None) -> ProjectForm:
        """Return the form of a new project, empty or as it was sent."""
        measure = self.deal.measure_set.filter(code=self.request.GET.get("maatregel", "")).first()
        return ProjectForm(
            data, instance=Project(deal_id=self.deal.pk), deal=self.deal, initial={"main_measure": measure}
        )

    def store(self, values: Values) -> str:
        """Add it to the list."""
        project = Project(deal_id=self.deal.pk)
        project.enter(by=self.user, at=timezone.now(), values=values)
        return reverse("project", args=[self.deal.slug, project.code])

    def cancel_address(self) -> str:
        """Return the address of the list."""
        return _to_projects(self)[1]


class PlanProject(OfProject, SeenFormPage):
    """Enters what the project will contribute to which indicator, year by year."""

    right = Right.ENTER_PROGRESS
    help_chapter = "projecten#wat-een-project-gaat-bijdragen"
    title = "Planning invullen"
    template_name = "pillars/projects/plan.html"
    save_label = "Bewaar de planning"
    intro = "Vul in wat dit project per jaar gaat bijdragen. Een leeg vak plant niets."

    def decides_on(self) -> Lifecycle:
        """Return the project: somebody else may plan it meanwhile."""
        return self.project

    def form(self, data: Posted = None) -> PlanForm:
        """Return the grid of what can be planned."""
        return PlanForm(data, project=self.project)

    def save(self, form: PlanForm) -> str:
        """Let the project plan exactly this."""
        version = seen_version(self.request.POST)
        revise_plan(self.project, form.values(), by=self.user, at=timezone.now(), version=version)
        return "De planning is bewaard."


class TakeProjectStep(OfProject, SeenFormPage):
    """Takes a step in the life of a project."""

    right = Right.ENTER_PROGRESS

    step: ProjectStep

    def load(self) -> None:
        """Fetch the project and the step. 404 for what is no step, and for one that only the money takes."""
        super().load()
        found = STEPS.get(self.kwargs["step"])
        if found is None or found.is_of_money:
            raise Http404
        self.step = found

    def page_title(self) -> str:
        """Title the page by the step."""
        return f"{self.step.title}: {self.project.title}"

    def decides_on(self) -> Lifecycle:
        """Return the project as it was seen."""
        return self.project

    def form(self, data: Posted = None) -> ProjectStepForm:
        """Return the form that asks why."""
        return ProjectStepForm(data, asks_reason=self.step.asks_reason)

    def save(self, form: ProjectStepForm) -> str:
        """Take the step."""
        self.project.take(
            self.step.name,
            by=self.user,
            at=timezone.now(),
            version=seen_version(self.request.POST),
            reason=form.cleaned_data["reason"],
        )
        return f"{self.project} is nu {self.project.get_state_display()}."


class AddMilestone(OfProject, FormPage):
    """Adds a milestone to a project."""

    right = Right.ENTER_PROGRESS
    title = "Mijlpaal toevoegen"

    def form(self, data: Posted = None) -> MilestoneForm:
        """Return the form of a new milestone."""
        return MilestoneForm(data, instance=Milestone(project=self.project))

    def save(self, form: MilestoneForm) -> str:
        """Store it, with a row of trail."""
        self.project.milestone(form.save(commit=False), by=self.user, at=timezone.now())
        return f"De mijlpaal '{form.instance}' staat bij het project."


class ExecutorsPage(DealPage):
    """Answers: who carries out which projects?"""

    right = Right.SEE_DEAL
    section = "measures"
    help_chapter = "projecten#uitvoerders-en-wie-van-hen-antwoordt"
    title = "Uitvoerders"
    template_name = "pillars/projects/executors.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to all projects."""
        return [_to_projects(self)]

    def get_context_data(self, **kwargs: object) -> Context:
        """One page of the executors, with their projects."""
        shown = Prefetch("projects", Project.objects.visible_to(self.rights))
        rows = Executor.objects.filter(deal_id=self.deal.pk).prefetch_related(shown)
        page = Paginator(rows, EXECUTORS_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page_obj=page, executors=page.object_list, **kwargs)


class ExecutorPage(RowPage):
    """One executor, its projects, and its people for who enters progress."""

    template_name = "pillars/projects/executor.html"

    row: Executor

    def load(self) -> None:
        """Fetch the executor of this deal."""
        self.row = get_object_or_404(Executor, deal_id=self.deal.pk, pk=self.kwargs["pk"])

    def page_title(self) -> str:
        """Title the page by its name."""
        return self.row.name

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to all executors."""
        return [_to_projects(self), ("Uitvoerders", reverse("executors", args=[self.deal.slug]))]

    def address(self) -> str:
        """Return the address of this page."""
        return reverse("executor", args=[self.deal.slug, self.row.pk])

    def form(self, data: Posted = None) -> ExecutorForm:
        """The form of this executor."""
        return ExecutorForm(data, instance=Executor.objects.get(pk=self.row.pk), deal=self.deal)

    def get_context_data(self, **kwargs: object) -> Context:
        """Add its projects, and its people where one may see them."""
        contacts = self.row.contacts.all() if self.may(Right.ENTER_PROGRESS) else None
        accounts = list(self.row.accounts.select_related("user", "ended_by")) if contacts is not None else []
        admitted = {account.user.email for account in accounts if account.ended_at is None}
        return super().get_context_data(
            projects=self.row.projects.visible_to(self.rights),
            contacts=contacts,
            accounts=accounts,
            to_admit=[row for row in contacts or () if row.email.lower() not in admitted],
            may_admit=self.may(Right.ADMIT_PARTNERS),
            **kwargs,
        )


class AddExecutor(AddRow):
    """Adds an executor."""

    title = "Uitvoerder toevoegen"
    success = "De uitvoerder staat in de lijst. Voeg nu een contactpersoon toe."
    template_name = "pillars/registers/add_row.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to all executors."""
        return [_to_projects(self), ("Uitvoerders", self.cancel_address())]

    def form(self, data: Posted = None) -> ExecutorForm:
        """Return the form of a new executor."""
        return ExecutorForm(data, instance=Executor(deal_id=self.deal.pk), deal=self.deal)

    def store(self, values: Values) -> str:
        """Add it to the list."""
        executor = Executor(deal_id=self.deal.pk)
        executor.enter(by=self.user, at=timezone.now(), values=values)
        return reverse("executor", args=[self.deal.slug, executor.pk])

    def cancel_address(self) -> str:
        """Return the address of the list."""
        return reverse("executors", args=[self.deal.slug])


class AddContactPerson(FormPage):
    """Adds somebody of an executor who can be asked what was done."""

    right = Right.ENTER_PROGRESS
    section = "measures"
    title = "Contactpersoon toevoegen"
    intro = "Alleen wie voortgang invult, ziet deze gegevens. Zij worden nooit openbaar."

    executor: Executor

    def load(self) -> None:
        """Fetch the executor of this deal."""
        self.executor = get_object_or_404(Executor, deal_id=self.deal.pk, pk=self.kwargs["pk"])

    def address(self) -> str:
        """Return the address of the executor."""
        return reverse("executor", args=[self.deal.slug, self.executor.pk])

    def form(self, data: Posted = None) -> ContactPersonForm:
        """Return the form of a new contact person."""
        return ContactPersonForm(data, instance=ContactPerson(executor=self.executor))

    def save(self, form: ContactPersonForm) -> str:
        """Store who it is."""
        return f"{form.save()} staat erbij."

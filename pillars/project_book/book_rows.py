"""The list of projects as a workbook speaks of it: measures, areas and executors by name, projects by code."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import OuterRef, QuerySet, Subquery

from pillars.agreed.models import Measure
from pillars.projects.models import Executor, ExecutorEvent, Plan, Project, ProjectEvent
from pillars.projects.planning import PlanLine, PlannableLines
from regiodeal.deals.models import Deal, Neighbourhood, Party
from regiodeal.sheets.form_rules import plain

BETWEEN = "; "  # between two names in one cell; a name of an organisation may hold a comma


@dataclass(frozen=True, kw_only=True)
class ProjectRow:
    """A project as a sheet shows it. Without a `pk` it is not in the portal yet."""

    pk: int | None = None
    version: int = 0
    code: str
    title: str = ""
    description: str = ""
    main_measure: str = ""
    measures: tuple[str, ...] = ()
    executor: str = ""
    partners: tuple[str, ...] = ()
    leader: str = ""
    areas: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    openness: str = ""
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """What a project plans of one line, by year; `pk` and `version` are those of the project."""

    pk: int | None = None
    version: int = 0
    project: str
    title: str
    line_code: str
    line_name: str
    figures: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ExecutorRow:
    """An executor with one of its people, or with nobody; `pk` and `version` are those of the executor."""

    pk: int | None = None
    version: int = 0
    name: str
    website: str = ""
    party: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""


@dataclass
class ProjectBook:
    """All that a workbook of a deal refers to, as it stands when it is first asked; each part of it is read once.

    `coming` has the measures of projects, and `new_executors` the executors, that the file itself brings.
    """

    deal: Deal
    coming: dict[str, frozenset[int]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    new_executors: dict[str, str] = field(default_factory=dict)

    def rows(self) -> QuerySet[Project]:
        """All projects, with what their rows name and with `changed_by`: who changed each last."""
        last = ProjectEvent.objects.filter(project=OuterRef("pk")).order_by("-at", "-pk").values("by")[:1]
        rows = Project.objects.filter(deal=self.deal).select_related("executor")
        return rows.prefetch_related("measures", "partners", "areas").annotate(changed_by=Subquery(last))

    @cached_property
    def projects(self) -> dict[str, Project]:
        """All projects by code."""
        return {row.code: row for row in self.rows()}

    @cached_property
    def executors(self) -> dict[str, Executor]:
        """All executors by their name as names are compared, with `changed_by`."""
        last = ExecutorEvent.objects.filter(executor=OuterRef("pk")).order_by("-at", "-pk").values("by")[:1]
        rows = Executor.objects.filter(deal=self.deal).select_related("party").prefetch_related("contacts")
        return {plain(row.name): row for row in rows.annotate(changed_by=Subquery(last))}

    @cached_property
    def measures(self) -> dict[int, Measure]:
        """The measures of the deal."""
        return Measure.objects.filter(deal=self.deal).in_bulk()

    @cached_property
    def measures_by_name(self) -> dict[str, int]:
        """The keys of the measures by code, and by code with title."""
        rows = self.measures.values()
        return {plain(row.code): row.pk for row in rows} | {plain(str(row)): row.pk for row in rows}

    @cached_property
    def areas(self) -> dict[int, Neighbourhood]:
        """The areas of the deal."""
        return Neighbourhood.objects.filter(deal=self.deal).in_bulk()

    @cached_property
    def areas_by_name(self) -> dict[str, int]:
        """The keys of the areas by name and by code."""
        rows = self.areas.values()
        return {plain(row.code): row.pk for row in rows} | {plain(str(row)): row.pk for row in rows}

    @cached_property
    def parties(self) -> dict[int, str]:
        """Return what the Parties are called."""
        return {row.pk: str(row) for row in Party.objects.filter(deal=self.deal)}

    @cached_property
    def lines(self) -> PlannableLines:
        """The lines that can be planned."""
        return PlannableLines(self.deal)

    @cached_property
    def plans(self) -> dict[int, dict[tuple[int, int | None, int], Decimal]]:
        """What each project plans, by (indicator, part, year)."""
        found: dict[int, dict[tuple[int, int | None, int], Decimal]] = defaultdict(dict)
        rows = Plan.objects.standing().filter(project__deal=self.deal)
        for project, indicator, item, year, value in rows.values_list("project", "indicator", "item", "year", "value"):
            found[project][indicator, item, year] = value
        return found

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The calendar years of the deal."""
        return tuple(range(self.deal.in_force_on.year, self.deal.ends_on.year + 1))

    def lines_of(self, project: Project | None, code: str) -> list[PlanLine]:
        """What a project can plan: by the measures that the file gives it, else by those that it has."""
        measures: Collection[int] = self.coming.get(code, frozenset())
        if not measures and project is not None:
            measures = {project.main_measure_id, *(row.pk for row in project.measures.all())}
        return self.lines.of(measures)

    def executor_named(self, name: str) -> str | None:
        """The name of an executor as the portal or this file has it; None for one that neither knows."""
        found = self.executors.get(plain(name))
        return found.name if found else self.new_executors.get(plain(name))

    # --- As rows of a sheet ------------------------------------------------------------------------------------

    def project_row(self, row: Project) -> ProjectRow:
        """The row of a project."""
        return ProjectRow(
            pk=row.pk,
            version=row.version,
            code=row.code,
            title=row.title,
            description=row.description,
            main_measure=str(self.measures[row.main_measure_id]),
            measures=tuple(str(each) for each in row.measures.all()),
            executor=row.executor.name if row.executor else "",
            partners=tuple(each.name for each in row.partners.all()),
            leader=row.leader,
            areas=tuple(str(each) for each in row.areas.all()),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            openness=str(row.get_openness_display()),
            state=str(row.get_state_display()),
        )

    def plan_rows(self, row: Project) -> list[PlanRow]:
        """The rows of what a project plans: one of each line, also of those of which it plans nothing yet."""
        return [self.plan_row(row, line) for line in self.lines_of(row, row.code)]

    def plan_row(self, row: Project, line: PlanLine) -> PlanRow:
        """The row of one line of a project."""
        plans = self.plans.get(row.pk, {})
        figures = {str(year): plans[*line.key, year] for year in self.years if (*line.key, year) in plans}
        return PlanRow(
            pk=row.pk,
            version=row.version,
            project=row.code,
            title=row.title,
            line_code=line.code,
            line_name=str(line),
            figures=figures,
        )

    def executor_rows(self, row: Executor, *, with_people: bool) -> list[ExecutorRow]:
        """The rows of an executor: one of each of its people, for who may see them."""
        about = {"pk": row.pk, "version": row.version, "name": row.name, "website": row.website}
        of_all = ExecutorRow(**about, party=str(row.party) if row.party else "")  # type: ignore[arg-type]
        people = list(row.contacts.all()) if with_people else []
        return [
            ExecutorRow(**vars(of_all) | {"contact": each.name, "email": each.email, "phone": each.phone})
            for each in people
        ] or [of_all]

    def bring_executor(self, name: str) -> None:
        """Remember that the file itself brings an executor of this name."""
        self.new_executors.setdefault(plain(name), name)

"""Pages of lessons, bottlenecks, external checks and acknowledgements."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from pillars.agreed.models import Measure
from pillars.measurements.rounds import year_to_write
from pillars.projects.as_read import with_project_as_read, without_steps_of_projects
from pillars.projects.models import Project
from pillars.registers.forms import (
    AcknowledgementForm,
    BottleneckFilter,
    BottleneckForm,
    ExternalCheckForm,
    LessonFilter,
    LessonForm,
)
from pillars.registers.models import Acknowledgement, Bottleneck, ExternalCheck, Lesson
from regiodeal.base.forms import Posted
from regiodeal.base.values import Values
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.forms import RegisterForm
from regiodeal.lifecycle.register import as_of
from regiodeal.lifecycle.register_pages import AddRow, RowPage
from regiodeal.lifecycle.steps import LifecycleEvent
from regiodeal.pages.deal_page import Context, DealPage
from regiodeal.sheets.list_download import DownloadableList, ListColumn


def _codes(row: Lesson | Bottleneck) -> str:
    return ", ".join(measure.code for measure in row.measures.all())


LESSON_COLUMNS = (
    ListColumn("les", "Les", str),
    ListColumn("oordeel", "Oordeel", lambda row: row.get_verdict_display()),
    ListColumn("waarom", "Waarom", lambda row: row.why),
    ListColumn("maatregelen", "Maatregelen", _codes),
    ListColumn("jaar", "Jaar", lambda row: Decimal(row.year)),
    ListColumn("stand", "Stand", lambda row: row.get_status_display()),
)
BOTTLENECK_COLUMNS = (
    ListColumn("knelpunt", "Knelpunt", str),
    ListColumn("thema", "Thema", lambda row: str(row.theme.name) if row.theme else ""),
    ListColumn("regel", "Wet of regel", lambda row: row.law),
    ListColumn("oplossing", "Oplossing nu", lambda row: row.short_term),
    ListColumn("later", "Oplossing later", lambda row: row.long_term),
    ListColumn("maatregelen", "Maatregelen", _codes),
    ListColumn("stand", "Stand", lambda row: row.get_state_display()),
)


class LessonsPage(DownloadableList):
    """Answers: what works, what does not, and why?"""

    right = Right.SEE_DEAL
    section = "measures"
    title = "Geleerde lessen"
    template_name = "pillars/registers/lessons.html"
    list_name = "lessen"
    list_columns = LESSON_COLUMNS

    def listed(self, context: Context) -> Iterable[Any]:
        """The lessons that were asked for."""
        return context["lessons"]  # type: ignore[return-value]

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the measures."""
        return [("Maatregelen", reverse("measures", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The lessons, cut to what was asked for."""
        filters = LessonFilter(self.request.GET, deal=self.deal, rights=self.rights)
        filters.is_valid()
        chosen = {"verdict": filters.cleaned_data.get("oordeel"), "status": filters.cleaned_data.get("stand")}
        chosen |= {"project_id": filters.project_key()}
        lessons = as_of(self.deal.lessons.prefetch_related("measures"), self.on)
        return super().get_context_data(
            filters=filters, is_filtered=any(chosen.values()), lessons=_matching(lessons, chosen), **kwargs
        )


class BottlenecksPage(DownloadableList):
    """Answers: what stands in the way, and what is done about it?"""

    right = Right.SEE_DEAL
    section = "measures"
    title = "Knelpunten"
    template_name = "pillars/registers/bottlenecks.html"
    list_name = "knelpunten"
    list_columns = BOTTLENECK_COLUMNS

    def listed(self, context: Context) -> Iterable[Any]:
        """The bottlenecks that were asked for."""
        return context["bottlenecks"]  # type: ignore[return-value]

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the measures."""
        return [("Maatregelen", reverse("measures", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The bottlenecks, cut to what was asked for."""
        filters = BottleneckFilter(self.request.GET, deal=self.deal, rights=self.rights)
        filters.is_valid()
        chosen = {"theme": filters.cleaned_data.get("thema"), "state": filters.cleaned_data.get("stand")}
        chosen |= {"project_id": filters.project_key()}
        rows = as_of(self.deal.bottlenecks.select_related("theme").prefetch_related("measures"), self.on)
        return super().get_context_data(
            filters=filters, is_filtered=any(chosen.values()), bottlenecks=_matching(rows, chosen), **kwargs
        )


def _matching[Row: Lesson | Bottleneck](rows: list[Row], chosen: dict[str, object]) -> list[Row]:
    """The rows that have the chosen words on the reference date; no word chosen lets every row through."""
    return [row for row in rows if all(not word or getattr(row, name) == word for name, word in chosen.items())]


class OfProjectRow(RowPage):
    """The part that pages of rows share that can be about a project: its name is for who may know of it."""

    project_field = "project"

    def get_context_data(self, **kwargs: object) -> Context:
        """Show the row as one may read it."""
        with_project_as_read(self.row, unapproved=self.may(Right.SEE_UNAPPROVED), name=self.project_field)
        return super().get_context_data(**kwargs)

    def _events(self) -> list[LifecycleEvent]:
        events, sees = super()._events(), self.may(Right.SEE_UNAPPROVED)
        return without_steps_of_projects(self.row, events, unapproved=sees, name=self.project_field)


class LearningPage(OfProjectRow):
    """Base of the page of one lesson or one bottleneck."""

    template_name = "pillars/registers/register_row.html"

    model: ClassVar[type[Lesson | Bottleneck]]
    form_class: ClassVar[type[RegisterForm]]
    address_name: ClassVar[str]
    parent: ClassVar[tuple[str, str]]

    def load(self) -> None:
        """Fetch the row of this deal."""
        rows = self.model._default_manager.prefetch_related("measures")
        self.row = get_object_or_404(rows, deal=self.deal, pk=self.kwargs["pk"])

    def page_title(self) -> str:
        """The row in one sentence."""
        return str(self.row)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the register."""
        title, name = self.parent
        return [(title, reverse(name, args=[self.deal.slug]))]

    def address(self) -> str:
        """Return the address of this page."""
        return reverse(self.address_name, args=[self.deal.slug, self.row.pk])

    def form(self, data: Posted = None) -> RegisterForm:
        """The form of this row."""
        return self.form_class(data, instance=self.model._default_manager.get(pk=self.row.pk), deal=self.deal)


class LessonPage(LearningPage):
    """Shows one lesson."""

    model = Lesson
    form_class = LessonForm
    address_name = "lesson"
    parent = ("Geleerde lessen", "lessons")


class BottleneckPage(LearningPage):
    """Shows one bottleneck."""

    model = Bottleneck
    form_class = BottleneckForm
    address_name = "bottleneck"
    parent = ("Knelpunten", "bottlenecks")


class AddLearning(AddRow):
    """Base of adding a lesson or a bottleneck; `?maatregel=1.1.1` ticks that measure to begin with."""

    template_name = "pillars/registers/add_row.html"

    model: ClassVar[type[Lesson | Bottleneck]]
    form_class: ClassVar[type[RegisterForm]]
    parent: ClassVar[tuple[str, str]]

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the register."""
        title, name = self.parent
        return [(title, reverse(name, args=[self.deal.slug]))]

    def form(self, data: Posted = None) -> RegisterForm:
        """Return the form of a new row, empty or as it was sent."""
        code = self.request.GET.get("maatregel", "")
        measures = [row for row in Measure.objects.filter(deal=self.deal) if row.code == code]
        projects = Project.objects.visible_to(self.rights).filter(deal_id=self.deal.pk)
        project = projects.filter(code=self.request.GET.get("project", "")).first()
        initial = {"measures": measures, "project": project, "year": year_to_write(self.deal, on=timezone.localdate())}
        return self.form_class(data, instance=self.model(deal=self.deal), deal=self.deal, initial=initial)

    def store(self, values: Values) -> str:
        """Add it to the register."""
        self.model(deal=self.deal).enter(by=self.user, at=timezone.now(), values=values)
        return self.cancel_address()

    def cancel_address(self) -> str:
        """Return the address of the register."""
        return reverse(self.parent[1], args=[self.deal.slug])


class AddLesson(AddLearning):
    """Adds a lesson."""

    title = "Les opschrijven"
    success = "De les staat in het register."
    model = Lesson
    form_class = LessonForm
    parent = ("Geleerde lessen", "lessons")


class AddBottleneck(AddLearning):
    """Adds a bottleneck."""

    title = "Knelpunt opschrijven"
    success = "Het knelpunt staat in het register."
    model = Bottleneck
    form_class = BottleneckForm
    parent = ("Knelpunten", "bottlenecks")


class OfMeasure(DealPage):
    """The part that pages of a measure share: they lead back to it."""

    measure: Measure

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the measure."""
        return [(str(self.measure), reverse("measure", args=[self.deal.slug, self.measure.code]))]

    def cancel_address(self) -> str:
        """Return the address of the measure."""
        return reverse("measure", args=[self.deal.slug, self.measure.code])

    def address(self) -> str:
        """The measure, where its registers stand."""
        return f"{self.cancel_address()}#voorwaarden"


class CheckPage(OfMeasure, RowPage):
    """One check of art. 10 for a measure."""

    template_name = "pillars/registers/register_row.html"

    row: ExternalCheck

    def load(self) -> None:
        """Fetch the check, or begin one where nobody has looked yet."""
        self.measure = self.agreed_or_404(Measure.objects.all(), self.kwargs["code"])
        if self.kwargs["kind"] not in ExternalCheck.Kind.values:
            raise Http404
        self.row = self._stored() or ExternalCheck(measure=self.measure, kind=self.kwargs["kind"])

    def _stored(self) -> ExternalCheck | None:
        rows = ExternalCheck.objects.filter(measure=self.measure, kind=self.kwargs["kind"])
        return rows.select_related("measure").first()

    def not_yet(self) -> ExternalCheck:
        """A check at which nobody had looked."""
        return ExternalCheck(measure=self.measure, kind=self.row.kind)

    def stored(self) -> ExternalCheck:
        """The check as a colleague has just stored it."""
        return ExternalCheck.objects.get(measure=self.measure, kind=self.row.kind)

    def page_title(self) -> str:
        """Title the page by the kind of check."""
        return f"Toets: {self.row.get_kind_display()}"

    def form(self, data: Posted = None) -> ExternalCheckForm:
        """The form of this check."""
        copy = self._stored() or ExternalCheck(measure=self.measure, kind=self.row.kind)
        return ExternalCheckForm(data, instance=copy, deal=self.deal, today=timezone.localdate())


class AcknowledgementPage(OfMeasure, OfProjectRow):
    """One project and its acknowledgement."""

    project_field = "of_project"
    template_name = "pillars/registers/register_row.html"

    row: Acknowledgement

    def load(self) -> None:
        """Fetch the acknowledgement of this deal."""
        rows = Acknowledgement.objects.filter(measure__deal=self.deal).select_related("measure", "of_project")
        self.row = get_object_or_404(rows, pk=self.kwargs["pk"])
        self.measure = self.row.measure

    def page_title(self) -> str:
        """Title the page by the project."""
        return f"Vermelding: {self.row}"

    def form(self, data: Posted = None) -> AcknowledgementForm:
        """The form of this project."""
        copy = Acknowledgement.objects.get(pk=self.row.pk)
        return AcknowledgementForm(data, instance=copy, deal=self.deal, today=timezone.localdate())


class AddAcknowledgement(OfMeasure, AddRow):
    """Adds a project that has to name the Regio Deal."""

    title = "Vermelding bijhouden"
    template_name = "pillars/registers/add_row.html"
    success = "Toegevoegd."

    def load(self) -> None:
        """Fetch the measure of this deal."""
        self.measure = self.agreed_or_404(Measure.objects.all(), self.kwargs["code"])

    def form(self, data: Posted = None) -> AcknowledgementForm:
        """Return the form of an acknowledgement, empty or as it was sent."""
        row = Acknowledgement(measure=self.measure)
        return AcknowledgementForm(data, instance=row, deal=self.deal, today=timezone.localdate())

    def store(self, values: Values) -> str:
        """Add it to the measure."""
        Acknowledgement(measure=self.measure).enter(by=self.user, at=timezone.now(), values=values)
        return self.address()

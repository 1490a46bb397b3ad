"""The fields in which one chooses a budget line, and a project."""

from collections.abc import Collection

from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from finance.budget.models import BudgetLine
from pillars.projects.models import Project
from regiodeal.deals.in_force import terms
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Right


def lines_of(deal: Deal, **narrowed: object) -> QuerySet[BudgetLine]:
    """The budget lines that are agreed today, narrowed by their fields."""
    agreed = terms(deal, on=timezone.localdate()).apply(BudgetLine.objects.filter(deal=deal, **narrowed))
    return BudgetLine.objects.filter(pk__in=[line.pk for line in agreed]).select_related("pillar", "source")


class LineField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A budget line of the deal, by its name for people."""

    def label_from_instance(self, obj: Model) -> str:
        """Name a budget line: 'Pijler A, rijksbijdrage (A-rijk)'."""
        assert isinstance(obj, BudgetLine)
        return f"{obj.label} ({obj.code})"


def projects_of(deal: Deal) -> QuerySet[Project]:
    """The projects of the deal, each with the measures that say on which lines its money can stand."""
    return Project.objects.filter(deal=deal).select_related("main_measure__goal").prefetch_related("measures__goal")


NO_PROJECT = "geen"


def project_choices(deal: Deal, rights: Collection[Right]) -> list[tuple[str, str]]:
    """What a list can be narrowed to: all, what is of no project, or by its code one that one may know of."""
    rows = Project.objects.visible_to(rights).filter(deal=deal)
    return [("", "alle"), (NO_PROJECT, "zonder project"), *((row.code, str(row)[:60]) for row in rows)]


def of_project(code: str) -> Q:
    """The condition of money of the project with that code, or of none."""
    return Q(project__isnull=True) if code == NO_PROJECT else Q(project__code=code)


class ProjectField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A project of the deal; none for money that belongs to no project."""

    def __init__(self) -> None:
        help_text = "Alleen als dit geld voor een project is."
        empty = "geen project"
        super().__init__(
            Project.objects.none(), label="Project", required=False, empty_label=empty, help_text=help_text
        )

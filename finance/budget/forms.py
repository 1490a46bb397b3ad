"""The field in which one chooses a budget line."""

from django import forms
from django.db.models import Model, QuerySet
from django.utils import timezone

from finance.budget.models import BudgetLine
from regiodeal.deals.in_force import terms
from regiodeal.deals.models import Deal


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

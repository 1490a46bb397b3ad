"""The page of the line of time of a deal."""

from typing import Unpack

from django import forms

from pillars.projects.models import Project
from regiodeal.base.forms import FormOptions, Posted
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Right
from regiodeal.pages.deal_page import Context, DealPage
from reporting.time_line.drawing import drawn
from reporting.time_line.time_line import KINDS, time_line


class TimeLineFilter(forms.Form):
    """Asks for one kind, or for one year. What is not in the lists shows everything."""

    soort = forms.ChoiceField(label="Wat", required=False, choices=[("", "alles"), *KINDS.items()])
    jaar = forms.ChoiceField(label="Jaar", required=False)

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["jaar"]
        assert isinstance(field, forms.ChoiceField)
        years = range(deal.signed_on.year, deal.ends_on.year + 2)  # what follows the deal comes in the year after it
        field.choices = [("", "de hele deal"), *((str(year), str(year)) for year in years)]

    def chosen(self, name: str) -> str:
        """Return what was chosen; empty for nothing, and for what is no choice."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")


class TimeLinePage(DealPage):
    """Answers: what was when, and what comes? A picture, with a sentence and a table that say the same."""

    right = Right.SEE_DEAL
    section = "overview"
    title = "Lijn van de tijd"
    template_name = "reporting/time_line/time_line.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The line, cut to what was asked for."""
        filters = TimeLineFilter(self.request.GET, deal=self.deal)
        kind, year = filters.chosen("soort"), filters.chosen("jaar")
        visible = Project.objects.visible_to(self.rights).filter(deal_id=self.deal.pk)
        line = time_line(self.deal, visible, on=self.on, kind=kind, year=int(year) if year else None)
        return super().get_context_data(
            filters=filters, is_filtered=bool(kind or year), line=line, drawing=drawn(line), **kwargs
        )

"""Dividing the figures of a round: who fills in which."""

from collections.abc import Iterator
from datetime import date

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from pillars.measurements.assignments import FigurePlace, assign, assignments_in, writers
from pillars.measurements.expected import ExpectedFigure, RoundFigures, figures_of
from pillars.measurements.grid import EntryRoundPage
from pillars.measurements.readiness import readiness_of
from pillars.measurements.rounds import round_on
from regiodeal.base.dutch import counted
from regiodeal.base.forms import Posted
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.running import hold_running
from regiodeal.lifecycle.seen import digest_of, hold_digest
from regiodeal.notices.models import ReminderKind
from regiodeal.notices.reminders import Notice
from regiodeal.pages.deal_page import Context


class AssignForm(forms.Form):
    """Asks to whom is given what was chosen."""

    person = forms.ModelChoiceField(
        label="Geef wat u koos aan",
        queryset=User.objects.none(),
        required=False,
        empty_label="niemand",
    )

    def __init__(self, data: Posted = None, *, people: QuerySet[User]) -> None:
        super().__init__(data)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class DivideFigures(EntryRoundPage):
    """All figures of a round with who fills each in; the chosen ones are given to somebody."""

    template_name = "pillars/measurements/divide.html"

    def load(self) -> None:
        """Find the round. 404 for a deal without one, and for the figures of one project: those are not divided."""
        super().load()
        if self.round is None or self.project is not None:
            raise Http404

    def page_title(self) -> str:
        """Title the page by the round."""
        assert self.round is not None
        return f"Cijfers verdelen: ronde {self.round.year}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the grid."""
        assert self.round is not None
        return [(f"Cijfers invullen: ronde {self.round.year}", self.address())]

    def get_context_data(self, **kwargs: object) -> Context:
        """The figures, whose each is, and the form."""
        figures = self.figures()
        kwargs.setdefault("form", AssignForm(people=writers(self.deal)))
        seen = digest_of(_shown(figures))
        return super().get_context_data(round=self.round, figures=figures, seen=seen, **kwargs)

    @transaction.atomic
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Give what was ticked to who was chosen, when all is as it was listed; who comes second is told."""
        address = self.address("divide-figures")
        try:
            hold_running(self.deal.pk)  # two who divide at once would else both read that a figure is nobody's
        except WrongStateError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(address)
        figures = self.figures()
        form = AssignForm(request.POST, people=writers(self.deal))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        hold_digest(_shown(figures), request.POST.get("seen", ""), title=self.page_title(), url=address)
        chosen = set(request.POST.getlist("figure"))
        places = [place_of(row) for row in figures.rows if row.key in chosen]
        if not places:
            messages.info(request, "U heeft niets gekozen. Er is niets veranderd.")
            return HttpResponseRedirect(address)
        person = form.cleaned_data["person"]
        assign(self.deal, places, person=person, by=self.user, at=timezone.now())
        many = counted(len(places), "cijfer is", "cijfers zijn")
        messages.success(request, f"{many} nu van {person or 'niemand'}.")
        return HttpResponseRedirect(address)


def place_of(row: ExpectedFigure) -> FigurePlace:
    """Return which figure a row of a round is."""
    return row.indicator.pk, row.item.pk if row.item else None, row.project.pk if row.project else None


def _shown(figures: RoundFigures) -> Iterator[tuple[str, int | None]]:
    """What the page lists, and the form is held to: each figure, and to whom it was given."""
    return ((row.key, row.assigned.pk if row.assigned else None) for row in figures.rows)


def assignment_notices(deal: Deal, members: list[Membership], *, on: date) -> Iterator[Notice]:
    """Tell who was given figures that are still to be filled in, what one gave at once in one line."""
    people = {row.user_id for row in members}
    rows = list(assignments_in(deal).filter(person__in=people, project=None).select_related("assigned_by"))
    current = round_on(deal, on) if rows else None
    if current is None:
        return
    figures = figures_of(current, on=on)
    submit_by = readiness_of(figures).submit_by
    to_enter = {place_of(row): row for row in figures.rows if row.is_to_enter}
    given: dict[tuple[int, int, str], list[ExpectedFigure]] = {}
    first = {}
    for row in rows:
        if row.place in to_enter and row.person_id is not None and row.person_id != row.assigned_by_id:
            group = (row.person_id, row.assigned_by_id, f"{timezone.localtime(row.assigned_at):%Y%m%d %H%M%S}")
            given.setdefault(group, []).append(to_enter[row.place])
            first[group] = row
    for group, found in given.items():
        row, what = first[group], found[0].name if len(found) == 1 else f"{len(found)} cijfers"
        yield Notice(
            deal,
            ReminderKind.ROUND,
            key=f"van u {current.year} {group[1]} {group[2]}",
            moment="given",
            title=f"{row.assigned_by} gaf u {what} om in te vullen: ronde {current.year}",
            last_day=submit_by,
            path=f"{reverse('grid', args=[deal.slug, current.year])}?toon=mijn",
            people=frozenset({group[0]}),
            at=row.assigned_at,
        )

"""Dividing the stories of a year: who writes about which measure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from pillars.agreed.models import Measure
from pillars.measurements.assignment_views import AssignForm
from pillars.measurements.assignments import writers
from pillars.measurements.rounds import round_on
from pillars.stories.models import ProgressEntry
from pillars.stories.story_assignments import StoryAssignment, assign_stories, story_people, to_write
from regiodeal.base.dutch import counted
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Right
from regiodeal.deals.running import hold_running
from regiodeal.lifecycle.review import State
from regiodeal.lifecycle.seen import digest_of, hold_digest
from regiodeal.notices.models import ReminderKind
from regiodeal.notices.reminders import Notice
from regiodeal.pages.deal_page import Context, DealPage


@dataclass(frozen=True)
class StoryRow:
    """A measure, who writes its story, and the story of the year; None where there is none."""

    measure: Measure
    person: User | None
    entry: ProgressEntry | None


def story_year(deal: Deal, *, on: date) -> int:
    """The year that stories are asked about: that of the round, else the one that runs."""
    current = round_on(deal, on)
    return current.figure_year if current else on.year


class DivideStories(DealPage):
    """All measures with who writes about each; the chosen ones are given to somebody."""

    right = Right.ENTER_PROGRESS
    section = "measures"
    template_name = "pillars/stories/divide.html"
    title = "Teksten verdelen"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to one's work."""
        return [("Mijn werk", reverse("my-work", args=[self.deal.slug]))]

    def stories(self) -> list[StoryRow]:
        """The measures as agreed today, in the order of the covenant."""
        measures = self.agreed.apply(Measure.objects.filter(deal=self.deal).select_related("goal__pillar"))
        people = story_people(self.deal)
        rows = ProgressEntry.objects.filter(measure__deal=self.deal, year=self._year).exclude(state=State.WITHDRAWN)
        entries = {row.measure_id: row for row in rows.order_by("pk")}
        return [StoryRow(row, people.get(row.pk), entries.get(row.pk)) for row in measures]

    @property
    def _year(self) -> int:
        return story_year(self.deal, on=timezone.localdate())

    def get_context_data(self, **kwargs: object) -> Context:
        """The measures, whose each is, and the form."""
        rows = self.stories()
        kwargs.setdefault("form", AssignForm(people=writers(self.deal)))
        return super().get_context_data(rows=rows, year=self._year, seen=digest_of(_shown(rows)), **kwargs)

    @transaction.atomic
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Give what was ticked to who was chosen, when all is as it was listed; who comes second is told."""
        address = reverse("divide-stories", args=[self.deal.slug])
        try:
            hold_running(self.deal.pk)  # two who divide at once would else both read that a story is nobody's
        except WrongStateError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(address)
        form = AssignForm(request.POST, people=writers(self.deal))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        rows, chosen = self.stories(), set(request.POST.getlist("measure"))
        hold_digest(_shown(rows), request.POST.get("seen", ""), title=self.page_title(), url=address)
        measures = [row.measure for row in rows if row.measure.code in chosen]
        if not measures:
            messages.info(request, "U heeft niets gekozen. Er is niets veranderd.")
            return HttpResponseRedirect(address)
        person = form.cleaned_data["person"]
        assign_stories(self.deal, measures, person=person, by=self.user, at=timezone.now())
        messages.success(request, f"{counted(len(measures), 'tekst is', 'teksten zijn')} nu van {person or 'niemand'}.")
        return HttpResponseRedirect(address)


def _shown(rows: list[StoryRow]) -> Iterator[tuple[str, int | None]]:
    """What the page lists, and the form is held to: each measure, and to whom its story was given."""
    return ((row.measure.code, row.person.pk if row.person else None) for row in rows)


def story_assignment_notices(deal: Deal, members: list[Membership], *, on: date) -> Iterator[Notice]:
    """Tell who was given stories that nobody began, what one gave at once in one line."""
    people = {row.user_id for row in members}
    current = round_on(deal, on)
    year = story_year(deal, on=on)
    if year > on.year:
        return
    given: dict[tuple[int, int, str], list[StoryAssignment]] = {}
    for row in to_write(deal, year):
        if row.person_id in people and row.person_id != row.assigned_by_id:
            moment = f"{timezone.localtime(row.assigned_at):%Y%m%d %H%M%S}"
            given.setdefault((row.person_id, row.assigned_by_id, moment), []).append(row)
    for (person, giver, moment), found in given.items():
        first = found[0]
        one = len(found) == 1
        what = f"de voortgang van {first.measure.code}" if one else f"de voortgang van {len(found)} maatregelen"
        write = reverse("write-entry", args=[deal.slug, first.measure.code, year])
        yield Notice(
            deal,
            ReminderKind.ROUND,
            key=f"tekst van u {year} {giver} {moment}",
            moment="given",
            title=f"{first.assigned_by} gaf u {what} over {year} om te schrijven",
            last_day=current.last_day if current else None,
            path=write if one else reverse("my-work", args=[deal.slug]),
            people=frozenset({person}),
            at=first.assigned_at,
        )

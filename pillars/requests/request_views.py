"""The bureau's pages of a request: begin it, see who answered and who is late, move its last day, close it."""

from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from pillars.measurements.rounds import Round, rounds, running_on
from pillars.requests.asked import asked_of_all, running_projects
from pillars.requests.forms import LastDayForm, OpenRequestForm
from pillars.requests.models import Request
from pillars.requests.request_standing import standing_of
from pillars.requests.requesting import (
    ask_again,
    close_request,
    move_last_day,
    offered_last_day,
    open_request,
    unreachable,
)
from regiodeal.base.dutch import counted, day
from regiodeal.base.forms import Posted, VersionForm
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.seen import seen_version
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.lifecycle.steps import Lifecycle
from regiodeal.pages.deal_page import Context, DealPage, DealView
from regiodeal.pages.form_page import FormPage


class OfRequest(DealView):
    """The part that views of one request share: the year in the address names it, else it is the newest."""

    section = "measures"
    request_of_round: Request | None

    def load(self) -> None:
        """Find the request. 404 for a year without one."""
        year: int | None = self.kwargs.get("year")
        rows = Request.objects.filter(deal_id=self.deal.pk).select_related("deal")
        self.request_of_round = rows.filter(year=year).first() if year else rows.first()
        if year and self.request_of_round is None:
            raise Http404

    @property
    def asked(self) -> Request:
        """Return the request, on a page that only exists where there is one."""
        if self.request_of_round is None:
            raise Http404
        return self.request_of_round

    def request_address(self) -> str:
        """Return the address of the request."""
        return reverse("request-of-year", args=[self.deal.slug, self.asked.year])


def to_projects(page: DealView) -> tuple[str, str]:
    """Return the crumb that leads back to all projects."""
    return "Projecten", reverse("projects", args=[page.deal.slug])


class RequestPage(OfRequest, DealPage):
    """Answers: who answered, what stands out, who is late?"""

    right = Right.SEE_UNAPPROVED
    help_chapter = "projecten#de-uitvraag"
    template_name = "pillars/requests/request.html"

    def page_title(self) -> str:
        """Title the page by the round."""
        return str(self.request_of_round) if self.request_of_round else "Uitvraag"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to all projects."""
        return [to_projects(self)]

    def get_context_data(self, **kwargs: object) -> Context:
        """How far every executor is, and what can be done; without a request how to begin one."""
        if self.request_of_round is None:
            projects = running_projects(self.deal.pk).count()
            return super().get_context_data(standing=None, projects=projects, **kwargs)
        others = list(Request.objects.filter(deal_id=self.deal.pk).exclude(pk=self.asked.pk))
        return super().get_context_data(
            standing=standing_of(self.asked, on=timezone.localdate()),
            asked=self.asked,
            others=others,
            still_open=[row for row in others if row.is_open and row.year < self.asked.year],
            may_open=bool(_rounds_to_ask(self)),
            **kwargs,
        )


def _rounds_to_ask(page: DealView) -> list[Round]:
    """The rounds for which a request can be opened: those that have begun and have none yet, the newest first."""
    today = timezone.localdate()
    known = set(Request.objects.filter(deal_id=page.deal.pk).values_list("year", flat=True))
    found = rounds(page.deal, on=today)
    running = running_on(found, today)
    first = running.first_day if running else today
    return [row for row in reversed(found) if row.first_day <= first and row.year not in known]


class OpenRequestPage(FormPage):
    """Opens a request, and shows beforehand who is asked how much, and who has no contact person."""

    right = Right.ENTER_PROGRESS
    section = "measures"
    help_chapter = "projecten#de-uitvraag"
    title = "Uitvraag beginnen"
    template_name = "pillars/requests/open_request.html"
    save_label = "Begin en mail iedereen"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the request of before."""
        return [to_projects(self), ("Uitvraag", self.address())]

    def address(self) -> str:
        """Return the address of the newest request."""
        return reverse("request", args=[self.deal.slug])

    @cached_property
    def rounds(self) -> list[Round]:
        """The rounds to choose from."""
        return _rounds_to_ask(self)

    def form(self, data: Posted = None) -> OpenRequestForm:
        """Return the form, with the round that runs chosen."""
        newest = self.rounds[0] if self.rounds else None
        initial = {"last_day": offered_last_day(newest, today=timezone.localdate()) if newest else None}
        return OpenRequestForm(data, rounds=self.rounds, initial=initial)

    def get_context_data(self, **kwargs: object) -> Context:
        """Add what would be asked of whom, as plans and norms are now."""
        newest = self.rounds[0] if self.rounds else None
        today = timezone.localdate()
        asked = {}
        if newest:
            trial = Request(
                deal=self.deal,
                year=newest.year,
                figure_year=newest.figure_year,
                opened_on=today,
                last_day=newest.last_day,
            )
            asked = asked_of_all(trial)
        rows = [
            (found[0].project.executor, found, sum(len(each.figures) for each in found)) for found in asked.values()
        ]
        return super().get_context_data(asked=rows, unreachable=unreachable(self.deal), rounds=self.rounds, **kwargs)

    def save(self, form: OpenRequestForm) -> str:
        """Ask everybody."""
        values = form.cleaned_data
        chosen = next(row for row in self.rounds if row.year == values["year"])
        request = open_request(
            self.deal, chosen, last_day=values["last_day"], text=values["text"], by=self.user, at=timezone.now()
        )
        count = request.answers.count()
        return f"{counted(count, 'uitvoerder is', 'uitvoerders zijn')} gevraagd. De mails gaan binnen vijf minuten weg."


class DecideOnRequest(OfRequest, SeenFormPage):
    """The part that forms about one request share."""

    right = Right.ENTER_PROGRESS

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the request."""
        return [to_projects(self), (str(self.asked), self.address())]

    def address(self) -> str:
        """Return the address of the request."""
        return self.request_address()

    def decides_on(self) -> Lifecycle:
        """Return the request as it was seen."""
        return self.asked


class CloseRequest(DecideOnRequest):
    """Closes a request."""

    title = "Uitvraag sluiten"
    save_label = "Sluit de uitvraag"
    intro = (
        "Daarna kan niemand meer antwoorden. Wat is verstuurd, kunt u nog overnemen. Wat niet is verstuurd, blijft "
        "bewaard zoals het is."
    )

    def form(self, data: Posted = None) -> VersionForm:
        """Return a form without a question."""
        return VersionForm(data, initial={"version": self.asked.version})

    def save(self, form: VersionForm) -> str:
        """Close it."""
        del form
        close_request(self.asked, by=self.user, at=timezone.now(), version=seen_version(self.request.POST))
        return f"{self.asked} is gesloten."


class MoveLastDay(DecideOnRequest):
    """Gives everybody until another day."""

    title = "Laatste dag veranderen"

    def form(self, data: Posted = None) -> LastDayForm:
        """Return the form with the day that holds."""
        return LastDayForm(data, initial={"last_day": self.asked.last_day})

    def save(self, form: LastDayForm) -> str:
        """Keep the day."""
        last_day, version = form.cleaned_data["last_day"], seen_version(self.request.POST)
        move_last_day(self.asked, last_day, by=self.user, at=timezone.now(), version=version)
        return f"De laatste dag is nu {day(last_day)}."


class AskAgain(DecideOnRequest):
    """Asks what became due since the request was opened."""

    title = "Vragen bijwerken"
    save_label = "Vraag wat erbij kwam"
    intro = (
        "Kwamen er projecten, plannen of mijlpalen bij? Dan worden die nu ook gevraagd. Wat iemand al schreef, blijft "
        "staan, en wat al is verstuurd, verandert niet."
    )

    def form(self, data: Posted = None) -> VersionForm:
        """Return a form without a question."""
        return VersionForm(data, initial={"version": self.asked.version})

    def save(self, form: VersionForm) -> str:
        """Ask it."""
        del form
        count = ask_again(self.asked, by=self.user, at=timezone.now())
        return f"Er {counted(count, 'vraag is', 'vragen zijn')} bij gekomen." if count else "Er kwam niets bij."

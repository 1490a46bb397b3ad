"""The grid: all figures of a round on one page, saved row by row, and submitted together."""

from dataclasses import asdict, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from pillars.measurements.carry_over import carried_over
from pillars.measurements.drafts import StaleFigureError, save_draft, submit_drafts
from pillars.measurements.expected import Expectation, ExpectedFigure, RoundFigures, expectation_of, figures_of
from pillars.measurements.forms import GridFilter, RowForm
from pillars.measurements.grid_rows import COLUMNS, NO_FAULTS, GridRow, groups_of, typed_at, typed_of
from pillars.measurements.grid_totals import planned_by
from pillars.measurements.models import Measurement
from pillars.measurements.readiness import readiness_of
from pillars.measurements.rounds import Round, of_year, rounds, running_on
from pillars.projects.models import Plan, Project
from pillars.projects.planned import Planned, planned_in
from regiodeal.base.refusals import WrongStateError
from regiodeal.caching.etags import revalidated
from regiodeal.caching.memory import remembered
from regiodeal.deals.roles import Right
from regiodeal.files.forms import too_large
from regiodeal.files.kinds import ACCEPT
from regiodeal.lifecycle.corrections import ReasonNeededError
from regiodeal.lifecycle.review import State
from regiodeal.lifecycle.seen import read_seen
from regiodeal.pages.deal_page import Context, DealPage

REOPENED = "nieuw"  # of an address: the row in which an approved figure gets a newer one


class EntryRoundPage(DealPage):
    """Base of the pages of one round: the year in the address names it, else it is the one that runs."""

    right = Right.ENTER_PROGRESS
    section = "measures"

    round: Round | None
    other_rounds: list[Round]
    project: Project | None

    def load(self) -> None:
        """Find the round. 404 for a year in which none closes."""
        year: int | None = self.kwargs.get("year")
        all_rounds = rounds(self.deal, on=self.on)
        self.round = running_on(all_rounds, self.on) if year is None else of_year(all_rounds, year)
        if self.round is None and year is not None:
            raise Http404
        code = self.request.GET.get("project", "")
        self.project = Project.objects.filter(deal_id=self.deal.pk, code=code).first() if code else None
        self.other_rounds = [each for each in all_rounds if each != self.round]

    def figures(self) -> RoundFigures:
        """The figures of the round as of the reference date."""
        assert self.round is not None
        return figures_of(self.round, on=self.on, project=self.project)

    @cached_property
    def can_type(self) -> bool:
        """Tell whether figures can be entered: today, in a round that has begun."""
        today = timezone.localdate()
        return self.round is not None and self.on == today and self.round.first_day <= today

    @property
    def asked(self) -> dict[str, str]:
        """The project whose figures these are, as an address names it; nothing for those of the whole."""
        return {"project": self.project.code} if self.project else {}

    def address(self, name: str = "grid", query: dict[str, str] | None = None) -> str:
        """An address of this round, with what the list is narrowed to."""
        assert self.round is not None
        path = reverse(name, args=[self.deal.slug, self.round.year])
        return f"{path}?{urlencode(query)}" if query else path


@revalidated
class GridPage(EntryRoundPage):
    """All figures that a round asks for. Every row saves on its own, with or without a script."""

    template_name = "pillars/measurements/grid.html"

    def page_title(self) -> str:
        """Title the page by what one does here, and for which round."""
        of_project = f" van {self.project}" if self.project else ""
        return f"Cijfers invullen{of_project}: ronde {self.round.year}" if self.round else "Cijfers invullen"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to one's own work."""
        return [("Mijn werk", reverse("my-work", args=[self.deal.slug]))]

    @remembered
    def figures(self) -> RoundFigures:
        """The figures of the round as of the reference date."""
        return super().figures()

    def get_context_data(self, **kwargs: Any) -> Context:
        """The rows that the filter lets through, and how much is left."""
        if self.round is None:
            return super().get_context_data(**kwargs)
        figures = self.figures()
        refused: GridRow | None = kwargs.pop("refused", None)
        narrow = GridFilter(self.request.GET, figures=figures, user=self.user)
        reopened = self.request.GET.get(REOPENED, "")
        shown = dict.fromkeys(row.key for row in narrow.rows())
        besides = {reopened} | ({refused.figure.key} if refused else set())
        shown |= dict.fromkeys(each.key for each in figures.rows if each.key in besides)
        rows = [
            refused if refused and key == refused.figure.key else self.row(figures.by_key[key], key == reopened)
            for key in shown
        ]
        return super().get_context_data(
            round=self.round,
            figures=figures,
            project=self.project,
            readiness=None if self.project else readiness_of(figures),
            other_rounds=self.other_rounds,
            groups=groups_of(rows, figures.rows),
            drafts=len(figures.drafts_of(self.user)),
            submit_url=self.address("submit-round", self.asked),
            filter_form=narrow,
            columns=COLUMNS,
            evidence_accept=ACCEPT,
            largest_file=settings.LARGEST_FILE,
            too_large=too_large(),
            evidence_url=reverse("add-evidence", args=[self.deal.slug, "metingen", 0]),
            can_type=self.can_type,
            save_url=self.address("save-row", narrow.chosen),
            **kwargs,
        )

    @cached_property
    def planned(self) -> Planned:
        """What projects planned of the figures of this page on the reference date."""
        return planned_in(Plan.objects.filter(project__deal=self.deal), on=self.on)

    def row(self, figure: ExpectedFigure, is_reopened: bool = False, **known: Any) -> GridRow:
        """A row as it is stored, or with what is `known` of it; one that follows an approved figure begins empty."""
        today = timezone.localdate()
        known = {"typed": typed_of(figure, today)} | known
        row = GridRow(
            figure,
            self.can_type,
            is_reopened=is_reopened,
            today=today,
            planned=planned_by(figure, self.planned),
            **known,
        )
        if row.follows and not row.is_refused:
            return replace(row, typed=typed_of(replace(figure, current=None), today))
        return row


class SaveRow(GridPage):
    """Saves one row as a draft. What cannot be used, or came too late, changes nothing and comes back as typed."""

    http_method_names = ["post"]

    @cached_property
    def planned(self) -> Planned:
        """What projects plan of the indicator of the row."""
        code = self.request.POST.get("row", "").partition("--")[0]
        rows = Plan.objects.filter(project__deal=self.deal, indicator__code=code)
        return planned_in(rows, on=self.on)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Check the row and store it; `same` carries over its last figure, `theirs` shows the row as it is stored."""
        if not self.can_type:
            raise Http404
        assert self.round is not None
        expectation = expectation_of(self.round, on=self.on, project=self.project)
        figure = expectation.figure(request.POST.get("row", ""))
        if figure is None:
            return self._answer_without_row()
        if "theirs" in request.POST:
            return self._answer(self.row(figure), expectation)
        form = RowForm(self._chosen(figure), row=figure, today=timezone.localdate())
        if not form.is_valid():
            return self._refused(figure, expectation, form)
        return self._store(figure, expectation, form)

    def _refused(self, figure: ExpectedFigure, expectation: Expectation, form: RowForm) -> HttpResponseBase:
        """The row as it was typed, with a sentence at each cell that cannot be used."""
        faults = NO_FAULTS | {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}
        is_reopened = figure.state == State.APPROVED
        row = self.row(figure, is_reopened, typed=self._typed(), faults=faults)
        return self._answer(row, expectation, status=422)

    def _store(self, figure: ExpectedFigure, expectation: Expectation, form: RowForm) -> HttpResponseBase:
        post = self.request.POST
        over = "" if figure.state == State.APPROVED else post.get("over", "")  # nothing is put over what was approved
        seen = read_seen(over or post.get("seen", ""))
        last = figure.current if figure.state == State.APPROVED else figure.last
        if form.doubts(last.value if last else None):
            return self._refused(figure, expectation, form)
        try:
            draft = save_draft(
                figure, form.values(), seen=seen, by=self.user, at=timezone.now(), reason=form.given_reason
            )
        except ReasonNeededError as needed:
            form.ask_reason(needed)
            return self._refused(figure, expectation, form)
        except StaleFigureError:
            figure = expectation.figure(figure.key) or figure
            started_from = read_seen(post.get("seen", ""))
            original = typed_at(figure, pk=started_from.pk, version=started_from.version) if started_from else {}
            row = self.row(figure, typed=self._typed(), is_stale=True, original=original)
            return self._answer(row, expectation, status=409)
        return self._answer(self.row(replace(figure, current=draft)), expectation)

    def _chosen(self, figure: ExpectedFigure) -> QueryDict:
        """Return what was posted, with a colleague's text in each cell for which that was chosen."""
        chosen = self.request.POST.copy()
        if "same" in chosen:
            chosen.update(carried_over(figure, today=timezone.localdate()))
        if "over" in chosen:
            chosen.update({name: text for name, text in typed_of(figure).items() if f"theirs-{name}" in chosen})
        return chosen

    def _typed(self) -> dict[str, str]:
        return {name: self.request.POST.get(name, "") for name in (*COLUMNS, "reason")}

    def _answer(self, row: GridRow, expectation: Expectation, status: int = 200) -> HttpResponseBase:
        """The row alone for the page's script; else the page: at the row when it was stored, with the faults if not."""
        narrow = {name: text for name in GridFilter.base_fields if (text := self.request.GET.get(name))}
        if self._is_asked_by_script():
            save_url = self.address("save-row", narrow)
            shown = {"row": row, "deal": self.deal, "save_url": save_url, "evidence_accept": ACCEPT}
            html = render_to_string(
                "pillars/measurements/parts/grid_row.html", shown | {"csrf_token": get_token(self.request)}
            )
            return JsonResponse({"row": html, **asdict(expectation.counts(self.user))}, status=status)
        if row.is_refused:
            return self.render_to_response(self.get_context_data(refused=row), status=status)
        messages.success(self.request, f"Bewaard: {row.figure.name}.")
        return redirect(f"{self.address(query=narrow)}#rij-{row.figure.key}")

    def _answer_without_row(self) -> HttpResponseBase:
        text = "Deze rij hoort niet meer bij de ronde. Er is niets bewaard."
        if self._is_asked_by_script():
            return JsonResponse({"say": text}, status=404)
        messages.error(self.request, text)
        return redirect(self.address())

    def _is_asked_by_script(self) -> bool:
        return self.request.headers.get("Accept") == "application/json"


class SubmitRound(EntryRoundPage):
    """Lists one's drafts of the round, and submits exactly those after a confirmation."""

    template_name = "pillars/measurements/submit_round.html"
    title = "Concepten indienen"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the grid."""
        assert self.round is not None
        return [(f"Cijfers invullen: ronde {self.round.year}", self.address())]

    def figures(self) -> RoundFigures:
        """The figures as they stand today: what is submitted is what stands there now."""
        assert self.round is not None
        return figures_of(self.round, on=timezone.localdate(), project=self.project)

    def get_context_data(self, **kwargs: object) -> Context:
        """The rows with a draft of this user."""
        figures = self.figures()
        own = {draft.pk for draft in figures.drafts_of(self.user)}
        rows = [
            GridRow(each, self.can_type, typed_of(each))
            for each in figures.rows
            if each.current and each.current.pk in own
        ]
        return super().get_context_data(round=self.round, rows=rows, grid_url=self.address(query=self.asked), **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Submit the drafts that were listed, all of them, if each still is as it was listed."""
        assert self.round is not None
        listed = request.POST.getlist("seen")
        drafts = Measurement.objects.filter(self.round.figures, indicator__deal=self.deal)
        try:
            submitted = submit_drafts(drafts, seen=listed, by=self.user, at=timezone.now())
        except WrongStateError as refusal:
            messages.error(request, f"Er is niets ingediend. {refusal}")
            return redirect(self.address("submit-round", self.asked))
        figures = "1 cijfer is" if submitted == 1 else f"{submitted} cijfers zijn"
        messages.success(request, f"{figures} ingediend. Een beoordelaar kijkt er nu naar.")
        return redirect(self.address(query=self.asked))

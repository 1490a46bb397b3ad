"""Targets that are off course: the list, the explanation of one, and the decision that closes it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from pillars.agreed.models import Target
from pillars.evidence.views import visible_evidence
from pillars.explanations.forms import DeviationDecisionForm, ExplanationForm
from pillars.explanations.models import Explanation
from pillars.measurements.rounds import Round, rounds, running_on
from pillars.progress.deal_progress import TargetProgress, deal_progress, result_progress
from pillars.progress.effects import effects_digest, effects_of_approving
from regiodeal.base.refusals import MovedOnError, WrongStateError
from regiodeal.deals.roles import Right
from regiodeal.files.evidence import evidence_context
from regiodeal.lifecycle.conflicts import conflicts, offer_again, with_theirs
from regiodeal.lifecycle.entry_page import entry_context
from regiodeal.lifecycle.forms import ReturnForm
from regiodeal.lifecycle.review import OPEN_STATES, State
from regiodeal.lifecycle.seen import Seen, moved, read_seen, seen_version
from regiodeal.lifecycle.views import forget_unsaved
from regiodeal.pages.deal_page import Context, DealPage
from regiodeal.sheets.list_download import DownloadableList, ListColumn

DEVIATION_COLUMNS = (
    ListColumn("norm", "Norm", lambda row: f"{row[0].target.code} {row[0].target.title}"),
    ListColumn("stand", "Stand", lambda row: str(row[0].status.label)),
    ListColumn("cijfers", "Wat de cijfers zeggen", lambda row: row[0].outcome.reason),
    ListColumn("uitleg", "Uitleg", lambda row: row[0].explanation.text if row[0].explanation else ""),
    ListColumn("voorstel", "Voorstel", lambda row: row[0].explanation.proposal if row[0].explanation else ""),
    ListColumn("besluit", "Besluit", lambda row: row[0].explanation.public_decision if row[0].explanation else ""),
)


class Deviations(DownloadableList):
    """Every target that drifts, worst first, with its explanation or the question for one."""

    right = Right.SEE_DEAL
    section = "measures"
    template_name = "pillars/deviations/deviations.html"
    title = "Afwijkingen"
    list_name = "afwijkingen"
    list_columns = DEVIATION_COLUMNS

    def listed(self, context: Context) -> Iterable[Any]:
        """The targets that drift, with what is being written about each."""
        return context["rows"]  # type: ignore[return-value]

    def get_context_data(self, **kwargs: object) -> Context:
        """The targets that drift; who may see unapproved work also sees what is being written."""
        progress = deal_progress(self.deal, on=self.on)
        drifting = sorted((t for t in progress.targets if t.drifts), key=lambda t: t.outcome.status != "behind")
        being_written: dict[int, Explanation] = {}
        if self.may(Right.SEE_UNAPPROVED):
            rows = Explanation.objects.filter(target__deal=self.deal, state__in=OPEN_STATES).select_related(
                "entered_by"
            )
            being_written = {row.target_id: row for row in rows}
        return super().get_context_data(
            rows=[(target, being_written.get(target.target.pk)) for target in drifting],
            unexplained=sum(1 for target in drifting if target.explanation is None),
            **kwargs,
        )


class ExplainTarget(DealPage):
    """One target that drifts: its figure, its explanations so far, and the form to write or decide.

    It is about how the target stands today, or with `?jaar=` as the report of a round reads it that is about that year.
    """

    right = Right.SEE_DEAL
    section = "measures"
    template_name = "pillars/deviations/explanation.html"

    target: Target
    progress: TargetProgress
    being_written: Explanation | None
    report_round: Round | None

    def load(self) -> None:
        """Fetch the target of this deal, how it stands, and what is being written about it."""
        rows = Target.objects.select_related("result__deal", "result__goal__pillar")
        self.target = self.agreed_or_404(rows, self.kwargs["code"])
        being_written = Explanation.objects.filter(target=self.target, state__in=OPEN_STATES)
        self.being_written = being_written.first() if self.may(Right.SEE_UNAPPROVED) else None
        all_rounds = rounds(self.deal, on=self.on)
        year = self.request.GET.get("jaar", "")
        self.report_round = next((each for each in all_rounds if str(each.figure_year) == year), None)
        self.progress = self._read(self.report_round)
        running = running_on(all_rounds, self.on)
        if self.report_round is None and running is not None and not self._is_about(self.progress):
            as_reported = self._read(running)
            if self._is_about(as_reported):
                self.report_round, self.progress = running, as_reported

    def _read(self, of_round: Round | None) -> TargetProgress:
        """How the target stands, today or as the report of a round reads it; 404 where it is not agreed."""
        figure_year = of_round.figure_year if of_round else None
        result = result_progress(self.target.result, on=self.on, figure_year=figure_year)
        if result is None:
            raise Http404
        return next(row for row in result.targets if row.target.pk == self.target.pk)

    def _is_about(self, progress: TargetProgress) -> bool:
        """Tell whether what is being written is about the target as it stands so; nothing is about anything."""
        outcome, writing = progress.outcome, self.being_written
        return writing is None or writing.holds_for(outcome.value, outcome.status)

    def page_title(self) -> str:
        """Title the page by the target."""
        return f"Uitleg bij {self.target.code}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the list."""
        return [("Afwijkingen", reverse("deviations", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The target, all approved explanations, and the forms that fit the state and the user."""
        writing = self.being_written
        may_write = self.may(Right.ENTER_PROGRESS) and (writing is None or writing.is_open)
        waits = writing is not None and writing.state == State.SUBMITTED and self.may(Right.REVIEW_PROGRESS)
        if may_write and "form" not in kwargs:
            kwargs["form"] = ExplanationForm(initial=_initial(writing))
        effects = effects_of_approving(self.deal, [writing], on=timezone.localdate()) if writing and waits else []
        return super().get_context_data(
            target=self.progress,
            report_round=self.report_round,
            effects=effects,
            effects_digest=effects_digest(effects),
            events=writing.events.select_related("by") if writing else (),
            is_about_now=self._is_about(self.progress),
            writing=writing,
            explanations=Explanation.objects.known_on(self.on)
            .filter(target=self.target)
            .select_related("entered_by", "decided_in")
            .prefetch_related(Prefetch("evidence", visible_evidence(self).filter(removed_at=None), "files_seen")),
            may_write=may_write,
            may_decide=waits and writing is not None and writing.entered_by_id != self.user.pk,
            is_own=waits and writing is not None and writing.entered_by_id == self.user.pk,
            return_form=ReturnForm(),
            **entry_context(self, writing or self.progress.explanation),
            **self._evidence(writing or self.progress.explanation),
            decision_form=kwargs.pop("decision_form", None) or DeviationDecisionForm(initial={"closed_on": self.on}),
            **kwargs,
        )

    def _evidence(self, row: Explanation | None) -> dict[str, object]:
        """The files with what is being written, or else with what holds; there are none before it is kept."""
        if row is None:
            return {}
        return evidence_context(self, row, "uitleg", right=Right.ENTER_PROGRESS, pages="evidence")

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Save the explanation as a draft or submit it; a stale form changes nothing and shows both."""
        if not self.may(Right.ENTER_PROGRESS):
            raise PermissionDenied
        data: QueryDict = request.POST
        if self.being_written is not None:
            data = with_theirs(self.being_written, ExplanationForm.base_fields, data)
        form = ExplanationForm(data)
        writing = self.being_written
        if (writing is None and seen_version(data)) or (writing is not None and not writing.is_open):
            return self._conflict(form)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            entry = self._store(form)
        except (WrongStateError, IntegrityError):
            return self._conflict(form)
        forget_unsaved(self)
        done = "ingediend ter beoordeling" if entry.state == State.SUBMITTED else "bewaard als concept"
        messages.success(request, f"Uw uitleg bij {self.target.code} is {done}.")
        return redirect(self._address())

    def _address(self) -> str:
        """This page, about what it was about."""
        about = {"jaar": self.report_round.figure_year} if self.report_round else None
        return reverse("explain", args=[self.deal.slug, self.target.code], query=about)

    @transaction.atomic
    def _store(self, form: ExplanationForm) -> Explanation:
        now = timezone.now()
        values = {name: form.cleaned_data[name] for name in Explanation.content_fields}
        entry = self.being_written
        if entry is None:
            entry = Explanation.begin(
                by=self.user,
                at=now,
                target=self.target,
                about_value=self.progress.outcome.value,
                about_status=self.progress.outcome.status,
                **values,
            )
        else:
            entry.revise(by=self.user, at=now, values=values, version=form.cleaned_data["version"] or 0)
        if "submit" in self.request.POST:
            entry.submit(by=self.user, at=now)
        return entry

    def _conflict(self, form: ExplanationForm) -> HttpResponseBase:
        """Somebody was first: nothing is written, and both stand beside each other, also what was decided since."""
        rows = Explanation.objects.filter(target=self.target).exclude(state=State.WITHDRAWN)
        other = rows.filter(state__in=OPEN_STATES).first() or rows.order_by("pk").last()
        found = conflicts(other, form, version=seen_version(self.request.POST)) if other else []
        is_open = other is not None and other.state in OPEN_STATES
        offer_again(form, version=other.version if other and is_open else None)
        return self.render_to_response(self.get_context_data(form=form, conflicts=found, other=other), status=409)


class CloseDeviation(ExplainTarget):
    """Records what the overleg decided, which closes the explanation that stands."""

    right = Right.ENTER_PROGRESS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Check the form and close."""
        form = DeviationDecisionForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(decision_form=form), status=422)
        self._hold(read_seen(request.POST.get("seen", "")))
        self._close(decision=form.cleaned_data["decision"], on=form.cleaned_data["closed_on"])
        return redirect(reverse("explain", args=[self.deal.slug, self.target.code]))

    def _hold(self, seen: Seen | None) -> None:
        """Refuse when another explanation holds than the one on the screen, or it changed. Raises MovedOnError."""
        now = self.progress.explanation
        if now is None or seen == Seen(now.pk, now.version):
            return
        was = seen.version if seen and seen.pk == now.pk else 0
        raise MovedOnError([moved(now, was, url=reverse("explain", args=[self.deal.slug, self.target.code]))])

    def _close(self, *, decision: str, on: date) -> None:
        explanation = self.progress.explanation
        if explanation is None:
            messages.error(self.request, "Er is geen goedgekeurde uitleg om over te besluiten.")
            return
        try:
            explanation.close(decision=decision, on=on, by=self.user, at=timezone.now())
        except WrongStateError as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, "Het besluit is vastgelegd.")


def _initial(entry: Explanation | None) -> dict[str, object]:
    if entry is None:
        return {}
    number = "" if entry.expected_value is None else f"{entry.expected_value.normalize():f}".replace(".", ",")
    return {
        "text": entry.text,
        "expected_value": number,
        "proposal": entry.proposal,
        "own_status": entry.own_status,
        "version": entry.version,
    }

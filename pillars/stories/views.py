"""The story of a measure in a year: write it beside last year's, submit it, see who did what."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from pillars.agreed.models import Measure
from pillars.stories.forms import DecisionsForm, ProgressEntryForm
from pillars.stories.models import ProgressEntry
from regiodeal.base.forms import Posted
from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.due_rules.due_rules import years_to_write
from regiodeal.covenant.meetings.models import Decision
from regiodeal.deals.roles import Right
from regiodeal.files.evidence import evidence_context
from regiodeal.lifecycle.conflicts import conflicts, offer_again, with_theirs
from regiodeal.lifecycle.entry_page import entry_context
from regiodeal.lifecycle.forms import ReturnForm
from regiodeal.lifecycle.review import OPEN_STATES, State
from regiodeal.lifecycle.seen import seen_version
from regiodeal.lifecycle.views import forget_unsaved
from regiodeal.pages.deal_page import Context, DealPage


class WriteEntry(DealPage):
    """Writes the progress of a measure in a year; goes on with the open entry where there is one."""

    right = Right.ENTER_PROGRESS
    section = "measures"
    template_name = "pillars/stories/write_entry.html"

    measure: Measure
    year: int
    entry: ProgressEntry | None

    def load(self) -> None:
        """Fetch the measure and what was written so far."""
        self.measure = self.agreed_or_404(Measure.objects.all(), self.kwargs["code"])
        self.year = self.kwargs["year"]
        if self.year not in years_to_write(self.deal, on=timezone.localdate()):
            raise Http404
        entries = ProgressEntry.objects.filter(measure=self.measure, year=self.year)
        self.entry = entries.filter(state__in=(State.DRAFT, State.RETURNED)).first()

    def page_title(self) -> str:
        """Title the page by measure and year."""
        return f"Voortgang {self.year}: {self.measure}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the measure."""
        return [
            ("Maatregelen", reverse("measures", args=[self.deal.slug])),
            (str(self.measure), reverse("measure", args=[self.deal.slug, self.measure.code])),
        ]

    def get_context_data(self, **kwargs: object) -> Context:
        """The form, last year's approved text beside it, and an entry that waits for review."""
        entries = ProgressEntry.objects.filter(measure=self.measure).select_related("entered_by")
        if "form" not in kwargs:
            version = self.entry.version if self.entry else None
            kwargs["form"] = ProgressEntryForm(instance=self.entry, initial={"version": version})
        kwargs.setdefault("decisions_form", self._decisions_form())
        return super().get_context_data(
            measure=self.measure,
            year=self.year,
            entry=self.entry,
            last=entries.filter(year=self.year - 1, state=State.APPROVED).last(),
            waiting=entries.filter(year=self.year, state=State.SUBMITTED).first(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Save the text as a draft or submit it; a stale form changes nothing and comes back as typed."""
        form = self._form_from(request)
        decisions = self._decisions_form(request.POST)
        if self.entry is None and (self._is_waiting() or seen_version(request.POST)):
            return self._conflict(form, decisions)
        if not form.is_valid() or not self._valid(decisions):
            context = self.get_context_data(form=form, decisions_form=decisions)
            return self.render_to_response(context, status=422)
        try:
            entry = self._store(form, decisions)
        except (WrongStateError, IntegrityError):
            return self._conflict(form, decisions)
        forget_unsaved(self)
        done = "ingediend ter beoordeling" if entry.state == State.SUBMITTED else "bewaard als concept"
        messages.success(request, f"De voortgang van {self.measure.code} over {self.year} is {done}.")
        return redirect(reverse("measure", args=[self.deal.slug, self.measure.code]))

    def _form_from(self, request: HttpRequest) -> ProgressEntryForm:
        """The form as posted, with a colleague's text where the user chose to take that over."""
        if self.entry is None:
            return ProgressEntryForm(request.POST)
        return ProgressEntryForm(with_theirs(self.entry, ProgressEntryForm.base_fields, request.POST))

    def _decisions_form(self, data: Posted = None) -> DecisionsForm | None:
        """The decisions to choose from; nothing to choose, no form."""
        visible = Decision.objects.visible_to(self.deal, **self.reader())
        if not visible.exists():
            return None
        return DecisionsForm(
            data, visible=visible, initial={"decisions": self.entry.decisions.all() if self.entry else []}
        )

    def _is_waiting(self) -> bool:
        """Tell whether a text about this year waits for a reviewer."""
        return ProgressEntry.objects.filter(measure=self.measure, year=self.year, state=State.SUBMITTED).exists()

    @staticmethod
    def _valid(decisions: DecisionsForm | None) -> bool:
        return decisions is None or decisions.is_valid()

    def _conflict(self, form: ProgressEntryForm, decisions: DecisionsForm | None) -> HttpResponseBase:
        """Somebody was first: nothing is written, and both texts stand beside each other to choose from."""
        rows = ProgressEntry.objects.filter(measure=self.measure, year=self.year).exclude(state=State.WITHDRAWN)
        entry = rows.filter(state__in=OPEN_STATES).last() or rows.order_by("pk").last()
        found = conflicts(entry, form, version=seen_version(self.request.POST)) if entry else []
        offer_again(form, version=entry.version if entry and entry.state in OPEN_STATES else None)
        context = self.get_context_data(form=form, decisions_form=decisions, conflicts=found, other=entry)
        return self.render_to_response(context, status=409)

    @transaction.atomic
    def _store(self, form: ProgressEntryForm, decisions: DecisionsForm | None) -> ProgressEntry:
        now = timezone.now()
        values = {name: form.cleaned_data[name] for name in ProgressEntry.content_fields}
        entry = self.entry
        if entry is None:
            entry = ProgressEntry.begin(by=self.user, at=now, measure=self.measure, year=self.year, **values)
        else:
            entry.revise(by=self.user, at=now, values=values, version=form.cleaned_data["version"] or 0)
        if decisions is not None:
            entry.decisions.set(decisions.cleaned_data["decisions"])
        if "submit" in self.request.POST:
            entry.submit(by=self.user, at=now)
        return entry


class EntryPage(DealPage):
    """One progress entry as it was written, with its trail and, for a reviewer, the decision."""

    right = Right.SEE_DEAL
    section = "measures"
    template_name = "pillars/stories/entry.html"

    entry: ProgressEntry

    def load(self) -> None:
        """Fetch the entry, cut to what the user may see."""
        visible = ProgressEntry.objects.filter(measure__deal=self.deal)
        if not self.may(Right.SEE_UNAPPROVED):
            visible = visible.filter(state=State.APPROVED)
        rows = visible.select_related("measure", "entered_by", "decided_by")
        self.entry = get_object_or_404(rows, pk=self.kwargs["pk"])

    def page_title(self) -> str:
        """Title the page by measure and year."""
        return f"Voortgang {self.entry.year}: {self.entry.measure}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the measure."""
        measure = self.entry.measure
        return [(str(measure), reverse("measure", args=[self.deal.slug, measure.code]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The text, the steps, and whether this user may decide."""
        waits = self.entry.state == State.SUBMITTED and self.may(Right.REVIEW_PROGRESS)
        return super().get_context_data(
            entry=self.entry,
            decisions=self._decisions(),
            events=self.entry.events.select_related("by"),
            may_decide=waits and self.entry.entered_by_id != self.user.pk,
            is_own=waits and self.entry.entered_by_id == self.user.pk,
            may_change=self.entry.is_open and self.may(Right.ENTER_PROGRESS),
            return_form=ReturnForm(),
            last=self._last() if self.entry.state != State.APPROVED else None,
            **entry_context(self, self.entry),
            **evidence_context(self, self.entry, "voortgang", right=Right.ENTER_PROGRESS, pages="evidence"),
            **kwargs,
        )

    def _last(self) -> ProgressEntry | None:
        """The newest approved text about the measure before this one: of a year before, or of this year."""
        rows = ProgressEntry.objects.filter(measure=self.entry.measure, year__lte=self.entry.year)
        return rows.filter(state=State.APPROVED).select_related("entered_by").last()

    def _decisions(self) -> list[Decision]:
        """The decisions it goes with, as far as the user may see them."""
        visible = Decision.objects.visible_to(self.deal, **self.reader())
        return list(visible.filter(pk__in=self.entry.decisions.all()).select_related("meeting"))

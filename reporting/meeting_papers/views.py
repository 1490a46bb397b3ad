"""The papers of a meeting: ask for one, watch it being made, download it."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from regiodeal.covenant.meetings.models import Meeting
from regiodeal.covenant.meetings.views import MeetingView
from regiodeal.deals.roles import Right
from regiodeal.files.views import file_response
from regiodeal.pages.deal_page import Context
from reporting.building.jobs import job
from reporting.building.models import BUSY, BuildState
from reporting.building.queue import enqueue
from reporting.building.views import progress_of
from reporting.meeting_papers.models import MeetingPaper
from reporting.meeting_papers.paper_content import STEPS, paper_html

CHANGED = "Het overleg is veranderd sinds dit bestand is gemaakt. Laat het opnieuw maken."


class AskMeetingPaper(MeetingView):
    """Asks for the agenda or the minutes as PDF: the one that is there when nothing changed, else a new one."""

    right = Right.SEE_DEAL
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Put it in the queue, with what the user may see now."""
        return redirect(reverse("meeting-paper", args=[self.deal.slug, self._paper(self.kwargs["kind"]).pk]))

    @transaction.atomic
    def _paper(self, kind: str) -> MeetingPaper:
        """The paper: the one that there is, or a new one; of two who ask at once the second waits for the first."""
        Meeting.objects.select_for_update(no_key=True).get(pk=self.meeting.pk)
        html = paper_html(self, kind)
        own = MeetingPaper.objects.of(self.user).filter(meeting=self.meeting, kind=kind, html=html)
        paper = own.filter(state__in=[*BUSY, BuildState.READY]).first()
        if paper is None:
            paper = MeetingPaper.objects.create(
                meeting=self.meeting, kind=kind, html=html, requested_by=self.user, requested_at=timezone.now()
            )
            enqueue(paper)
        return paper


class MeetingPaperView(MeetingView):
    """Base of the views of one paper: only who asked for it knows of it."""

    right = Right.SEE_DEAL
    paper: MeetingPaper

    def load(self) -> None:
        """Fetch the paper of this user, and its meeting."""
        rows = MeetingPaper.objects.of(self.user).filter(meeting__deal=self.deal)
        self.paper = get_object_or_404(rows.select_related("meeting__deal", "meeting__requester"), pk=self.kwargs["pk"])
        self.meeting = self.paper.meeting

    def job(self) -> dict[str, object]:
        """Return how far it is, as a page shows it."""
        return job(self.paper, STEPS, url=reverse("meeting-paper-progress", args=[self.deal.slug, self.paper.pk]))

    def is_still_so(self) -> bool:
        """Tell whether the paper says what its requester sees now."""
        return paper_html(self, self.paper.kind) == self.paper.html


class MeetingPaperPage(MeetingPaperView):
    """One paper: its steps while it is made, then the file."""

    template_name = "reporting/meeting_papers/paper.html"

    def page_title(self) -> str:
        """Title the page by the paper."""
        return str(self.paper)

    def get_context_data(self, **kwargs: object) -> Context:
        """The paper and its file, as long as it says what its requester sees."""
        paper = self.paper
        file = {
            "title": str(paper),
            "url": reverse("download-meeting-paper", args=[self.deal.slug, paper.pk]),
            "kind": "PDF",
            "size": paper.size,
            "sha256": paper.sha256,
        }
        return super().get_context_data(
            paper=paper, meeting=self.meeting, job=self.job(), file=file, is_still_so=self.is_still_so(), **kwargs
        )


class MeetingPaperProgress(MeetingPaperView):
    """Shows how far it is: the part of the page that renews itself."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Steps done of steps to do; the whole page anew when it is over."""
        return progress_of(request, self.paper, self.job())


class RetryMeetingPaper(MeetingPaperView):
    """Puts a paper that failed in the queue again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Retry once, also when the button is pressed twice."""
        if self.paper.retry(at=timezone.now()):
            enqueue(self.paper)
        return redirect(reverse("meeting-paper", args=[self.deal.slug, self.paper.pk]))


class DownloadMeetingPaper(MeetingPaperView):
    """Gives the file."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Stream it under a name that says what it is; one that says otherwise than the meeting by now is not given."""
        if self.paper.state != BuildState.READY:
            raise Http404
        if not self.is_still_so():
            messages.error(request, CHANGED)
            return redirect(self.address())
        return file_response(self.paper.file, name=self.paper.file_name, content_type="application/pdf")

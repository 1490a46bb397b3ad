"""The meeting in ten minutes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from pillars.progress.views import DEVIATION
from regiodeal.covenant.meetings.forms import BriefDecisionForm
from regiodeal.covenant.meetings.views import MeetingView
from regiodeal.deals.roles import Right
from regiodeal.pages.deal_page import Context, DealView
from reporting.meeting_brief.briefing import BriefDeviation, brief_of, last_meeting, next_meeting


class NextBrief(DealView):
    """The way to the brief of the next meeting: the last one when none is planned."""

    right = Right.SEE_DEAL

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Go there, or to the calendar of a deal without a meeting."""
        meeting = next_meeting(self.deal, on=self.on) or last_meeting(self.deal, on=self.on)
        if meeting is None:
            messages.info(request, "Er is nog geen overleg gepland.")
            return redirect("meetings", deal=self.deal.slug)
        return redirect("meeting-brief", deal=self.deal.slug, pk=meeting.pk)


class MeetingBrief(MeetingView):
    """Answers: what must I know and decide in this meeting? On screen, and on one page of paper."""

    right = Right.SEE_DEAL
    title = "In tien minuten"
    template_name = "reporting/meeting_brief/briefing.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The brief, with a short form under each deviation for whoever records decisions."""
        brief = brief_of(self.meeting, on=self.on, reader=self.reader(), user=self.user)
        may_decide = self.may(Right.KEEP_MEETINGS) and self.meeting.takes_decisions
        return super().get_context_data(
            meeting=self.meeting,
            brief=brief,
            deviations=[
                (row, self._form(row) if may_decide and row.asks_decision else None) for row in brief.deviations
            ],
            **kwargs,
        )

    def _form(self, row: BriefDeviation) -> BriefDecisionForm:
        code = row.progress.target.code
        initial = {"about": f"{DEVIATION}:{code}", "item": row.item.pk if row.item else None}
        return BriefDecisionForm(prefix="besluit", auto_id=f"id_{code}_%s", initial=initial)

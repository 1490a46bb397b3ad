"""What the Parties and the overleg say about the concept, and what the bureau does with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.dutch import day
from regiodeal.base.refusals import Moved, MovedOnError, WrongStateError
from regiodeal.deals.models import Party
from regiodeal.deals.roles import Right
from regiodeal.deals.words import fill_in
from regiodeal.lifecycle.seen import digest_of, hold, hold_digest, seen_version
from regiodeal.pages.deal_page import Context, DealPage
from reporting.content.report_sections import comment_sections
from reporting.reports.models import AnnualReport
from reporting.rounds.forms import CommentForm, ReplyForm
from reporting.rounds.models import ReportComment
from reporting.rounds.round_standing import RoundStanding, round_standing
from reporting.rounds.views import RoundView

ASK_FOR_TIME = "Heeft u meer tijd nodig? {The_bureau} kan een latere dag kiezen."


class CommentsPage(RoundView, DealPage):
    """All comments on the concept, per section, with their answers."""

    section = "reports"
    template_name = "reporting/rounds/comments.html"

    def page_title(self) -> str:
        """Title the page by the year of the round."""
        return f"Reacties op het concept {self.round.year}"

    def address(self) -> str:
        """Return the address of this page."""
        return reverse("report-comments", args=[self.deal.slug, self.round.year])

    def get_context_data(self, **kwargs: Any) -> Context:
        """The comments by section, the form of whoever may comment, and the answers to give."""
        sections = comment_sections(self.deal, on=self.on)
        titles = {section.code: section.title for section in sections}
        rows = ReportComment.objects.filter(report__deal=self.deal, report__year=self.round.year)
        rows = rows.exclude(state=ReportComment.State.WITHDRAWN)
        comments = list(rows.select_related("party", "entered_by", "answered_by", "report").defer("report__snapshot"))
        groups = [
            (titles.get(code, code), [c for c in comments if c.section == code])
            for code in self._order(comments, titles)
        ]
        stands = self.standing()
        concept = stands.shared
        if concept is not None and stands.takes_comments and self.may(Right.COMMENT_REPORT):
            kwargs.setdefault("form", CommentForm(sections=sections))
        return super().get_context_data(
            round=self.round,
            concept=concept,
            stands=stands,
            seen=digest_of(self.seen(concept)),
            groups=[(title, [self._shown(row, kwargs.get("reply")) for row in rows]) for title, rows in groups],
            open_count=sum(row.state == ReportComment.State.OPEN for row in comments),
            total=len(comments),
            **kwargs,
        )

    def standing(self) -> RoundStanding:
        """Return how the round stands today: its `shared` concept is what comments are about."""
        return round_standing(self.round, on=timezone.localdate())

    @staticmethod
    def seen(concept: AnnualReport | None) -> list[object]:
        """Return what a comment is about."""
        return [concept and concept.pk]

    def _shown(self, comment: ReportComment, reply: tuple[int, ReplyForm] | None) -> dict[str, object]:
        """A comment with what this user may do with it."""
        is_open = comment.state == ReportComment.State.OPEN
        form = None
        if is_open and self.may(Right.BUILD_REPORT):
            form = ReplyForm(initial={"version": comment.version}, prefix=f"antwoord-{comment.pk}")
            if reply and reply[0] == comment.pk:
                form = reply[1]
        return {"row": comment, "form": form, "may_withdraw": is_open and comment.entered_by_id == self.user.pk}

    @staticmethod
    def _order(comments: list[ReportComment], titles: dict[str, str]) -> list[str]:
        about = {comment.section for comment in comments}
        return [code for code in titles if code in about] + sorted(about - titles.keys())


class PlaceComment(CommentsPage):
    """Writes a comment."""

    right = Right.COMMENT_REPORT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Place it for one's own Party, where one represents one."""
        form = CommentForm(request.POST, sections=comment_sections(self.deal, on=timezone.localdate()))
        stands = self.standing()
        concept = stands.shared
        if concept is None:
            messages.error(request, "Er is nog geen concept om op te reageren.")
            return redirect(self.address())
        if not stands.takes_comments:
            refusal = "De rapportage is definitief vastgesteld. Reageren op het concept kan niet meer."
            if stands.final is None and self.round.comments_until:
                refusal = f"Reageren kon tot en met {day(self.round.comments_until)}. {fill_in(ASK_FOR_TIME)}"
            raise MovedOnError([Moved(refusal, self.round_address())])
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        title = fill_in("Er is intussen een nieuwe versie van het concept naar {the_overleg} gestuurd")
        hold_digest(self.seen(concept), request.POST.get("seen", ""), title=title, url=self.address())
        data = form.cleaned_data
        ReportComment.place(
            concept, section=data["section"], text=data["text"], party=self._party(), by=self.user, at=timezone.now()
        )
        messages.success(request, fill_in("Uw reactie staat erbij. {The_bureau} geeft antwoord."))
        return redirect(self.address())

    def _party(self) -> Party | None:
        return next((row.party for row in self.memberships if row.party is not None and not row.party_has_left), None)


class CommentView(CommentsPage):
    """Base of what is done with one comment."""

    http_method_names = ["post"]
    comment: ReportComment

    def load(self) -> None:
        """Fetch the comment of this round."""
        super().load()
        rows = ReportComment.objects.filter(report__deal=self.deal, report__year=self.round.year)
        self.comment = get_object_or_404(rows, pk=self.kwargs["pk"])


class ReplyComment(CommentView):
    """Answers a comment."""

    right = Right.BUILD_REPORT

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Answer it; what was typed comes back when it cannot be."""
        form = ReplyForm(request.POST, prefix=f"antwoord-{self.comment.pk}")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(reply=(self.comment.pk, form)), status=422)
        data = form.cleaned_data
        try:
            self.comment.reply(
                text=data["text"],
                has_changed=data["is_adapted"],
                by=self.user,
                at=timezone.now(),
                version=data["version"] or 0,
            )
        except WrongStateError as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(reply=(self.comment.pk, form)), status=409)
        messages.success(request, "Uw antwoord staat bij de reactie.")
        return redirect(self.address())


class WithdrawComment(CommentView):
    """Takes one's own comment back."""

    right = Right.COMMENT_REPORT

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Take it back, or say why not."""
        hold(self.comment, seen_version(request.POST), url=self.address())
        try:
            self.comment.withdraw(by=self.user, at=timezone.now())
            messages.success(request, "Uw reactie is ingetrokken.")
        except (ValueError, WrongStateError) as refusal:
            messages.error(request, str(refusal))
        return redirect(self.address())

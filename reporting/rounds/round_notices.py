"""What waits in the round of the report, and for whom: the concept for the Parties, comments for the bureau.

As items of one's own work, and as mails: the concept was sent, a comment waits or was answered, the report was handed
in. A step that was taken back, a comment that was withdrawn and a round that went on are not told any more.
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.dutch import day
from regiodeal.deals.contributions import WaitingList
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Right, Role, rights_of
from regiodeal.deals.words import fill_in
from regiodeal.notices.models import ReminderKind
from regiodeal.notices.reminders import NEWS_FOR, NOW, Notice, moment_of
from reporting.rounds.models import ReportComment, ReportRound, RoundStep, Step
from reporting.rounds.round_standing import RoundStanding, round_standing


def open_comments(deal: Deal) -> QuerySet[ReportComment]:
    """The comments that wait for an answer of the bureau."""
    return ReportComment.objects.filter(report__deal=deal, state=ReportComment.State.OPEN)


def concepts_to_read(deal: Deal, user: User, *, on: date) -> QuerySet[RoundStep]:
    """The steps by which a concept was sent to the overleg, of rounds that take comments, and that the user, or who
    represents the same Party, said nothing about yet.
    """
    final = RoundStep.objects.standing().filter(step=Step.FINAL).values("round")
    said = ReportComment.objects.exclude(state=ReportComment.State.WITHDRAWN).filter(report__deal=deal)
    own = Membership.objects.filter(user=user, deal=deal, party__isnull=False).values("party")
    said_by_own = said.filter(entered_by=user) | said.filter(party__in=own)
    sent = RoundStep.objects.standing().filter(round__deal=deal, step=Step.SHARED).exclude(round__in=final)
    sent = sent.exclude(round__comments_until__lt=on)
    return sent.exclude(report__in=said_by_own.values("report"))


def waiting_in_round(deal: Deal, user: User, rights: frozenset[Right], *, on: date) -> int:
    """Count what waits for the user: concepts to read, or comments to answer."""
    count = 0
    if Right.COMMENT_REPORT in rights:
        count += concepts_to_read(deal, user, on=on).values("round").distinct().count()
    if Right.BUILD_REPORT in rights:
        count += open_comments(deal).count()
    return count


def round_lists(deal: Deal, user: User, rights: frozenset[Right]) -> list[WaitingList]:
    """Return the same by round, for the page of one's work."""
    found = []
    if Right.COMMENT_REPORT in rights:
        rounds = ReportRound.objects.filter(
            pk__in=concepts_to_read(deal, user, on=timezone.localdate()).values("round")
        )
        for round_ in rounds:
            until = f", tot en met {day(round_.comments_until)}" if round_.comments_until else ""
            title = f"Reageer op het concept van de voortgangsrapportage {round_.year}{until}"
            found.append(WaitingList(title, 1, _comments_of(deal, round_.year), round_.comments_until))
    if Right.BUILD_REPORT in rights:
        for year in sorted({row.report.year for row in open_comments(deal).select_related("report").defer(_LARGE)}):
            count = open_comments(deal).filter(report__year=year).count()
            words = "1 reactie wacht" if count == 1 else f"{count} reacties wachten"
            found.append(WaitingList(f"{words} op antwoord: rapportage {year}", count, _comments_of(deal, year)))
    return found


_LARGE = "report__snapshot"


def report_notices(deal: Deal, members: list[Membership], *, on: date) -> Iterator[Notice]:
    """All that is news in the rounds of a deal on a day, each for whose turn it is."""
    for round_ in ReportRound.objects.filter(deal=deal).select_related("deal"):
        stands = round_standing(round_, on=on)
        yield from _of_concept(deal, stands, members, on=on)
        yield from _of_comments(deal, round_, members, on=on)
        yield from _of_submission(deal, stands, members, on=on)


def _of_concept(deal: Deal, stands: RoundStanding, members: list[Membership], *, on: date) -> Iterator[Notice]:
    concept, until = stands.shared, stands.round.comments_until
    if concept is None or not stands.takes_comments:
        return
    people = frozenset(row.user_id for row in members if Right.COMMENT_REPORT in rights_of([row.role]))
    if people:
        moment = (moment_of((until - on).days) if until else "") or NOW
        yield Notice(
            deal,
            ReminderKind.REPORT,
            key=f"concept {concept.pk} {until or ''}".strip(),
            moment=NOW if moment == "30" else moment,
            title=f"U kunt reageren op {concept}",
            last_day=until,
            path=_comments_of(deal, stands.round.year),
            people=people,
        )


def _of_comments(deal: Deal, round_: ReportRound, members: list[Membership], *, on: date) -> Iterator[Notice]:
    builders = frozenset(row.user_id for row in members if Right.BUILD_REPORT in rights_of([row.role]))
    present = {row.user_id for row in members}
    rows = ReportComment.objects.filter(report__deal=deal, report__year=round_.year)
    for comment in rows.select_related("entered_by", "party"):
        path = f"{_comments_of(deal, round_.year)}#reactie-{comment.pk}"
        about: dict[str, object] = {"last_day": None, "path": path, "moment": NOW}
        if comment.state == ReportComment.State.OPEN and builders:
            title = f"{comment} wacht op antwoord: rapportage {round_.year}"
            yield Notice(deal, ReminderKind.REPORT, f"reactie {comment.pk}", people=builders, title=title, **about)  # type: ignore[arg-type]
        is_news = comment.answered_at and timezone.localdate(comment.answered_at) + NEWS_FOR >= on
        if comment.state == ReportComment.State.ANSWERED and is_news and comment.entered_by_id in present:
            writer = frozenset({comment.entered_by_id})
            title = f"Uw reactie op het concept {round_.year} is beantwoord"
            yield Notice(deal, ReminderKind.REPORT, f"antwoord {comment.pk}", people=writer, title=title, **about)  # type: ignore[arg-type]


def _of_submission(deal: Deal, stands: RoundStanding, members: list[Membership], *, on: date) -> Iterator[Notice]:
    taken = stands.step(Step.SUBMITTED)
    people = frozenset(row.user_id for row in members if row.role == Role.BZK)
    if taken is not None and taken.report is not None and people and taken.done_on + NEWS_FOR >= on:
        yield Notice(
            deal,
            ReminderKind.REPORT,
            key=f"ingediend {taken.pk}",
            moment=NOW,
            title=f"{taken.report} " + fill_in("is ingediend bij {the_minister} op ") + day(taken.done_on),
            last_day=None,
            path=reverse("report", args=[deal.slug, taken.report.pk]),
            people=people,
        )


def _comments_of(deal: Deal, year: int) -> str:
    return reverse("report-comments", args=[deal.slug, year])

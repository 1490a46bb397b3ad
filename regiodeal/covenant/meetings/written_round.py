"""A written round: members answer it in the portal up to its last day, and who did not is asked to."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from regiodeal.covenant.meetings.models import Meeting, MeetingState, WrittenReply
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Right, rights_of
from regiodeal.notices.models import ReminderKind
from regiodeal.notices.reminders import NOW, Notice, moment_of


def rounds_to_answer(deal: Deal, user: User, *, on: date) -> QuerySet[Meeting]:
    """The written rounds that run and that the user said nothing in yet."""
    running = Meeting.objects.filter(deal=deal, form=Meeting.Form.WRITTEN, state=MeetingState.INVITED, held_on__gte=on)
    return running.exclude(pk__in=WrittenReply.objects.filter(member=user).values("meeting"))


def round_reply_notices(deal: Deal, members: list[Membership], *, on: date) -> Iterator[Notice]:
    """Each running round to who said nothing in it, as its last day comes near; each answer to the keepers at once."""
    may = {row.user_id for row in members if Right.COMMENT_REPORT in rights_of([row.role])}
    keepers = {row.user_id for row in members if Right.KEEP_MEETINGS in rights_of([row.role])}
    running = Meeting.objects.filter(deal=deal, form=Meeting.Form.WRITTEN, state=MeetingState.INVITED)
    running = running.filter(held_on__gte=on)
    for meeting in running.prefetch_related("replies__member", "replies__party", "replies__events"):
        replies = list(meeting.replies.all())
        moment = moment_of((meeting.held_on - on).days)
        silent = frozenset(may - {row.member_id for row in replies})
        if moment and silent:
            yield Notice(
                deal,
                ReminderKind.MEETING,
                key=f"ronde {meeting.pk} {meeting.held_on.isoformat()}",
                moment=moment,
                title=f"Reageer op de schriftelijke ronde {meeting}",
                last_day=meeting.held_on,
                path=reverse("reply-to-round", args=[deal.slug, meeting.pk]),
                people=silent,
            )
        for row in replies if keepers else ():
            yield Notice(
                deal,
                ReminderKind.MEETING,
                key=f"reactie {row.pk} {row.version}",
                moment=NOW,
                title=f"Reactie op de schriftelijke ronde {meeting}: {row}",
                last_day=None,
                path=reverse("meeting", args=[deal.slug, meeting.pk]) + "#reacties",
                people=frozenset(keepers - {row.member_id}),
                at=max(event.at for event in row.events.all()),
                waits=False,
            )

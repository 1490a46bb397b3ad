"""What questions give to notices: what is asked of somebody, and the answer for who asked."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from pillars.questions.models import EntryQuestion, QuestionState
from regiodeal.deals.models import Deal, Membership
from regiodeal.deals.roles import Right, rights_of
from regiodeal.lifecycle.review import State
from regiodeal.notices.models import ReminderKind
from regiodeal.notices.reminders import Notice


def question_notices(deal: Deal, members: list[Membership], *, on: date) -> Iterator[Notice]:
    """Tell who is asked, and who asked that there is an answer; nobody who may not read what it is about.

    What was asked of somebody who is gone is told to whoever enters progress.
    """
    rights = {row.user_id: rights_of([row.role]) for row in members}
    for row in members:
        rights[row.user_id] |= rights_of([row.role])
    everybody = set(Membership.objects.readers().filter(deal=deal, user__is_active=True).values_list("user", flat=True))
    writers = {person for person, held in rights.items() if Right.ENTER_PROGRESS in held}
    for question in EntryQuestion.objects.filter(deal_id=deal.pk).exclude(state=QuestionState.CLOSED).with_subjects():
        subject = question.subject
        is_open = subject.state == State.APPROVED
        is_asked = question.state == QuestionState.ASKED
        person = question.asked_of_id if is_asked else question.asked_by_id
        wanted = {person} if person in everybody else writers
        people = {each for each in wanted & set(rights) if is_open or Right.SEE_UNAPPROVED in rights[each]}
        if not people:
            continue
        who = question.asked_by if is_asked else question.answered_by
        yield Notice(
            deal,
            ReminderKind.QUESTION,
            key=f"vraag {question.pk}",
            moment=question.state,
            title=f"{'Vraag' if is_asked else 'Antwoord'} van {who} over {subject}",
            last_day=None,
            path=reverse("question", args=[deal.slug, question.pk]),
            people=frozenset(people),
            at=question.asked_at if is_asked else question.answered_at,
            waits=is_asked,
        )

"""What of figures and texts stands on somebody's name: told before a role is taken back, to hand it over."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from pillars.measurements.expected import figures_of
from pillars.measurements.readiness import readiness_of
from pillars.measurements.rounds import round_on
from pillars.questions.models import EntryQuestion, QuestionState
from pillars.review.queue import work_of
from pillars.review.review_assignments import reviews_given
from pillars.stories.story_assignments import to_write
from regiodeal.base.dutch import counted
from regiodeal.deals.contributions import WaitingList
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.review import State
from regiodeal.stages.models import Correction, CorrectionState


def entries_on_name(deal: Deal, user: User) -> list[WaitingList]:
    """Return what somebody began and did not finish, what waits for a decision, and what the round expects of them."""
    on = timezone.localdate()
    work = work_of(deal, user, frozenset({Right.ENTER_PROGRESS}), on=on)
    own = (work.own_measurements, work.own_entries, work.own_explanations, work.own_outcomes)
    url = reverse("my-work", args=[deal.slug])
    found = []
    for state, words in ((State.RETURNED, "teruggestuurd"), (State.DRAFT, "nog niet ingediend")):
        if count := sum(rows.filter(state=state).count() for rows in own):
            found.append(WaitingList(f"{counted(count, 'cijfer of tekst', 'cijfers en teksten')} {words}", count, url))
    proposed = Correction.objects.filter(Q(deal_id=deal.pk, proposed_by=user, state=CorrectionState.PROPOSED)).count()
    if proposed:
        words = counted(proposed, "voorgestelde correctie", "voorgestelde correcties")
        found.append(WaitingList(words, proposed, reverse("corrections", args=[deal.slug])))
    asked = EntryQuestion.objects.filter(deal_id=deal.pk, asked_of=user, state=QuestionState.ASKED).count()
    if asked:
        words = counted(asked, "vraag zonder antwoord", "vragen zonder antwoord")
        found.append(WaitingList(words, asked, reverse("questions", args=[deal.slug])))
    current = round_on(deal, on)
    plans = readiness_of(figures_of(current, on=on)).plans if current else []
    mine = next((plan.figures for plan in plans if plan.person and plan.person.pk == user.pk), 0)
    if current and mine:
        words = f"{counted(mine, 'cijfer', 'cijfers')} in te vullen in ronde {current.year}"
        found.append(WaitingList(words, mine, reverse("grid", args=[deal.slug])))
    writing = [row for row in to_write(deal, current.figure_year) if row.person_id == user.pk] if current else []
    if current and writing:
        words = f"{counted(len(writing), 'tekst', 'teksten')} te schrijven over {current.figure_year}"
        found.append(WaitingList(words, len(writing), reverse("divide-stories", args=[deal.slug])))
    if reviews := reviews_given(deal).filter(person=user).count():
        words = f"{counted(reviews, 'cijfer of tekst', 'cijfers en teksten')} om te beoordelen"
        found.append(WaitingList(words, reviews, url))
    return found

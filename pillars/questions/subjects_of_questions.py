"""What questions are about: the entries by their sort in an address, their pages, and who can be asked."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.urls import reverse

from pillars.explanations.models import Explanation
from pillars.measurements.models import Measurement
from pillars.outcomes.models import OutcomeMeasurement
from pillars.questions.models import ASKED_ABOUT, EntryQuestion, EntryQuestionQuerySet, name_of
from pillars.stories.models import ProgressEntry
from regiodeal.deals.contributions import PagePart
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import RIGHTS, Right
from regiodeal.lifecycle.review import ReviewedEntry, State
from regiodeal.pages.deal_page import DealView

KINDS = {"metingen": "measurement", "voortgang": "entry", "maatschappelijk": "outcome", "uitleg": "explanation"}
KIND_OF = {name: kind for kind, name in KINDS.items()}


def subjects(kind: str, deal: Deal, *, rights: Collection[Right]) -> QuerySet[ReviewedEntry]:
    """The entries of a sort that one may read."""
    found: dict[str, QuerySet[ReviewedEntry]] = {
        "metingen": Measurement.objects.filter(indicator__deal=deal).select_related("indicator", "item", "entered_by"),
        "voortgang": ProgressEntry.objects.filter(measure__deal=deal).select_related("measure", "entered_by"),
        "maatschappelijk": OutcomeMeasurement.objects.filter(indicator__deal=deal).select_related(
            "indicator__deal", "area", "entered_by"
        ),
        "uitleg": Explanation.objects.filter(target__deal=deal).select_related("target", "entered_by"),
    }
    rows = found[kind]
    return rows if Right.SEE_UNAPPROVED in rights else rows.filter(state=State.APPROVED)


def subject_address(slug: str, subject: ReviewedEntry) -> str:
    """Return the page of an entry."""
    match subject:
        case Explanation():
            return reverse("explain", args=[slug, subject.target.code])
        case ProgressEntry():
            return reverse("progress-entry", args=[slug, subject.pk])
        case OutcomeMeasurement():
            return reverse("outcome", args=[slug, subject.pk])
        case _:
            return reverse("measurement", args=[slug, subject.pk])


def people_to_ask(deal: Deal, subject: ReviewedEntry, *, besides: User) -> QuerySet[User]:
    """The people who may read the entry and answer, without one; who enters and reviews progress come first."""
    needs = {Right.ANSWER_QUESTIONS} | (set() if subject.state == State.APPROVED else {Right.SEE_UNAPPROVED})
    roles = [role for role, rights in RIGHTS.items() if needs <= rights]
    members = Membership.objects.readers().filter(deal_id=deal.pk, role__in=roles, user__is_active=True)
    return User.objects.filter(pk__in=members.values("user")).exclude(pk=besides.pk).order_by("name", "pk")


def questions_about(subject: ReviewedEntry) -> EntryQuestionQuerySet:
    """The questions about an entry, the newest first."""
    return EntryQuestion.objects.filter(**{name_of(subject): subject}).select_related(
        "asked_by", "asked_of", "answered_by"
    )


def questions_part(view: DealView, subject: object) -> PagePart | None:
    """Return what the page of an entry shows of its questions; it was shown to whoever may read it."""
    if not isinstance(subject, ASKED_ABOUT):
        return None
    rows = list(questions_about(subject))
    may_ask = view.may(Right.ANSWER_QUESTIONS)
    if not rows and not may_ask:
        return None
    ask_url = reverse("ask-question", args=[view.deal.slug, KIND_OF[name_of(subject)], subject.pk]) if may_ask else ""
    return PagePart("pillars/questions/parts/questions.html", {"rows": rows, "ask_url": ask_url})

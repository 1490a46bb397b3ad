"""What money waits for whom, beside what waits in the round."""

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from finance.caps.models import CapDeviation
from finance.closing.periods import closings_to_decide
from finance.contributions.realisation_views import KIND as REALISATIONS
from finance.contributions.realisations import realisations_of
from finance.grants.forms import DECISIONS
from finance.grants.models import decisions_of
from finance.ledger.ledger import KINDS
from pillars.review.queue import work_of
from regiodeal.deals.contributions import WaitingList, WaitingPage
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.review import ReviewedEntry, State

DEVIATIONS = "afwijkingen"  # in an address


def waiting_money(deal: Deal, user: User, rights: frozenset[Right]) -> Mapping[str, QuerySet[ReviewedEntry]]:
    """Per sort what the user has to approve (never their own), and what of their own is a draft or was returned."""
    waiting = {}
    for kind, rows in reviewed_money(deal).items():
        if Right.APPROVE_MONEY in rights:
            waiting[f"{kind}-approve"] = rows.filter(_of_others(user))
        if Right.ENTER_MONEY in rights:
            waiting[f"{kind}-own"] = rows.filter(_own(user))
    return waiting


def reviewed_money(deal: Deal) -> dict[str, QuerySet[ReviewedEntry]]:
    """All money of the deal that is approved by another, by sort."""
    rows: dict[str, QuerySet[ReviewedEntry]] = {
        kind: model._default_manager.filter(deal=deal) for kind, model in KINDS.items()
    }
    rows[REALISATIONS] = realisations_of(deal)
    rows[DEVIATIONS] = CapDeviation.objects.filter(cap__deal=deal)
    return rows | {kind: decisions_of(form.model, deal) for kind, form in DECISIONS.items()}


def _of_others(user: User) -> Q:
    return Q(state=State.SUBMITTED) & ~Q(entered_by=user)


def _own(user: User) -> Q:
    return Q(state__in=(State.DRAFT, State.RETURNED), entered_by=user)


def money_review_order(deal: Deal, user: User, rights: frozenset[Right]) -> list[WaitingPage]:
    """Return the pages of what the user has to approve, in the order in which it is listed.

    Deviations of a cap stand on one page together, and have none of their own.
    """
    waiting = waiting_money(deal, user, rights)
    pages = dict.fromkeys(KINDS, "booking") | dict.fromkeys(DECISIONS, "project-decision")
    return [
        WaitingPage(pages[kind], (kind, str(pk))) if kind in pages else WaitingPage("realisation", (str(pk),))
        for kind in (*KINDS, REALISATIONS, *DECISIONS)
        if (rows := waiting.get(f"{kind}-approve")) is not None
        for pk in rows.order_by("pk").values_list("pk", flat=True)
    ]


def waiting_count(deal: Deal, user: User, rights: frozenset[Right], *, on: date) -> int:
    """Return how many things wait for the user on the date, of the round and of the money, in one query."""
    lists = [*work_of(deal, user, rights, on=on).lists, closings_to_decide(deal, user, rights)]
    sides = {Right.APPROVE_MONEY: _of_others(user), Right.ENTER_MONEY: _own(user)}
    if asked := [side for right, side in sides.items() if right in rights]:
        either = reduce(or_, asked)  # nothing is on both sides
        lists += [rows.filter(either) for rows in reviewed_money(deal).values()]
    first, *others = (rows.order_by().values_list("pk") for rows in lists)
    return first.union(*others, all=True).order_by().count()


def waiting_lists(deal: Deal, user: User, rights: frozenset[Right], *, of_whom: str = "van u, ") -> list[WaitingList]:
    """Return what money waits, for the page of one's work; nothing where nothing does."""
    lists = []
    for name, rows in waiting_money(deal, user, rights).items():
        kind, whose = name.rsplit("-", 1)
        states = (State.SUBMITTED,) if whose == "approve" else (State.RETURNED, State.DRAFT)
        numbers = dict(rows.order_by().values_list("state").annotate(Count("pk")))
        for state in states:
            if count := numbers.get(state, 0):
                what = f"{count} {kind if count > 1 else one_of(kind)} {WORDS[state].format(whose=of_whom)}"
                lists.append(WaitingList(what, count, where(deal, kind, state), is_returned=state == State.RETURNED))
    if closings := closings_to_decide(deal, user, rights).count():
        what = "1 periode af te sluiten of te heropenen"
        if closings > 1:
            what = f"{closings} perioden af te sluiten of te heropenen"
        lists.append(WaitingList(what, closings, reverse("book-closings", args=[deal.slug])))
    return lists


WORDS = {
    State.SUBMITTED: "goed te keuren",
    State.RETURNED: "{whose}teruggestuurd",
    State.DRAFT: "{whose}nog niet ingediend",
}


def where(deal: Deal, kind: str, state: State) -> str:
    """Return the page that lists what of a sort is in that state."""
    if kind == REALISATIONS:
        return reverse("contributions", args=[deal.slug])
    if kind == DEVIATIONS:
        return reverse("cap-deviations", args=[deal.slug])
    if kind in DECISIONS:
        return reverse("money-projects", args=[deal.slug])
    return reverse("ledger", args=[deal.slug], query={"soort": kind, "stand": state})


def one_of(kind: str) -> str:
    """Return what one of a sort is called."""
    return {"voorschotten": "voorschot", REALISATIONS: "realisatie"}.get(kind) or kind.removesuffix("en")


def money_on_name(deal: Deal, user: User) -> list[WaitingList]:
    """Return the money that somebody entered and did not finish: told before a role is taken back."""
    return waiting_lists(deal, user, frozenset({Right.ENTER_MONEY}), of_whom="")

"""What money waits for whom, beside what waits in the round."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from finance.caps.models import CapDeviation
from finance.ledger.ledger import KINDS
from pillars.review.queue import work_of
from regiodeal.deals.contributions import WaitingList
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.review import ReviewedEntry, State


def waiting_money(deal: Deal, user: User, rights: frozenset[Right]) -> Mapping[str, QuerySet[ReviewedEntry]]:
    """Per sort what the user has to approve (never their own), and what of their own is a draft or was returned."""
    rows: dict[str, QuerySet[ReviewedEntry]] = {
        kind: model._default_manager.filter(deal=deal) for kind, model in KINDS.items()
    }
    rows["afwijkingen"] = CapDeviation.objects.filter(cap__deal=deal)
    waiting = {}
    for kind, found in rows.items():
        if Right.APPROVE_MONEY in rights:
            waiting[f"{kind}-approve"] = found.filter(state=State.SUBMITTED).exclude(entered_by=user)
        if Right.ENTER_MONEY in rights:
            waiting[f"{kind}-own"] = found.filter(state__in=(State.DRAFT, State.RETURNED), entered_by=user)
    return waiting


def waiting_count(deal: Deal, user: User, rights: frozenset[Right], *, on: date) -> int:
    """Return how many things wait for the user on the date, of the round and of the money, in one query."""
    lists = [*work_of(deal, user, rights, on=on).lists, *waiting_money(deal, user, rights).values()]
    first, *others = (rows.order_by().values_list("pk") for rows in lists)
    return first.union(*others, all=True).order_by().count()


def waiting_lists(deal: Deal, user: User, rights: frozenset[Right]) -> list[WaitingList]:
    """Return what money waits, for the page of one's work; nothing where nothing does."""
    lists = []
    for name, rows in waiting_money(deal, user, rights).items():
        kind, whose = name.rsplit("-", 1)
        count = rows.count()
        if not count:
            continue
        states = {"approve": State.SUBMITTED, "own": State.DRAFT if rows.filter(state=State.DRAFT) else State.RETURNED}
        url = (
            reverse("cap-deviations", args=[deal.slug])
            if kind == "afwijkingen"
            else reverse("ledger", args=[deal.slug], query={"soort": kind, "stand": states[whose]})
        )
        what = "goed te keuren" if whose == "approve" else "van u, nog niet ingediend of teruggestuurd"
        lists.append(WaitingList(f"{count} {kind if count > 1 else _one(kind)} {what}", count, url))
    return lists


def _one(kind: str) -> str:
    return kind.removesuffix("en")

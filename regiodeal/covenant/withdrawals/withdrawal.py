"""A Party withdraws (art. 13). How long it stays bound: the due rule NOTICE of the deal file (fixtures/)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from regiodeal.base.dutch import day
from regiodeal.base.refusals import FourEyesError
from regiodeal.covenant.documents.models import Document
from regiodeal.covenant.due_rules.due_rules import NOTICE, last_day_after
from regiodeal.covenant.withdrawals.models import Withdrawal
from regiodeal.deals.bound_parties import bound_parties
from regiodeal.deals.models import Deal, Party, User
from regiodeal.deals.words import Provision, under
from regiodeal.lifecycle.day_order import NotYetError, refuse_ahead, refuse_before

FAR_BACK = timedelta(days=31)  # a notice that came in longer ago is asked about once: is the year right?


def is_far_back(on: date, *, today: date) -> bool:
    """Tell whether a notice came in so long ago that its day is asked about once more."""
    return today - on > FAR_BACK


@transaction.atomic
def withdraw(
    party: Party, *, on: date, circumstances: str, by: User, at: datetime, document: Document | None = None
) -> Withdrawal:
    """Give notice: the Party stays bound through the term that the deal names (art. 13 lid 1).

    30 November and three months is 28 February (29 in a leap year). It never works back: the Party is bound at least
    up to and including the day on which it is written down, so that what was counted before stays as it was. Raises
    NotYetError without the changed circumstances, for a day ahead or before the deal was in force, for whoever is not
    bound, and when the deal names no term. A day long ago is asked about once by the form (`is_far_back`).
    """
    deal = Deal.objects.select_for_update(no_key=True).get(pk=party.deal_id)
    today = timezone.localdate(at)
    refuse_ahead(on, at)
    refuse_before(on, deal.in_force_on, under(Provision.WITHDRAWAL, "opzeggen kan pas als de deal in werking is"))
    if not circumstances.strip():
        text = (
            "een opzegging vermeldt welke omstandigheden zo zijn veranderd dat de deal billijkheidshalve op korte "
            "termijn behoort te eindigen."
        )
        raise NotYetError(under(Provision.WITHDRAWAL, text))
    stands = Withdrawal.objects.filter(party=party, taken_back_at__isnull=True)
    if stands.exists() or party not in bound_parties(deal, on=on):
        text = "{party} heeft al opgezegd, of was op {on} niet gebonden."
        raise NotYetError(under(Provision.WITHDRAWAL, text, party=party.code, on=day(on)))
    bound_until = last_day_after(deal, NOTICE, since=on)
    if bound_until is None:
        raise NotYetError(under(Provision.WITHDRAWAL, "de deal noemt geen opzegtermijn. Neem die eerst op."))
    return Withdrawal.objects.create(
        deal=deal,
        party=party,
        notified_on=on,
        bound_until=max(bound_until, today),
        circumstances=circumstances.strip(),
        document=document,
        recorded_by=by,
        recorded_at=at,
    )


def take_back(withdrawal: Withdrawal, *, reason: str, by: User, at: datetime) -> None:
    """Let the Party stay after all, before its last day is over: it never stopped being bound, so it counts again.

    Raises NotYetError without a reason and after the last day, WrongStateError when it was taken back before.
    """
    if not reason.strip():
        raise NotYetError("Schrijf op waarom uw Partij de opzegging terugneemt.")
    if timezone.localdate(at) > withdrawal.bound_until:
        text = "de opzegging is ingegaan na {until}. Terugkomen kan alleen door toe te treden{art_accession}."
        raise NotYetError(under(Provision.WITHDRAWAL, text, until=day(withdrawal.bound_until)))
    taken_back = {"taken_back_at": at, "taken_back_by": by, "taken_back_reason": reason.strip()}
    stands = Q(taken_back_at__isnull=True)
    withdrawal.change_or_refuse(stands, "Deze opzegging is al teruggenomen.", **taken_back)


@transaction.atomic
def annul(withdrawal: Withdrawal, *, reason: str, by: User, at: datetime) -> None:
    """Undo a notice that was written down wrongly, also after its last day: the Party never left.

    By somebody else than who wrote it down. What was settled meanwhile without the Party stays as it was settled.
    Raises NotYetError without a reason, FourEyesError for one's own, WrongStateError when it does not stand any more.
    """
    if not reason.strip():
        raise NotYetError("Schrijf op wat er niet klopte aan de opzegging.")
    if by.pk == withdrawal.recorded_by_id:
        raise FourEyesError("U heeft deze opzegging zelf vastgelegd. Een ander maakt haar ongedaan.")
    annulled = {"taken_back_at": at, "taken_back_by": by, "taken_back_reason": reason.strip(), "is_annulled": True}
    stands = Q(taken_back_at__isnull=True)
    withdrawal.change_or_refuse(stands, "Deze opzegging staat er niet meer.", **annulled)


def treasurer_leaves(withdrawal: Withdrawal) -> bool:
    """Tell whether the regiokassier leaves (art. 6): the covenant does not say what happens then, so people have to."""
    return withdrawal.party.is_treasurer and withdrawal.taken_back_at is None

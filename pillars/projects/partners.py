"""Who answers for an executor: giving a contact person access, and ending it."""

import logging
from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse

from pillars.projects.models import ContactPerson, Executor, ExecutorAccount, Project, ProjectState
from regiodeal.accounts.code_forms import code_path
from regiodeal.accounts.models import withdraw_role
from regiodeal.accounts.sessions import end_sessions
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.memberships import checked_name, give_role
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Role
from regiodeal.deals.running import hold_running
from regiodeal.deals.words import speaking
from regiodeal.pages.mail import Letter, send

logger = logging.getLogger(__name__)

ENDED = (ProjectState.SETTLED, ProjectState.STOPPED)
ALL_DONE = "Alle projecten zijn vastgesteld of gestopt."


def own_executors(user: User, deal: Deal) -> QuerySet[Executor]:
    """The executors for which this person answers in the deal, and so all of it that they may see beside the public.

    Whether they have the role for it is up to whoever asks (DealView.right).
    """
    return Executor.objects.filter(deal=deal, accounts__user=user, accounts__ended_at__isnull=True)


def own_projects(user: User, deal: Deal) -> QuerySet[Project]:
    """The projects of the executors for which this person answers in the deal."""
    return Project.objects.filter(deal=deal, executor__in=own_executors(user, deal))


@transaction.atomic
def admit(contact: ContactPerson, *, by: User, at: datetime) -> ExecutorAccount:
    """Let a contact person answer for the executor: make the account where there is none, and give the role.

    Raises ValueError, in Dutch, for what cannot be: no project left to answer for, a name that somebody else has, an
    account that was closed, access that is there already, or a role that looks after what partners answer;
    WrongStateError where the deal is closed.
    """
    executor = Executor.objects.select_for_update(no_key=True).get(pk=contact.executor_id)
    hold_running(executor.deal_id)
    if not executor.projects.exclude(state__in=ENDED).exists():
        raise ValueError("Deze uitvoerder heeft geen project waarvoor iemand kan antwoorden.")
    email = contact.email.strip().lower()
    user = User.objects.filter(email=email).first()
    user = user or User.objects.create_user(email, checked_name(contact.name, executor.deal))
    if not user.is_active:
        raise ValueError("Dit account is gesloten. Kies een ander adres.")
    is_partner = Membership.objects.filter(user=user, deal=executor.deal_id, role=Role.PARTNER).exists()
    if not is_partner:  # a beheerder took the role back: what was open then does not come back with it
        _close(_open_of(user, executor.deal), by=by, at=at, reason="De rol was ingetrokken.")
    if executor.accounts.filter(user=user, ended_at__isnull=True).exists():
        raise ValueError(f"{user} heeft al toegang.")
    if not is_partner:
        give_role(executor.deal, user, Role.PARTNER, party=None, by=by, at=at)
    return ExecutorAccount.objects.create(executor=executor, user=user, given_by=by, given_at=at)


def to_admit(deal: Deal, executors: Collection[int] | None = None) -> QuerySet[ContactPerson]:
    """The contact persons without access yet, of all or some executors that have a project to answer for."""
    open_projects = Project.objects.filter(executor=OuterRef("executor")).exclude(state__in=ENDED)
    accounts = ExecutorAccount.objects.filter(executor=OuterRef("executor"), ended_at__isnull=True)
    has_access = accounts.filter(user__email=Lower(OuterRef("email")))
    people = ContactPerson.objects.filter(Exists(open_projects), ~Exists(has_access), executor__deal=deal)
    if executors is not None:
        people = people.filter(executor__in=executors)
    return people.select_related("executor").order_by("executor__name", "name", "pk")


def admit_all(
    deal: Deal, executors: Collection[int] | None = None, *, by: User, at: datetime
) -> tuple[list[ExecutorAccount], list[str]]:
    """Let everybody of `to_admit` answer; return who may now, and in Dutch of whom that could not be, and why.

    Raises WrongStateError where the deal is closed.
    """
    accounts, refused = [], []
    for contact in to_admit(deal, executors):
        try:
            accounts.append(admit(contact, by=by, at=at))
        except ValueError as refusal:
            refused.append(f"{contact}: {refusal}")
    return accounts, refused


def tell_of_access(account: ExecutorAccount) -> bool:
    """Mail that there is access, and how one signs in. False when the mail could not be sent."""
    deal = account.executor.deal
    context = {
        "account": account,
        "deal": deal,
        "url": f"{settings.PORTAL_URL}{code_path(reverse('my-answers', args=[deal.slug]))}",
    }
    letter = Letter(
        to=account.user.email,
        subject=f"Toegang tot het portaal van {deal.short_name}",
        template="pillars/projects/mail/access.txt",
        context=context,
        deal=deal,
    )
    try:
        with speaking(deal.words):
            send(letter)
    except OSError:  # what smtplib raises too
        logger.exception("A mail about access could not be sent")
        return False
    return True


@transaction.atomic
def end_access(account: ExecutorAccount, *, by: User | None, at: datetime, reason: str) -> None:
    """End the access of a person to the projects of an executor; what they answered stays.

    With the last access in the deal the role goes too, and who then has no role left is signed out. `by` is empty where
    the portal itself does it. Raises WrongStateError when it was ended before.
    """
    user, deal = account.user, account.executor.deal
    if not _close(ExecutorAccount.objects.filter(pk=account.pk), by=by, at=at, reason=reason):
        raise WrongStateError("Deze toegang was al beëindigd.")
    if _open_of(user, deal).exists():
        return
    for membership in Membership.objects.filter(user=user, deal=deal, role=Role.PARTNER):
        withdraw_role(membership, by=by, at=at)
    if not Membership.objects.filter(user=user).exists():
        end_sessions(user)


def end_finished_access(*, at: datetime) -> int:
    """End the access to executors of which every project was settled or stopped; how many. Done once a day.

    Not for an executor that has no project yet.
    """
    own = Project.objects.filter(executor=OuterRef("executor"))
    accounts = ExecutorAccount.objects.filter(Exists(own), ~Exists(own.exclude(state__in=ENDED)), ended_at=None)
    found = list(accounts.select_related("user", "executor__deal"))
    for account in found:
        end_access(account, by=None, at=at, reason=ALL_DONE)
    return len(found)


def _open_of(user: User, deal: Deal) -> QuerySet[ExecutorAccount]:
    return ExecutorAccount.objects.filter(user=user, executor__deal=deal, ended_at__isnull=True)


def _close(accounts: QuerySet[ExecutorAccount], *, by: User | None, at: datetime, reason: str) -> int:
    return accounts.filter(ended_at__isnull=True).update(ended_by=by, ended_at=at, end_reason=reason)

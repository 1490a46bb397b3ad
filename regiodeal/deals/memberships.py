"""Roles in a deal: giving one, who ever had one and under which name, and which exclude each other."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction

from regiodeal.deals.models import Deal, Membership, MembershipEvent, Party, User
from regiodeal.deals.roles import RIGHTS, Right, Role


@transaction.atomic
def give_role(deal: Deal, user: User, role: Role, *, party: Party | None, by: User | None, at: datetime) -> Membership:
    """Give a role. Raises ValueError, in Dutch, for what nobody may be at once: see `refuse_together`.

    Somebody who has the role already gets the Party that is named now.
    """
    held = User.objects.select_for_update(no_key=True)
    held.get(pk=user.pk)  # two invitations accepted at once: the second sees the first
    roles = set(Membership.objects.filter(user=user, deal=deal).values_list("role", flat=True))
    refuse_together(roles | {role})
    asks_more = role in settings.MFA_ROLES
    if asks_more and not Membership.objects.filter(user=user, role__in=settings.MFA_ROLES).exists():
        end_every_session(user)  # each was begun by who needed no second step
    membership, _made = Membership.objects.update_or_create(user=user, deal=deal, role=role, defaults={"party": party})
    MembershipEvent.objects.create(deal=deal, user=user, role=role, party=party, is_given=True, by=by, at=at)
    return membership


def end_every_session(user: User) -> None:
    """Let no session of this person go on: whoever holds one signs in anew."""
    User.objects.filter(pk=user.pk).update(session_version=models.F("session_version") + 1)
    user.refresh_from_db(fields=["session_version"])


BEGINNERS = (Role.BZK, Role.BUREAU)


def may_begin(user: User | AnonymousUser, *, roles: Iterable[str] | None = None) -> bool:
    """Tell whether somebody may begin a deal: of BZK or of the bureau in any deal, or given the right on the server.

    `roles` are those that they have, in any deal, where that is known already.
    """
    if not isinstance(user, User):
        return False
    if roles is None:
        roles = Membership.objects.filter(user=user).values_list("role", flat=True)
    return user.may_begin_deals or any(role in BEGINNERS for role in roles)


CHECKERS = frozenset({Role.BUREAU, Role.REVIEWER, Role.TREASURER})


def people_ever(deal: Deal) -> "models.QuerySet[User]":
    """Return who has a role in the deal, and who had one."""
    had = MembershipEvent.objects.filter(deal=deal).values("user")
    return User.objects.filter(models.Q(pk__in=deal.membership_set.values("user")) | models.Q(pk__in=had))


HIDDEN = {"Cf", "Cc", "Co", "Cn"}  # categories of Unicode, of signs that nobody sees


def checked_name(name: str, deal: Deal | None) -> str:
    """Return the name that a new account may have, written in one way. Approvals show the name alone.

    Raises ValueError, in Dutch, for a name in which signs hide, and for one that somebody else of the deal has or had.
    """
    name = " ".join(unicodedata.normalize("NFKC", name).split())
    if any(unicodedata.category(sign) in HIDDEN for sign in name):
        raise ValueError("In deze naam staan tekens die niemand ziet. Typ de naam opnieuw.")
    others = people_ever(deal).values_list("name", flat=True) if deal and name else ()
    if any(name.casefold() == other.casefold() for other in others):
        raise ValueError("Zo heet al iemand in deze deal. Voeg iets toe aan de naam, zoals een afdeling.")
    return name


def refuse_together(roles: set[str]) -> None:
    """Raise ValueError when nobody may have these roles in one deal at once.

    Who makes users enters no figures, who takes over what an executor answered does not answer for one, and who audits
    enters and decides nothing.
    """
    if Role.ADMINISTRATOR in roles and len(roles) > 1:
        raise ValueError("Een beheerder heeft geen andere rol in de deal. Kies een andere rol of een ander adres.")
    if Role.AUDITOR in roles and len(roles) > 1:
        raise ValueError("Een accountant heeft geen andere rol in de deal: wie controleert, vult niets in.")
    if Role.PARTNER in roles and roles & CHECKERS:
        raise ValueError(
            "Wie antwoorden van uitvoerders overneemt of nakijkt, antwoordt niet zelf voor een uitvoerder. Kies een "
            "ander adres."
        )


def people_with(deal: Deal, right: Right) -> models.QuerySet[User]:
    """The people who have a right in the deal now, by a role in which they may write."""
    roles = [role for role, rights in RIGHTS.items() if right in rights]
    members = Membership.objects.filter(deal_id=deal.pk, user__is_active=True, role__in=roles)
    return User.objects.filter(pk__in=members.values("user")).order_by("name", "pk")

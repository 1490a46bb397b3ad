"""Roles in a deal: giving one, who ever had one, and which exclude each other."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction

from regiodeal.deals.models import Deal, Membership, MembershipEvent, Party, User
from regiodeal.deals.roles import Role


@transaction.atomic
def give_role(deal: Deal, user: User, role: Role, *, party: Party | None, by: User | None, at: datetime) -> Membership:
    """Give a role. Raises ValueError, in Dutch, for what nobody may be at once: a beheerder has no other role.

    Somebody who has the role already gets the Party that is named now.
    """
    User.objects.select_for_update().get(pk=user.pk)  # two invitations accepted at once: the second sees the first
    roles = set(Membership.objects.filter(user=user, deal=deal).values_list("role", flat=True))
    refuse_together(roles | {role})
    membership, _made = Membership.objects.update_or_create(user=user, deal=deal, role=role, defaults={"party": party})
    MembershipEvent.objects.create(deal=deal, user=user, role=role, party=party, is_given=True, by=by, at=at)
    return membership


BEGINNERS = (Role.BZK, Role.BUREAU)


def may_begin(user: User | AnonymousUser) -> bool:
    """Tell whether somebody may begin a deal: of BZK or of the bureau in any deal, or given the right on the server."""
    if not isinstance(user, User):
        return False
    return user.may_begin_deals or Membership.objects.filter(user=user, role__in=BEGINNERS).exists()


def people_ever(deal: Deal) -> "models.QuerySet[User]":
    """Return who has a role in the deal, and who had one."""
    had = MembershipEvent.objects.filter(deal=deal).values("user")
    return User.objects.filter(models.Q(pk__in=deal.membership_set.values("user")) | models.Q(pk__in=had))


def refuse_together(roles: set[str]) -> None:
    """Raise ValueError when nobody may have these roles in one deal at once: who makes users enters no figures."""
    if Role.ADMINISTRATOR in roles and len(roles) > 1:
        raise ValueError("Een beheerder heeft geen andere rol in de deal. Kies een andere rol of een ander adres.")

"""Who may remove the second step of somebody who has lost it."""

from regiodeal.accounts import second_step
from regiodeal.deals.models import Membership, User
from regiodeal.deals.roles import Role


def reset_second_step(user: User, *, by: User) -> None:
    """Remove it, sign its owner out everywhere and tell them by mail.

    Raises ValueError, in Dutch, where there is none, for oneself, and for who has a role in a deal of which `by` is no
    beheerder: one account opens all its deals, and a beheerder speaks for the own deal alone.
    """
    if user.pk == by.pk:
        raise ValueError(
            "Uw eigen tweede stap wijzigt u bij Inloggen met een tweede stap, in het menu met uw naam. Lukt dat niet, "
            "vraag het dan een andere beheerder."
        )
    managed = Membership.objects.filter(user=by, role=Role.ADMINISTRATOR).values("deal")
    if Membership.objects.filter(user=user).exclude(deal__in=managed).exists():
        raise ValueError(
            f"{user} heeft ook een rol in een deal waarvan u geen beheerder bent. Vraag het de beheerder van de "
            "server: die kan het met manage.py reset_second_step."
        )
    second_step.remove(user, by=str(by))

"""Whom an OpenID Connect provider lets in: who has an account, or was invited, by an address of its own domains."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from regiodeal.accounts.models import Invitation
from regiodeal.accounts.provider import Provider
from regiodeal.deals.memberships import checked_name
from regiodeal.deals.models import User


def user_for(provider: Provider, claims: dict[str, object] | None) -> User | None:
    """The account of the address that the provider vouches for; made now when the address was invited.

    None for an address of another domain, one that the provider itself doubts, one that is closed, or one that was
    never invited: then no account is made.
    """
    email = str((claims or {}).get("email") or "").strip().lower()
    if not email or (claims or {}).get("email_verified") is False or not provider.vouches_for(email):
        return None
    user = User.objects.filter(email=email).first()
    if user is None:
        return _invited(email, str((claims or {}).get("name") or ""))
    return user if user.is_active else None


@transaction.atomic
def _invited(email: str, name: str) -> User | None:
    """Make the account of whoever was invited, and let it accept what waits."""
    at = timezone.now()
    sent = Invitation.objects.filter(email=email).waiting(at).select_for_update(no_key=True)
    waiting = [invitation for invitation in sent if not invitation.is_over(at)]
    if not waiting:
        return None
    user = User.objects.create_user(email, _name([waiting[0].name, name[:150]], waiting) or email)
    for invitation in waiting:
        invitation.accept(by=user, at=at)
    return user


def _name(names: Iterable[str], invitations: Iterable[Invitation]) -> str:
    """The first of the names that the person may have in each deal; empty when there is none."""
    for name in names:
        try:
            checked = {checked_name(name, invitation.deal) for invitation in invitations}
        except ValueError:  # nobody is there to type another: the address tells who it is
            continue
        if found := max(checked, default=""):
            return found
    return ""

"""Who must have a second step, and where they are led until they have one.

The answer is kept in the session, so that it costs no query on a page.
"""

import logging
from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from regiodeal.accounts.sessions import end_sessions
from regiodeal.base.web.view_type import View
from regiodeal.deals.models import Membership, User
from regiodeal.pages.access import PUBLIC, declared_access
from regiodeal.pages.mail import Letter, send

logger = logging.getLogger(__name__)

NEEDED = "second_step_needed"
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Where one may still go, beside what anybody may see and the pages that set up the second step itself.
OPEN = frozenset({"account_login", "account_logout", "account_reauthenticate", "account_inactive"})
CHOOSES = "account_change_password"  # where who has a first password chooses one


def has_second_step(user: User) -> bool:
    """Tell whether a second step is asked when this user signs in here."""
    return bool(Authenticator.objects.filter(user=user, type__in=STEPS).exists())


def must_have_one(user: User) -> bool:
    """Tell whether a role of this user asks for a second step (settings: MFA_ROLES)."""
    return bool(settings.MFA_ROLES) and Membership.objects.filter(user=user, role__in=settings.MFA_ROLES).exists()


def remove(user: User, *, by: str) -> None:
    """Remove the second step of whoever has lost it, sign them out everywhere, and tell them by mail who did it.

    Raises ValueError, in Dutch, when there is none.
    """
    removed, _rows = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise ValueError(f"{user} heeft geen tweede stap.")
    end_sessions(user)
    subject, template = "Uw tweede stap is verwijderd", "accounts/mail/second_step_removed.txt"
    try:
        send(Letter(to=user.email, subject=subject, template=template, context={"person": user, "by": by}))
    except OSError:
        logger.exception("A mail about a second step could not be sent")


def is_needed(request: HttpRequest) -> bool:
    """Tell whether the user of this session has to set up a second step first. Asked of the database once a session."""
    if not settings.MFA_ROLES:
        return False
    if NEEDED not in request.session:
        user = request.user
        assert isinstance(user, User)
        needed = must_have_one(user) and not has_second_step(user) and not _came_with_one(request, user)
        request.session[NEEDED] = needed
    return bool(request.session[NEEDED])


def ask_again(request: HttpRequest) -> None:
    """Let the next page find out anew: a role or a second step of this user has changed."""
    request.session.pop(NEEDED, None)


def _came_with_one(request: HttpRequest, user: User) -> bool:
    """Tell whether they signed in at a provider that asks for a second step itself (OIDC_..._SECOND_STEP)."""
    providers = settings.OPENID_PROVIDERS
    used = {record.get("provider") for record in get_authentication_records(request, user)}
    return any(provider.has_second_step for key, provider in providers.items() if key in used)


def _has_first_password(request: HttpRequest) -> bool:
    """Tell whether they came in with a password that somebody else gave them."""
    if not getattr(request.user, "must_change_password", False):
        return False
    return any(record.get("method") == "password" for record in get_authentication_records(request, request.user))


class SecondStepMiddleware:
    """Leads who came with a first password, or must have a second step, to the page for that, before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, or answer it here."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: object, kwargs: object) -> HttpResponseBase | None:
        """Send them to that page, unless they are there already."""
        if not request.user.is_authenticated:
            return None
        name = str(request.resolver_match.url_name) if request.resolver_match else ""
        is_open = name in OPEN or (declared_access(view) == PUBLIC and name != "start")
        if not is_open and name != CHOOSES and _has_first_password(request):
            messages.warning(request, "U logde in met een wachtwoord dat u kreeg. Kies nu eerst een eigen wachtwoord.")
            return redirect(CHOOSES)
        if is_open or name == CHOOSES or name.startswith("mfa_") or not is_needed(request):
            return None
        messages.warning(request, "Uw rol vraagt een tweede stap bij het inloggen. Stel die eerst in.")
        return redirect("mfa_index")

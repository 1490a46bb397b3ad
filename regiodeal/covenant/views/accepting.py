"""Accepting an invitation by its link, and the session that goes on or ends."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from regiodeal.covenant.access import public
from regiodeal.covenant.models import Invitation, User
from regiodeal.covenant.models.review import WrongStateError
from regiodeal.covenant.people.forms import FirstPasswordForm
from regiodeal.covenant.people.second_step import ask_again
from regiodeal.covenant.people.sessions import go_on, seconds_left


@public
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Give the role to the owner of the address: with a first password, or signed in to the account there is.

    Only looking at the page uses nothing up: programs that check mail follow links too.
    """
    at = timezone.now()
    invitation = Invitation.objects.of_token(token).first()
    if invitation is None or invitation.is_over(at):
        context = {"invitation": invitation, "title": "Deze link werkt niet (meer)"}
        return render(request, "account/invitation_over.html", context, status=410)
    account = User.objects.filter(email=invitation.email).first()
    if account is None:
        return _with_new_account(request, invitation)
    if request.user.is_anonymous:
        return _page(request, invitation, sign_in_url=redirect_to_login(request.path).headers["Location"])
    if request.user.pk != account.pk:
        return _page(request, invitation, is_for_another=True)
    return _with_account(request, invitation, account)


def _with_account(request: HttpRequest, invitation: Invitation, account: User) -> HttpResponse:
    if request.method != "POST":
        return _page(request, invitation, may_accept=True)
    try:
        invitation.accept(by=account, at=timezone.now())
    except (WrongStateError, ValueError) as refusal:
        messages.error(request, str(refusal))
        return redirect("start")
    ask_again(request)
    messages.success(request, f"U bent nu {invitation.get_role_display()} van {invitation.deal.name}.")
    return redirect("start")


def _with_new_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = FirstPasswordForm(
        request.POST if request.method == "POST" else None, email=invitation.email, initial={"name": invitation.name}
    )
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return _page(request, invitation, status=status, form=form)
    try:
        with transaction.atomic():
            data = form.cleaned_data
            user = User.objects.create_user(invitation.email, data["name"], data["password1"])
            invitation.accept(by=user, at=timezone.now())
    except (WrongStateError, ValueError, IntegrityError) as refusal:
        plain = "Deze uitnodiging is net al gebruikt."
        messages.error(request, plain if isinstance(refusal, IntegrityError) else str(refusal))
        return redirect("account_login")
    messages.success(request, "Uw account is gemaakt. Log nu in met uw e-mailadres en uw wachtwoord.")
    return redirect("account_login")


def _page(request: HttpRequest, invitation: Invitation, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"invitation": invitation, "title": "U bent uitgenodigd", **more}
    return render(request, "account/accept_invitation.html", context, status=status)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> JsonResponse:
    """How many seconds the session goes on; a POST says that somebody is there, and lets it go on."""
    if request.method == "POST" and seconds_left(request):
        go_on(request)
    return JsonResponse({"seconds": seconds_left(request)})

"""Keeps in the trail who signed in and out, and whose password or second step changed.

These receivers write down, and end the sessions that were begun with less; what may happen is decided elsewhere.
"""

from collections.abc import Callable
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_step
from django.contrib.auth import signals as auth
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest

from regiodeal.accounts.second_step import STEPS, ask_again
from regiodeal.accounts.sessions import begin
from regiodeal.audit.entries import record
from regiodeal.audit.models import SIGNING_IN, AuditKind, AuditResult
from regiodeal.deals.memberships import end_every_session
from regiodeal.deals.models import User


def connect() -> None:
    """Listen, for as long as the process lives."""
    auth.user_logged_in.connect(_signed_in, dispatch_uid="audit")
    auth.user_logged_out.connect(_signed_out, dispatch_uid="audit")
    second_step.authenticator_added.connect(_second_step("add-second-step"), weak=False, dispatch_uid="audit")
    second_step.authenticator_removed.connect(_second_step("remove-second-step"), weak=False, dispatch_uid="audit")
    second_step.authenticator_reset.connect(_second_step("renew-recovery-codes"), weak=False, dispatch_uid="audit")
    second_step.authentication_failed.connect(_code_refused, dispatch_uid="audit")
    account.login_code_rejected.connect(_login_code_refused, dispatch_uid="audit")
    for name in ("password_set", "password_changed", "password_reset"):
        signal = getattr(account, name)
        signal.connect(_password(name.replace("_", "-")), weak=False, dispatch_uid="audit")


def _signed_in(request: HttpRequest, user: object, **_more: object) -> None:
    begin(request)
    record(SIGNING_IN, kind=AuditKind.SIGN_IN, result=AuditResult.DONE, request=request, actor=user)


def _signed_out(request: HttpRequest, user: object, **_more: object) -> None:
    if user is not None:
        record("sign-out", kind=AuditKind.SIGN_IN, result=AuditResult.DONE, request=request, actor=user)


def _second_step(action: str) -> Callable[..., None]:
    def keep(request: HttpRequest, user: User, authenticator: Any, **_more: object) -> None:
        ask_again(request)
        if authenticator.type in STEPS and action == "add-second-step":
            end_every_session(user)  # of who has the password, and not this step
            update_session_auth_hash(request, user)
        record(
            action,
            kind=AuditKind.ACCOUNT,
            result=AuditResult.DONE,
            request=request,
            actor=user,
            object_type=str(authenticator.type),
        )

    return keep


def _code_refused(request: HttpRequest, user: User, **_more: object) -> None:
    record("second-step", kind=AuditKind.SIGN_IN, result=AuditResult.REFUSED, request=request, about=user)


def _login_code_refused(request: HttpRequest, user: User, **_more: object) -> None:
    record(SIGNING_IN, kind=AuditKind.SIGN_IN, result=AuditResult.REFUSED, request=request, about=user)


def _password(action: str) -> Callable[..., None]:
    def keep(request: HttpRequest, user: User, **_more: object) -> None:
        User.objects.filter(pk=user.pk, must_change_password=True).update(must_change_password=False)
        record(action, kind=AuditKind.ACCOUNT, result=AuditResult.DONE, request=request, actor=user)

    return keep

"""Where django-allauth asks us how things go here."""

import base64
import logging
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount import adapter as socialaccount
from allauth.socialaccount.models import SocialAccount
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse

from regiodeal.accounts import vault
from regiodeal.accounts.openid import user_for
from regiodeal.accounts.passwords import refuse_published
from regiodeal.audit.entries import record
from regiodeal.audit.models import SIGNING_IN, AuditKind, AuditResult
from regiodeal.base.web.client import client_address
from regiodeal.deals.models import MembershipEvent, User
from regiodeal.pages.mail import mannered

logger = logging.getLogger(__name__)

UNKNOWN = "account/email/unknown_account"  # allauth's mail to an address of which there is no account to sign in to


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes the sign-up of allauth, and tells nobody which addresses have an account."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Het e-mailadres of het wachtwoord klopt niet.",
        "too_many_login_attempts": (
            "Er is te vaak geprobeerd in te loggen met dit e-mailadres of vanaf deze plek. Probeer het over een "
            "kwartier opnieuw."
        ),
        "incorrect_code": "Deze code klopt niet, of is al gebruikt.",
        "incorrect_password": "Dit wachtwoord klopt niet.",
        "enter_current_password": "Dit is niet uw huidige wachtwoord.",
        "rate_limited": "U probeert dit te vaak. Wacht een paar minuten.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Let nobody sign up: an administrator of a deal invites people."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that asks; limits count by it."""
        return client_address(request) or "unknown"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse an address that is locked, and a password that everybody knows; the trail shows it."""
        try:
            super().pre_authenticate(request, **credentials)
            refuse_published(credentials.get("password", ""))
        except ValidationError as error:
            is_published = getattr(error, "code", "") == "password_published"
            record(
                SIGNING_IN,
                kind=AuditKind.SIGN_IN,
                result=AuditResult.REFUSED if is_published else AuditResult.LOCKED,
                request=request,
                about=credentials.get("email"),
            )
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Keep that it failed, and for which account if there is one; never what was typed."""
        record(
            SIGNING_IN,
            kind=AuditKind.SIGN_IN,
            result=AuditResult.REFUSED,
            request=request,
            about=credentials.get("email"),
        )

    def set_password(self, user: User, password: str) -> None:
        """Keep a new password, and unlock the address: who could set one has shown to be its owner."""
        super().set_password(user, password)
        self._delete_login_attempts_cached_email(self.request, email=user.email)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, object]) -> None:
        """Tell in the mail who signs in elsewhere that they have no password here.

        Who signed in with a mailed code until now, and nowhere else, gets one.
        """
        had_code = MembershipEvent.objects.filter(user=user, role__in=settings.CODE_ROLES, is_given=True).exists()
        if user.has_usable_password() or (had_code and not SocialAccount.objects.filter(user=user).exists()):
            super().send_password_reset_mail(user, email, context)
        else:
            self.send_mail("account/email/password_elsewhere", email, context)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail: to the address of the portal, whatever name the request came by."""
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.PORTAL_URL}{path}"

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """How one shows who one is: with the second step where there is one, and else with the password."""
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method for method in found if method["id"] != "reauthenticate"] or found

    def render_mail(self, *args: object, **kwargs: object) -> EmailMessage:
        """The mail that allauth makes, in text and HTML and with the headers of every mail of the portal."""
        return mannered(super().render_mail(*args, **kwargs))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """A mail about one's account; when it cannot be sent, what was changed stands, and the page tells the same.

        Who asks for a code to sign in with, and signs in with a password, is told so and not that there is no account.
        """
        if template_prefix == UNKNOWN and User.objects.filter(email=email.lower(), is_active=True).exists():
            template_prefix = "account/email/login_elsewhere"
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            logger.exception("A mail about an account could not be sent")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """After a change of password: the first page."""
        return str(self.get_login_redirect_url(request))


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of second steps unreadable in the database and its copies."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": "Deze code klopt niet, of is al gebruikt."}

    def encrypt(self, text: str) -> str:
        """The secret, by a key that follows from SECRET_KEY."""
        return vault.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; one that no code fits when it was kept under a SECRET_KEY that is gone."""
        try:
            return vault.decrypt(encrypted_text)
        except InvalidToken:
            logger.error("A second step was kept under another SECRET_KEY; set SECRET_KEY_FALLBACKS or have it reset")  # noqa: TRY400
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user: Any, type: object) -> str:  # noqa: A002  # as allauth calls it
        """A first name for a passkey, which its owner may change."""
        number = user.authenticator_set.filter(type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The portal as a passkey knows it: by its address, and by the name that codes of an app carry too."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": str(settings.MFA_TOTP_ISSUER)}


class ProviderAdapter(socialaccount.DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Lets in by OpenID Connect whoever was invited, and nobody else."""

    def list_apps(self, request: HttpRequest, provider: object = None, client_id: object = None) -> list[object]:
        """The providers of the settings alone: a row in the database adds none."""
        found = super().list_apps(request, provider=provider, client_id=client_id)
        return [app for app in found if app.pk is None]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Let nobody sign up: see `pre_social_login`."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account of whom the provider vouches for, or make the one that was invited; else refuse."""
        if sociallogin.is_existing:
            return
        key = sociallogin.provider.app.provider_id
        found = user_for(settings.OPENID_PROVIDERS[key], sociallogin.account.get_provider_account().get_user_data())
        if found is None:
            record(
                SIGNING_IN,
                kind=AuditKind.SIGN_IN,
                result=AuditResult.REFUSED,
                request=request,
                object_type=f"oidc:{key}",
            )
            raise ImmediateHttpResponse(render(request, "account/not_invited.html", status=403))
        sociallogin.connect(request, found)

    def on_authentication_error(self, request: HttpRequest, provider: object, *args: object, **kwargs: object) -> None:
        """Keep that the provider or its answer failed; what it said stays out of the trail."""
        record(SIGNING_IN, kind=AuditKind.SIGN_IN, result=AuditResult.FAILED, request=request, object_type="oidc")
        raise ImmediateHttpResponse(render(request, "account/provider_failed.html", status=502))

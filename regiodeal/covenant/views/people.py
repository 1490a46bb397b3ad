"""Who has which role, who was invited, and how an administrator changes that."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from regiodeal.covenant.models import Invitation, InvitationState, Membership, MembershipEvent
from regiodeal.covenant.models.invitations import withdraw_role
from regiodeal.covenant.people.forms import InviteForm
from regiodeal.covenant.people.inviting import Guest, invite, send_again
from regiodeal.covenant.people.resetting import reset_second_step
from regiodeal.covenant.people.second_step import STEPS
from regiodeal.covenant.roles import Right, Role
from regiodeal.covenant.views.base import DealPage
from regiodeal.covenant.views.forms import FormPage

LATEST = 20  # changes of roles on the page


class UsersPage(DealPage):
    """Who has which role in the deal, and who was invited."""

    right = Right.SEE_USERS
    section = "users"
    title = "Beheer: gebruikers en rollen"
    template_name = "covenant/users.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The memberships, the invitations that wait, and what changed lately."""
        memberships = list(self.deal.membership_set.select_related("user", "party"))
        people = [membership.user_id for membership in memberships]
        protected = set(Authenticator.objects.filter(user__in=people, type__in=STEPS).values_list("user", flat=True))
        waiting = self.deal.invitations.filter(state=InvitationState.SENT).select_related("party")
        at = timezone.now()
        changes = MembershipEvent.objects.filter(deal=self.deal).select_related("user", "by", "party")
        return super().get_context_data(
            members=[(membership, membership.user_id in protected) for membership in memberships],
            invitations=[(invitation, invitation.has_expired(at)) for invitation in waiting],
            changes=changes[:LATEST],
            may_manage=self.may(Right.MANAGE_USERS),
            **kwargs,
        )


class _Managing(FormPage):
    """A step of an administrator, after which one is back at the users."""

    right = Right.MANAGE_USERS
    section = "users"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Below the users."""
        return [("Beheer", self.address())]

    def address(self) -> str:
        """The users."""
        return reverse("users", args=[self.deal.slug])


class Invite(_Managing):
    """Invites an address to a role."""

    title = "Iemand uitnodigen"
    save_label = "Verstuur de uitnodiging"
    intro = (
        "De persoon krijgt een mail met een link. De link werkt een week en één keer. Wie de link volgt, kiest een "
        "wachtwoord en krijgt dan de rol."
    )

    def form(self, *args: Any) -> InviteForm:
        """Whom, and for what."""
        return InviteForm(*args, deal=self.deal)

    def save(self, form: InviteForm) -> str:
        """Invite."""
        data = form.cleaned_data
        guest = Guest(data["email"], data["name"], Role(data["role"]), data["party"])
        invitation = invite(self.deal, guest, by=self.user, at=timezone.now())
        return _told(invitation)


def _told(invitation: Invitation) -> str:
    if invitation.mailed_at is None:
        return f"De uitnodiging staat klaar, maar de mail aan {invitation.email} is niet verstuurd. Probeer het later."
    return f"De uitnodiging is verstuurd aan {invitation.email}."


class _Confirming(_Managing):
    """A question with one button, for a step that needs no form."""

    template_name = "components/confirm_page.html"
    button = ""

    def form(self, *args: Any) -> forms.Form:
        """Nothing to fill in."""
        return forms.Form(*args)

    def text(self) -> str:
        """What it does."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The question."""
        return super().get_context_data(title=self.page_title(), text=self.text(), button=self.button, **kwargs)


class _OneInvitation(_Confirming):
    """A step with an invitation of this deal."""

    invitation: Invitation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fetch it."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.invitation = get_object_or_404(Invitation, deal=self.deal, pk=kwargs["pk"])


class ResendInvitation(_OneInvitation):
    """Mails a new link."""

    title = "De uitnodiging opnieuw versturen?"
    button = "Ja, verstuur opnieuw"

    def text(self) -> str:
        """What it does."""
        return f"{self.invitation.email} krijgt een nieuwe link, die een week werkt. De vorige werkt dan niet meer."

    def save(self, form: forms.Form) -> str:
        """Send it."""
        send_again(self.invitation, by=self.user, at=timezone.now())
        return _told(self.invitation)


class CancelInvitation(_OneInvitation):
    """Takes an invitation back."""

    title = "De uitnodiging intrekken?"
    button = "Ja, trek in"

    def text(self) -> str:
        """What it does."""
        return f"De link die aan {self.invitation.email} is gestuurd, werkt dan niet meer."

    def save(self, form: forms.Form) -> str:
        """Take it back."""
        self.invitation.cancel(by=self.user, at=timezone.now())
        return f"De uitnodiging aan {self.invitation.email} is ingetrokken."


class _OneMember(_Confirming):
    """A step with a member of this deal."""

    membership: Membership

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fetch the role of the person."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            rows = Membership.objects.filter(deal=self.deal).select_related("user", "party", "deal")
            self.membership = get_object_or_404(rows, pk=kwargs["pk"])
            request.about = self.membership.user  # type: ignore[attr-defined]  # for the audit trail


class WithdrawRole(_OneMember):
    """Takes a role back."""

    title = "De rol intrekken?"
    button = "Ja, trek de rol in"

    def text(self) -> str:
        """What it does, and what stays."""
        who, role = self.membership.user, self.membership.get_role_display()
        also = " Uitnodigingen die nog wachten, werken dan niet meer als deze persoon ze stuurde."
        told = f"{who} is dan geen {role} meer in deze deal. Wat deze persoon heeft ingevuld, blijft staan."
        return told + (also if self.membership.role == Role.ADMINISTRATOR else "")

    def save(self, form: forms.Form) -> str:
        """Take it back."""
        count = withdraw_role(self.membership, by=self.user, at=timezone.now())
        also = f" Ook ingetrokken: uitnodigingen die deze persoon stuurde ({count})." if count else ""
        return f"De rol van {self.membership.user} is ingetrokken.{also}"


@reauthentication_required  # type: ignore[untyped-decorator]
def _shown_who_one_is(request: HttpRequest) -> None:
    """Raises ReauthenticationRequired for who did not show it in the last quarter of an hour."""


class ResetSecondStep(_OneMember):
    """Removes the second step of who has lost it."""

    title = "De tweede stap verwijderen?"
    button = "Ja, verwijder de tweede stap"

    def text(self) -> str:
        """What it does, and what to do first."""
        return (
            f"Doe dit alleen als u zeker weet dat {self.membership.user} zelf hierom vraagt: bel terug op een nummer "
            "dat u kent. Daarna logt deze persoon in met alleen het wachtwoord, en stelt dan een nieuwe tweede stap in."
        )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask first who one is, as the pages of one's own account do. A step that was sent too late is not done
        afterwards by itself: it would not be in the trail.
        """
        try:
            _shown_who_one_is(request)
        except ReauthenticationRequired:
            if request.method != "POST":
                raise  # allauth leads to the question, and back
            request.is_refused = True  # type: ignore[attr-defined]  # for the audit trail
            return redirect(request.path)
        return super().dispatch(request, *args, **kwargs)

    def save(self, form: forms.Form) -> str:
        """Remove it, end their sessions, and tell its owner by mail."""
        user = self.membership.user
        reset_second_step(user, by=self.user)
        return f"De tweede stap van {user} is verwijderd."

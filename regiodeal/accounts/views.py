"""Pages of people: the first page, accepting an invitation, and who has which role."""

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.views import reauthenticate as ask_password
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from regiodeal.accounts.forms import FirstPasswordForm, InviteForm
from regiodeal.accounts.invitations import Guest, invite, send_again
from regiodeal.accounts.models import Invitation, InvitationState, withdraw_role
from regiodeal.accounts.second_step import STEPS, ask_again
from regiodeal.accounts.second_step_reset import reset_second_step
from regiodeal.accounts.sessions import go_on, seconds_left
from regiodeal.base.forms import Posted
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.contributions import contributed
from regiodeal.deals.memberships import may_begin
from regiodeal.deals.models import Deal, Membership, MembershipEvent, Party, User
from regiodeal.deals.roles import Right, Role, Stage
from regiodeal.deals.words import speak
from regiodeal.pages.access import public, signed_in
from regiodeal.pages.deal_page import Context, DealPage, front_page
from regiodeal.pages.form_page import FormPage


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
    speak(invitation.deal.words)  # until the answer is made (pages/spoken.py ends it)
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
    account.refresh_from_db()
    update_session_auth_hash(request, account)  # this session is theirs; others may have ended
    ask_again(request)
    messages.success(request, f"U bent nu {invitation.get_role_display()} van {invitation.deal.name}.")
    return redirect("start")


def _with_new_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = FirstPasswordForm(
        request.POST if request.method == "POST" else None,
        email=invitation.email,
        deal=invitation.deal,
        initial={"name": invitation.name},
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


def _page(request: HttpRequest, invitation: Invitation, *, status: int = 200, **more: object) -> HttpResponse:
    context = {"invitation": invitation, "title": "U bent uitgenodigd", **more}
    return render(request, "account/accept_invitation.html", context, status=status)


@signed_in
@sensitive_post_parameters("password")
def reauthenticate(request: HttpRequest) -> HttpResponseBase:
    """Ask once more who one is: the second step of who has one, since a password alone did not let them in either."""
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    url = methods[0]["url"] if methods else request.path
    if url == request.path:
        answer: HttpResponseBase = ask_password(request)
        return answer
    query = request.GET.urlencode()
    return redirect(f"{url}?{query}" if query else url)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> JsonResponse:
    """Return how many seconds the session goes on; a POST says that somebody is there, and lets it go on."""
    if request.method == "POST" and seconds_left(request):
        go_on(request)
    return JsonResponse({"seconds": seconds_left(request)})


LATEST = 20  # changes of roles on the page


class UsersPage(DealPage):
    """Shows who has which role in the deal, and who was invited."""

    is_personal = True
    right = Right.SEE_USERS
    section = "users"
    title = "Beheer: gebruikers en rollen"
    template_name = "accounts/users.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The memberships, the invitations that wait, and what changed lately."""
        memberships = list(self.deal.membership_set.select_related("user", "party"))
        bound = set(Party.objects.filter(deal_id=self.deal.pk).bound(timezone.localdate()).values_list("pk", flat=True))
        kwargs["left"] = {row.party_id for row in memberships if row.party_id and row.party_id not in bound}
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

    is_personal = True
    right = Right.MANAGE_USERS
    section = "users"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the users."""
        return [("Beheer", self.address())]

    def address(self) -> str:
        """Return the address of the users."""
        return reverse("users", args=[self.deal.slug])


class Invite(_Managing):
    """Invites an address to a role."""

    title = "Iemand uitnodigen"
    save_label = "Verstuur de uitnodiging"
    intro = (
        "De persoon krijgt een mail met een link. De link werkt een week en één keer. Wie de link volgt, kiest een "
        "wachtwoord en krijgt dan de rol."
    )

    def form(self, data: Posted = None) -> InviteForm:
        """Return the form that asks whom to invite, and to which role."""
        return InviteForm(data, deal=self.deal)

    def save(self, form: InviteForm) -> str:
        """Send the invitation."""
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

    def form(self, data: Posted = None) -> forms.Form:
        """Return a form without fields: one only confirms."""
        return forms.Form(data)

    def text(self) -> str:
        """Tell what confirming does."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: object) -> Context:
        """Add the question that one confirms."""
        return super().get_context_data(title=self.page_title(), text=self.text(), button=self.button, **kwargs)


class _OneInvitation(_Confirming):
    """A step with an invitation of this deal."""

    invitation: Invitation

    def load(self) -> None:
        """Fetch it."""
        self.invitation = get_object_or_404(Invitation, deal=self.deal, pk=self.kwargs["pk"])


class ResendInvitation(_OneInvitation):
    """Mails a new link."""

    title = "De uitnodiging opnieuw versturen?"
    button = "Ja, verstuur opnieuw"

    def text(self) -> str:
        """Tell what confirming does."""
        return f"{self.invitation.email} krijgt een nieuwe link, die een week werkt. De vorige werkt dan niet meer."

    def save(self, form: forms.Form) -> str:
        """Send the link once more."""
        send_again(self.invitation, by=self.user, at=timezone.now())
        return _told(self.invitation)


class CancelInvitation(_OneInvitation):
    """Takes an invitation back."""

    title = "De uitnodiging intrekken?"
    button = "Ja, trek in"

    def text(self) -> str:
        """Tell what confirming does."""
        return f"De link die aan {self.invitation.email} is gestuurd, werkt dan niet meer."

    def save(self, form: forms.Form) -> str:
        """Take the invitation back."""
        self.invitation.cancel(by=self.user, at=timezone.now())
        return f"De uitnodiging aan {self.invitation.email} is ingetrokken."


class _OneMember(_Confirming):
    """A step with a member of this deal."""

    membership: Membership

    def load(self) -> None:
        """Fetch the role of the person."""
        rows = Membership.objects.filter(deal=self.deal).select_related("user", "party", "deal")
        self.membership = get_object_or_404(rows, pk=self.kwargs["pk"])
        self.request.about = self.membership.user  # type: ignore[attr-defined]  # for the audit trail


class WithdrawRole(_OneMember):
    """Takes a role back."""

    title = "De rol intrekken?"
    button = "Ja, trek de rol in"

    def text(self) -> str:
        """Return what it does, and what stays."""
        who, role = self.membership.user, self.membership.get_role_display()
        also = " Uitnodigingen die nog wachten, werken dan niet meer als deze persoon ze stuurde."
        told = f"{who} is dan geen {role} meer in deze deal. Wat deze persoon heeft ingevuld, blijft staan."
        on_name = [
            row.title for ask in contributed(lambda app: app.on_name) for row in ask(self.deal, self.membership.user)
        ]
        open_work = f" Op deze naam staat nog: {'; '.join(on_name)}. Draag dat over aan een ander." if on_name else ""
        return told + open_work + (also if self.membership.role == Role.ADMINISTRATOR else "")

    def save(self, form: forms.Form) -> str:
        """Take the role back."""
        count = withdraw_role(self.membership, by=self.user, at=timezone.now())
        also = f" Ook ingetrokken: uitnodigingen die deze persoon stuurde ({count})." if count else ""
        return f"De rol van {self.membership.user} is ingetrokken.{also}"


@reauthentication_required  # type: ignore[untyped-decorator]
def _shown_who_one_is(request: HttpRequest) -> None:
    """Raises ReauthenticationRequired for whoever did not show it in the last quarter of an hour."""


class ResetSecondStep(_OneMember):
    """Removes the second step of whoever has lost it."""

    title = "De tweede stap verwijderen?"
    button = "Ja, verwijder de tweede stap"

    def text(self) -> str:
        """Return what it does, and what to do first."""
        return (
            f"Doe dit alleen als u zeker weet dat {self.membership.user} zelf hierom vraagt: bel terug op een nummer "
            "dat u kent. Daarna logt deze persoon in met alleen het wachtwoord, en stelt dan een nieuwe tweede stap in."
        )

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Ask first who one is, as the pages of one's own account do: allauth leads to the question, and back."""
        _shown_who_one_is(request)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Send it back when it comes too late: done afterwards by itself, the step would not be in the trail."""
        try:
            _shown_who_one_is(request)
        except ReauthenticationRequired:
            request.is_refused = True  # type: ignore[attr-defined]  # for the audit trail
            return redirect(request.path)
        return super().post(request, *args, **kwargs)

    def save(self, form: forms.Form) -> str:
        """Remove it, end their sessions, and tell its owner by mail."""
        user = self.membership.user
        reset_second_step(user, by=self.user)
        return f"De tweede stap van {user} is verwijderd."


@public
def start(request: HttpRequest) -> HttpResponse:
    """The deals of whoever is signed in (straight to the only one), or what the portal is for and where to sign in."""
    deals = list(Deal.objects.visible_to(request.user))
    answered = list(Deal.objects.answered_by(request.user).exclude(pk__in=[deal.pk for deal in deals]))
    if len(answered) == 1 and not deals:
        return redirect(front_page(answered[0].slug, reads=False))
    if len(deals) == 1 and not answered:
        is_preparing = deals[0].stage == Stage.PREPARING
        return redirect("stage" if is_preparing else "overview", deal=deals[0].slug)
    title = "Uw deals" if deals or answered else "Regiodealportaal"
    context: dict[str, object] = {"deals": deals, "answered": answered, "title": title}
    context["may_begin"] = may_begin(request.user)
    context["is_empty"] = not deals and not answered and not Deal.objects.exclude(stage=Stage.DISCARDED).exists()
    sources = contributed(lambda app: app.public_deals)
    context["public_deals"] = [deal for public_deals in sources for deal in public_deals()]
    return render(request, "start.html", context)

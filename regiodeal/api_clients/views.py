"""Programs that read the API: who they are, their tokens, and closing those."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from regiodeal.api_clients.forms import ClientForm, IssueForm
from regiodeal.api_clients.models import ApiClient, ApiToken
from regiodeal.api_clients.tokens import issue, make_client
from regiodeal.base.forms import Posted, ReasonForm
from regiodeal.deals.roles import Right
from regiodeal.pages.deal_page import Context, DealPage, DealView
from regiodeal.pages.form_page import FormPage


class ApiClientsPage(DealPage):
    """Answers: which programs read this deal?"""

    is_personal = True
    right = Right.MANAGE_API
    section = "users"
    title = "Koppelingen (API)"
    template_name = "api_clients/api_clients.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the users."""
        return [("Beheer", reverse("users", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The clients, each with its tokens that still hold."""
        now = timezone.now()
        rows = [
            (client, [token for token in client.tokens.all() if token.state_at(now) == "geldig"])
            for client in ApiClient.objects.of(self.deal)
        ]
        return super().get_context_data(rows=rows, **kwargs)


class AddApiClient(FormPage):
    """Makes a client that reads this deal."""

    right = Right.MANAGE_API
    section = "users"
    title = "Koppeling maken"
    save_label = "Maak de koppeling"
    intro = "Daarna geeft u een token uit. Wie een ander onderdeel wil lezen, krijgt een nieuwe koppeling."

    made: ApiClient | None = None

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the clients."""
        return [("Koppelingen (API)", reverse("api-clients", args=[self.deal.slug]))]

    def form(self, data: Posted = None) -> ClientForm:
        """Return the form of a new client, empty or as it was sent."""
        return ClientForm(data)

    def save(self, form: ClientForm) -> str:
        """Make the client."""
        about = dict(form.cleaned_data)
        self.made = make_client([self.deal], about.pop("kinds"), by=self.user, at=timezone.now(), **about)
        return f"De koppeling {self.made} is gemaakt. Geef nu een token uit."

    def address(self) -> str:
        """The new client, or the list."""
        if self.made:
            return reverse("api-client", args=[self.deal.slug, self.made.pk])
        return reverse("api-clients", args=[self.deal.slug])


class OneApiClient(DealView):
    """The base of the pages of one client: the client, if it reads this deal."""

    client: ApiClient

    def load(self) -> None:
        """Fetch the client."""
        self.client = get_object_or_404(ApiClient.objects.of(self.deal), pk=self.kwargs["pk"])

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the clients."""
        return [("Koppelingen (API)", reverse("api-clients", args=[self.deal.slug]))]

    def address(self) -> str:
        """Return the address of the page of the client."""
        return reverse("api-client", args=[self.deal.slug, self.client.pk])


class ApiClientPage(OneApiClient, DealPage):
    """Answers: what may this program read, and until when?"""

    is_personal = True
    right = Right.MANAGE_API
    section = "users"
    template_name = "api_clients/api_client.html"

    def page_title(self) -> str:
        """Title the page by the name of the client."""
        return self.client.name

    def get_context_data(self, **kwargs: Any) -> Context:
        """The client, its tokens and its trail."""
        now = timezone.now()
        kwargs.setdefault("tokens", [(token, token.state_at(now)) for token in self.client.tokens.all()])
        events = self.client.events.select_related("by", "token")
        return super().get_context_data(
            client=self.client, events=events, only_by_command=self.client.only_by_command(), **kwargs
        )


class IssueApiToken(OneApiClient, FormPage):
    """Issues a token and shows it once, in the answer itself: it is kept nowhere, not in the session either."""

    right = Right.MANAGE_API
    section = "users"
    title = "Token uitgeven"
    save_label = "Geef een token uit"
    intro = "U ziet het token één keer. Geef het op een veilige manier door."

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """The form; for a client that only the command line gives a token, its page, which says so."""
        if self.client.only_by_command():
            return redirect(self.address())
        return super().get(request, *args, **kwargs)

    def form(self, data: Posted = None) -> IssueForm:
        """Return the form that asks how long the token holds."""
        return IssueForm(data)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Issue it and show it. Refused for a client that only the command line gives a token."""
        form = self.form(request.POST)
        if refusal := self.client.only_by_command():
            return self._again(form, 403, refusal)
        if not form.is_valid():
            return self._again(form, 422)
        token, text = issue(self.client, by=self.user, at=timezone.now(), days=form.cleaned_data["days"])
        self.template_name = "api_clients/api_token.html"
        shown = {"token": token, "text": text, "back": self.address()}
        response = self.render_to_response(self.get_context_data(form=form, **shown))
        response["Cache-Control"] = "no-store"
        return response


class RevokeApiToken(OneApiClient, FormPage):
    """Closes a token at once."""

    right = Right.MANAGE_API
    section = "users"
    title = "Token intrekken"
    save_label = "Trek het token in"
    intro = "Het programma kan er daarna meteen niets meer mee lezen. Dit kan niet terug."

    token: ApiToken

    def load(self) -> None:
        """Fetch the token of this client."""
        super().load()
        self.token = get_object_or_404(self.client.tokens, prefix=self.kwargs["prefix"])

    def form(self, data: Posted = None) -> ReasonForm:
        """Return the form that asks for a reason."""
        return ReasonForm(data)

    def save(self, form: ReasonForm) -> str:
        """Revoke the token."""
        self.token.revoke(by=self.user, at=timezone.now(), reason=form.cleaned_data["reason"][:300])
        return f"Het token {self.token} is ingetrokken."

"""Letting a program send: once, and never changed."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from regiodeal.api_clients.models import ApiClient, ApiClientEvent
from regiodeal.base.forms import Posted
from regiodeal.deals.roles import Right
from regiodeal.pages.form_page import FormPage
from reporting.sending.forms import SendingScopeForm
from reporting.sending.models import SendingScope


class LetClientSend(FormPage):
    """Lets a program send figures and bookings of projects, as drafts."""

    right = Right.MANAGE_API
    section = "users"
    title = "Laten sturen"
    save_label = "Laat het sturen"
    intro = (
        "Het programma stuurt concepten. Niets telt mee voordat iemand het indient en een ander het goedkeurt. Wat het "
        "mag sturen, verandert daarna niet meer: voor iets anders maakt u een nieuwe koppeling."
    )

    client: ApiClient

    def load(self) -> None:
        """Fetch the client of this deal."""
        self.client = get_object_or_404(ApiClient.objects.of(self.deal), pk=self.kwargs["pk"])

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the client."""
        return [
            ("Koppelingen (API)", reverse("api-clients", args=[self.deal.slug])),
            (str(self.client), self.address()),
        ]

    def address(self) -> str:
        """Return the address of the client."""
        return reverse("api-client", args=[self.deal.slug, self.client.pk])

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """The form; for a client that sends already, its page."""
        if SendingScope.objects.filter(client=self.client).exists():
            return redirect(self.address())
        return super().get(request, *args, **kwargs)

    def form(self, data: Posted = None) -> SendingScopeForm:
        """Return the form of a new scope."""
        return SendingScopeForm(data, deal=self.deal)

    def save(self, form: SendingScopeForm) -> str:
        """Keep the scope, with a row in the trail of the client."""
        asked = form.cleaned_data
        if SendingScope.objects.filter(client=self.client).exists():
            raise ValueError("Dit programma mag al sturen. Voor iets anders maakt u een nieuwe koppeling.")
        now = timezone.now()
        scope = SendingScope.objects.create(
            client=self.client, deal_id=self.deal.pk, given_by=self.user, given_at=now, **asked
        )
        told = ", ".join(asked["kinds"])
        self.client.keep(
            ApiClientEvent.What.SENDS, by=self.user, at=now, reason=f"{told} van {scope.executor or 'alle projecten'}"
        )
        return f"{self.client} mag nu sturen. Geef een token uit als dat er nog niet is."

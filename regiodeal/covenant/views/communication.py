"""Communication (art. 9) and publication (art. 12 and 19)."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from regiodeal.covenant.models import CoreMessage, Document, Publication
from regiodeal.covenant.models.communication import core_message, core_messages
from regiodeal.covenant.openness.document_forms import MessageForm, PublicationForm
from regiodeal.covenant.roles import Right
from regiodeal.covenant.views.base import DealPage
from regiodeal.covenant.views.forms import FormPage


class CommunicationPage(DealPage):
    """What do we say about the deal, by which plan, and where was it published?"""

    right = Right.SEE_DEAL
    section = "obligations"
    title = "Communicatie en publicatie"
    template_name = "covenant/communication.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The agreements."""
        return [("Overleg en afspraken", reverse("obligations", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The core message that holds and its versions, the plans, working agreements and publications."""
        documents = Document.objects.visible_to(self.deal, **self.reader()).filter(removed_at__isnull=True)
        return super().get_context_data(
            message=core_message(self.deal, on=self.on),
            versions=list(reversed(core_messages(self.deal))),
            plans=documents.filter(sort=Document.Sort.PLAN).select_related("meeting"),
            working=documents.filter(sort=Document.Sort.WORKING).select_related("meeting"),
            publications=Publication.objects.filter(deal=self.deal),
            **kwargs,
        )


class CommunicationForms(FormPage):
    """Base of the forms of communication."""

    right = Right.KEEP_MEETINGS

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The page of communication."""
        return [("Communicatie en publicatie", self.address())]

    def address(self) -> str:
        """The page of communication."""
        return reverse("communication", args=[self.deal.slug])


class AdoptMessage(CommunicationForms):
    """Adds a version of the core message."""

    title = "Nieuwe kernboodschap"
    save_label = "Leg de kernboodschap vast"
    intro = "De vorige versies blijven te lezen. De tekst van het convenant verandert hier niet door."

    def form(self, data: Any = None) -> MessageForm:
        """The message that holds, to change."""
        initial = {"text": core_message(self.deal, on=self.on).text, "valid_from": self.on}
        return MessageForm(data, deal=self.deal, initial=initial)

    def save(self, form: MessageForm) -> str:
        """Add it."""
        data = form.cleaned_data
        message = CoreMessage.adopt(
            self.deal,
            data["text"],
            valid_from=data["valid_from"],
            meeting=data["meeting"],
            by=self.user,
            at=timezone.now(),
        )
        return f"Versie {message.version} van de kernboodschap is vastgelegd."


class AddPublication(CommunicationForms):
    """Adds a publication in the Staatscourant."""

    title = "Publicatie toevoegen"

    def form(self, data: Any = None) -> PublicationForm:
        """An empty publication."""
        return PublicationForm(data, instance=Publication(deal=self.deal))

    def save(self, form: PublicationForm) -> str:
        """Add it."""
        Publication(deal=self.deal).enter(by=self.user, at=timezone.now(), values=form.values())
        return "De publicatie staat in de lijst."


class ChangePublication(CommunicationForms):
    """Changes a publication."""

    title = "Publicatie aanpassen"

    publication: Publication

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fetch the publication of this deal."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.publication = get_object_or_404(Publication, deal=self.deal, pk=kwargs["pk"])

    def form(self, data: Any = None) -> PublicationForm:
        """The publication as it stands."""
        return PublicationForm(data, instance=Publication.objects.get(pk=self.publication.pk))

    def save(self, form: PublicationForm) -> str:
        """Change it."""
        version = form.cleaned_data["version"] or 0
        self.publication.revise(by=self.user, at=timezone.now(), values=form.values(), version=version)
        return "De publicatie is aangepast."

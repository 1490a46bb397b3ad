"""The photo on the cover of the report: give one, show it, and let go of it."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.forms import Posted
from regiodeal.deals.roles import Right
from regiodeal.files.views import photo_response
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.pages.deal_page import Context, DealView
from regiodeal.stages.deal_look import COVER, give_cover, remove_cover
from regiodeal.stages.forms import CoverForm

TITLE = "Foto op de voorkant van het rapport"


class CoverPhoto(DealView):
    """Gives the photo."""

    right = Right.SEE_DEAL

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Show it. 404 for a deal without one."""
        return photo_response(self.deal.cover_photo, name=f"{self.deal.slug}.jpg", cache_control="private, max-age=300")


class ChangeCover(SeenFormPage):
    """Gives the deal a photo for the cover, another one, or other words with it."""

    right = Right.KEEP_LOOK
    section = "stage"
    title = TITLE
    template_name = "stages/cover.html"
    takes_files = True
    intro = (
        "De foto komt op de voorkant van elk rapport dat u vanaf nu laat maken. Rapporten van eerder blijven zoals zij "
        "zijn. Zonder foto tekent het portaal een rij huizen."
    )

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the deal itself."""
        return [("Over deze deal", self.address())]

    def address(self) -> str:
        """Return the address of the page about the deal."""
        return reverse("stage", args=[self.deal.slug])

    def seen(self) -> list[object]:
        """Return the photo and its words as they are now."""
        return [str(getattr(self.deal, name)) for name in COVER]

    def form(self, data: Posted = None) -> CoverForm:
        """Return the form with what stands now; a photo that is there may stay."""
        initial = {"text": self.deal.cover_text, "credit": self.deal.cover_credit}
        form = CoverForm(data, self.uploads(), initial=initial)
        form.fields["photo"].required = not self.deal.cover_photo
        return form

    def save(self, form: CoverForm) -> str:
        """Store it."""
        data = form.cleaned_data
        words = {"text": data["text"], "credit": data["credit"]}
        give_cover(self.deal, data["photo"], **words, by=self.user, at=timezone.now())
        return "De foto staat op de voorkant van het volgende rapport."


class RemoveCover(SeenFormPage):
    """Takes the photo away, after a question."""

    right = Right.KEEP_LOOK
    section = "stage"
    title = "De foto op de voorkant weghalen?"
    template_name = "components/confirm_page.html"

    def load(self) -> None:
        """Answer 404 for a deal without a photo."""
        if not self.deal.cover_photo:
            raise Http404

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the photo."""
        return [("Over deze deal", reverse("stage", args=[self.deal.slug])), (TITLE, self.address())]

    def address(self) -> str:
        """Return the address of the page of the photo."""
        return reverse("change-cover", args=[self.deal.slug])

    def seen(self) -> list[object]:
        """Return which photo it is."""
        return [str(self.deal.cover_photo)]

    def form(self, data: Posted = None) -> forms.Form:
        """Return a form without fields: one only confirms."""
        return forms.Form(data)

    def get_context_data(self, **kwargs: object) -> Context:
        """Add the question."""
        text = (
            "De foto gaat weg. Nieuwe rapporten krijgen weer de getekende huizen. Rapporten van eerder houden de foto."
        )
        return super().get_context_data(title=self.title, text=text, button="Ja, haal weg", **kwargs)

    def save(self, form: forms.Form) -> str:
        """Take it away."""
        remove_cover(self.deal, by=self.user, at=timezone.now())
        return "De foto is weg."

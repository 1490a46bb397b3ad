"""Keeping half-typed work, and giving it back to whoever typed it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from regiodeal.deals.roles import Right
from regiodeal.lifecycle.models import KeptForm, UnsavedWork
from regiodeal.pages.deal_page import DealView

LARGEST = 400_000  # characters in all fields together
LONGEST_KEY = 200
LONGEST_PATH = 500
NOT_KEPT = {"csrfmiddlewaretoken", "version", "kept-key", "kept-title", "kept-path"}


class Unsaved(DealView):
    """GET gives back what was kept for a form (`?key=`), POST keeps it, and POST with `discard` forgets it."""

    right = Right.SEE_DEAL  # whoever reads a deal types somewhere: a question, a comment, a request

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Return what was kept, or nothing (204)."""
        key = self._key(request.GET.get("key", ""))
        work = UnsavedWork.objects.filter(user=self.user, deal=self.deal, key=key).first() if key else None
        if work is None:
            return HttpResponse(status=204)
        kept_at = date_format(timezone.localtime(work.kept_at), "j F Y, H:i")
        response = JsonResponse({"fields": work.fields, "kept_at": kept_at})
        response["Cache-Control"] = "no-store"
        return response

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Keep it; 413 when it is too much, 400 without a form's name."""
        key = self._key(request.POST.get("kept-key", ""))
        if not key:
            return JsonResponse({"message": "Dit formulier heeft geen naam."}, status=400)
        if "discard" in request.POST:
            UnsavedWork.objects.discard(user=self.user, deal=self.deal, key=key)
            return HttpResponse(status=204)
        fields = {
            name: [str(value).replace("\x00", "") for value in values]
            for name, values in request.POST.lists()
            if name not in NOT_KEPT
        }
        if sum(len(value) for values in fields.values() for value in values) > LARGEST:
            return JsonResponse({"message": "Deze tekst is te lang om te bewaren."}, status=413)
        kept = KeptForm(fields, *self._page())
        UnsavedWork.objects.keep(user=self.user, deal=self.deal, key=key, kept=kept, at=timezone.now())
        return HttpResponse(status=204)

    def _page(self) -> tuple[str, str]:
        """What the page of the form is called and where it is, as it says itself; only a page of this deal counts."""
        title = " ".join(self.request.POST.get("kept-title", "").replace("\x00", "").split())[:200]
        path = self.request.POST.get("kept-path", "")
        home = reverse("overview", args=[self.deal.slug])
        return title, path if path.startswith(home) and path.isprintable() and len(path) <= LONGEST_PATH else ""

    def _key(self, text: str) -> str:
        return text if len(text) <= LONGEST_KEY and text.isprintable() else ""


def forget_unsaved(view: DealView) -> None:
    """Forget what was kept for the form that was just saved."""
    key = view.request.POST.get("kept-key", "")[:LONGEST_KEY]
    UnsavedWork.objects.discard(user=view.user, deal=view.deal, key=key.replace("\x00", ""))

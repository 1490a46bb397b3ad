"""What a person is reminded of, and the address of their calendar."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from regiodeal.deals.roles import Right
from regiodeal.notices.feed import feed
from regiodeal.notices.forms import ReminderForm
from regiodeal.notices.models import CalendarFeed, ReminderChoice, ReminderKind
from regiodeal.pages.access import public
from regiodeal.pages.deal_page import Context, DealPage


class RemindersPage(DealPage):
    """Answers: which messages do I get, and how do I see the dates in my own calendar?"""

    right = Right.SEE_DEAL
    title = "Mijn berichten en agenda"
    template_name = "notices/reminders.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The choices, what was sent lately, and the private address."""
        calendar_feed = CalendarFeed.objects.of(self.user)
        if "form" not in kwargs:
            kwargs["form"] = ReminderForm(initial={"kinds": self._chosen()})
        return super().get_context_data(
            feed_url=f"{settings.PORTAL_URL}{reverse('calendar-feed', args=[calendar_feed.token])}",
            sent=self.user.reminders.filter(deal=self.deal, sent_at__isnull=False).order_by("-sent_at")[:20],
            **kwargs,
        )

    def _chosen(self) -> list[str]:
        refused = ReminderChoice.objects.filter(user=self.user, deal=self.deal).values_list("kind", flat=True)
        return [kind for kind in ReminderKind.values if kind not in set(refused)]

    @transaction.atomic
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Store the choices."""
        form = ReminderForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        own = ReminderChoice.objects.filter(user=self.user, deal=self.deal)
        own.delete()
        refused = [kind for kind in ReminderKind.values if kind not in form.cleaned_data["kinds"]]
        ReminderChoice.objects.bulk_create(
            (ReminderChoice(user=self.user, deal=self.deal, kind=kind) for kind in refused), ignore_conflicts=True
        )
        messages.success(request, "Uw keuze is bewaard.")
        return redirect(request.path)


class RenewFeed(RemindersPage):
    """Gives the calendar another private address."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """The old address gives nothing any more."""
        CalendarFeed.objects.of(self.user).renew()
        messages.success(request, "U heeft een nieuw agenda-adres. Het oude werkt niet meer.")
        return redirect(reverse("reminders", args=[self.deal.slug]))


@public
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of whom the address belongs to; 404 for an address that is unknown, renewed or of a former user."""
    found = CalendarFeed.objects.filter(token=token, user__is_active=True).select_related("user").first()
    if found is None:
        raise Http404
    body = feed(found.user, at=timezone.now(), on=timezone.localdate())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=900"
    return response

"""The list of notices, how they come by mail, and the address of a person's calendar."""

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
from regiodeal.notices.inbox import inbox
from regiodeal.notices.models import USUAL, CalendarFeed, Delivery, Reminder, ReminderChoice, ReminderKind
from regiodeal.pages.access import public
from regiodeal.pages.deal_page import Context, DealPage, DealView


class NoticesPage(DealPage):
    """Answers: what happened, and what waits for me?"""

    is_personal = True
    right = Right.SEE_DEAL
    title = "Berichten"
    template_name = "notices/inbox.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The list, and how much of it is unread: the same number in the header."""
        lines = inbox(self.deal, self.user, at=timezone.now())
        count = sum(line.is_unread for line in lines)
        unread = {"count": count, "url": self.request.path}
        return super().get_context_data(lines=lines, unread_count=count, unread=unread, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Mark what was on the page as read; what came after it stays unread."""
        seen = [pk for pk in request.POST.getlist("notices") if pk.isdecimal()]
        rows = Reminder.objects.unread().filter(user=self.user, deal=self.deal, pk__in=seen)
        if rows.update(read_at=timezone.now()):
            messages.success(request, "Alle berichten van deze lijst zijn gelezen.")
        return redirect(request.path)


class OpenNotice(DealView):
    """Leads to what a notice is about, and keeps that it was opened."""

    right = Right.SEE_DEAL
    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Back to the list for a notice that is gone or of somebody else; the page itself decides who may see it."""
        row = Reminder.objects.filter(user=self.user, deal=self.deal, pk=self.kwargs["pk"]).first()
        if row is None:
            messages.info(request, "Dit bericht is er niet meer.")
            return redirect(reverse("notices", args=[self.deal.slug]))
        Reminder.objects.filter(pk=row.pk, read_at__isnull=True).update(read_at=timezone.now())
        return redirect(row.path)


class RemindersPage(DealPage):
    """Answers: which messages do I get by mail, and how do I see the dates in my own calendar?"""

    is_personal = True
    right = Right.SEE_DEAL
    title = "Berichten per mail en agenda"
    template_name = "notices/reminders.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the list."""
        return [("Berichten", reverse("notices", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The choices, what was sent lately, and the private address."""
        calendar_feed = CalendarFeed.objects.of(self.user)
        if "form" not in kwargs:
            kwargs["form"] = ReminderForm(initial=self._chosen())
        return super().get_context_data(
            feed_url=f"{settings.PORTAL_URL}{reverse('calendar-feed', args=[calendar_feed.token])}",
            sent=self.user.reminders.filter(deal=self.deal, sent_at__isnull=False).order_by("-sent_at")[:20],
            **kwargs,
        )

    def _chosen(self) -> dict[str, str]:
        own = ReminderChoice.objects.filter(user=self.user, deal=self.deal).values_list("kind", "delivery")
        return USUAL | dict(own)

    @transaction.atomic
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Store the choices; with the button for it the same one for every kind."""
        alike = request.POST.get("alike", "")
        form = ReminderForm(dict.fromkeys(ReminderKind.values, alike) if alike in Delivery.values else request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        ReminderChoice.objects.bulk_create(
            (
                ReminderChoice(user=self.user, deal=self.deal, kind=kind, delivery=form.cleaned_data[kind])
                for kind in ReminderKind.values
            ),
            update_conflicts=True,
            unique_fields=["user", "deal", "kind"],
            update_fields=["delivery"],
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

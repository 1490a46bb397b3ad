"""What a request gives to the bureau's own notices and calendar: who is late, what waits, and its last day."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone

from pillars.requests.models import WRITABLE, AnswerState, Request, RequestState
from pillars.requests.request_mails import OPENING, moment_on
from regiodeal.base.dutch import counted
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Right, rights_of
from regiodeal.notices.feed import FeedEvent
from regiodeal.notices.models import ReminderKind
from regiodeal.notices.reminders import Notice


def request_notices(deal: Deal, members: list[Membership], *, on: date) -> Iterator[Notice]:
    """Two sorts, for who enters progress: answers that wait to be taken over, and who has not answered by the last day.

    Who has not answered is told on the same days as the executors themselves are reminded, while the request is open:
    see `moment_on`. In one query however many answers there are.
    """
    people = frozenset(row.user_id for row in members if Right.ENTER_PROGRESS in rights_of([row.role]))
    if not people:
        return
    sent, unsent = Q(answers__state=AnswerState.SENT), Q(answers__state__in=WRITABLE)
    rows = Request.objects.filter(deal_id=deal.pk).annotate(
        sent=Count("answers", filter=sent),
        unsent=Count("answers", filter=unsent),
        newest=Max("answers__sent_at", filter=sent),
    )
    for row in rows:
        told = {"deal": deal, "kind": ReminderKind.REQUEST, "path": _path(deal, row), "people": people}
        if row.sent:
            yield Notice(
                key=f"uitvraag {row.year} over te nemen",
                moment=f"{timezone.localtime(row.newest):%d%H%M%S}",  # the next answer makes it new
                title=f"{row}: {counted(row.sent, 'antwoord wacht', 'antwoorden wachten')} op u",
                last_day=None,
                at=row.newest,
                **told,  # type: ignore[arg-type]
            )
        moment = moment_on(row, on) if row.is_open and row.unsent and row.opened_on <= on else ""
        if moment not in {"", OPENING}:
            silent = f"{counted(row.unsent, 'uitvoerder heeft', 'uitvoerders hebben')} nog niet geantwoord"
            late = ", en de laatste dag is voorbij" if row.last_day < on else ""
            yield Notice(
                key=f"uitvraag {row.year} laatste dag",
                moment=moment,
                title=f"{row}: {silent}{late}",
                last_day=row.last_day,
                **told,  # type: ignore[arg-type]
            )


def request_events(deal: Deal, user: User, *, on: date) -> Iterator[FeedEvent]:
    """The last day of each request that is open, for who enters progress."""
    del on
    roles = list(Membership.objects.filter(deal_id=deal.pk, user=user).values_list("role", flat=True))
    if Right.ENTER_PROGRESS not in rights_of(roles):
        return
    for row in Request.objects.filter(deal_id=deal.pk, state=RequestState.OPEN):
        title, day_after = f"Laatste dag van {str(row).lower()}", row.last_day + timedelta(days=1)
        text = "Uitvoerders die niet antwoordden, staan op de pagina van de uitvraag."
        yield FeedEvent(f"uitvraag-{row.pk}", title, row.last_day, day_after, _path(deal, row), text=text)


def _path(deal: Deal, request: Request) -> str:
    return reverse("request-of-year", args=[deal.slug, request.year])

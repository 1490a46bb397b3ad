"""Mails about a request: at its opening, around its last day, a receipt of what was sent, and a question about it.

Each goes once to each contact person, whoever runs: a mail is made once for a moment, claimed by one run, and kept and
tried again while the mail server does not answer. Only the newest moment that was reached counts, so that a scheduler
that slept three days warns once. Who has sent an answer is not reminded.
"""

import logging
import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from pillars.projects.models import ContactPerson
from pillars.requests.answer_workbook import for_workbooks, workbook_bytes, workbook_name
from pillars.requests.models import WRITABLE, Answer, AnswerMail, AnswerPart, Request, RequestState
from regiodeal.accounts.code_forms import code_path
from regiodeal.base.dutch import day, euro, number
from regiodeal.deals.each_deal import for_each_deal
from regiodeal.deals.models import Deal
from regiodeal.notices.reminders import TAKEN_UP_AGAIN
from regiodeal.pages.mail import Enclosure, Letter, send
from regiodeal.sheets.formats.write import CONTENT_TYPES
from regiodeal.sheets.reading import SheetKind

logger = logging.getLogger(__name__)

BEFORE = (14, 7, 1)  # days before the last day
AFTER = (1, 7)  # and after it
LATEST = 31  # days after the last day nobody is reminded any more by itself
HOURS = range(6, 21)  # of the day in which reminders are made
OPENING, RECEIPT, QUESTION, NOW = "open", "receipt", "question", "now"


def moment_on(request: Request, on: date) -> str:
    """The newest moment of a request that was reached: "open", "14", "7", "1", "late-1" or "late-7"; "" when long ago.

    A day before the last one that lay before the opening is none: who is asked with ten days to go hears so once.
    """
    left = (request.last_day - on).days
    if left < 0:
        late = next((days for days in reversed(AFTER) if -left >= days), 0)
        return f"late-{late}" if -left <= LATEST else ""
    reached = [days for days in BEFORE if left <= days and request.last_day - timedelta(days) > request.opened_on]
    return str(min(reached)) if reached else OPENING


def make_mails(answers: Iterable[Answer], moment: str, *, at: datetime) -> int:
    """Let a mail wait for each contact person of these answers, once for the moment; return to how many people."""
    found = list(answers)
    contacts = ContactPerson.objects.filter(executor__in=[answer.executor_id for answer in found])
    addresses: dict[int, list[str]] = {}
    for executor, email in contacts.values_list("executor", "email"):
        addresses.setdefault(executor, []).append(email)
    rows = [
        AnswerMail(answer=answer, address=address, moment=moment, made_at=at)
        for answer in found
        for address in addresses.get(answer.executor_id, [])
    ]
    AnswerMail.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def remind_now(answers: Iterable[Answer], *, at: datetime) -> int:
    """Remind who has not sent, once a day at most; return to how many people a mail goes."""
    unsent = [answer for answer in answers if answer.is_writable]
    return make_mails(unsent, f"{NOW}-{timezone.localdate(at):%Y%m%d}", at=at)


def mail_requests(*, at: datetime) -> int:
    """Make what is due and send what waits, of all running deals; return how many mails went out.

    Raises nothing for mail that fails: it is kept and tried again.
    """
    told = for_each_deal(Deal.objects.running(), lambda deal: _mail_deal(deal, at), named="request-mails")
    return sum(told.found.values())


def _mail_deal(deal: Deal, at: datetime) -> int:
    today = timezone.localdate(at)
    if timezone.localtime(at).hour in HOURS:
        for request in Request.objects.filter(deal=deal, state=RequestState.OPEN, opened_on__lte=today):
            if moment := moment_on(request, today):
                make_mails(request.answers.filter(state__in=WRITABLE), moment, at=at)
    waiting = AnswerMail.objects.filter(answer__request__deal=deal, sent_at=None, dropped_at=None)
    return sum(_send(row, waiting, at) for row in waiting.select_related("answer__executor", "answer__request__deal"))


def _send(row: AnswerMail, waiting: QuerySet[AnswerMail], at: datetime) -> bool:
    """Claim a mail and send it. Of two runs at once one claims, and the other finds nothing."""
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=at - TAKEN_UP_AGAIN)
    if not waiting.filter(free, pk=row.pk).update(claim=uuid.uuid4(), claimed_at=at):
        return False
    mine = AnswerMail.objects.filter(pk=row.pk)
    if not _is_due(row):
        mine.update(dropped_at=at)
        return False
    try:
        send(letter_of(row, on=timezone.localdate(at)))
    except OSError:  # what smtplib raises too: no connection, refused, timed out
        logger.exception("A mail about a request could not be sent; it is kept and tried again")
        mine.update(claim=None, claimed_at=None)
        return False
    mine.update(sent_at=at)
    return True


def _is_due(row: AnswerMail) -> bool:
    """Tell whether it still has something to say: who has sent is not reminded, nor of what was closed."""
    if row.moment.startswith((RECEIPT, QUESTION)):
        return True
    return row.answer.is_writable and row.answer.request.is_open


def letter_of(row: AnswerMail, *, on: date) -> Letter:
    """The mail as it goes out: an answer to it reaches who opened the request. Mails of one request stand together."""
    answer, request = row.answer, row.answer.request
    kind = row.moment.partition("-")[0]
    opened = request.events.select_related("by").first()
    context = {
        "answer": answer,
        "request": request,
        "deal": request.deal,
        "opener": opened.by if opened else None,
        "days": (request.last_day - on).days,
        "url": f"{settings.PORTAL_URL}{code_path(partner_address(request.deal))}",
        "copy": copy_of(answer) if kind == RECEIPT else "",
        "projects": [part.project for part in answer.parts.select_related("project")],
    }
    name = kind if kind in {OPENING, RECEIPT, QUESTION} else "reminder"
    return Letter(
        to=row.address,
        subject=f"{_SUBJECTS[name]}: {request.deal.short_name}, {request.year}",
        template=f"pillars/requests/mail/{name}.txt",
        context=context,
        deal=request.deal,
        thread=f"request-{request.pk}",
        number=f"answer-mail-{row.pk}",
        reply_to=opened.by.email if opened else "",
        enclosures=[_workbook(answer)] if kind == OPENING else (),
    )


def _workbook(answer: Answer) -> Enclosure:
    [filled] = for_workbooks(Answer.objects.filter(pk=answer.pk))
    return Enclosure(workbook_name(filled), workbook_bytes(filled), CONTENT_TYPES[SheetKind.XLSX])


_SUBJECTS = {
    OPENING: "Vragen over uw projecten",
    "reminder": "Herinnering: vragen over uw projecten",
    RECEIPT: "Ontvangen: uw antwoord over uw projecten",
    QUESTION: "Een vraag over uw antwoord",
}


def partner_address(deal: Deal) -> str:
    """The path of the page where an executor answers."""
    return reverse("my-answers", args=[deal.slug])


def copy_of(answer: Answer) -> str:
    """All that was answered, as plain text: what the executor keeps."""
    parts = answer.parts.select_related("project").prefetch_related(
        "figures__indicator", "figures__item", "milestones__milestone"
    )
    return "\n\n".join("\n".join(_lines(part)) for part in parts)


def _lines(part: AnswerPart) -> Iterable[str]:
    yield str(part.project)
    for name in part.WRITTEN:
        value = getattr(part, name)
        if value not in (None, ""):
            yield f"- {part._meta.get_field(name).verbose_name}: {_plain(name, value)}"  # type: ignore[union-attr]
    for figure in part.figures.all():
        same = " (ongewijzigd)" if figure.is_unchanged else ""
        note = f". {figure.note}" if figure.note else ""
        yield f"- {figure}: {figure.value_words}{same}{note}"
    for row in part.milestones.all():
        if row.reached_on:
            yield f"- mijlpaal {row}: bereikt op {day(row.reached_on)}"
        elif row.new_day:
            yield f"- mijlpaal {row}: wordt {day(row.new_day)}. {row.reason}"
        else:
            yield f"- mijlpaal {row}: nog niet bereikt"


def _plain(name: str, value: object) -> str:
    if name == "hours_in_kind":
        return number(value)  # type: ignore[arg-type]
    if name in AnswerPart.MONEY:
        return euro(value)  # type: ignore[arg-type]
    return {True: "ja", False: "nee"}.get(value, str(value)) if isinstance(value, bool) else str(value)

"""Every mail that the portal sends: in plain text and HTML, from the owner of the deal, as mail programs expect it.

Auto-Submitted (RFC 3834) keeps answering machines quiet, X-Auto-Response-Suppress those of Outlook. A mail that comes
again and again about one deal also has List-Id (RFC 2919), a place to choose otherwise (List-Unsubscribe, RFC 2369) and
Precedence: no standard, but what many answering machines look at. Mails about one thing name it in References, so that
they stand together.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string

from regiodeal.deals.models import Deal
from regiodeal.pages.look import owner_of

CALENDAR = "text/calendar"


@dataclass(frozen=True)
class CalendarInvitation:
    """A calendar file that a mail program puts in a calendar: an iTIP message (RFC 5546), REQUEST or CANCEL."""

    name: str
    content: str
    method: str


@dataclass(frozen=True)
class Enclosure:
    """A file that goes along with a mail."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail to one person. `template` is a text, of which the HTML is made too.

    `thread` names what it is about: mails of one thread stand together. `number` names this mail, the same when it is
    tried again. `choices_url` is where one chooses which mails one gets; it makes the mail one of a list. Who answers
    writes to `reply_to`, or else to the contact of the portal.
    """

    to: str
    subject: str
    template: str
    context: Mapping[str, object]
    deal: Deal | None = None
    thread: str = ""
    number: str = ""
    choices_url: str = ""
    reply_to: str = ""
    invitation: CalendarInvitation | None = field(default=None)
    enclosures: Sequence[Enclosure] = ()


def send(letter: Letter) -> None:
    """Send the mail. Raises OSError when no mail server takes it, as smtplib does."""
    text = render_to_string(letter.template, {"owner": owner_of(letter.deal), **letter.context})
    plain = EmailMessage(subject=" ".join(letter.subject.split())[:150], body=text, to=[letter.to])
    mannered(plain, letter).send()


def mannered(plain: EmailMessage, letter: Letter | None = None) -> EmailMultiAlternatives:
    """The mail with HTML beside its text, its sender and its headers. Without a letter: one about an account."""
    deal = letter.deal if letter else None
    message = EmailMultiAlternatives(
        subject=plain.subject, body=plain.body, from_email=_sender(deal), to=plain.to, headers=_headers(letter)
    )
    if reply_to := (letter.reply_to if letter else "") or settings.CONTACT_EMAIL:
        message.reply_to = [reply_to]
    page = {"subject": plain.subject, "text": plain.body, "owner": owner_of(deal)}
    message.attach_alternative(render_to_string("components/mail.html", page), "text/html")
    if letter and letter.invitation:
        file = letter.invitation
        message.attach_alternative(file.content, f"{CALENDAR}; method={file.method}")
        message.attach(file.name, file.content, CALENDAR)  # for a program that does not read the alternative
    for enclosed in letter.enclosures if letter else ():
        message.attach(enclosed.name, enclosed.content, enclosed.content_type)
    return message


def _sender(deal: Deal | None) -> str:
    """The address of the portal under the name of who owns the deal."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((owner_of(deal) or name, address)) if owner_of(deal) or name else address


def _headers(letter: Letter | None) -> dict[str, str]:
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    if letter is None:
        return headers
    host = urlsplit(settings.PORTAL_URL).hostname or "localhost"
    if letter.number:
        headers["Message-ID"] = f"<{_digest(letter.number)}@{host}>"
    if letter.thread:
        headers["References"] = headers["In-Reply-To"] = f"<{_digest(letter.thread)}@{host}>"
    if letter.deal and letter.choices_url:
        headers["List-Id"] = f"<{letter.deal.slug}.{host}>"
        headers["List-Unsubscribe"] = f"<{letter.choices_url}>"
        headers["Precedence"] = "bulk"
    return headers


def _digest(name: str) -> str:
    """A name that tells nothing of what it names."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]

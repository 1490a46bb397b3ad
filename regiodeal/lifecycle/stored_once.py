"""A form is stored once, however often its button is pressed.

Each page that Django makes carries another masked token, the same in all its forms. A second request of the same person
with the same token, to the same address and with the same content is therefore the same form once more: a double click.
So is the same content with another token when it is what this person stored last: the Back button brought the page
back, and its fields as they were typed. Neither changes anything; it is led to where the first one led.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from regiodeal.base.forms import UNTYPED
from regiodeal.deals.models import User
from regiodeal.lifecycle.models import StoredForm

KEPT = timedelta(days=1)
LATELY = timedelta(hours=1)  # so long the same content is the same form, if nothing else was stored since
WAIT, TURN = 5.0, 0.1  # seconds: how long the second request waits for the first, and how often it looks
STORED = "Dit formulier was al verstuurd. Het is één keer bewaard."
STILL_BUSY = "Dit formulier wordt nog verwerkt. Kijk straks of het is bewaard, voordat u het opnieuw verstuurt."


class StoredOnceMiddleware:
    """Lets the first of two equal forms through, and answers the second with where the first one led."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; a form that was refused, or led nowhere, may come again."""
        form = sent_form(request)
        if form is None:
            return self.get_response(request)
        if (location := form.stored_last(at=timezone.now())) is not None:
            return _told(request, location)
        if not form.claim(at=timezone.now()) and (location := self._first_led_to(form)) is not None:
            return _told(request, location)
        try:
            response = self.get_response(request)
        except BaseException:
            form.row.delete()
            raise
        is_stored = response.status_code in {302, 303} and not getattr(request, "is_refused", False)
        if is_stored:
            form.row.update(location=response.headers["Location"])
        else:
            form.row.delete()
        return response

    @staticmethod
    def _first_led_to(form: "SentForm") -> str | None:
        """Where the first one led, empty while it is still busy; None when it failed, and this one is the first now."""
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            location = form.row.values_list("location", flat=True).first()
            if location:
                return location
            if location is None and form.claim(at=timezone.now()):
                return None
            time.sleep(TURN)
        return ""


@dataclass(frozen=True)
class SentForm:
    """A form that somebody sent: `key` tells this one from any other, `content` is the same for the same words again.

    `content` is empty where nothing was typed or chosen, and where a file goes along, which may be another one.
    """

    user: User
    key: str
    content: str

    @property
    def row(self) -> QuerySet[StoredForm]:
        """The row that keeps it."""
        return StoredForm.objects.filter(key=self.key)

    def stored_last(self, *, at: datetime) -> str | None:
        """Where the same content led, if it is what this person stored last, within the hour; else None."""
        stored = StoredForm.objects.filter(user=self.user).exclude(location="").order_by("-at", "-pk").first()
        if not self.content or stored is None or stored.content != self.content or stored.at < at - LATELY:
            return None
        return stored.location

    def claim(self, *, at: datetime) -> bool:
        """Take the form as the first; False when it was taken. What was kept longer than a day is forgotten."""
        StoredForm.objects.filter(at__lt=at - KEPT).delete()
        try:
            with transaction.atomic():
                StoredForm.objects.create(user=self.user, key=self.key, content=self.content, at=at)
        except IntegrityError:
            return False
        return True


def sent_form(request: HttpRequest) -> SentForm | None:
    """Return the form that somebody sent; None for what is no form of a page of a deal, or is sent by a script.

    Outside deals stand the pages of accounts: the same password is typed again on purpose, and is kept nowhere.
    """
    is_page = request.headers.get("Sec-Fetch-Dest", "document") == "document"  # every browser says what asks
    if request.method != "POST" or not is_page or request.headers.get("Accept") == "application/json":
        return None
    if not isinstance(request.user, User) or "csrfmiddlewaretoken" not in request.POST or not _is_in_deal(request):
        return None
    fields = sorted((name, tuple(values)) for name, values in request.POST.lists())
    files = sorted((name, file.name, _sha256(file)) for name in request.FILES for file in request.FILES.getlist(name))
    typed = [field for field in fields if field[0] not in UNTYPED | {"submit"} and any(field[1])]
    content = _mac(request.path, typed) if typed and not files else ""
    return SentForm(request.user, _mac(request.user.pk, request.path, fields, files), content)


def _sha256(file: "UploadedFile[Any]") -> str:
    """What is in a file: one that was mended keeps its name, and often its size."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _is_in_deal(request: HttpRequest) -> bool:
    try:
        return "deal" in resolve(request.path_info).kwargs
    except Resolver404:
        return False


def _mac(*sent: object) -> str:
    return salted_hmac("stored-once", repr(sent), algorithm="sha256").hexdigest()


def _told(request: HttpRequest, location: str) -> HttpResponseBase:
    request.is_audited = True  # type: ignore[attr-defined]  # the first one is in the trail
    if not location:
        messages.warning(request, STILL_BUSY)
        return HttpResponseRedirect(reverse("start"))
    messages.info(request, STORED)
    return HttpResponseRedirect(location)

"""A form is stored once, however often its button is pressed.

Each page that Django makes carries another masked token, the same in all its forms. A second request of the same person
with the same token, to the same address and with the same content is therefore the same form once more: a double click,
or a page that the Back button brought back. It changes nothing, and is led to where the first one led.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from regiodeal.deals.models import User
from regiodeal.lifecycle.models import StoredForm

KEPT = timedelta(days=1)
WAIT, TURN = 5.0, 0.1  # seconds: how long the second request waits for the first, and how often it looks
STORED = "Dit formulier was al verstuurd. Het is één keer bewaard."
STILL_BUSY = "Dit formulier wordt nog verwerkt. Kijk straks of het is bewaard, voordat u het opnieuw verstuurt."


class StoredOnceMiddleware:
    """Lets the first of two equal forms through, and answers the second with where the first one led."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; a form that was refused, or led nowhere, may come again."""
        key = form_key(request)
        if not key:
            return self.get_response(request)
        if not claim(key, at=timezone.now()) and (location := self._first_led_to(key)) is not None:
            return _told(request, location)
        try:
            response = self.get_response(request)
        except BaseException:
            StoredForm.objects.filter(key=key).delete()
            raise
        is_stored = response.status_code in {302, 303} and not getattr(request, "is_refused", False)
        if is_stored:
            StoredForm.objects.filter(key=key).update(location=response.headers["Location"])
        else:
            StoredForm.objects.filter(key=key).delete()
        return response

    @staticmethod
    def _first_led_to(key: str) -> str | None:
        """Where the first one led, empty while it is still busy; None when it failed, and this one is the first now."""
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            location = StoredForm.objects.filter(key=key).values_list("location", flat=True).first()
            if location:
                return location
            if location is None and claim(key, at=timezone.now()):
                return None
            time.sleep(TURN)
        return ""


def form_key(request: HttpRequest) -> str:
    """Return what tells a form that was sent from another; empty for what is no form of a page, or a script's."""
    is_page = request.headers.get("Sec-Fetch-Dest", "document") == "document"  # every browser says what asks
    if request.method != "POST" or not is_page or request.headers.get("Accept") == "application/json":
        return ""
    if not isinstance(request.user, User) or "csrfmiddlewaretoken" not in request.POST:
        return ""
    content = sorted((name, tuple(values)) for name, values in request.POST.lists())
    files = sorted((name, file.name, file.size) for name in request.FILES for file in request.FILES.getlist(name))
    sent = repr((request.user.pk, request.path, content, files))
    return salted_hmac("stored-once", sent, algorithm="sha256").hexdigest()


def claim(key: str, *, at: datetime) -> bool:
    """Take a form as the first; False when it was taken. What was kept longer than a day is forgotten."""
    StoredForm.objects.filter(at__lt=at - KEPT).delete()
    try:
        with transaction.atomic():
            StoredForm.objects.create(key=key, at=at)
    except IntegrityError:
        return False
    return True


def _told(request: HttpRequest, location: str) -> HttpResponseBase:
    request.is_audited = True  # type: ignore[attr-defined]  # the first one is in the trail
    if not location:
        messages.warning(request, STILL_BUSY)
        return HttpResponseRedirect(reverse("start"))
    messages.info(request, STORED)
    return HttpResponseRedirect(location)

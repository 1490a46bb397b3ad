"""The cookie of the messages on the next page ("opgeslagen"), by its own name."""

from typing import Any

from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage


class _Cookie(CookieStorage):
    """Under HTTPS the name begins with __Host-, so that no other host of the domain can set it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.cookie_name = settings.MESSAGE_COOKIE_NAME
        super().__init__(*args, **kwargs)


class NamedCookieStorage(FallbackStorage):
    """Keeps messages in a cookie, and in the session when they are too long for one."""

    storage_classes = (_Cookie, *FallbackStorage.storage_classes[1:])

    def add(self, level: int, message: str, extra_tags: str | None = "") -> None:
        """Keep a message. One that says what went wrong makes the request a refused one, for the audit trail."""
        if level >= constants.ERROR:
            self.request.is_refused = True  # type: ignore[attr-defined]
        super().add(level, message, extra_tags)

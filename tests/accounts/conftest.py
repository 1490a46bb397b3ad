"""Each test of signing in starts with nobody locked out, whatever runs beside it."""

import uuid
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _nobody_is_locked_out(settings: Any) -> None:
    cache = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid.uuid4().hex}
    settings.CACHES = {"default": cache}


@pytest.fixture
def committed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for the end of the transaction happens in the request, as it does outside a test."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_more: act())

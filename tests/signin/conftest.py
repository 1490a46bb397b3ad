"""Each test of signing in starts with nobody locked out, whatever runs beside it."""

import uuid
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _nobody_is_locked_out(settings: Any) -> None:
    cache = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid.uuid4().hex}
    settings.CACHES = {"default": cache}

"""WSGI entry point. ASGI costs more for these server-rendered pages (docs/decisions)."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regiodeal.settings")

application = get_wsgi_application()
assert get_resolver().url_patterns  # loads every view now, and not while somebody waits for the first page
gc.collect()
gc.freeze()  # what was loaded stays: going through it once more takes 180 ms, in the middle of somebody's page

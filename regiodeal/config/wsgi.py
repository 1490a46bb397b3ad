"""WSGI entry point. ASGI costs more for these server-rendered pages (docs/decisions)."""

import gc
import os
from importlib import import_module

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regiodeal.config.settings")
django.setup(set_prefix=False)

from regiodeal.covenant.web.utf8 import Utf8Handler  # noqa: E402  # needs a Django that is set up

application = Utf8Handler()
import_module(settings.ROOT_URLCONF)  # loads every view now, and not while somebody waits for the first page
gc.collect()
gc.freeze()  # what was loaded stays: going through it once more takes 180 ms, in the middle of somebody's page

"""WSGI entry point. ASGI costs more for these server-rendered pages (docs/decisions)."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from regiodeal.base.web.middleware import Utf8Application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regiodeal.config.settings")

application = Utf8Application(get_wsgi_application())
import_module(settings.ROOT_URLCONF)  # loads every view now, and not while somebody waits for the first page
gc.collect()
gc.freeze()  # what was loaded stays: going through it once more takes 180 ms, in the middle of somebody's page

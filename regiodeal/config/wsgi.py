"""WSGI entry point. ASGI costs more for these server-rendered pages (docs/decisions)."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from regiodeal.base.web.middleware import ProbeApplication, Utf8Application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regiodeal.config.settings")

# Nobody waits longer for somebody else's work, or for a question that turns out to be heavy: they get a page that says
# so (operations/views.py). A worker may wait; what the address of the database says itself counts.
LIMITS = {"lock_timeout": "10s", "statement_timeout": "60s"}
_database = settings.DATABASES["default"]
if "postgresql" in _database["ENGINE"]:
    _said = _database["OPTIONS"]["options"]
    _limits = [f"-c {name}={value}" for name, value in LIMITS.items() if name not in _said]
    _database["OPTIONS"]["options"] = " ".join([_said, *_limits])

application = ProbeApplication(Utf8Application(get_wsgi_application()))
import_module(settings.ROOT_URLCONF)  # loads every view now, and not while somebody waits for the first page
gc.collect()
gc.freeze()  # what was loaded stays: going through it once more takes 180 ms, in the middle of somebody's page

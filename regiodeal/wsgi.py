"""WSGI entry point. ASGI costs more for these server-rendered pages (docs/decisions)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regiodeal.settings")

application = get_wsgi_application()

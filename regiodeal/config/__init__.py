"""Wiring: settings, environment, addresses, Celery, WSGI and logs. No rule of a deal lives here."""

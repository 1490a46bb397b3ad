"""The environment of a deployment that sets these variables and no others."""

import os
from unittest import mock

from regiodeal.config.environment import Environment, read

PRODUCTION = {  # what others can reach the portal with, and nothing more
    "ALLOWED_HOSTS": "portaal.example.nl",
    "SECRET_KEY": "a1B2c3D4e5" * 6,
    "PORTAL_URL": "https://portaal.example.nl",
    "MAIL_URL": "smtp+tls://portal@mail.example.nl:587",
    "MAIL_FROM": "portaal@example.nl",
    "CONTACT_EMAIL": "regiodeal@example.nl",
}


def environment(**variables: str) -> Environment:
    """Read them; raise ImproperlyConfigured as the portal does before it starts."""
    with mock.patch.dict(os.environ, variables, clear=True):
        return read()

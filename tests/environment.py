"""The environment of a deployment that sets these variables and no others."""

import os
from unittest import mock

from regiodeal.config.environment import Environment, read


def environment(**variables: str) -> Environment:
    """Read them; raise ImproperlyConfigured as the portal does before it starts."""
    with mock.patch.dict(os.environ, variables, clear=True):
        return read()

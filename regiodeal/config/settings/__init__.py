"""Django's settings. What a deployment may choose stands in regiodeal/config/environment.py."""

from regiodeal.config.settings.base import *  # noqa: F403
from regiodeal.config.settings.security import *  # noqa: F403  # what browsers, proxies and logs are told
from regiodeal.config.settings.signing_in import *  # noqa: F403  # who signs in, and how

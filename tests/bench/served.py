"""Settings of the web server that is measured: the portal's own, with one answer that never changes beside it."""

from regiodeal.config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.constant"
API_REQUESTS_PER_MINUTE = 10**6

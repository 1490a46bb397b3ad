"""How often a client may ask: so many requests in each minute of the clock."""

import logging
import math

from django.conf import settings
from django.core.cache import cache

logger = logging.getLogger(__name__)

WINDOW = 60  # seconds


def wait_for(key: str, *, now: float) -> int:
    """Return how many seconds the client with this key has to wait; 0 when it may go on. Counts this request.

    `now` is in seconds since 1970. Without a cache nobody is counted: an API that answers too much is better than one
    that answers nothing because the queue's server is down.
    """
    window, gone = divmod(now, WINDOW)
    name = f"api-requests:{key}:{int(window)}"
    try:
        cache.add(name, 0, timeout=2 * WINDOW)
        asked = cache.incr(name)
    except Exception:
        logger.warning("No cache to count requests of the API in", exc_info=True)
        return 0
    return 0 if asked <= settings.API_REQUESTS_PER_MINUTE else max(1, math.ceil(WINDOW - gone))

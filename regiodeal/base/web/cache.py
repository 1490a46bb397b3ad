"""A cache in Redis that is missed and not needed: without it pages go on, a little slower and less strict."""

import logging
import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import TimeoutError as TooLate
from redis.retry import Retry

logger = logging.getLogger(__name__)

LONGEST_WAIT = 0.5  # seconds: whoever waits for a page waits for this too
LEFT_ALONE = 30  # seconds in which a Redis that did not answer is not asked again
_away_until: dict[str, float] = {}  # by server, for all threads of this process


class ForgivingRedisCache(RedisCache):
    """Redis, and the memory of this process while Redis does not answer: one that hangs is asked once in a while."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        waiting = {"socket_connect_timeout": LONGEST_WAIT, "socket_timeout": LONGEST_WAIT}
        options = {**waiting, "retry": Retry(NoBackoff(), 0), **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})
        self._server = server
        self._own = LocMemCache("while-redis-is-away", {})

    def _ask(self, name: str, *args: object, **kwargs: object) -> Any:
        if time.monotonic() >= _away_until.get(self._server, 0):
            try:
                return getattr(super(), name)(*args, **kwargs)
            except (NoConnection, TooLate, OSError):
                _away_until[self._server] = time.monotonic() + LEFT_ALONE
                logger.warning("The cache does not answer; this process remembers for itself")
        return getattr(self._own, name)(*args, **kwargs)

    def add(self, *args: object, **kwargs: object) -> bool:
        """Add as RedisCache does."""
        return bool(self._ask("add", *args, **kwargs))

    def get(self, *args: object, **kwargs: object) -> Any:
        """Get as RedisCache does."""
        return self._ask("get", *args, **kwargs)

    def set(self, *args: object, **kwargs: object) -> None:
        """Set as RedisCache does."""
        self._ask("set", *args, **kwargs)

    def touch(self, *args: object, **kwargs: object) -> bool:
        """Touch as RedisCache does."""
        return bool(self._ask("touch", *args, **kwargs))

    def delete(self, *args: object, **kwargs: object) -> bool:
        """Delete as RedisCache does."""
        return bool(self._ask("delete", *args, **kwargs))

    def incr(self, *args: object, **kwargs: object) -> int:
        """Add to a number as RedisCache does. Raises ValueError for a key that is not there."""
        return int(self._ask("incr", *args, **kwargs))

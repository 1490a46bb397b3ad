"""Two people at the same moment, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection
from django.test import Client

type Two = tuple[Client, Client]
type Meet = Callable[[type, str], None]


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Start all calls at the same moment; what each gave."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))

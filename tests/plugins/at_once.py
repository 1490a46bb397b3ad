"""People at the same moment, each on a connection of their own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from regiodeal.base.refusals import WrongStateError
from regiodeal.lifecycle.day_order import NotYetError


def at_once(calls: Sequence[Callable[..., object]]) -> list[str]:
    """Start all calls at the same moment, each on a connection of its own; how each ended."""
    barrier = Barrier(len(calls))

    def run(call: Callable[..., object]) -> str:
        try:
            barrier.wait(timeout=30)
            call()
        except (NotYetError, WrongStateError, ValueError) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))

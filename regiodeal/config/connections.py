"""Connections of the web server: how much of a body is read and from whom, how long it may take, and who is never kept.

A stranger may send as much as a form to sign in holds. Who is signed in shows it with a cookie that the portal signed
(regiodeal/accounts/body_pass.py), which the server can tell without asking the database.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ThreadedTaskDispatcher
from waitress.utilities import RequestEntityTooLarge

type IsKnown = Callable[[str], bool]  # tells from the header with cookies whether somebody is signed in

OF_A_STRANGER = 64 * 1024  # bytes
OF_A_PROGRAM = 3 * 1024 * 1024  # bytes, of who shows a token: what Django reads of JSON, and a little more
SECONDS = {False: 30, True: 300}  # for a whole request: of a stranger, and of who is signed in (20 MB at 0.5 Mbit/s)
STUCK = 300  # seconds after which a thread that still does the same is taken for stuck; a proxy gave up long before
WATCHED_EVERY = 10.0  # seconds
NEVER_WAITS = "/healthz"
CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")  # of a container: microseconds of work in so many microseconds


class MeasuredRequest(HTTPRequestParser):
    """A request of which no more is read than its sender may send, and no longer than that takes."""

    def __init__(self, is_known: IsKnown, adj: Adjustments) -> None:
        super().__init__(adj)
        self._is_known = is_known
        self._largest: int | None = None
        self.began = time.monotonic()
        self.seconds = SECONDS[False]

    def received(self, data: bytes) -> int:
        """Read on; more than it may be is answered with 413, by what it says and by what comes."""
        consumed = int(super().received(data))
        if self.headers_finished and self.error is None and not self.empty:
            size = max(self.content_length, self.body_bytes_received)
            if size > OF_A_STRANGER and size > self._largest_of_sender():
                self.error = RequestEntityTooLarge("larger than who sends it may send")
        if self.error is not None:  # nobody is told to go on (100 Continue): the rest would be read all the same
            self.completed, self.expect_continue = True, False
        return consumed

    def _largest_of_sender(self) -> int:
        """Return how large the body may be, looked up once, and only for one that is large."""
        if self._largest is None:
            is_known = self._is_known(self.headers.get("COOKIE", ""))
            self.seconds = SECONDS[is_known]
            has_token = self.headers.get("AUTHORIZATION", "").startswith("Bearer ")
            stranger = OF_A_PROGRAM if has_token else OF_A_STRANGER
            self._largest = self.adj.max_request_body_size if is_known else stranger
        return self._largest

    def is_late(self) -> bool:
        """Tell whether the sender took too long: a byte now and then is activity too."""
        return time.monotonic() - self.began > self.seconds


class PatientChannel(HTTPChannel):
    """A connection that is closed when a request takes too long to come, and that tells what its thread works on."""

    at_work: dict[int, float]  # when each thread of the process began on its request

    def readable(self) -> bool:
        """Tell whether to read on. It is asked about each connection, at least once a second."""
        request = self.request
        if isinstance(request, MeasuredRequest) and not self.requests and request.is_late():
            self.will_close = True
        return bool(super().readable())

    def service(self) -> None:
        """Answer one request."""
        thread = threading.get_ident()
        self.at_work[thread] = time.monotonic()
        try:
            super().service()
        finally:
            self.at_work.pop(thread, None)


def channels(is_known: IsKnown, at_work: dict[int, float]) -> type[PatientChannel]:
    """The connections of one server."""
    parser = partial(MeasuredRequest, is_known)
    return type("ServerChannel", (PatientChannel,), {"parser_class": staticmethod(parser), "at_work": at_work})


class Lanes(ThreadedTaskDispatcher):
    """Gives a request to the threads; whether the portal is alive has a lane of its own, and so never waits."""

    def __init__(self, own: ThreadedTaskDispatcher) -> None:
        super().__init__()
        self.own = own

    def add_task(self, task: Any) -> None:
        """Put the next request of a connection in a lane."""
        if getattr(task.requests[0], "path", "") == NEVER_WAITS:
            self.own.add_task(task)
        else:
            super().add_task(task)

    def shutdown(self, cancel_pending: bool = True, timeout: int = 5) -> bool:
        """End both."""
        self.own.shutdown(cancel_pending, 1)
        return bool(super().shutdown(cancel_pending, timeout))


def is_stuck(began: Iterable[float], threads: int, *, now: float) -> bool:
    """Tell whether no thread is free and each has been at the same request for too long (STUCK)."""
    return sum(now - moment > STUCK for moment in list(began)) >= threads


def end_when_stuck(at_work: dict[int, float], threads: int) -> None:
    """Watch, and end this process when it is stuck: the one that watches over it starts another."""

    def watch() -> None:
        while not is_stuck(at_work.values(), threads, now=time.monotonic()):
            time.sleep(WATCHED_EVERY)
        os.kill(os.getpid(), signal.SIGKILL)  # its threads are stuck: it cannot end as it should

    threading.Thread(target=watch, daemon=True).start()


def processors(quota: Path = CPU_QUOTA) -> int:
    """Return how many processors this process may use: of the machine, its own share and the quota of its container."""
    own = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        most, period = quota.read_text().split()
        return own if most == "max" else max(1, min(own, round(int(most) / int(period))))
    except (OSError, ValueError):  # no container, or one that says it otherwise
        return own

"""The web server: waitress, in as many processes as WEB_WORKERS says, on one socket.

Waitress reads a request whole before a thread takes it up, so that who sends slowly, or nothing, holds no thread; it
drops headers with an underscore in their name, which WSGI cannot tell from those that a proxy sets; and it refuses a
body that is larger than its sender may send (connections.py). Why not another server:
docs/decisions/0031-a-request-is-read-whole.md.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from types import FrameType
from wsgiref.types import WSGIApplication

from waitress.server import BaseWSGIServer, create_server

from regiodeal.config.connections import IsKnown, Lanes, channels, end_when_stuck, processors
from regiodeal.config.environment import read, refuse_without_mail

THREADS = 4  # of a process: they wait for the database more than they work
MOST_WORKERS = 8  # processes, unless WEB_WORKERS says more: each keeps its own connections to the database
LARGEST_REQUEST = 24 * 1024 * 1024  # bytes: the largest file that is read (20 MB), and what stands around it
LARGEST_HEADERS = 64 * 1024
CONNECTIONS = 1000  # a process; who says nothing costs one of these and no thread
SILENCE = 30  # seconds after which a connection on which nothing happens is closed
PAUSE = 1.0  # seconds before a process that ended takes its place again
PATIENCE = 10.0  # seconds that the processes get to end


def main() -> None:
    """Serve in this process, or in several that this one watches over."""
    # Without Redis each process counts for itself how often somebody tried a password: then there is one.
    fitting = min(processors(), MOST_WORKERS) if os.environ.get("REDIS_URL") else 1
    refuse_without_mail(read())
    workers = int(os.environ.get("WEB_WORKERS") or fitting)
    threads = int(os.environ.get("WEB_THREADS") or THREADS)
    signal.signal(signal.SIGTERM, _end)
    if len(sys.argv) > 1:
        listener = socket.socket(fileno=int(sys.argv[1]))
        threading.Thread(target=_end_with_the_first, daemon=True).start()
    else:
        place = os.environ.get("BIND", "127.0.0.1"), int(os.environ["PORT"])
        listener = socket.create_server(place, backlog=1024)
    if len(sys.argv) == 1:
        _watch(listener, workers)
    else:
        from regiodeal.accounts.body_pass import shows_pass  # only in a process that serves
        from regiodeal.config.wsgi import application
        from regiodeal.operations.example_left import refuse_example

        refuse_example()
        serve(application, listener, threads=threads, is_known=shows_pass)


def serve(
    application: WSGIApplication,
    listener: socket.socket,
    *,
    threads: int,
    is_known: IsKnown = lambda cookies: False,
) -> None:
    """Answer on this socket until the process is told to end. `is_known` tells whose body may be large."""
    server = create_server(
        application,
        sockets=[listener],
        threads=1,  # the lane of what never waits; the others follow
        connection_limit=CONNECTIONS,
        channel_timeout=SILENCE,
        cleanup_interval=SILENCE // 3,
        max_request_body_size=LARGEST_REQUEST,
        max_request_header_size=LARGEST_HEADERS,
        clear_untrusted_proxy_headers=False,  # how many proxies may be believed is TRUSTED_PROXIES, and asked later
        asyncore_use_poll=True,
        ident=None,
    )
    assert isinstance(server, BaseWSGIServer)  # it has one socket
    at_work: dict[int, float] = {}
    server.channel_class = channels(is_known, at_work)
    server.task_dispatcher = Lanes(server.task_dispatcher)
    server.task_dispatcher.set_thread_count(threads)
    end_when_stuck(at_work, threads)
    server.run()


def _watch(listener: socket.socket, workers: int) -> None:
    """Start the processes, put a new one in the place of each that ends, and end them all together."""
    number = listener.fileno()
    command = [sys.executable, "-m", "regiodeal.config.web_server", str(number)]
    running: list[subprocess.Popen[bytes]] = []
    try:
        while True:
            if any(process.poll() == os.EX_CONFIG for process in running):  # refused to start (example_left.py)
                raise SystemExit(os.EX_CONFIG)
            running = [process for process in running if process.poll() is None]
            missing = range(workers - len(running))
            running += [
                subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[number])  # noqa: S603 (this very module)
                for _ in missing
            ]
            time.sleep(PAUSE)
    finally:
        for process in running:
            process.terminate()
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)


def _end_with_the_first() -> None:
    """End when the process that started this one is gone, also when it was killed: its end of the pipe is gone too."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main()

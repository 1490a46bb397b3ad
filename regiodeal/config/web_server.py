"""The web server: waitress, in as many processes as WEB_WORKERS says, on one socket.

Waitress reads a request whole before a thread takes it up, so that who sends slowly, or nothing, holds no thread; it
drops headers with an underscore in their name, which WSGI cannot tell from those that a proxy sets; and it refuses a
body that is larger than any form of the portal. Why not another: docs/decisions/0031-a-request-is-read-whole.md.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from types import FrameType
from wsgiref.types import WSGIApplication

import waitress

APPLICATION = "regiodeal.config.wsgi"
LARGEST_REQUEST = 24 * 1024 * 1024  # bytes: the largest file that is read (20 MB), and what stands around it
LARGEST_HEADERS = 64 * 1024
CONNECTIONS = 1000  # a process; who says nothing costs one of these and no thread
SILENCE = 30  # seconds after which a connection on which nothing happens is closed
PAUSE = 1.0  # seconds before a process that ended takes its place again
PATIENCE = 10.0  # seconds that the processes get to end


def main() -> None:
    """Serve in this process, or in several that this one watches over."""
    workers, threads = int(os.environ.get("WEB_WORKERS", "1")), int(os.environ.get("WEB_THREADS", "2"))
    signal.signal(signal.SIGTERM, _end)
    if len(sys.argv) > 1:
        listener = socket.socket(fileno=int(sys.argv[1]))
        threading.Thread(target=_end_with_the_first, daemon=True).start()
    else:
        place = os.environ.get("BIND", "127.0.0.1"), int(os.environ["PORT"])
        listener = socket.create_server(place, backlog=1024)
    if workers > 1 and len(sys.argv) == 1:
        _watch(listener, workers)
    else:
        from regiodeal.config.wsgi import application  # only in a process that serves

        serve(application, listener, threads=threads)


def serve(application: WSGIApplication, listener: socket.socket, *, threads: int) -> None:
    """Answer on this socket until the process is told to end."""
    waitress.serve(
        application,
        sockets=[listener],
        threads=threads,
        connection_limit=CONNECTIONS,
        channel_timeout=SILENCE,
        cleanup_interval=SILENCE // 3,
        max_request_body_size=LARGEST_REQUEST,
        max_request_header_size=LARGEST_HEADERS,
        clear_untrusted_proxy_headers=False,  # how many proxies may be believed is TRUSTED_PROXIES, and asked later
        asyncore_use_poll=True,
        ident=None,
        _quiet=True,
    )


def _watch(listener: socket.socket, workers: int) -> None:
    """Start the processes, put a new one in the place of each that ends, and end them all together."""
    number = listener.fileno()
    command = [sys.executable, "-m", "regiodeal.config.web_server", str(number)]
    running: list[subprocess.Popen[bytes]] = []
    try:
        while True:
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
            process.wait(PATIENCE)


def _end_with_the_first() -> None:
    """End when the process that started this one is gone, also when it was killed: its end of the pipe is gone too."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main()

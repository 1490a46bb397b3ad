"""Two hundred who connect, send two bytes of a form and nothing more, and what `/healthz` answers meanwhile."""

import socket
import time
import urllib.request
from contextlib import suppress
from typing import Self

CONNECTIONS = 200
BEGUN = (
    b"POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 1000\r\n\r\na="
)


class Silent:
    """The connections; the portal closes one after half a minute, and then another takes its place."""

    def __init__(self, port: str, count: int) -> None:
        self.port, self.count = port, count
        self.open: list[socket.socket] = []
        self.health: list[float] = []  # seconds that `/healthz` took, each time that it was asked
        self.faults: list[str] = []

    def __enter__(self) -> Self:
        """Connect."""
        self.renew()
        return self

    def __exit__(self, *_error: object) -> None:
        """Let go."""
        for each in self.open:
            each.close()

    def renew(self) -> None:
        """Let a new one take the place of each that was closed."""
        still = [each for each in self.open if not _was_closed(each)]
        for each in set(self.open) - set(still):
            each.close()
        while len(still) < self.count:
            each = socket.create_connection(("127.0.0.1", int(self.port)), 10)
            each.sendall(BEGUN)
            each.setblocking(False)
            still.append(each)
        self.open = still

    def ask_health(self) -> None:
        """Ask whether the portal lives, as a load balancer does."""
        begin = time.perf_counter()
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10).close()
        except OSError as fault:
            self.faults.append(f"/healthz: {fault}")
        self.health.append(time.perf_counter() - begin)


def _was_closed(connection: socket.socket) -> bool:
    with suppress(BlockingIOError):
        try:
            return not connection.recv(1000) or True  # an answer says that it waited too long
        except ConnectionError:
            return True
    return False

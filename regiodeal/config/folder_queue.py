"""A queue of messages in a folder, for a portal on one machine: kombu's, but each message appears whole or not at all.

kombu 5.7 makes a message's file first and writes in it next. A worker that looked in between read an empty message,
called that an error it could not recover from, and ended (https://github.com/celery/kombu/issues/1551). Here a file
is written under another name and then renamed, which POSIX does at once.
"""

import fcntl
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.transport.virtual import BrokerState
from kombu.utils.json import dumps

SCHEME = "folder"  # of CELERY_BROKER_URL


def register() -> None:
    """Let `folder://` name this queue."""
    TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"


class Channel(filesystem.Channel):
    """The two places where kombu writes a file that another process may read meanwhile."""

    def _put(self, queue: str, payload: dict[str, object], **_kwargs: object) -> None:  # type: ignore[override]
        """Add a message; raise ChannelError when the folder does not take it, and leave nothing of it."""
        name = f"{time.monotonic_ns() // 1_000_000}_{uuid.uuid4()}.{queue}.msg"
        write_whole(Path(self.data_folder_out) / name, dumps(payload))

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str | None) -> None:
        """Note where an exchange delivers; two processes that start at the same time both succeed."""
        self.control_folder.mkdir(exist_ok=True)
        file = self._exchange_file(exchange)  # type: ignore[attr-defined]  # missing in the stubs
        binding = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with one_at_a_time(file.with_suffix(".lock")):
            known = self.get_table(exchange)
            if binding not in known:
                write_whole(file, dumps([binding, *known]))


class Transport(filesystem.Transport):
    """The transport that `folder://` names."""

    Channel = Channel
    global_state = BrokerState()


def write_whole(path: Path, text: str) -> None:
    """Write a file that nobody sees before it is whole; raise ChannelError when that cannot be done."""
    part = path.with_name(f"{uuid.uuid4()}.part")
    try:
        part.write_text(text)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ChannelError(f"Cannot write {path}") from error


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold a lock that other processes wait for; its file stays."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

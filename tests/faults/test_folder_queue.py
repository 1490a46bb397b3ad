"""The queue in a folder, which the web server, the worker and beat use at once: each message is read whole, once."""

import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError
from kombu.transport.virtual import BrokerState

from regiodeal.config import celery, folder_queue

MESSAGES, WRITERS = 600, 2


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Give a queue of this test's own, of which this process remembers nothing yet."""
    monkeypatch.setattr(folder_queue.Transport, "global_state", BrokerState())
    folder = tmp_path / "queue"
    folder.mkdir()
    return {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(tmp_path / "control"),
        "polling_interval": "0.01",
    }


def connection(options: dict[str, str]) -> Connection:
    """Connect as a process of the portal does."""
    interval = float(options["polling_interval"])
    return Connection(f"{folder_queue.SCHEME}://", transport_options={**options, "polling_interval": interval})


def channel(connection: Connection) -> folder_queue.Channel:
    """Return the connection's channel, as what it is."""
    channel = connection.default_channel
    assert isinstance(channel, folder_queue.Channel)
    return channel


def write_messages(options: dict[str, str], first: int) -> None:
    """Put the messages of one writer in the queue; a process of its own does this."""
    folder_queue.register()
    with connection(options) as mine, mine.SimpleQueue("celery") as queue:
        for number in range(first, MESSAGES, WRITERS):
            queue.put({"number": number, "text": "x" * 200_000})


def test_what_is_read_while_others_write_is_whole(options: dict[str, str]) -> None:
    read: list[int] = []
    with (
        connection(options) as mine,
        mine.SimpleQueue("celery") as queue,
        ProcessPoolExecutor(WRITERS, get_context("spawn")) as others,
    ):
        writing = [others.submit(write_messages, options, first) for first in range(WRITERS)]
        while len(read) < MESSAGES and not any(one.done() and one.exception() for one in writing):
            with suppress(Empty):
                message = queue.get(block=False)  # at once again: the moment between making and writing is short
                message.ack()
                read.append(message.payload["number"])
        for one in writing:
            one.result()
        with pytest.raises(Empty):
            queue.get(block=False)
    assert sorted(read) == list(range(MESSAGES))


def test_processes_that_start_at_once_each_find_their_queue(options: dict[str, str]) -> None:
    together, numbers = threading.Barrier(8), count()

    def start(queue: str) -> None:
        with connection(options) as mine:
            together.wait(20)
            channel(mine)._queue_bind("work", queue, "", queue)

    with ThreadPoolExecutor(8) as threads:
        for _round in range(20):
            names = [f"queue{next(numbers)}" for _ in range(8)]
            list(threads.map(start, names))
    with connection(options) as mine:
        bound = [binding.queue for binding in channel(mine).get_table("work")]
    assert sorted(bound) == sorted(f"queue{number}" for number in range(160))


def test_a_message_that_cannot_be_kept_leaves_nothing(options: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *_args: object, **_kwargs: object) -> int:
        self.touch()
        raise OSError(28, "No space left on device")

    with connection(options) as mine, mine.SimpleQueue("celery") as queue:
        monkeypatch.setattr(Path, "write_text", refuse)
        with pytest.raises(ChannelError):
            queue.put({"number": 1})
    assert not list(Path(options["data_folder_in"]).iterdir())


def test_the_portal_itself_uses_it() -> None:
    with celery.app.connection(f"{folder_queue.SCHEME}://") as mine:
        assert isinstance(mine.transport, folder_queue.Transport)

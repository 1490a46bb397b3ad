"""What was made once and is still true: remembered by each process, until data of the deal change."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any


class Memory:
    """The last things that were made, each under a key of all that it follows from, the data version among it.

    What comes out is for reading only: the next one who asks gets the same objects.
    """

    def __init__(self, most: int) -> None:
        """Remember at most so many; the one that was asked for longest ago goes."""
        self._most = most
        self._made: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def recall[Made](self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, made once for a key."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                known: Made = self._made[key]
                return known
        made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made

    def forget(self) -> None:
        """Remember nothing, so that all is made anew. It is never needed, but to measure."""
        with self._lock:
            self._made.clear()


PAGES = Memory(64)  # what a page shows to everybody with the same rights
PEOPLE = Memory(2048)  # what each page shows to one person: their roles, and how much waits for them

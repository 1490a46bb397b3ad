"""What was made once and is still true: remembered by each process, until data of the deal change."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any


class Memory:
    """The last things that were made, each under a key, with the data version that it follows from.

    What comes out is for reading only: the next one who asks gets the same objects. Of a key the newest version alone
    is kept: nobody asks for an older one again, and what stays in memory is gone through at each collection.
    """

    def __init__(self, most: int) -> None:
        """Remember at most so many; the one that was asked for longest ago goes."""
        self._most = most
        self._made: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
        self._lock = Lock()

    def recall[Made](self, key: Hashable, version: int, make: Callable[[], Made]) -> Made:
        """Return what `make` gives, made once for a key and a version."""
        with self._lock:
            found = self._made.get(key)
            if found is not None and found[0] == version:
                self._made.move_to_end(key)
                known: Made = found[1]
                return known
        made = make()
        with self._lock:
            self._made[key] = version, made
            self._made.move_to_end(key)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made

    def forget(self) -> None:
        """Remember nothing, so that all is made anew. It is never needed, but to measure."""
        with self._lock:
            self._made.clear()


PAGES = Memory(64)  # what a page shows to everybody with the same rights
PEOPLE = Memory(2048)  # what each page shows to one person: their roles, and how much waits for them

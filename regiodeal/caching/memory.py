"""What was made once and is still true: remembered by each process, until data of the deal change."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Any, Protocol

from django.http import HttpRequest
from django.utils import timezone

from regiodeal.deals.roles import Reader


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


PAGES = Memory(64)
COUNTS = Memory(1024)  # one small number for each reader


class RememberedPage(Protocol):
    """Shows what `remembered` has to know of a page of a deal: its address, and who reads it."""

    request: HttpRequest

    def reader(self) -> Reader:
        """Return who reads."""


def forget() -> None:
    """Remember nothing of any page: to measure, and where another database comes in the place of this one."""
    PAGES.forget()
    COUNTS.forget()


def remembered_count(request: HttpRequest, key: Hashable, count: Callable[[], int]) -> int:
    """Return a number that follows from the data of a deal alone: counted once for a `key` that names who is told it.

    It is counted anew for a page that is not `revalidated`, and when data of the deal changed.
    """
    version: int | None = getattr(request, "data_version", None)
    return count() if version is None else COUNTS.recall(key, version, count)


def remembered[Shown: RememberedPage, Made](make: Callable[[Shown], Made]) -> Callable[[Shown], Made]:
    """Make this part of a page that is `revalidated` once, until data of the deal change, instead of for each reader.

    The part is what everybody with the same rights and Parties is shown at the same address on the same day, and
    nothing that is one person's. It is for reading only. What follows a POST is always made anew.
    """

    @wraps(make)
    def recall(page: Shown) -> Made:
        version: int | None = getattr(page.request, "data_version", None)
        if version is None:
            return make(page)
        reader = page.reader()
        who = (reader["rights"], reader["parties"], timezone.localdate())
        return PAGES.recall((type(page), make.__name__, page.request.get_full_path(), who), version, lambda: make(page))

    return recall

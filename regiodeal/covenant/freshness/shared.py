"""What was made for one person and is the same for the next: remembered by each process, as long as it is true."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

MOST = 64  # pages; the one that was asked for longest ago goes

_pages: OrderedDict[Hashable, dict[str, Any]] = OrderedDict()
_lock = Lock()


def shared(key: Hashable, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `make` gives, made once for a key. The key holds all that it follows from, the data version among them.

    What comes out is for reading only: the next person gets the same objects.
    """
    with _lock:
        if key in _pages:
            _pages.move_to_end(key)
            return _pages[key]
    made = make()
    with _lock:
        _pages[key] = made
        while len(_pages) > MOST:
            _pages.popitem(last=False)
    return made


def forget() -> None:
    """Remember nothing, so that the next page is made anew. It is never needed, but to measure."""
    with _lock:
        _pages.clear()

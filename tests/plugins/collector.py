"""Leaves what pytest, Django and the tests hold for the whole run out of the garbage collections, which go through it
again and again: a tenth of the CPU of a short run.
"""

import gc


def pytest_configure() -> None:
    """Collect nothing while all is imported: hardly anything of it is garbage."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Freeze what is there, and collect again."""
    gc.freeze()
    gc.enable()

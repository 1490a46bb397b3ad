"""Reading and filling in the grid in a test."""

from typing import Any

from django.test import Client

from pillars.measurements.models import Measurement

GRID = "/deals/den-haag-zuidwest-ii/invoer/"
SAVE = f"{GRID}2026/opslaan/"
SUBMIT = f"{GRID}2026/indienen/"
FILLED = {"value": "5", "measured_on": "19-05-2026", "source": "Lijst van het bureau", "note": ""}


def page(client: Client, query: str = "") -> str:
    """The grid."""
    return client.get(GRID + query).content.decode()


def save(client: Client, row: str = "loopbaanpaden", **typed: str) -> Any:
    """Press the button of a row, without a script."""
    return client.post(SAVE, {"row": row, "seen": "", **FILLED, **typed})


def save_by_script(client: Client, row: str = "loopbaanpaden", **typed: str) -> Any:
    """Save a row as the page's script does."""
    return client.post(SAVE, {"row": row, "seen": "", **FILLED, **typed}, headers={"accept": "application/json"})


def seen(figure: Measurement) -> str:
    """What the row of a figure carries."""
    return f"{figure.pk}:{figure.version}"

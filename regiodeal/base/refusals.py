"""What any topic may refuse: a step that somebody else took first, deciding about what one entered oneself, and
deciding about something else than what was on the screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

OWN_ENTRY = "U heeft dit zelf ingevuld. Een ander moet het beoordelen."
NOT_OWN_ENTRY = "Dit is van een ander. Alleen wie het heeft ingevuld, neemt het terug."
NO_REASON_TO_RETURN = "Geef een reden: de indiener moet weten wat er beter kan."
NO_REASON_TO_CORRECT = "Geef een reden: een correctie vertelt wat er niet klopte."


class WrongStateError(Exception):
    """Raised when a state no longer allows a step, or somebody else was first. Its text is Dutch."""


class FourEyesError(Exception):
    """Nobody decides about what they entered themselves. Its text is Dutch."""


class NotOwnEntryError(Exception):
    """Only who entered something takes it back or throws it away. Its text is Dutch."""


@dataclass(frozen=True)
class Moved:
    """What is no longer as somebody saw it: its name, who changed it and when, and what it said and says, in words.

    `changes` holds (field, as it was on the screen, as it is now); `url` leads to where it can be seen.
    """

    title: str
    url: str = ""
    by: str = ""
    at: datetime | None = None
    changes: tuple[tuple[str, str, str], ...] = ()


class MovedOnError(Exception):
    """Raised when something is not what was on the screen any more. Nothing has been changed; the page tells what."""

    def __init__(self, moved: Sequence[Moved]) -> None:
        super().__init__("; ".join(each.title for each in moved))
        self.moved = tuple(moved)

"""What an amendment would change in the figures, as the apps tell that compute them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from regiodeal.covenant.agreement.models import Amendment
from regiodeal.covenant.agreement.proposals import field_changes
from regiodeal.covenant.agreement.proposed_rows import supposed
from regiodeal.deals.contributions import in_place


@dataclass(frozen=True)
class Effect:
    """A table of what would be otherwise: its title, columns, and rows of texts whose first cell names the row."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    are_numbers: bool = False


def effects(amendment: Amendment, *, on: date) -> list[Effect]:
    """Return what would be otherwise on the date if it came into force on it. Nothing is stored.

    Raises ComingError when a row that it brings cannot be made any more.
    """
    changes = field_changes(amendment)
    with supposed(amendment.deal, changes, on=on) as after:
        return [
            effect
            for effects_on in in_place(lambda app: app.amendment_effects)
            for effect in effects_on(amendment.deal, after, changes=changes, on=on)
        ]

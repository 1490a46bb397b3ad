"""Counting back: whether all that was answered as saved is in the database, and nothing that was not.

Every save of the load carries a text of its own, so that each can be found in the trail of what it changed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pillars.measurements.models import Measurement, MeasurementEvent
from pillars.stories.models import ProgressEntry, ProgressEntryEvent
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.models import UnsavedWork


@dataclass(frozen=True)
class Save:
    """One save: by whom (e-mail address), of which place in the portal, the figure (empty for a story) and the text."""

    by: str
    place: str
    value: str
    text: str


def discrepancies(answered: Iterable[Save], kept: Iterable[Save]) -> list[str]:
    """What was answered as saved and is not kept, and what is kept and was not answered so; each once."""
    promised, found = Counter(answered), Counter(kept)
    lost = [f"lost: {save}" for save in (promised - found).elements()]
    return lost + [f"kept, but not answered as saved: {save}" for save in (found - promised).elements()]


def kept_saves(deal: Deal, people: Iterable[str]) -> Iterator[Save]:
    """Every step that these people left in the trail of figures and stories of the deal."""
    figures = MeasurementEvent.objects.filter(measurement__indicator__deal=deal, by__email__in=people)
    for step in figures.select_related("by", "measurement__indicator", "measurement__item"):
        figure = step.measurement
        row = f"{figure.indicator.code}--{figure.item.code}" if figure.item else figure.indicator.code
        yield Save(step.by.email, row, plain(step.content["value"]), step.content["note"])
    stories = ProgressEntryEvent.objects.filter(entry__measure__deal=deal, by__email__in=people)
    for told in stories.select_related("by", "entry__measure"):
        yield Save(told.by.email, f"{told.entry.measure.code} {told.entry.year}", "", told.content["done"])


def plain(value: str) -> str:
    """A figure without its last zeros: 84.50 and 84,5 are the same."""
    return f"{Decimal(value.replace(',', '.')).normalize():f}"


def not_standing(deal: Deal) -> Iterator[str]:
    """Figures and stories whose content is not that of the last step of their trail."""
    rows: list[Measurement | ProgressEntry] = [
        *Measurement.objects.filter(indicator__deal=deal).prefetch_related("events"),
        *ProgressEntry.objects.filter(measure__deal=deal).prefetch_related("events"),
    ]
    for row in rows:
        last = max(row.events.all(), key=lambda step: step.pk)
        if last.content != row.content():
            yield f"{row._meta.label} {row.pk}: it does not say what its last step says"


def lost_half_typed(deal: Deal, expected: dict[str, str]) -> Iterator[str]:
    """Half-typed work that is not kept as it was last sent; `expected` has a text per address, empty for none."""
    rows = UnsavedWork.objects.filter(deal=deal).select_related("user")
    kept = {row.user.email: " ".join(text for texts in row.fields.values() for text in texts) for row in rows}
    for by, text in expected.items():
        if (by in kept) != bool(text) or text not in kept.get(by, ""):
            yield f"half-typed work of {by} is not as it was sent: {text!r}"

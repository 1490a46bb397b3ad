"""Counting back: whether all that was answered as saved is in the database, and nothing that was not.

Every save of the load carries a text of its own, so that each can be found in the trail of what it changed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pillars.measurements.models import Measurement
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.models import UnsavedWork
from regiodeal.lifecycle.steps import Content


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
    figures = Measurement.objects.filter(indicator__deal=deal).select_related("indicator", "item")
    for figure in figures.prefetch_related("events__by"):
        row = f"{figure.indicator.code}--{figure.item.code}" if figure.item else figure.indicator.code
        for by, content in _saves(figure, people):
            yield Save(by, row, plain(content["value"]), content["note"])
    for story in (
        ProgressEntry.objects.filter(measure__deal=deal).select_related("measure").prefetch_related("events__by")
    ):
        for by, content in _saves(story, people):
            yield Save(by, f"{story.measure.code} {story.year}", "", content["done"])


def _saves(row: Measurement | ProgressEntry, people: Iterable[str]) -> Iterator[tuple[str, Content]]:
    """By whom and what the row said after each step of these people: what the next step found, or says now."""
    steps = sorted(row.events.all(), key=lambda step: step.pk)
    said = [*(step.before for step in steps[1:]), row.content()]
    return ((step.by.email, content) for step, content in zip(steps, said, strict=True) if step.by.email in people)


def plain(value: str) -> str:
    """A figure without its last zeros: 84.50 and 84,5 are the same."""
    return f"{Decimal(value.replace(',', '.')).normalize():f}"


def not_standing(deal: Deal) -> Iterator[str]:
    """Figures and stories that changed otherwise than the last step of their trail tells; a new one tells nothing."""
    rows: list[Measurement | ProgressEntry] = [
        *Measurement.objects.filter(indicator__deal=deal).prefetch_related("events"),
        *ProgressEntry.objects.filter(measure__deal=deal).prefetch_related("events"),
    ]
    for row in rows:
        last, now = max(row.events.all(), key=lambda step: step.pk), row.content()
        told = {field: new for field, _old, new in last.changes}
        if last.before and told != {row.label_of(n): row.in_words(n) for n in now if now[n] != last.before[n]}:
            yield f"{row._meta.label} {row.pk}: it does not say what its last step says"


def lost_half_typed(deal: Deal, expected: dict[str, str]) -> Iterator[str]:
    """Half-typed work that is not kept as it was last sent; `expected` has a text per address, empty for none."""
    rows = UnsavedWork.objects.filter(deal=deal).select_related("user")
    kept = {row.user.email: " ".join(text for texts in row.fields.values() for text in texts) for row in rows}
    for by, text in expected.items():
        if (by in kept) != bool(text) or text not in kept.get(by, ""):
            yield f"half-typed work of {by} is not as it was sent: {text!r}"

"""What a snapshot says, as a list of named things in the order of the report: what two snapshots are compared by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from regiodeal.base.dutch import euro, number
from regiodeal.base.templatetags.dutch_filters import day

NONE = "niets"


@dataclass(frozen=True)
class Said:
    """One thing that is said: a short one that changes as a whole, or a text that is compared by its words."""

    words: str
    is_text: bool = False


@dataclass(frozen=True)
class Item:
    """A row or an entry of the report: by what it is found again, what it is called, and what is said of it."""

    key: str
    title: str
    says: Mapping[str, Said]


@dataclass(frozen=True)
class SectionItems:
    """A section of the report with its code, which is also its anchor."""

    code: str
    title: str
    items: tuple[Item, ...]


def short(words: object) -> Said:
    """A name, a status or another short thing."""
    return Said("" if words is None else str(words))


def text(words: str | None) -> Said:
    """Make an item of what somebody wrote."""
    return Said(words or "", is_text=True)


def figure(value: str | None, unit: str = "") -> Said:
    """A number with its unit: '84 vrijwilligers'."""
    return Said("" if value is None else f"{number(Decimal(value))} {unit}".strip())


def amount(value: str | None) -> Said:
    """An amount in euro with cents."""
    return Said("" if value is None else euro(Decimal(value)))


def on(value: str | None) -> Said:
    """Make an item of a date."""
    return Said(day(value) if value else "")


def told_apart(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items, with a number behind the key of those that would be found by the same one."""
    seen: dict[str, int] = {}
    apart = []
    for item in items:
        seen[item.key] = seen.get(item.key, 0) + 1
        again = f"{item.key} ({seen[item.key]})"
        apart.append(item if seen[item.key] == 1 else Item(again, item.title, item.says))
    return tuple(apart)

"""The figures of a run: how often each kind of request was asked, how long it took, and what went wrong."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SAVES = ("save a figure", "save over a conflict", "save a story", "save an answer")
HEADING = ("request", "count", "errors", "median", "p95", "p99", "max")


@dataclass(frozen=True)
class Asked:
    """One request: when it was asked (seconds since the minute began), how long it took, and its fault, if any."""

    kind: str
    at: float
    seconds: float
    fault: str = ""


def percentile(times: Sequence[float], share: float) -> float:
    """The time within which this share (0..1) of the requests was answered; not interpolated. 0 for no requests."""
    ordered = sorted(times)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def of_the_minute(asked: Iterable[Asked], seconds: float) -> list[Asked]:
    """The requests that were asked in the measured time."""
    return [each for each in asked if 0 <= each.at < seconds]


def table(asked: Iterable[Asked]) -> str:
    """The requests by kind, saves together as well, as a table of Markdown; times in milliseconds."""
    kinds: dict[str, list[Asked]] = defaultdict(list)
    for each in asked:
        kinds[each.kind].append(each)
    rows = [(kind, kinds[kind]) for kind in sorted(kinds)]
    saves = [each for kind in SAVES for each in kinds.get(kind, [])]
    rows += [("**all saves**", saves), ("**all requests**", [each for _kind, found in rows for each in found])]
    lines = [_line(HEADING), _line(["---", *["---:"] * 6])]
    return "\n".join(lines + [_line([kind, *_numbers(found)]) for kind, found in rows])


def _numbers(asked: Sequence[Asked]) -> list[str]:
    times = [each.seconds for each in asked]
    spread = [percentile(times, share) for share in (0.5, 0.95, 0.99, 1.0)]
    faults = sum(bool(each.fault) for each in asked)
    return [str(len(asked)), str(faults), *(f"{seconds * 1000:.0f} ms" for seconds in spread)]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"

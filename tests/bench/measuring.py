"""Measuring: a case is run some times, and its median stands beside that of the case it is compared with."""

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

type Work = Callable[[], object]


@dataclass(frozen=True)
class Case:
    """Work to measure; `against` names an earlier case, so that a ratio shows what a difference costs."""

    name: str
    work: Work
    rounds: int = 5
    against: str = ""


def median_seconds(case: Case) -> float:
    """Run a case once to warm up, then return the median time of its rounds."""
    case.work()
    times = []
    for _ in range(case.rounds):
        start = time.perf_counter()
        case.work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def table(cases: Iterable[Case]) -> Iterator[str]:
    """Measure every case and give the figures as a table, each line as soon as it is known."""
    medians: dict[str, float] = {}
    yield f"{'case':<50} {'median':>12} {'ratio':>8}"
    for case in cases:
        medians[case.name] = median_seconds(case)
        ratio = f"{medians[case.name] / medians[case.against]:.2f}" if case.against else ""
        yield f"{case.name:<50} {medians[case.name] * 1000:>9.1f} ms {ratio:>8}"

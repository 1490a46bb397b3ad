"""The quick loop (`make quick`): tests that take under a tenth of a second, on a PostgreSQL kept between runs.

Which tests take longer stands in tests/slow.txt. `make test ARGS=--record-slow` writes it anew.
"""

from collections import defaultdict
from pathlib import Path

import pytest

SLOW_FILE = Path(__file__).parents[1] / "slow.txt"
SLOW_SECONDS = 0.1

_seconds: dict[str, float] = defaultdict(float)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the quick loop."""
    parser.addoption("--quick", action="store_true", help="leave out what stands in tests/slow.txt")
    parser.addoption("--record-slow", action="store_true", help="write tests/slow.txt from how long each test takes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the slow tests. A test that is not in the list yet is run."""
    if not config.option.quick:
        return
    slow = set(SLOW_FILE.read_text().split("\n"))
    left_out = [item for item in items if _name(item.nodeid) in slow]
    items[:] = [item for item in items if _name(item.nodeid) not in slow]
    config.hook.pytest_deselected(items=left_out)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up how long a test took with all that it needed."""
    _seconds[_name(report.nodeid)] += report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the list, in the process that heard of all tests."""
    if session.config.option.record_slow and not hasattr(session.config, "workerinput"):
        slow = sorted(name for name, seconds in _seconds.items() if seconds >= SLOW_SECONDS)
        SLOW_FILE.write_text("\n".join(slow) + "\n")


def _name(nodeid: str) -> str:
    """The test without its parameters: all of them are slow when they are together."""
    return nodeid.partition("[")[0]

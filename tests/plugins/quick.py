"""The quick loop (`make quick`): tests that take under a tenth of a second, on a PostgreSQL kept between runs.

Which tests take longer stands in tests/slow.txt. `make test ARGS=--record-slow` writes it anew, for the tests that it
runs. A test that needs a report or a portal that many tests share counts as long as making that takes.
"""

import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SLOW_FILE = ROOT / "tests" / "slow.txt"
SLOW_SECONDS = 0.1
DATABASE = "django_db_setup"  # every run makes it or has kept it
SHARED = "seconds of what it shares"

_shared: dict[str, float] = defaultdict(float)
_seconds: dict[str, float] = defaultdict(float)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the quick loop."""
    parser.addoption("--quick", action="store_true", help="leave out what stands in tests/slow.txt")
    parser.addoption("--record-slow", action="store_true", help="write tests/slow.txt from how long each test takes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the slow tests. A test that is not in the list yet is run."""
    if not config.option.quick:
        return
    slow = _slow_tests()
    left_out = [item for item in items if _name(item.nodeid) in slow]
    items[:] = [item for item in items if _name(item.nodeid) not in slow]
    config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
    """Measure what is made once for many tests."""
    start = time.monotonic()
    made = yield
    if fixturedef.scope != "function":
        _shared[fixturedef.argname] += time.monotonic() - start
    return made


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Tell the process that hears of all tests how long it took to make what this one shares with others."""
    names = set(getattr(item, "fixturenames", ())) - {DATABASE}
    item.user_properties.append((SHARED, sum(_shared.get(name, 0) for name in names) - _shared.pop(DATABASE, 0)))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up how long a test took with all that it needed."""
    _seconds[_name(report.nodeid)] += report.duration
    if report.when == "teardown":
        _seconds[_name(report.nodeid)] += float(str(dict(report.user_properties).get(SHARED, 0)))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the list, in the process that heard of all tests."""
    if session.config.option.record_slow and not hasattr(session.config, "workerinput"):
        others = {test for test in _slow_tests() - _seconds.keys() if (ROOT / test.partition("::")[0]).exists()}
        slow = {test for test, seconds in _seconds.items() if seconds >= SLOW_SECONDS}
        SLOW_FILE.write_text("".join(f"{test}\n" for test in sorted(others | slow)))


def _slow_tests() -> set[str]:
    return set(SLOW_FILE.read_text().split())


def _name(nodeid: str) -> str:
    """The test without its parameters: all of them are slow when they are together."""
    return nodeid.partition("[")[0]

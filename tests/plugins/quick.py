"""The quick loop (`make quick`): tests that take under a tenth of a second, on a PostgreSQL kept between runs.

Which tests take longer stands in tests/slow.txt. `make test ARGS=--record-slow` writes it anew, for the tests that it
runs. What counts is the CPU of the test's own process, which says the same on a busy machine; a test that waits for a
browser or a worker is slow by the clock. One that needs what many tests share counts as long as making that takes.
"""

import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SLOW_FILE = ROOT / "tests" / "slow.txt"
SLOW_SECONDS = 0.1  # of CPU
LONGEST_WAIT = 3.0  # seconds by the clock, on a busy machine
DATABASE = "django_db_setup"  # every run makes it or has kept it
SPENT = "seconds of CPU, with what it shares"

_shared: dict[str, float] = defaultdict(float)
_began: dict[str, float] = {}
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
    start = time.process_time()
    made = yield
    if fixturedef.scope != "function":
        _shared[fixturedef.argname] += time.process_time() - start
    return made


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Remember what this process had spent when the test began."""
    _began[item.nodeid] = time.process_time()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Tell the process that hears of all tests what this one spent, with what it shares with others."""
    own = time.process_time() - _began.pop(item.nodeid)
    names = set(getattr(item, "fixturenames", ())) - {DATABASE}
    item.user_properties.append((SPENT, own + sum(_shared.get(name, 0) for name in names)))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up what a test spent, and how long it took by the clock."""
    name = _name(report.nodeid)
    if report.when == "call" and report.duration >= LONGEST_WAIT:
        _seconds[name] += report.duration
    if report.when == "teardown":
        _seconds[name] += float(str(dict(report.user_properties).get(SPENT, 0)))


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

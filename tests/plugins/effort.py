"""Prints what people have to do, as the browser tests counted it, at the end of the run: also from its workers."""

from typing import Any

import pytest

EFFORT = "effort"  # under which name a test records its table: record_property(EFFORT, ...)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print each table that a test recorded."""
    reports: list[pytest.TestReport] = [
        report for outcome in ("passed", "failed") for report in terminalreporter.stats.get(outcome, ())
    ]
    tables = [told for report in reports for name, told in report.user_properties if name == EFFORT]
    if tables:
        terminalreporter.section("effort, as counted in the browser")
    for table in tables:
        terminalreporter.write_line(str(table))

"""Divides the tests over the workers: any test anywhere, but together what shares something that is slow to make."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/browser/", "tests/reporting/pdf/")  # a portal with a browser; the report of the example
# One queue serves all tests: a worker that one of these runs would take the work of another.
WITH_A_WORKER = (
    "tests/audit/test_request_id.py",
    "tests/finance/test_killed_worker.py",
    "tests/reporting/reports/test_real_worker.py",
)


class SharersTogether(LoadScopeScheduling):
    """Give the tests that share a portal or a report to one worker."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(WITH_A_WORKER):
            return "worker"
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> SharersTogether:
    """Let xdist divide the tests this way."""
    return SharersTogether(config, log)

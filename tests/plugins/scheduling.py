"""Divides the tests over the workers: any test anywhere, but the browser tests together."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling


class BrowserTestsTogether(LoadScopeScheduling):
    """Give all browser tests to one worker: they share a portal and a browser, which are slow to start."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> BrowserTestsTogether:
    """Let xdist divide the tests this way."""
    return BrowserTestsTogether(config, log)

"""Projects as those of their own topic, and a folder of its own for the files of every test."""

from pathlib import Path

import pytest

from tests.pillars.projects.conftest import begin, plan

__all__ = ["begin", "plan"]


@pytest.fixture(autouse=True)
def own_files(own_files: Path) -> Path:
    """Keep the uploaded files of every test here apart."""
    return own_files

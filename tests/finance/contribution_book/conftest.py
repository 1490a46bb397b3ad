"""A folder of its own for the files of every test."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_files(own_files: Path) -> Path:
    """Keep the uploaded files of every test here apart."""
    return own_files

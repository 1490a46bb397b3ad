"""What the tests of the agreement share."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    """A folder of its own for the files."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path

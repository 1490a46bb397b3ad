"""A file of a deal, to upload."""

from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

VEENLAND = Path(settings.BASE_DIR) / "tests" / "deals" / "veenland.yaml"


def upload(text: str | None = None, name: str = "deal.yaml") -> SimpleUploadedFile:
    """The invented deal as a file that is uploaded, or another text."""
    return SimpleUploadedFile(name, (VEENLAND.read_text() if text is None else text).encode())

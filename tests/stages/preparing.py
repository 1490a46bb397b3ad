"""A file of a deal, to upload."""

from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

SMALL = Path(settings.BASE_DIR) / "fixtures" / "voorbeeld-kleine-deal.yaml"


def upload(text: str | None = None, name: str = "deal.yaml") -> SimpleUploadedFile:
    """The small deal that the handbook gives as an example as a file that is uploaded, or another text."""
    return SimpleUploadedFile(name, (SMALL.read_text() if text is None else text).encode())

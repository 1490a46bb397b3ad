"""A file of a deal, to upload."""

from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Role
from tests.plugins.deal import person

SMALL = Path(settings.BASE_DIR) / "fixtures" / "voorbeeld-kleine-deal.yaml"


SIGNED = {"is_read_well": "on"}


def needed_people(deal: Deal) -> None:
    """Give a deal those without whom it is not signed."""
    for name, role in (("Beheerster", Role.ADMINISTRATOR), ("Kijker", Role.REVIEWER), ("Kassier", Role.TREASURER)):
        person(deal, name, role)


def upload(text: str | None = None, name: str = "deal.yaml") -> SimpleUploadedFile:
    """The small deal that the handbook gives as an example as a file that is uploaded, or another text."""
    return SimpleUploadedFile(name, (SMALL.read_text() if text is None else text).encode())

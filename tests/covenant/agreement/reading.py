"""How the tests of the agreement read its pages."""

import re
from collections.abc import Mapping

from django.test import Client

from regiodeal.covenant.agreement.models import Amendment

BASE = "/deals/den-haag-zuidwest-ii/"


def page_of(amendment: Amendment) -> str:
    """The address of an amendment."""
    return f"{BASE}wijzigingen/{amendment.number}/"


def told(client: Client, path: str, data: Mapping[str, object]) -> str:
    """What the page says after a form was posted, without its markup."""
    response = client.post(path, dict(data), follow=True)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))

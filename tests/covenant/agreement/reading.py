"""How the tests of the agreement read its pages."""

from collections.abc import Mapping

from django.test import Client

from regiodeal.covenant.agreement.models import Amendment
from tests.pages import BASE, words


def page_of(amendment: Amendment) -> str:
    """The address of an amendment."""
    return f"{BASE}wijzigingen/{amendment.number}/"


def told(client: Client, path: str, data: Mapping[str, object]) -> str:
    """What the page says after a form was posted, without its markup."""
    response = client.post(path, dict(data), follow=True)
    return words(response)

"""How the tests of the agreement read its pages."""

from collections.abc import Mapping

from django.test import Client

from regiodeal.covenant.agreement.models import Amendment
from tests.pages import BASE, carried, words


def page_of(amendment: Amendment) -> str:
    """The address of an amendment."""
    return f"{BASE}wijzigingen/{amendment.number}/"


def told(client: Client, path: str, data: Mapping[str, object]) -> str:
    """What the page says after its form was opened and posted, without its markup."""
    response = client.post(path, carried(client, path) | dict(data), follow=True)
    return words(response)

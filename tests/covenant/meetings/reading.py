"""Reading pages in a test."""

import re

from django.test import Client

BASE = "/deals/den-haag-zuidwest-ii/"


def words(client: Client, path: str, status: int = 200) -> str:
    """The text of a page, without its markup."""
    response = client.get(BASE + path)
    assert response.status_code == status, (path, response.status_code)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", b"".join(response).decode()))

"""What a page says, whatever the lines of its template, and what it asks of the database."""

import html
import re
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import urljoin

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

BASE = "/deals/den-haag-zuidwest-ii/"


class Response(Protocol):
    """An answer of the portal."""

    content: bytes


def shown(response: Response) -> str:
    """Return the page with one space for any white space, as a browser shows it."""
    return in_one_line(response.content.decode())


def in_one_line(text: str) -> str:
    """Return markup with one space for any white space, and none before the end of a tag."""
    return re.sub(r"[ \n]+", " ", re.sub(r"\n *>", ">", text))


def words(response: Response) -> str:
    """Return the text of a page without its markup, in one line, with plain spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def words_at(client: Client, path: str, status: int = 200) -> str:
    """Return the text of the page at a path of the deal, or at a whole path that begins with a slash."""
    response = client.get(urljoin(BASE, path))
    assert response.status_code == status, (path, response.status_code)
    return words(response)


def carried(client: Client, path: str) -> dict[str, str]:
    """Return what the forms of a page carry of what was on the screen: version and digest, by name."""
    page = client.get(urljoin(BASE, path)).content.decode()
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]+type=.hidden.[^>]*>", page):
        named, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if named and value and named[1] in {"version", "seen"}:
            found.setdefault(named[1], html.unescape(value[1]))
    return found


def queries(client: Client, path: str) -> int:
    """Return how many queries a page takes, once what is cached for ever is warm."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def send(client: Client, path: str, data: Mapping[str, object] | None = None, *, opened: str = "") -> Any:
    """Post a form as a browser does: with what its page carried when it was opened."""
    return client.post(urljoin(BASE, path), carried(client, opened or path) | dict(data or {}))

"""Every page that can be reached by links, for one account."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from lxml import html

from tests.comparison.reading import as_text

if TYPE_CHECKING:
    from django.test import Client

LINKS = "//@href | //@src | //@hx-get | //@data-url | //form[not(@method) or @method='get' or @method='GET']/@action"
STARTS = (
    "/",
    "/privacy",
    "/toegankelijkheid",
    "/.well-known/security.txt",
    "/healthz",
    "/readyz",
    "/portfolio/",
    "/openbaar/den-haag-zuidwest-ii/",
    "/deals/den-haag-zuidwest-ii/",
    "/api/v1",
    "/account/login/",
    "/bestaat-niet/",
)
LEFT_OUT = re.compile(r"^/(static/|metrics|account/2fa/(totp/activate|webauthn|recovery))")
OF_A_PATH = 4  # how many addresses of one path are asked that differ in their query


@dataclass(frozen=True)
class Page:
    """An answer as text, and the route that gave it."""

    address: str
    text: str
    route: str


def crawl(client: "Client", *, most: int) -> Iterator[Page]:
    """Every page from the start, breadth first; of addresses that are alike but for numbers, at most so many."""
    waiting, known, asked = deque(STARTS), set(STARTS), Counter[str]()
    while waiting:
        address = waiting.popleft()
        if not _is_wanted(address, asked, most):
            continue
        page, links = ask(client, address)
        yield page
        fresh = [link for link in links if link not in known]
        known.update(fresh)
        waiting.extend(dict.fromkeys(fresh))


def ask(client: "Client", address: str, **headers: str) -> tuple[Page, list[str]]:
    """One page with its links to pages of the portal."""
    response = client.get(address, headers={"host": "localhost", **headers})
    content = b"".join(response) if response.streaming else response.content
    response.close()
    kind = response.headers.get("Content-Type", "")
    is_html = kind.startswith("text/html")
    head = [f"GET {address}", str(response.status_code), kind]
    head += [response.headers[name] for name in ("Location", "Content-Disposition") if name in response.headers]
    links = _links(content, address) if is_html and content.strip() else []
    if "Location" in response.headers:
        links += _inside([response.headers["Location"]], address)
    return Page(address, "\n".join([*head, "", as_text(content, html=is_html), ""]), _route(address)), links


def _route(address: str) -> str:
    from django.urls import Resolver404, resolve

    try:
        return resolve(address.partition("?")[0]).route
    except Resolver404:
        return ""


def _links(content: bytes, address: str) -> list[str]:
    return _inside(html.fromstring(content.decode()).xpath(LINKS), address)


def _inside(found: list[str], address: str) -> list[str]:
    """The links that stay within the portal, without their anchors."""
    links = (urlsplit(urldefrag(urljoin(f"http://localhost{address}", link.strip()))[0]) for link in found)
    local = [link for link in links if link.netloc in {"localhost", "127.0.0.1:8000"} and link.scheme == "http"]
    return [link.path + (f"?{link.query}" if link.query else "") for link in local if not LEFT_OUT.match(link.path)]


def _is_wanted(address: str, asked: Counter[str], most: int) -> bool:
    """Whether there were not enough of these already: of one path, and of addresses alike but for numbers and codes."""
    path, _mark, query = address.partition("?")
    keys = ",".join(sorted({key for key, _value in parse_qsl(query, keep_blank_values=True)}))
    shape = re.sub(r"[0-9]+(?:[.-][0-9a-z]+)*", "#", path) + f"?{keys}"
    if asked[shape] >= most or (query and asked[path] >= OF_A_PATH):
        return False
    asked.update([path, shape] if query else [shape])
    return True

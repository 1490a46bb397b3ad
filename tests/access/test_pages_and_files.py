"""What holds for every page and every file, whoever asks: nothing from elsewhere, and nothing that acts as a page."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from tests.access.table import DEAL_ADDRESSES
from tests.access.test_walk import paths  # noqa: F401  # a fixture
from tests.plugins.deal import Enter, person

LOADS = {"src", "srcset", "href", "action", "formaction", "poster", "data", "ping", "background", "style"}
ENDINGS = "pdf|zip|csv|xlsx|ods|json|ics|png|jpg|docx|txt|yaml"
SAFE_NAME = re.compile(rf"""attachment; filename="?[\w .()+-]+\.({ENDINGS})"?$""")
PICTURES = {"image/png", "image/jpeg"}  # a logo is shown; it was checked to be one, and cannot act as a page
SHOWN_AS_TEXT = {"application/xhtml+xml", "text/html", "image/svg+xml", "text/xml", "application/xml"}


class Addresses(HTMLParser):
    """Collects every address that a page loads, sends to or leads to, and what acts inside the page."""

    def __init__(self) -> None:
        super().__init__()
        self.elsewhere: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.inline.append(f"{tag} {name}")
            if name in LOADS and (urlsplit(value or "").netloc or (value or "").lower().startswith("javascript:")):
                self.elsewhere.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("role", [Role.BUREAU, Role.TREASURER, Role.ADMINISTRATOR, Role.PARTY])
def test_every_page_and_file_of_a_deal(deal: Deal, request: Any, enter: Enter, role: Role) -> None:
    found: dict[str, str] = request.getfixturevalue("paths")
    client = enter(person(deal, "Loper", role, "JenV" if role == Role.PARTY else None))
    wrong, files = [], 0
    for name, (method, who) in DEAL_ADDRESSES.items():
        if method != "get" or role not in who:
            continue
        answer = client.get(found[name])
        body = b"".join(answer)
        if "Content-Disposition" in answer.headers:
            files += 1
            wrong += [f"{name}: {fault}" for fault in faults_of_file(answer)]
        elif answer.headers.get("Content-Type", "").startswith("text/html"):
            page = Addresses()
            page.feed(body.decode())
            wrong += [f"{name}: {fault}" for fault in page.elsewhere + page.inline]
    assert wrong == []
    assert files >= 3


def faults_of_file(answer: Any) -> list[str]:
    """What is wrong with how a file is given: its name, its type, or that a browser may guess another type."""
    headers, faults = answer.headers, []
    is_picture = headers["Content-Type"] in PICTURES and headers["Content-Disposition"] == "inline"
    if not is_picture and not SAFE_NAME.match(headers["Content-Disposition"]):
        faults.append(headers["Content-Disposition"])
    if headers["Content-Type"].split(";")[0] in SHOWN_AS_TEXT:
        faults.append(headers["Content-Type"])
    if headers.get("X-Content-Type-Options") != "nosniff":
        faults.append("no nosniff")
    return faults


@pytest.mark.parametrize(
    "path", ["/", "/privacy", "/toegankelijkheid", "/account/login/", "/account/password/reset/", "/er-is-niets/"]
)
def test_pages_for_anybody(db: None, path: str) -> None:
    page = Addresses()
    page.feed(Client().get(path).content.decode())
    assert page.elsewhere + page.inline == []


def test_style_sheets_and_scripts_name_no_other_host() -> None:
    root = Path(__file__).resolve().parents[2] / "static"
    files = [*root.rglob("*.css"), *root.rglob("*.js")]
    assert files
    outside = re.compile(r"""(url\(|import|fetch\(|src\s*=)\s*["']?(https?:)?//""")
    assert [str(file) for file in files if outside.search(file.read_text())] == []


def test_secret_files_of_one_party_are_not_for_another(deal: Deal, request: Any, enter: Enter, jenv: User) -> None:
    found: dict[str, str] = request.getfixturevalue("paths")
    szw = person(deal, "SZW", Role.PARTY, "SZW")  # the Party that asked for secrecy
    for name in ("document", "document-file"):
        assert enter(jenv).get(found[name]).status_code == 404, name
        answer = enter(szw).get(found[name])
        b"".join(answer)
        assert answer.status_code == 200, name

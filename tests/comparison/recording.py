"""All that a user can see of the example portal, as one text file for each thing."""

import json
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.comparison import portal
from tests.comparison.crawling import Page, ask, crawl
from tests.comparison.masks import masked
from tests.comparison.reading import as_text
from tests.comparison.rows import digest, tables

if TYPE_CHECKING:
    from django.test import Client

SLUG = portal.SLUG
DATES = ("2025-12-31", "2026-06-14", "2026-11-20")
ACCOUNTS = (
    "bureau",
    "reviewer",
    "regiokassier",
    "jenv",
    "overleg",
    "bzk",
    "beheer",
    "buitenstaander",
    "",  # not signed in
)
KINDS = ("pdf", "docx", "xlsx", "json", "csv", "html", "zip")  # how one is refused that is none, is recorded
API_KINDS = ("agreement", "progress", "money", "ledger", "reports")
LONGEST_NAME = 180


class Recording:
    """A folder with one file for each thing that was seen."""

    def __init__(self, folder: Path) -> None:
        """Make it, empty."""
        if folder.exists() and any(folder.iterdir()):
            raise SystemExit(f"{folder} is not empty")
        self.folder = folder

    def write(self, name: str, text: str) -> None:
        """Keep a text under a name, with folders."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def tell(self, what: str) -> None:
        """Say how far it is."""
        print(f"{time.process_time():6.1f} s of CPU  {what}", flush=True)


def record(folder: Path, *, most: int, accounts: Sequence[str] = ACCOUNTS) -> None:
    """Record the tree that is the current folder; of pages alike but for numbers at most so many an account."""
    recording = Recording(folder)
    with tempfile.TemporaryDirectory(prefix="portal-recording-") as name:
        data = Path(name) / "data"
        data.mkdir()
        portal.open_portal(data)
        recording.tell("the example is loaded")
        for part in (commands, checksum, scheduled, api):
            for entry, text in part(Path(name)):
                recording.write(entry, text)
            recording.tell(part.__name__)
        pages(recording, data, Path(name) / "as-it-was", most=most, accounts=accounts)


def commands(folder: Path) -> Iterator[tuple[str, str]]:
    """What the commands print and write."""
    out = folder / "file"
    yield "commands/export_deal.json", portal.command("export_deal", SLUG)
    yield "commands/export_deal-1.json", portal.command("export_deal", SLUG, "--version", "1")
    for day in DATES:
        yield f"commands/export_deal-{day}.json", portal.command("export_deal", SLUG, "--on", day)
        for name in ("progress", "position"):
            yield f"commands/{name}-{day}.json", portal.command(name, SLUG, "--on", day, "--json")
            yield f"commands/{name}-{day}.txt", portal.command(name, SLUG, "--on", day)
        for kind in ("xlsx", "csv", "json"):
            portal.command("export_money", SLUG, "--on", day, "--format", kind, "--out", str(out))
            yield f"commands/export_money-{day}.{kind}.txt", as_text(out.read_bytes())
    for year in (2024, 2025, 2026):
        yield f"commands/sisa-{year}.txt", _or_refusal("sisa", SLUG, str(year))
        yield f"commands/sisa-{year}.json", _or_refusal("sisa", SLUG, str(year), "--json")
    for stage, kinds in (("concept", KINDS), ("final", ("json", "docx"))):
        for kind in kinds:
            out.unlink(missing_ok=True)
            arguments = (SLUG, "2026", "--stage", stage, "--kind", kind, "--on", "2026-11-20", "--out", str(out))
            printed = _or_refusal("build_report", *arguments).replace(str(out), "FILE")
            kept = as_text(out.read_bytes(), html=kind == "html") if out.exists() else ""
            yield f"commands/build_report-{stage}.{kind}.txt", f"{printed}\n{kept}"


def _or_refusal(*arguments: str) -> str:
    """What a command prints, or how it refuses."""
    from django.core.management import CommandError

    try:
        return portal.command(*arguments)
    except CommandError as refusal:
        return f"refused: {refusal}"


def checksum(folder: Path) -> Iterator[tuple[str, str]]:
    """The checksum of the deal with its parts by bare name, and every row of the project."""
    total, *lines = portal.command("checksum", SLUG, "--parts").splitlines()
    parts = dict(_part(line) for line in lines)
    together = digest(json.dumps(parts, sort_keys=True).encode())
    text = "\n".join(f"{name}  {figures}" for name, figures in sorted(parts.items()))
    yield "checksum/parts.txt", f"{text}\ntogether  {together}\n"
    yield "checksum/total-with-labels.txt", f"{total}\n"
    for name, rows in tables():
        yield f"rows/{name}.jsonl", rows


def _part(line: str) -> tuple[str, str]:
    found = re.fullmatch(r"(\w+)\s+(\d+)\s+(?:[\w.]+\.)?(\w+)", line)
    if found is None:
        raise SystemExit(f"no line of a checksum: {line}")
    return found[3], f"{found[2]}  {found[1]}"


def scheduled(folder: Path) -> Iterator[tuple[str, str]]:
    """What the worker does by the clock, once each: reports are built, mails sent, figures prepared."""
    from celery import current_app
    from django.conf import settings

    current_app.loader.import_default_modules()
    for name, entry in sorted(settings.CELERY_BEAT_SCHEDULE.items()):
        done = current_app.tasks[str(entry["task"])].apply()
        yield f"scheduled/{name}.txt", f"{done.state} {done.result}\n"
    mail = Path(settings.DATA_DIR) / "mail"
    texts = sorted(_mail(path.read_text()) for path in mail.rglob("*") if path.is_file()) if mail.exists() else []
    yield "scheduled/mail.txt", "\n\n".join(texts)


def _mail(text: str) -> str:
    text = re.sub(r"=+\d+==", "BOUNDARY", re.sub(r"(?m)^(Message-ID|Date): .*", r"\1: -", text))
    return masked(text)


def api(folder: Path) -> Iterator[tuple[str, str]]:
    """Every address of the API, read with a token."""
    from django.test import Client

    arguments = ["issue", "Opname", "--deal", SLUG, "--purpose", "Opname", "--contact", "data@example.nl"]
    arguments += [part for kind in API_KINDS for part in ("--kind", kind)]
    printed = portal.command("api_token", *arguments, "--by", "beheer@voorbeeld.test")
    client = Client(headers={"authorization": f"Bearer {printed.split()[-1]}"})
    document, _links = ask(client, "/api/v1/openapi.json")
    yield "api/openapi.json", document.text
    for route in json.loads(document.text.split("\n\n", 1)[1])["paths"]:
        for address in _filled(client, f"/api/v1{route}"):
            page, _links = ask(client, address)
            yield f"api/{_name(address)}", page.text


def _filled(client: "Client", route: str) -> Iterator[str]:
    """The addresses of a route: at most three things, and on an earlier day too."""
    route = route.replace("{deal}", SLUG)
    if "{" not in route:
        yield from (route, f"{route}?on=2026-06-14", f"{route}?pageSize=3")
        return
    listing, key = re.split(r"/\{", route, maxsplit=1)[0], re.findall(r"\{(\w+)\}", route)[0]
    answer = client.get(listing, headers={"host": "localhost"}).json()
    rows: list[Any] = next((part for part in answer.values() if isinstance(part, list)), [])
    for row in rows[:3]:
        address = route.replace(f"{{{key}}}", quote(str(row.get(key, row.get("id", "1")))))
        yield from [address.replace("{kind}", kind) for kind in KINDS] if "{kind}" in address else [address]


def pages(recording: Recording, data: Path, as_it_was: Path, *, most: int, accounts: Sequence[str]) -> None:
    """Every page for every account, each in the portal as it was before the first."""
    from django.db import connection

    connection.close()
    shutil.copytree(data, as_it_was)
    routes: set[str] = set()
    for account in accounts:
        shutil.rmtree(data)
        shutil.copytree(as_it_was, data)
        count = 0
        for page in crawl(_client(account), most=most):
            recording.write(f"pages/{account or 'nobody'}/{_name(page.address)}", _named(page))
            routes.add(page.route)
            count += 1
        connection.close()
        recording.tell(f"{count} pages of {account or 'nobody'}")
    recording.write("routes.txt", "".join(f"{route}\n" for route in sorted(_routes() - routes)))


def _client(account: str) -> "Client":
    from django.contrib.auth import get_user_model
    from django.core.cache import cache
    from django.test import Client

    cache.clear()
    client = Client(raise_request_exception=False)
    if account:
        client.force_login(get_user_model().objects.get(email=f"{account}@voorbeeld.test"))
    return client


def _named(page: Page) -> str:
    return masked(page.text)


def _name(address: str) -> str:
    """A file name for an address."""
    name = masked(address).strip("/").replace("/", "~") or "start"
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}-{digest(name.encode())[:8]}"


def _routes() -> set[str]:
    """Every address that the portal knows: those that no page was of are told."""
    from django.urls import URLPattern, get_resolver

    def within(patterns: list[Any], before: str) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield before + str(pattern.pattern)
            else:
                yield from within(pattern.url_patterns, before + str(pattern.pattern))

    return set(within(get_resolver().url_patterns, ""))

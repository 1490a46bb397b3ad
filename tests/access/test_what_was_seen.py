"""Every form on every page: one that was overtaken changes nothing, and one that is sent twice is stored once.

The walk finds the forms on the pages themselves, fills in what is left to fill in, and sends them. An address that
takes a form and is neither met by the walk nor shown elsewhere fails it.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone
from lxml import html

from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from regiodeal.operations.checksums import checksum
from tests.access.seen_elsewhere import NOTHING_TO_SEE, SHOWN_BY
from tests.access.table import DEAL_ADDRESSES
from tests.access.test_walk import paths  # noqa: F401 - a fixture
from tests.plugins.deal import Enter, person

TESTS = Path(__file__).parents[1]
HIDDEN_VERSIONS = re.compile(r"[0-9]+:[0-9]+|[0-9a-f]{32}")
NOT_OF_A_DEAL = {"AuditEntry", "StoredForm", "Session", "UnsavedWork", "DataMark"}


class UndoError(Exception):
    """Ends the block of a transaction that has to leave no trace."""


@dataclass(frozen=True)
class Form:
    """A form on a page: whose page it is, where it leads, and what it sends."""

    who: str
    client: Client
    page: str
    name: str
    action: str
    fields: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.name} ({self.action}) on {self.page} of {self.who}"

    @property
    def carried(self) -> dict[str, Any]:
        """The fields that say what was on the screen; nothing on a page where nothing stands yet."""
        fields = {name: value for name, value in self.fields.items() if name == "version" or _tokens(value)}
        return {name: value for name, value in fields.items() if value not in ("", "0")}

    def overtaken(self) -> "Form":
        """The same form from a page on which everything stood in an earlier version."""
        return replace(self, fields=self.fields | {name: _earlier(value) for name, value in self.carried.items()})

    def send(self) -> Any:
        """Press its button."""
        return self.client.post(self.action, self.fields)


def _tokens(value: Any) -> bool:
    values = value if isinstance(value, list) else [value]
    return bool(values) and all(HIDDEN_VERSIONS.fullmatch(str(each)) for each in values)


def _earlier(value: Any) -> Any:
    if isinstance(value, list):
        return [_earlier(each) for each in value]
    text = str(value)
    if ":" in text:
        return f"{text.partition(':')[0]}:0"
    return "0" * len(text) if len(text) == 32 else str(int(text or 0) + 1000)


@pytest.fixture
def people(deal: Deal, enter: Enter, bureau: User) -> dict[str, Client]:
    """One of each role, with a browser; the bureau is who made the things of the walk."""
    others = {
        role.value: enter(person(deal, f"Ziet {role}", role, "JenV" if role == Role.PARTY else None)) for role in Role
    }
    return others | {"bureau": enter(bureau)}


@pytest.fixture
def forms(paths: dict[str, str], people: dict[str, Client]) -> list[Form]:  # noqa: F811
    """Every form on every page that somebody can open, once for each address it leads to."""
    found: dict[str, Form] = {}
    pages = [(name, who) for name, (method, readers) in DEAL_ADDRESSES.items() if method == "get" for who in readers]
    for name, who in pages:
        for form in _forms_on(who, people[who], paths[name]):
            if form.name not in found or len(form.carried) > len(found[form.name].carried):
                found[form.name] = form
    return list(found.values())


def _forms_on(who: str, client: Client, path: str) -> Iterator[Form]:
    answer = client.get(path)
    body = b"".join(answer)
    if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
        return
    page = html.fromstring(body.decode())
    for form in page.forms:
        action = urlsplit(urljoin(path, form.get("action") or "")).path
        with suppress(Resolver404):
            name = resolve(action).url_name or ""
            if form.method == "POST" and name in DEAL_ADDRESSES:
                yield Form(who, client, path, name, action, _filled(form))


def _filled(form: Any) -> dict[str, Any]:
    """What the form sends, with something in each field that is left open."""
    sent: dict[str, Any] = {}
    for field in form.inputs:
        name, kind = field.get("name"), (field.get("type") or field.tag).lower()
        if not name or kind in {"submit", "button", "file"}:
            continue
        if kind in {"radio", "checkbox"}:
            sent.setdefault(name, []).append(field.get("value", "on")) if kind == "checkbox" else sent.setdefault(
                name, field.get("value")
            )
        elif field.tag == "select":
            values = [value for value in field.value_options if value]
            sent[name] = field.value or (values[0] if values else "")
        else:
            text = field.get("value") if field.tag == "input" else (field.text or "").strip()
            if name in sent:
                sent[name] = [*(sent[name] if isinstance(sent[name], list) else [sent[name]]), text or ""]
            else:
                sent[name] = text or ("" if kind == "hidden" else _something(name, kind, field))
    return {name: value if not isinstance(value, set) else list(value) for name, value in sent.items()}


def _something(name: str, kind: str, field: Any) -> str:
    today = timezone.localdate()
    if kind == "date" or name.endswith(("_on", "date")):
        return (today - timedelta(days=1)).isoformat()
    if kind == "time":
        return "10:00"
    if kind == "email":
        return "iemand@example.nl"
    if kind == "number" or "amount" in name or "value" in name or field.get("inputmode") in {"numeric", "decimal"}:
        return "1"
    return "Tekst"


def counts(deal: Deal) -> dict[str, int]:
    """How many rows there are of everything that people make."""
    del deal
    models = [model for model in apps.get_models() if model.__name__ not in NOT_OF_A_DEAL]
    return {model.__name__: model._default_manager.count() for model in models}


def test_each_form_that_was_overtaken_changes_nothing(deal: Deal, forms: list[Form]) -> None:
    carrying = [form for form in forms if form.carried]
    assert len(carrying) >= 20
    before = checksum(deal)
    taken: list[str] = []
    for form in carrying:
        with suppress(UndoError), transaction.atomic():
            answer = form.overtaken().send()
            changed = [
                name
                for name, part in checksum(deal).parts.items()
                if name not in NOT_OF_A_DEAL and part != before.parts[name]
            ]
            if answer.status_code not in {403, 409, 422} or changed:
                taken.append(f"{form}: {answer.status_code} {changed}")
            raise UndoError
    assert not taken, "\n".join(taken)
    assert_all_are_known(forms)


def assert_all_are_known(forms: list[Form]) -> None:
    """Every address that takes a form was met with what was seen, is shown by another test, or has nothing to see."""
    met = {form.name for form in forms if form.carried}
    known = met | SHOWN_BY.keys() | NOTHING_TO_SEE.keys()
    assert not {form.name for form in forms} - known, sorted({form.name for form in forms} - known)
    assert {name for name, (method, _who) in DEAL_ADDRESSES.items() if method == "post"} - known == set()
    assert NOTHING_TO_SEE.keys() & met == set()
    for place in SHOWN_BY.values():
        file, _, name = place.partition("::")
        assert f"def {name}(" in (TESTS / file).read_text(), place


def test_each_form_that_is_sent_twice_is_stored_once(deal: Deal, forms: list[Form]) -> None:
    stored: set[str] = set()
    doubled: list[str] = []
    for form in forms:
        with suppress(UndoError), transaction.atomic():
            first = form.send()
            if first.status_code == 302:
                stored.add(form.name)
                after = counts(deal)
                second = form.send()
                if counts(deal) != after or second.headers.get("Location") != first.headers["Location"]:
                    doubled.append(str(form))
            raise UndoError
    assert doubled == []
    assert len(stored) >= 30, sorted(stored)

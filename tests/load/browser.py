"""What a browser of one person does: asks pages, remembers what it has, and writes down how it went."""

import random
import re
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from html import unescape
from typing import Any

from tests.load.figures import Asked


@dataclass
class Notes:
    """What happened in the run: every request, every save that was answered as done, and what is half typed."""

    began: float
    asked: list[Asked] = field(default_factory=list)
    saved: list[dict[str, str]] = field(default_factory=list)
    half_typed: dict[str, str] = field(default_factory=dict)
    answers: dict[str, list[str]] = field(default_factory=dict)  # what was kept of each partner, by their address
    conflicts: int = 0
    home: list[str] = field(default_factory=list)  # who did their work to the end

    def as_json(self) -> dict[str, Any]:
        """The same, to be written in a file."""
        return asdict(self)


class Browser:
    """The browser of one person, who is signed in. Every answer that was not expected is written down as a fault."""

    def __init__(self, client: Any, plan: dict[str, Any], notes: Notes) -> None:
        self.client, self.plan, self.notes = client, plan, notes
        self.email: str = plan["email"]
        self.tags: dict[str, str] = {}
        for name, value in plan["cookies"].items():
            client.cookies.set(name, value)

    def ask(self, kind: str, method: str, path: str, *, expect: tuple[int, ...] = (200,), **more: Any) -> Any:
        """Ask once, as a page; a redirect is an answer like another."""
        at, begin = time.time() - self.notes.began, time.perf_counter()
        headers = {"Sec-Fetch-Dest": "document"} | more.pop("headers", {})
        answer = self.client.request(method, path, name=kind, allow_redirects=False, headers=headers, **more)
        seconds = time.perf_counter() - begin
        fault = "" if answer.status_code in expect else f"{method} {path}: {answer.status_code} {self.why(answer)}"
        self.notes.asked.append(Asked(kind, at, seconds, fault))
        return answer

    @staticmethod
    def why(answer: Any) -> str:
        """What an answer says that was not expected."""
        return str(getattr(answer, "error", "") or answer.headers.get("Location", "") or (answer.text or "")[:200])

    def fetch(self, kind: str, method: str, path: str, *, expect: tuple[int, ...] = (200,), **more: Any) -> Any:
        """Ask once, as a script of the page does: every browser says which of the two it is."""
        headers = {"Sec-Fetch-Dest": "empty"} | more.pop("headers", {})
        return self.ask(kind, method, path, expect=expect, headers=headers, **more)

    def fault(self, text: str) -> None:
        """Write down that the last answer was not right after all."""
        last = self.notes.asked[-1]
        self.notes.asked[-1] = Asked(last.kind, last.at, last.seconds, text)

    def page(self, kind: str, path: str) -> str:
        """Load a whole page, as reloading does: what did not change since is not sent again. Returns its text."""
        has = {"If-None-Match": self.tags[path]} if path in self.tags else {}
        answer = self.ask(kind, "GET", path, expect=(200, 304) if has else (200,), headers=has)
        if tag := answer.headers.get("ETag"):
            self.tags[path] = tag
        text = answer.text or ""
        if answer.status_code == 200 and not text.rstrip().endswith("</html>"):
            self.fault(f"{path}: half a page")
        return text

    def saved(self, place: str, value: str, text: str) -> None:
        """Write down that a save was answered as done."""
        self.notes.saved.append({"by": self.email, "place": place, "value": value, "text": text})


def hidden(name: str, page: str) -> str:
    """The value of the first hidden field of that name; empty when there is none."""
    found = re.search(rf'<input type="hidden" name="{name}"(?: value="([^"]*)")?', page)
    return unescape(found[1] or "") if found else ""


def think(low: float, high: float) -> float:
    """How long a person takes before the next thing, in seconds."""
    return random.uniform(low, high)


type Deeds = Iterator[None]  # each step is one thing that a person does; between two steps they think

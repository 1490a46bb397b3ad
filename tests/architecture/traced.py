"""What the portal walks through: one cell saved, a figure to the PDF, and a ledger row to the gauge of the cap.

Run by tests.architecture.house in a process of its own; it prints the counts as JSON. A file is entered when a function
in it starts or goes on; what runs while a module is imported does not count.
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import TYPE_CHECKING, Any

from lxml import html

from tests.comparison import portal

if TYPE_CHECKING:
    from django.test import Client

ROOT = f"{Path.cwd()}/"
APPS = tuple(f"{ROOT}{app}/" for app in ("regiodeal", "pillars", "finance", "reporting"))
DEAL = f"/deals/{portal.SLUG}/"
GRID = f"{DEAL}invoer/"
LEDGER = f"{DEAL}financien/grootboek/"
SAVES = 20
ONE_THING = "--"  # in the name of a row: it asks whether one named thing was reached, and takes 0 or 1
ROWS = (
    "Boekstuknummer;Regelnummer;Boekdatum;Boekjaar;Bedrag incl. btw;BTW;Kostenplaats;Project;Crediteur;Omschrijving\n"
    "2026-9917;1;14-10-2026;2026;1.210,00;210,00;6790;;Welzijn BV;Nota oktober\n"
)


@dataclass
class Trace:
    """The files of the project that are entered while it runs, and how often one calls into another."""

    files: set[str] = field(default_factory=set)
    calls: int = 0
    moves: int = 0
    _stack: list[str] = field(default_factory=list)
    _importing: int = 0

    def __enter__(self) -> "Trace":
        """Begin."""
        sys.setprofile(self._event)
        return self

    def __exit__(self, *error: object) -> None:
        """End; what was counted stays."""
        sys.setprofile(None)
        self._stack.clear()
        self._importing = 0

    def _event(self, frame: FrameType, event: str, _argument: object) -> None:
        if event not in {"call", "return"}:
            return
        code = frame.f_code
        if code.co_name == "_find_and_load" and code.co_filename.startswith("<frozen importlib"):
            self._importing = max(0, self._importing + (1 if event == "call" else -1))
        elif not self._importing and _is_ours(code):
            self._entered(code.co_filename) if event == "call" else self._left()

    def _entered(self, name: str) -> None:
        self.files.add(name)
        if self._stack and self._stack[-1] != name:
            self.calls += 1
            self.moves += 1
        self._stack.append(name)

    def _left(self) -> None:
        if self._stack:
            name = self._stack.pop()
            self.moves += bool(self._stack and self._stack[-1] != name)

    def described(self) -> str:
        """How many files, in how many folders."""
        return f"{len(self.files)} in {len({str(Path(name).parent) for name in self.files})} folders"


def _is_ours(code: CodeType) -> bool:
    return code.co_filename.startswith(APPS)


def main() -> None:
    """Load the example, walk, and print what was counted."""
    with tempfile.TemporaryDirectory(prefix="portal-traced-") as name:
        portal.open_portal(Path(name))
        bureau, reviewer, treasurer = (signed_in(who) for who in ("bureau", "reviewer", "regiokassier"))
        found = {**one_cell(bureau), **to_the_pdf(bureau, reviewer, Path(name) / "report.pdf")}
        print(json.dumps(found | to_the_gauge(bureau, treasurer)))


def one_cell(bureau: "Client") -> dict[str, str]:
    """A cell that is saved in the grid, as the page's script does."""
    from django.db import connection

    queries: list[str] = []

    def counted(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        queries.append(sql)
        return execute(sql, *arguments)

    action, fields = empty_rows(bureau)[0]
    seen = save(bureau, action, fields, "3")
    with Trace() as trace:
        seen = save(bureau, action, fields | {"seen": seen}, "4")
    with connection.execute_wrapper(counted):
        seen = save(bureau, action, fields | {"seen": seen}, "5")
    spent = []
    for number in range(SAVES):
        began = time.process_time()
        seen = save(bureau, action, fields | {"seen": seen}, str(10 + number))
        spent.append((time.process_time() - began) * 1000)
    return {
        "one cell saved: files": trace.described(),
        "  calls from one file into another; moves, with the returns": f"{trace.calls}; {trace.moves}",
        "  queries": str(len(queries)),
        f"  median CPU of {SAVES}, ms": f"{statistics.median(spent):.1f}",
    }


def to_the_pdf(bureau: "Client", reviewer: "Client", out: Path) -> dict[str, str]:
    """A figure that is saved, submitted, approved and built into the report."""
    action, fields = empty_rows(bureau)[1]
    with Trace() as saved:
        seen = save(bureau, action, fields, "7")
    address = f"{DEAL}metingen/{seen.partition(':')[0]}/"
    with Trace() as submitted:
        post(bureau, f"{address}indienen/", {"version": seen.partition(":")[2]})
    approve = form_on(reviewer, address, "goedkeuren/")
    with Trace() as approved:
        post(reviewer, *approve)
    arguments = (portal.SLUG, "2027", "--stage", "concept", "--on", "2026-11-20", "--out", str(out))
    portal.command("build_report", *arguments, "--kind", "json")
    with Trace() as content:
        portal.command("build_report", *arguments, "--kind", "json")
    with Trace() as pdf:
        portal.command("build_report", *arguments)
    parts = {"saved": saved, "submitted": submitted, "approved": approved, "snapshot": content, "PDF": pdf}
    return {
        "a figure to the PDF: files": Trace(set().union(*(part.files for part in parts.values()))).described(),
        **{f"  {name}": part.described() for name, part in parts.items()},
    }


def to_the_gauge(bureau: "Client", treasurer: "Client") -> dict[str, str]:
    """A row of a ledger file that is uploaded, entered, approved, and read on the page of the money."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    action, fields = form_on(bureau, LEDGER, "inlezen/")
    page = html.fromstring(bureau.get(LEDGER).content.decode())
    fields["mapping"] = page.xpath("//select[@name='mapping']/option[@value!='']/@value")[0]
    upload = SimpleUploadedFile("grootboek.csv", ROWS.encode())
    with Trace() as uploaded:
        address = post(bureau, action, fields | {"file": upload})
    enter = form_on(bureau, address, "invoeren/")
    with Trace() as entered:
        post(bureau, *enter)
    approve = form_on(treasurer, address, "goedkeuren/")
    with Trace() as approved:
        post(treasurer, *approve)
    with Trace() as shown:
        treasurer.get(f"{DEAL}financien/")
    parts = {"uploaded": uploaded, "entered": entered, "approved": approved, "money page": shown}
    return {
        "a ledger row to the gauge of the cap: files": Trace(
            set().union(*(p.files for p in parts.values()))
        ).described(),
        **{f"  {name}": part.described() for name, part in parts.items()},
    }


def signed_in(name: str) -> "Client":
    """Somebody of the example, with a browser."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(get_user_model().objects.get(email=f"{name}@voorbeeld.test"))
    return client


def empty_rows(client: "Client") -> list[tuple[str, dict[str, Any]]]:
    """The forms of the grid that ask for a number and have none yet."""
    page = html.fromstring(client.get(GRID, follow=True).content.decode())
    found = []
    for form in page.forms:
        fields = dict(form.form_values())
        cells = {cell.get("name"): cell for cell in page.xpath("//input[@form=$name]", name=form.get("id", ""))}
        cells |= {cell.get("name"): cell for cell in form.xpath(".//input[@name='value']")}
        is_number = (
            "value" in cells and cells["value"].get("type", "text") == "text" and not cells["value"].get("value")
        )
        if is_number and ONE_THING not in fields["row"]:
            typed = {name: cell.get("value", "") for name, cell in cells.items()}
            found.append((form.action, {"note": ""} | typed | fields))
    if len(found) < 2:
        raise SystemExit("the grid has no two empty rows")
    return found


def save(client: "Client", action: str, fields: dict[str, Any], value: str) -> str:
    """Save a row of the grid; which version the row carries then."""
    typed = fields | {"value": value, "source": "Lijst van het bureau"}
    answer = client.post(action, typed, headers={"accept": "application/json"})
    if answer.status_code != 200:
        raise SystemExit(f"{action} answers {answer.status_code}: {answer.content.decode()[:500]}")
    return str(
        html.fragment_fromstring(answer.json()["row"], create_parent="table").xpath("//*[@name='seen']/@value")[0]
    )


def form_on(client: "Client", address: str, ending: str) -> tuple[str, dict[str, Any]]:
    """The form on a page of which the address ends so, with what it holds."""
    page = html.fromstring(client.get(address, follow=True).content.decode())
    for form in page.forms:
        if (form.action or "").endswith(ending):
            buttons = {button.get("name"): button.get("value", "") for button in form.xpath(".//button[@name]")[:1]}
            return form.action, dict(form.form_values()) | buttons
    raise SystemExit(f"{address} has no form to {ending}: {[form.action for form in page.forms]}")


def post(client: "Client", action: str, fields: dict[str, Any]) -> str:
    """Send a form that must be accepted; where the answer leads."""
    answer = client.post(action, fields)
    if answer.status_code != 302:
        raise SystemExit(f"{action} answers {answer.status_code}")
    return str(answer.headers["Location"])


if __name__ == "__main__":
    main()

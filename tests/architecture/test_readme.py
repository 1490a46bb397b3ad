"""What the documents name is there: commands, targets, settings, roles, logins, links and dependencies."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from ruamel.yaml import YAML

from regiodeal.deals.roles import Role
from tests.architecture import picture
from tests.portal import ROOT

README = ROOT / "README.md"
DOCUMENTS = [README, ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
DEPENDENCIES = ROOT / "docs" / "decisions" / "dependencies.md"
CODE = re.compile(r"^```\w*\n(.*?)^```|`([^`\n]+)`", re.DOTALL | re.MULTILINE)
FIRST_CELL = re.compile(r"^\| (`.+?`) \|", re.MULTILINE)
OUR_APPS = ("regiodeal.", "pillars", "finance", "reporting")
PICTURE_LIMIT = 250_000  # bytes

documents = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


def code_in(document: Path) -> str:
    """Return the code blocks and the words set as code, a line each."""
    return "\n".join(block or words for block, words in CODE.findall(document.read_text()))


def words_in_first_cells(text: str) -> set[str]:
    """Return what stands as code in the first column of the tables."""
    return {word for cell in FIRST_CELL.findall(text) for word in re.findall(r"`([^`]+)`", cell)}


@documents
def test_each_command_that_is_named_exists(document: Path) -> None:
    assert set(re.findall(r"manage\.py (\w+)", code_in(document))) <= get_commands().keys()


@documents
def test_each_make_target_that_is_named_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)", code_in(document))) <= targets


@documents
def test_each_link_within_the_project_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", document.read_text())
    within = [link.partition("#")[0] for link in links if "://" not in link and not link.startswith("#")]
    assert [link for link in within if not (document.parent / link).exists()] == []


def test_the_readme_shows_every_command_of_the_portal_that_people_use() -> None:
    ours = {name for name, app in get_commands().items() if app.startswith(OUR_APPS)}
    assert ours - set(re.findall(r"manage\.py (\w+)", code_in(README))) == {"example_logins"}  # bin/prepare runs it


def test_the_readme_shows_every_make_target() -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert targets - set(re.findall(r"\bmake ([a-z]+)", code_in(README))) == set()


def test_the_readme_names_every_role() -> None:
    assert set(Role.values) <= words_in_first_cells(README.read_text())


def test_the_readme_names_only_logins_of_the_example() -> None:
    example = YAML(typ="safe").load(ROOT / "fixtures" / "den-haag-zuidwest-ii.example.yaml")
    logins = {user["email"] for user in example["users"]}
    named = set(re.findall(r"\w+@voorbeeld\.test", README.read_text()))
    assert named
    assert named <= logins


def test_each_setting_in_the_readme_is_read_somewhere() -> None:
    settings = {word for word in words_in_first_cells(README.read_text()) if word.isupper()}
    readers = ["regiodeal/config/environment.py", "bin/portal", "bin/prepare", "Procfile"]
    read = " ".join((ROOT / name).read_text() for name in readers)
    assert {"SECRET_KEY", "DATABASE_URL"} <= settings
    assert {name for name in settings if not re.search(rf"\b{name}\b", read)} == set()


def test_the_picture_of_the_topics_shows_them_as_they_are() -> None:
    assert picture.PICTURE.read_text() == picture.drawn()  # python -m tests.architecture.picture draws it anew


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs" / "pictures").iterdir())
    assert pictures
    assert [picture.name for picture in pictures if picture.stat().st_size > PICTURE_LIMIT] == []


def test_every_direct_dependency_has_its_line_and_no_other() -> None:
    lines = [line for file in (ROOT / "requirements").glob("*.in") for line in file.read_text().splitlines()]
    python = {match[0] for line in lines if (match := re.match(r"[A-Za-z0-9][\w.-]*", line))}
    package = json.loads((ROOT / "package.json").read_text())
    npm = package["dependencies"].keys() | package["devDependencies"].keys()
    assert words_in_first_cells(DEPENDENCIES.read_text()) == python | npm

"""What a reader of the documents follows is there: commands, targets, links, logins and settings."""

import re
from pathlib import Path

from django.core.management import get_commands
from ruamel.yaml import YAML

from tests.portal import ROOT

README = ROOT / "README.md"
DOCUMENTS = [README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
CODE = re.compile(r"^```\w*\n(.*?)^```|`([^`\n]+)`", re.DOTALL | re.MULTILINE)
FIRST_CELL = re.compile(r"^\| (`.+?`) \|", re.MULTILINE)


def code_in(document: Path) -> str:
    """Return the code blocks and the words set as code, a line each."""
    return "\n".join(block or words for block, words in CODE.findall(document.read_text()))


def words_in_first_cells(text: str) -> set[str]:
    """Return what stands as code in the first column of the tables."""
    return {word for cell in FIRST_CELL.findall(text) for word in re.findall(r"`([^`]+)`", cell)}


def test_each_command_and_make_target_that_a_document_names_exists() -> None:
    code = "\n".join(code_in(document) for document in DOCUMENTS)
    commands = set(re.findall(r"manage\.py (\w+)", code))
    assert {"load_deal", "backup", "restore"} <= commands <= get_commands().keys()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {"run", "test", "check"} <= set(re.findall(r"\bmake ([a-z]+)", code)) <= targets


def test_each_link_within_the_project_leads_somewhere() -> None:
    for document in DOCUMENTS:
        links = re.findall(r"\]\(([^)\s]+)\)", document.read_text())
        within = [link.partition("#")[0] for link in links if "://" not in link and not link.startswith("#")]
        assert [link for link in within if not (document.parent / link).exists()] == [], document


def test_the_readme_names_only_logins_of_the_example() -> None:
    example = YAML(typ="safe").load(ROOT / "fixtures" / "den-haag-zuidwest-ii.example.yaml")
    logins = {user["email"] for user in example["users"]}
    named = set(re.findall(r"\w+@voorbeeld\.test", README.read_text()))
    assert named
    assert named <= logins


def test_each_setting_in_the_readme_is_read_somewhere() -> None:
    settings = {word for word in words_in_first_cells(README.read_text()) if word.isupper()}
    readers = [
        "regiodeal/config/environment.py",
        "regiodeal/config/web_server.py",
        "bin/portal",
        "bin/prepare",
        "Procfile",
    ]
    read = " ".join((ROOT / name).read_text() for name in readers)
    assert {"SECRET_KEY", "DATABASE_URL"} <= settings
    assert {name for name in settings if not re.search(rf"\b{name}\b", read)} == set()

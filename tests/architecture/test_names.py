"""One noun has one meaning: no module name stands twice in an app, and no class name twice at all."""

import ast
from collections import Counter
from pathlib import Path

from django.conf import settings

APPS = ("regiodeal", "pillars", "finance", "reporting")
OF_DJANGO = {"__init__", "models", "forms", "views", "urls", "apps", "tasks"}  # one in each topic, by Django's own word
OF_COMMANDS = {"Command"}


def modules(app: str) -> list[Path]:
    """Return the files of an app, without its migrations."""
    root = Path(settings.BASE_DIR) / app
    return [path for path in root.rglob("*.py") if "migrations" not in path.parts]


def test_no_module_name_stands_twice_in_an_app() -> None:
    twice = {}
    for app in APPS:
        names = Counter(path.stem for path in modules(app) if path.stem not in OF_DJANGO)
        twice[app] = [name for name, times in names.items() if times > 1]

    assert not any(twice.values()), twice


def test_no_class_name_stands_twice() -> None:
    names = Counter(
        node.name
        for app in APPS
        for path in modules(app)
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef) and node.name not in OF_COMMANDS
    )

    assert [name for name, times in names.items() if times > 1] == []

"""What a framework calls private is used nowhere, but for what is listed here with the reason why it stays."""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from tests.portal import ROOT

APPS = ("regiodeal", "pillars", "finance", "reporting")
# Documented by Django and by Python, whatever their first letter.
PUBLIC = {"_meta", "_default_manager", "_base_manager", "_open", "_save", "_replace", "_asdict", "_fields"}
STAYS = {
    ("regiodeal/lifecycle/register.py", "_prefetched_objects_cache"): (
        "a list of other rows as it was on a day; Prefetch gives only rows that are in the list now"
    ),
    ("regiodeal/accounts/adapters.py", "_delete_login_attempts_cached_email"): (
        "allauth unlocks an address by it after its own reset, and names the key of the count nowhere else"
    ),
    ("regiodeal/config/folder_queue.py", "_exchange_file"): "kombu has no other name for the file of an exchange",
    ("regiodeal/config/folder_queue.py", "_put"): "kombu asks a transport for exactly these",
    ("regiodeal/config/folder_queue.py", "_queue_bind"): "kombu asks a transport for exactly these",
    ("reporting/word/word_report.py", "_p"): "python-docx has no other name for the element of a paragraph",
    ("reporting/word/word_report.py", "_r"): "python-docx has no other name for the element of a run",
    ("reporting/word/paper.py", "_p"): "python-docx has no other name for the element of a paragraph",
}
BY_NAME = {"getattr", "setattr", "hasattr", "delattr"}


def test_nothing_private_of_a_framework_is_used_but_what_is_listed() -> None:
    assert set(used()) | set(overridden()) == set(STAYS)


def sources() -> dict[str, ast.Module]:
    """The modules of the portal by their path, without migrations."""
    paths = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in paths}


def used() -> Iterator[tuple[str, str]]:
    """Each private name, with its module, that the portal reads or sets and does not define itself."""
    trees = sources()
    own = {name for tree in trees.values() for node in ast.walk(tree) for name in defined(node)}
    for path, tree in trees.items():
        for node in ast.walk(tree):
            for name in asked(node):
                if is_private(name) and name not in own:
                    yield path, name


def defined(node: ast.AST) -> Iterator[str]:
    """The names that this piece of code brings into being."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
            yield name


def asked(node: ast.AST) -> Iterator[str]:
    """The names that this piece of code asks an object or a module for."""
    match node:
        case ast.Attribute(attr=name):
            yield name
        case ast.ImportFrom(names=names):
            yield from (each.name for each in names)
        case ast.Call(func=ast.Name(id=function), args=[_, ast.Constant(value=str(name)), *_]) if function in BY_NAME:
            yield name
        case ast.Call(
            func=ast.Attribute(value=ast.Attribute(attr="__dict__"), attr="setdefault"),
            args=[ast.Constant(value=str(name)), *_],
        ):
            yield name


def overridden() -> Iterator[tuple[str, str]]:
    """Each private method, with its module, that a class of the portal puts in the place of a framework's."""
    for path in sources():
        module = importlib.import_module(re.sub(r"(/__init__)?\.py$", "", path).replace("/", "."))
        for _name, found in inspect.getmembers(module, inspect.isclass):
            if found.__module__ != module.__name__:
                continue
            foreign = [base for base in found.__mro__ if not base.__module__.startswith(APPS)]
            for name, value in vars(found).items():
                is_ours = inspect.isfunction(value) and Path(inspect.getfile(value)).is_relative_to(ROOT)
                if is_private(name) and is_ours and any(name in vars(base) for base in foreign):
                    yield path, name


def is_private(name: str) -> bool:
    """Tell whether its owner keeps the name to itself: one line before it, and not two."""
    return name.startswith("_") and not name.startswith("__") and name not in PUBLIC | {"_"}

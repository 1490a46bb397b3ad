"""Which functions take a row lock outside a transaction: PostgreSQL refuses that, and SQLite says nothing."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef
ENTRANCES = {"get", "post", "put", "patch", "delete", "handle", "__call__"}  # called by a framework alone


class Place(NamedTuple):
    """Functions of one name in one module."""

    module: str
    name: str


def unguarded(sources: dict[str, str]) -> list[Place]:
    """The functions that take a row lock, or call one that does, with no transaction of their own or of a caller.

    `sources` is text by module. A private function is called from its own module, a public one from anywhere by its
    name; so a name that stands for two things is looked at as both. What a framework calls is called by nobody.
    """
    outside, anywhere = defaultdict[Place, set[str]](set), defaultdict[Place, set[str]](set)
    for place, node in _functions(sources):
        outside[place].update(() if _is_atomic(node) else _calls(node))
        anywhere[place].update(_calls(node, within=True))
    locking = {place for place, called in outside.items() if "select_for_update" in called}
    while more := {place for place, called in outside.items() if _reaches(place, called, locking)} - locking:
        locking |= more
    return sorted(place for place in locking if place.name in ENTRANCES or not _is_called(place, anywhere))


def _reaches(place: Place, called: set[str], locking: set[Place]) -> bool:
    return any(each.name in called and _is_known(each, place.module) for each in locking)


def _is_called(place: Place, calls: dict[Place, set[str]]) -> bool:
    return any(place.name in called and _is_known(place, other.module) for other, called in calls.items())


def _is_known(place: Place, module: str) -> bool:
    return place.module == module or not place.name.startswith("_")


def _functions(sources: dict[str, str]) -> Iterator[tuple[Place, Function]]:
    for module, text in sources.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, Function):
                yield Place(module, node.name), node


def _is_atomic(node: Function) -> bool:
    return any("atomic" in ast.unparse(each) for each in node.decorator_list)


def _calls(node: ast.AST, *, within: bool = False) -> Iterator[str]:
    """The names that are called under a node; unless `within`, outside what begins a transaction of its own."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.With) and not within and "atomic" in ast.unparse(child.items[0]):
            continue
        if isinstance(child, ast.Call):
            yield child.func.attr if isinstance(child.func, ast.Attribute) else getattr(child.func, "id", "")
        yield from _calls(child, within=within)


def read(root: Path, packages: tuple[str, ...]) -> dict[str, str]:
    """The source of each module of these packages, by its path from the root; migrations left out."""
    files = [file for package in packages for file in (root / package).rglob("*.py") if "migrations" not in file.parts]
    return {str(file.relative_to(root)): file.read_text() for file in files}

"""The counts by which the house is judged: `python -m tests.architecture.house` in the root of a tree.

They are signs of a house one would live in, and no limits. Nothing of the project is imported by name here, so that
the same file counts a tree in which every module has another name.
"""

import ast
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from tests.comparison.portal import settings_module

APPS = ("regiodeal", "pillars", "finance", "reporting")
ROOMS = (*APPS, "regiodeal/covenant")  # the folders of which each folder is a topic
USUAL = {"models", "forms", "views", "urls", "apps", "admin", "tasks"}  # names that Django itself gives to modules
LOOSE = {"__init__.py", "apps.py"}  # may stand at the root of an app
WIDTH = 120

START = """
import importlib, json, sys, time
from pathlib import Path
began = time.process_time()
importlib.import_module(sys.argv[1])
status = Path("/proc/self/status").read_text()
memory = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
print(json.dumps({"cpu": time.process_time() - began, "memory": int(memory) / 1024, "pandas": "pandas" in sys.modules}))
"""


def main() -> None:
    """Print the table."""
    root = Path.cwd()
    for name, figure in chain(House(root).figures(), template_figures(root / "templates"), start(), traced()):
        print(f"{name:<66} {figure}", flush=True)


class House:
    """The Python files of the four apps, without migrations."""

    def __init__(self, root: Path) -> None:
        """Read every file once."""
        found = (path for app in APPS for path in sorted((root / app).rglob("*.py")) if "migrations" not in path.parts)
        self.texts = {path.relative_to(root): path.read_text() for path in found}
        self.trees = {path: ast.parse(text) for path, text in self.texts.items()}

    def figures(self) -> Iterator[tuple[str, object]]:
        """Each count under its name."""
        lines = sum(map(self._lines, self.texts))
        yield "Python files, without migrations and tests", len(self.texts)
        yield "  lines", lines
        yield "  folders", len({path.parent for path in self.texts})
        yield from self._rooms()
        yield from self._names()
        yield from self._arrows()
        named = sum(len(re.findall(r"\bAny\b", text)) for text in self.texts.values())
        written = sum(bool(line.strip()) for text in self.texts.values() for line in text.splitlines())
        yield "`Any` in 1,000 lines that are not blank", f"{named / written * 1000:.1f} ({named})"

    def _lines(self, path: Path) -> int:
        return self.texts[path].count("\n")

    def _rooms(self) -> Iterator[tuple[str, object]]:
        loose = [path for path in self.texts if str(path.parent) in ROOMS and path.name not in LOOSE]
        yield "loose files at the roots of apps", len(loose)
        sizes = Counter[str]()
        for path in self.texts:
            sizes[topic(path)] += self._lines(path)
        topics = {name: size for name, size in sizes.items() if "(" not in name}
        yield "topics", len(topics)
        yield "  largest", "{} ({} lines)".format(*max(topics.items(), key=lambda pair: pair[1]))
        for name, size in sorted(sizes.items(), key=lambda pair: -pair[1]):
            yield f"    {name}", size

    def _names(self) -> Iterator[tuple[str, object]]:
        modules = [path for path in self.texts if path.name != "__init__.py"]
        yield "modules, and distinct names of them", f"{len(modules)}, {len({path.stem for path in modules})}"
        twice = {(app, name) for (app, name), count in _counted((p.parts[0], p.stem) for p in modules) if count > 1}
        unusual = sorted(f"{app}: {name}" for app, name in twice if name not in USUAL)
        yield "module names that stand more than once in an app", len(twice)
        yield "  of them no name that Django gives", f"{len(unusual)} ({_some(unusual)})"
        classes = (node.name for tree in self.trees.values() for node in tree.body if isinstance(node, ast.ClassDef))
        again = sorted(name for name, count in _counted(classes) if count > 1 and name != "Command")
        yield "class names that stand more than once, but for Command", f"{len(again)} ({_some(again)})"

    def _arrows(self) -> Iterator[tuple[str, object]]:
        arrows = Counter[tuple[str, str]]()
        for path in self.texts:
            for goal in set(self._imported(path)):
                arrows[topic(path), topic(goal)] += 1
        arrows = Counter({pair: count for pair, count in arrows.items() if pair[0] != pair[1]})
        round_ = circles(arrows)
        inside = [pair for pair in arrows if any(set(pair) <= circle for circle in round_)]
        yield "import arrows between topics, and imports along them", f"{len(arrows)}, {sum(arrows.values())}"
        yield "  arrows that run in a circle, and topics in circles", f"{len(inside)}, {sum(map(len, round_))}"

    def _imported(self, path: Path) -> Iterator[Path]:
        """The files that a file imports, also within a function and for types alone."""
        for node in ast.walk(self.trees[path]):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for alias in node.names:
                    yield from self._file(f"{node.module}.{alias.name}") or self._file(node.module)
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    yield from self._file(alias.name)

    def _file(self, module: str) -> list[Path]:
        stem = Path(*module.split("."))
        return [path for path in (stem.with_suffix(".py"), stem / "__init__.py") if path in self._known][:1]

    @cached_property
    def _known(self) -> set[Path]:
        return set(self.texts)


def topic(path: Path) -> str:
    """The first folder under the root of an app or under the covenant; a loose file belongs to none."""
    folders = path.parts[:-1]
    depth = 2 if "/".join(folders[:2]) in ROOMS else 1
    return ".".join(folders[: depth + 1]) if len(folders) > depth else f"{'.'.join(folders)} (loose)"


def circles(arrows: Iterable[tuple[str, str]]) -> list[set[str]]:
    """The groups of topics of which each reaches each other."""
    goals = defaultdict(set)
    for start_, goal in arrows:
        goals[start_].add(goal)
    reached = {name: _reached(name, goals) for name in {name for pair in arrows for name in pair}}
    groups = {frozenset({name} | {other for other in reached[name] if name in reached[other]}) for name in reached}
    return [set(group) for group in groups if len(group) > 1]


def _reached(start_: str, goals: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start_]
    while waiting:
        fresh = goals.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found


def template_figures(folder: Path) -> Iterator[tuple[str, object]]:
    """How long the lines of the templates are."""
    lines = [line for path in folder.rglob("*.html") for line in path.read_text().splitlines()]
    long = [len(line) for line in lines if len(line) > WIDTH]
    yield "template lines", len(lines)
    yield f"  over {WIDTH}, and the longest", f"{len(long)} ({len(long) / len(lines):.1%}), {max(map(len, lines))}"


def start() -> Iterator[tuple[str, object]]:
    """What it costs to import the web application."""
    found = run("-c", START, _wsgi())
    yield "import of the web application, CPU seconds", f"{found['cpu']:.2f}"
    yield "  memory, MB (VmRSS)", f"{found['memory']:.0f}"
    yield "  pandas is imported", "yes" if found["pandas"] else "no"


def _wsgi() -> str:
    """The module of the web application, as the settings name it."""
    code = "import json; from django.conf import settings; print(json.dumps({'wsgi': settings.WSGI_APPLICATION}))"
    return str(run("-c", code)["wsgi"]).rpartition(".")[0]


def traced() -> Iterator[tuple[str, object]]:
    """What the portal walks through, counted in a process of its own."""
    yield from run("-m", "tests.architecture.traced").items()


def run(*arguments: str) -> dict[str, Any]:
    """What a Python of its own prints last, as JSON."""
    env = os.environ | {"DJANGO_SETTINGS_MODULE": settings_module(), "LOG_LEVEL": "CRITICAL"}
    done = subprocess.run([sys.executable, "-W", "ignore", *arguments], env=env, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout.decode().splitlines()[-1])
    return found


def _counted[T](found: Iterable[T]) -> Iterable[tuple[T, int]]:
    return Counter(found).items()


def _some(names: list[str]) -> str:
    return ", ".join(names[:6]) + (", …" if len(names) > 6 else "")


if __name__ == "__main__":
    main()

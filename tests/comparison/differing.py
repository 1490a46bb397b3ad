"""What differs between two recordings, in words."""

import difflib
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from lxml import html

from tests.comparison.masks import masked

# They stand in a line of words.
INLINE = re.compile("a|abbr|b|bdi|cite|code|data|dfn|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|time|u|var")
OTHER_NAMES = "rows/"  # where a thing may have got another name, as long as it holds the same


def differences(before: Path, after: Path, *, loose: bool, lines: int, skip: list[str]) -> Iterator[str]:
    """Each entry that is not the same in both, with the lines that differ."""
    old, new = (_entries(folder, skip) for folder in (before, after))
    gone, come = sorted(set(old) - set(new)), sorted(set(new) - set(old))
    for name in list(gone):
        same = next((other for other in come if _is_renamed(name, other) and _same(old[name], new[other])), None)
        if same is not None:
            print(f"renamed, holds the same: {name} -> {same}")
            gone.remove(name)
            come.remove(same)
    yield from (f"=== gone: {name}" for name in gone)
    yield from (f"=== new: {name}" for name in come)
    for name in sorted(set(old) & set(new)):
        if _same(old[name], new[name]):
            continue
        texts = [masked(path.read_text()) for path in (old[name], new[name])]
        left, right = (shown(text) if loose else text.splitlines() for text in texts)
        if left != right:
            found = [
                line for line in difflib.unified_diff(left, right, lineterm="", n=0) if line[:3] not in {"---", "+++"}
            ]
            more = [f"... {len(found) - lines} more lines"] if len(found) > lines else []
            yield "\n".join([f"=== {name}", *(line[:400] for line in found[:lines]), *more])


def _entries(folder: Path, skip: list[str]) -> dict[str, Path]:
    if not folder.is_dir():
        raise SystemExit(f"{folder} is no recording")
    found = {masked(str(path.relative_to(folder))): path for path in folder.rglob("*") if path.is_file()}
    return {name: path for name, path in found.items() if not any(fnmatch(name, pattern) for pattern in skip)}


def _is_renamed(name: str, other: str) -> bool:
    return name.startswith(OTHER_NAMES) and other.startswith(OTHER_NAMES)


def _same(left: Path, right: Path) -> bool:
    return left.read_bytes() == right.read_bytes()


def shown(text: str) -> list[str]:
    """A page as a browser shows it, in lines: attributes in order of name, white space only where it parts words."""
    head, _blank, body = text.partition("\n\n")
    if "text/html" not in head or not body.strip():
        return text.splitlines()
    return [*head.splitlines(), *_Lines(html.document_fromstring(body)).lines]


class _Lines:
    """The tags and texts of a page. A run of white space between words counts once, before the tags that lie in it."""

    def __init__(self, root: html.HtmlElement) -> None:
        self.lines: list[str] = []
        self._line: list[str] = []  # words, tags that stand in a line, and spaces
        self._visit(root)
        self._end()

    def _visit(self, element: html.HtmlElement) -> None:
        if not isinstance(element.tag, str):
            self._add_text(element.tail or "")  # a comment
            return
        is_inline = INLINE.fullmatch(element.tag) is not None
        self._tag(_opened(element), is_inline)
        self._add_text(element.text or "")
        for child in element:
            self._visit(child)
        self._tag(f"</{element.tag}>", is_inline)
        self._add_text(element.tail or "")

    def _tag(self, tag: str, is_inline: bool) -> None:
        if is_inline:
            self._line.append(tag)
            return
        self._end()
        self.lines.append(tag)

    def _add_text(self, text: str) -> None:
        for part in re.split(r"(\s+)", text):
            if part.isspace():
                self._add_space()
            elif part:
                self._line.append(part)

    def _add_space(self) -> None:
        """One space, at the start of the tags that it stands between; none at the start of a line."""
        at = len(self._line)
        while at and self._line[at - 1].startswith("<"):
            at -= 1
        if at and self._line[at - 1] != " " and " " not in self._line[at:]:
            self._line.insert(at, " ")

    def _end(self) -> None:
        """The line is full: what stands after its last word is no space."""
        if line := "".join(self._line).strip():
            self.lines.append(re.sub(r" ((?:<[^>]*>)*)$", r"\1", line))
        self._line = []


def _opened(element: html.HtmlElement) -> str:
    pairs = sorted((name, re.sub(r"\s+", " ", value).strip()) for name, value in element.attrib.items())
    return f"<{element.tag}{''.join(f' {name}="{value}"' for name, value in pairs)}>"

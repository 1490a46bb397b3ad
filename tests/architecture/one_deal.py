"""What in code and templates is true of one deal only: its articles, its names and its own words.

    python -m tests.architecture.one_deal [folder ...]

A docstring or comment may name its source; a text that people see may not. Texts take words and articles from the deal
(regiodeal/deals/words.py).
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
KINDS = {".py", ".html", ".txt"}
FOLDERS = ("regiodeal", "pillars", "finance", "reporting", "templates")

LAWS = r"AVG|Archiefwet|Woo\b|Wet |wet\b|Staatsblad|Regeling"
ARTICLE = re.compile(r"\b(?:[Aa]rt\.|[Aa]rtikel(?:en)?)\s+\d+[^.;)]{0,40}")
PATTERNS = {
    "article": ARTICLE,
    "footnote": re.compile(r"\b(?:voetnoot|overweging)\s+\d+"),
    "name": re.compile(r"\b(?:Den Haag|Haagse?|Zuidwest|Veenland|Hagenaars?|Alliantieraad)\b|minister van BZK"),
    "word": re.compile(
        r"\b(?:[Ww]ijk(?:en)?|[Ww]ijkbedrij\w+|Rijk-Regio-overleg|[Rr]egiokassiers?|[Pp]rogrammabureau|[Pp]ijlers?"
        r"|[Uu]itvoeringskosten)\b"
    ),
}
DATA = re.compile(r"{[{%].*?[%}]}", re.DOTALL)
KEY = re.compile(r"[a-z0-9_.:/<>?&=#-]+")  # an address, a column or a code: read by programs

COMMENT = re.compile(r"{#.*?#}|{% comment.*?endcomment %}|<!--.*?-->", re.DOTALL)


def hits(path: Path) -> Iterator[tuple[int, str, str]]:
    """The line, kind and text of each place in the file that holds for one deal only."""
    texts = _of_python(path) if path.suffix == ".py" else _of_template(path)
    for line, text in texts:
        for kind, pattern in PATTERNS.items():
            for found in pattern.finditer(text):
                if kind == "article" and re.search(LAWS, text[max(0, found.start() - 20) : found.end() + 40]):
                    continue
                yield (
                    line + text.count("\n", 0, found.start()),
                    kind,
                    " ".join(text[max(0, found.start() - 30) : found.end() + 20].split()),
                )


def _of_python(path: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    notes = {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, documented)
        for statement in node.body
        if isinstance(statement, ast.Expr)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes
        if isinstance(node, ast.Constant) and is_text and not KEY.fullmatch(str(node.value)):
            yield node.lineno, str(node.value)


TAG = re.compile(r"{[{%].*?[%}]}|\b(?:href|class|id|name|for|value)=\"[^\"]*\"", re.DOTALL)
SAID = re.compile(r"\"([^\"]*)\"")  # a text that a tag is given


def _of_template(path: Path) -> Iterator[tuple[int, str]]:
    text = COMMENT.sub(_blank, path.read_text(encoding="utf-8"))
    yield 1, TAG.sub(_blank, text)
    for tag in TAG.finditer(text):
        for said in SAID.finditer(tag[0]):
            words = DATA.sub("", said[1]).strip()
            if not KEY.fullmatch(words):
                yield text.count("\n", 0, tag.start()) + 1, words


def _blank(found: re.Match[str]) -> str:
    return " " + "\n" * found[0].count("\n")


def files(folders: tuple[str, ...] = FOLDERS) -> list[Path]:
    """The files of code and templates in these folders, without migrations."""
    found = [path for name in folders for path in sorted((ROOT / name).rglob("*")) if path.suffix in KINDS]
    return [path for path in found if "migrations" not in path.parts]


if __name__ == "__main__":
    for each in files(tuple(sys.argv[1:]) or FOLDERS):
        for number, kind, text in hits(each):
            sys.stdout.write(f"{each.relative_to(ROOT)}:{number}: {kind}: {text}\n")

"""Searching without PostgreSQL: the full text search of SQLite (FTS5), filled for one question and then forgotten.

A portal on SQLite is that of one person or a first look: some thousands of rows, which are filled in within a tenth of
a second. Nothing is kept, so what is found is always what stands there, and what the reader may see.
"""

import sqlite3
from contextlib import closing

from django.db.models import Model, QuerySet

from regiodeal.base.question import SHORT, STOP_WORDS, Question, fold, is_near, parts_of, squeezed, stem

MOST = 2_000  # rows of one kind that are put in order

type Rows = QuerySet[Model]


def matching(rows: Rows, fields: tuple[str, ...], code: str, question: Question) -> list[int]:
    """The keys of the rows in which all words stand, or whose code is asked for; the best first."""
    texts = _texts(rows, fields, code)
    first = [key for key, (own, _title, _rest) in texts.items() if own and own in question.codes]
    begun = [key for key, (own, *_rest) in texts.items() if question.whole_code and own.startswith(question.whole_code)]
    by_words = _ask(texts, _query(question)) if question.wanted else []
    return list(dict.fromkeys([*first, *by_words, *begun]))


def near(rows: Rows, fields: tuple[str, ...], question: Question) -> list[int]:
    """The keys of the rows in which each word stands with a typo; none for words that are too short."""
    if not question.doubtful:
        return []
    texts = _texts(rows, fields, "")
    known = {part for _own, title, rest in texts.values() for part in parts_of(f"{title} {rest}")}
    meant = [{stem(other) for other in known if is_near(word, other)} for word in question.doubtful]
    if not all(meant):
        return []
    return _ask(texts, " AND ".join(f"({' OR '.join(sorted(f'"{word}"' for word in words))})" for words in meant))


def _texts(rows: Rows, fields: tuple[str, ...], code: str) -> dict[int, tuple[str, str, str]]:
    """By key: the code without its signs, the text that weighs most, and the others."""
    found: dict[int, tuple[str, str, str]] = {}
    for key, own, *values in rows.order_by().values_list("pk", code or "pk", *fields):
        title, *others = ("" if value is None else str(value) for value in values)
        known = found.get(key)
        rest = " ".join(others) if known is None else f"{known[2]} {' '.join(others)}"
        found[key] = (squeezed(str(own)) if code else "", title, rest)
    return found


def _ask(texts: dict[int, tuple[str, str, str]], query: str) -> list[int]:
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute("CREATE VIRTUAL TABLE words USING fts5(title, rest)")
        index.executemany(
            "INSERT INTO words (rowid, title, rest) VALUES (?, ?, ?)",
            ((key, _stems(title), _stems(rest)) for key, (_own, title, rest) in texts.items()),
        )
        best = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words, 4.0, 1.0), rowid LIMIT ?"
        return [key for (key,) in index.execute(best, (query, MOST))]


def _stems(text: str) -> str:
    """The text as stems; once more without its hyphens, where it has any."""
    both = [text, text.replace("-", "")] if "-" in text else [text]
    return " ".join(stem(part) for each in both for part in parts_of(fold(each)) if part not in STOP_WORDS)


def _query(question: Question) -> str:
    return " AND ".join(f"({' OR '.join(_phrase(way) for way in ways)})" for ways in question.wanted)


def _phrase(way: list[str]) -> str:
    stems = " ".join(stem(part) for part in way)
    return f'"{stems}"' + ("" if way[-1].isdigit() or len(way[-1]) <= SHORT else " *")
